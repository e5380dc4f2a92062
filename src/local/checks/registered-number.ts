import { isCpf, isCuit, isRut } from './americas.js';
import { isCivilId, isEgyptianId, isMelliCode, isSaudiId } from './asia-africa.js';
import { isAadhaar, isChineseId, isRrn, isTfn, isThaiId } from './asia-pacific.js';
import { digitsOf } from './digits.js';
import {
  isAmka,
  isAustrianInsurance,
  isBalticCode,
  isEgn,
  isHungarianPersonalId,
  isHungarianTaxId,
  isIin,
  isInn,
  isJmbg,
  isKennitala,
  isOib,
  isPinfl,
  isRnokpp,
  isSnils,
  isTaj,
} from './europe-east.js';
import { isCnp, isFodselsnummer, isPersonnummer, isPesel, isRodneCislo } from './europe-north-east.js';
import { isBelgianNumber, isBsn, isPortugueseNif } from './europe-west.js';
import { isDominicanId, isEcuadorianId, isNit, isPis, isRuc, isUruguayanId } from './latin-america.js';
import { isIsraeliId, isSouthAfricanId, isTurkishId } from './middle-east-africa.js';
import { isSin } from './north-america.js';

type Check = (text: string) => boolean;

/** Checks that one number in a hundred passes by chance, by how many digits they are for: a birth date and a check digit, or two check digits. */
const STRICT: Readonly<Record<number, readonly Check[]>> = {
  10: [isAustrianInsurance, isEgn, isKennitala, isPersonnummer, isRodneCislo],
  11: [
    isAmka,
    isBalticCode,
    isBelgianNumber,
    isCpf,
    isFodselsnummer,
    isHungarianPersonalId,
    isPesel,
    isSnils,
    isTurkishId,
  ],
  12: [isCivilId, isIin, isPersonnummer],
  13: [isCnp, isJmbg, isRrn, isSouthAfricanId],
  14: [isEgyptianId, isPinfl],
  18: [isChineseId],
};

/** Checks that one number in ten passes. */
const LOOSE: Readonly<Record<number, readonly Check[]>> = {
  8: [isRut, isUruguayanId],
  9: [isBsn, isIsraeliId, isPortugueseNif, isRut, isSin, isTaj, isTfn],
  10: [isEcuadorianId, isHungarianTaxId, isInn, isMelliCode, isNit, isRnokpp, isSaudiId],
  11: [isCuit, isDominicanId, isOib, isPis, isRuc],
  12: [isAadhaar, isInn],
  13: [isThaiId],
};

const passesOne = (checks: Readonly<Record<number, readonly Check[]>>, text: string): boolean =>
  checks[digitsOf(text).length]?.some((check) => check(text)) === true;

/** Whether the number is one of a state's register of people, by a check that chance rarely passes. */
export function isDatedNumber(text: string): boolean {
  return passesOne(STRICT, text);
}

/** Whether the number has the check digit of some state's register of people or taxpayers. */
export function isRegisteredNumber(text: string): boolean {
  return passesOne(STRICT, text) || passesOne(LOOSE, text);
}
