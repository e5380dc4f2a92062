import { compact, hasDigitCluster } from './digits.js';
import { remainder97 } from './iso7064.js';

/** The length of an IBAN by country (SWIFT IBAN registry, and countries that use the form without being in it). */
const LENGTHS: Readonly<Record<number, string>> = {
  15: 'NO',
  16: 'BE',
  18: 'DK FI FK FO GL NL SD',
  19: 'MK SI',
  20: 'AT BA EE KZ LT LU MN XK',
  21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA',
  23: 'AE GI IL IQ OM SO TL',
  24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST',
  26: 'IS TR',
  27: 'BI CF CG CM DJ FR GA GQ GR IT KM MC MG MR SM TD',
  28: 'AL AZ BF BJ BY CI CV CY DO GT GW HN HU LB ML MZ NE NI PL SN SV TG',
  29: 'BR EG PS QA UA',
  30: 'JO KW MU YE',
  31: 'MT SC',
  32: 'LC',
  33: 'RU',
};

/** The fewest digits of an IBAN that is recognised. The trigger of the rule relies on it. */
export const IBAN_DIGITS = 8;

const LENGTH_OF: ReadonlyMap<string, number> = new Map(
  Object.entries(LENGTHS).flatMap(([length, countries]) =>
    countries.split(' ').map((country) => [country, Number(length)] as const),
  ),
);

/**
 * Returns the length, in UTF-16 units, of the head of `text` that is an IBAN (ISO 13616: country, its length, ISO/IEC
 * 7064 MOD 97-10), or 0. Separators inside count. The head must end where a group ends, because words often follow.
 */
export function ibanLength(text: string): number {
  const length = LENGTH_OF.get(text.slice(0, 2).toUpperCase());
  if (length === undefined) return 0;
  const end = endOf(text, length);
  if (end === 0) return 0;
  const iban = compact(text.slice(0, end));
  const valid = remainder97(iban.slice(4) + iban.slice(0, 4)) === 1;
  return valid && hasDigitCluster(text.slice(0, end), IBAN_DIGITS) ? end : 0;
}

/** Returns the end of the given number of letters and digits, or 0 if it is inside a group. */
function endOf(text: string, count: number): number {
  let seen = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (!isAlphanumeric(text.charAt(index))) continue;
    seen += 1;
    if (seen === count) return isAlphanumeric(text.charAt(index + 1)) ? 0 : index + 1;
  }
  return 0;
}

const isAlphanumeric = (character: string): boolean => /^[A-Za-z0-9]$/.test(character);
