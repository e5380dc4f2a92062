import { digitsOf } from '../../checks/digits.js';
import { isCuit } from './argentina.js';
import { isTfn } from './australia.js';
import { isAustrianInsurance } from './austria.js';
import { isBalticCode } from './baltics.js';
import { isBelgianNumber } from './belgium.js';
import { isCpf, isPis } from './brazil.js';
import { isEgn } from './bulgaria.js';
import { isSin } from './canada.js';
import { isRut } from './chile.js';
import { isChineseId } from './china.js';
import { isNit } from './colombia.js';
import { isOib } from './croatia.js';
import { isRodneCislo } from './czechia.js';
import { isDominicanId } from './dominican-republic.js';
import { isEcuadorianId } from './ecuador.js';
import { isEgyptianId } from './egypt.js';
import { isAmka } from './greece.js';
import { isHungarianPersonalId, isHungarianTaxId, isTaj } from './hungary.js';
import { isKennitala } from './iceland.js';
import { isAadhaar } from './india.js';
import { isMelliCode } from './iran.js';
import { isIsraeliId } from './israel.js';
import { isIin } from './kazakhstan.js';
import { isRrn } from './korea.js';
import { isCivilId } from './kuwait.js';
import { isBsn } from './netherlands.js';
import { isFodselsnummer } from './norway.js';
import { isRuc } from './peru.js';
import { isPesel } from './poland.js';
import { isPortugueseNif } from './portugal.js';
import { isCnp } from './romania.js';
import { isInn, isSnils } from './russia.js';
import { isSaudiId } from './saudi-arabia.js';
import { isSouthAfricanId } from './south-africa.js';
import { isJmbg } from './south-slavic.js';
import { isPersonnummer } from './sweden.js';
import { isThaiId } from './thailand.js';
import { isTurkishId } from './turkey.js';
import { isRnokpp } from './ukraine.js';
import { isUruguayanId } from './uruguay.js';
import { isPinfl } from './uzbekistan.js';

type Check = (text: string) => boolean;

/**
 * Checks that one number in a hundred passes by chance, by the number of digits. They cover a birth date and a check
 * digit, or two check digits.
 */
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

/** Checks that one number in ten passes by chance. */
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

/** Tells whether a number is in a state's register of people, by a check that chance rarely passes. */
export function isDatedNumber(text: string): boolean {
  return passesOne(STRICT, text);
}

/** Tells whether a number has the check digit of some state's register of people or taxpayers. */
export function isRegisteredNumber(text: string): boolean {
  return passesOne(STRICT, text) || passesOne(LOOSE, text);
}
