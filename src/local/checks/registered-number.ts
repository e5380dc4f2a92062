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

/** Checks that one number in a hundred passes by chance: a birth date and a check digit, or two check digits. */
const STRICT = [
  ...[
    isAmka,
    isAustrianInsurance,
    isBalticCode,
    isBelgianNumber,
    isChineseId,
    isCivilId,
    isCnp,
    isCpf,
    isEgn,
  ],
  ...[
    isEgyptianId,
    isFodselsnummer,
    isHungarianPersonalId,
    isIin,
    isJmbg,
    isKennitala,
    isPersonnummer,
    isPesel,
  ],
  ...[isPinfl, isRodneCislo, isRrn, isSnils, isSouthAfricanId, isTurkishId],
];

/** Checks that one in ten passes. */
const LOOSE = [
  ...[
    isAadhaar,
    isBsn,
    isCuit,
    isDominicanId,
    isEcuadorianId,
    isHungarianTaxId,
    isInn,
    isIsraeliId,
    isMelliCode,
  ],
  ...[
    isPortugueseNif,
    isNit,
    isOib,
    isPis,
    isRnokpp,
    isRuc,
    isRut,
    isSaudiId,
    isSin,
    isTaj,
    isTfn,
    isThaiId,
    isUruguayanId,
  ],
];

/** Whether the number is one of a state's register of people, by a check that chance rarely passes. */
export function isDatedNumber(text: string): boolean {
  return digitsOf(text).length >= 10 && STRICT.some((check) => check(text));
}

/** Whether the number has the check digit of some state's register of people or taxpayers. */
export function isRegisteredNumber(text: string): boolean {
  return STRICT.some((check) => check(text)) || LOOSE.some((check) => check(text));
}
