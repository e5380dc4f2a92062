import { digitsOf, isDigit } from './digits.js';
import { passesLuhn } from './luhn.js';

const MAESTRO = [12, 13, 14, 15, 16, 17, 18, 19];

/**
 * Issuer ranges (ISO/IEC 7812 issuer identification numbers, as the networks publish them): first and last prefix, of
 * equal length, and the possible lengths of a number. The first range that fits counts.
 */
const ISSUER_RANGES: readonly (readonly [first: string, last: string, lengths: readonly number[]])[] = [
  ['4', '4', [13, 16, 19]], // Visa
  ['51', '55', [16]], // Mastercard
  ['2221', '2720', [16]], // Mastercard 2-series
  ['2200', '2204', [16, 17, 18, 19]], // Mir
  ['34', '34', [15]], // American Express
  ['37', '37', [15]],
  ['6011', '6011', [16, 19]], // Discover
  ['644', '649', [16, 19]],
  ['65', '65', [16, 19]],
  ['300', '305', [14, 16]], // Diners Club
  ['3095', '3095', [14, 16]],
  ['36', '36', [14, 16]],
  ['38', '39', [14, 16]],
  ['3528', '3589', [16, 17, 18, 19]], // JCB
  ['35', '35', [16]], // assigned to JCB by generators of test numbers
  ['2131', '2131', [15]],
  ['1800', '1800', [15]],
  ['62', '62', [16, 17, 18, 19]], // UnionPay
  ['81', '82', [16, 17, 18, 19]], // UnionPay, RuPay
  ['508', '508', [16]], // RuPay
  ['6061', '6069', [16]], // RuPay, Hipercard
  ['637', '639', [16]], // InstaPayment
  ['9792', '9792', [16]], // Troy
  ['5019', '5019', [16]], // Dankort
  ['50', '50', MAESTRO],
  ['56', '58', MAESTRO],
  ['0604', '0604', MAESTRO],
  ['6304', '6304', MAESTRO],
  ['6390', '6390', MAESTRO],
  ['67', '67', MAESTRO],
];

/** The least length at which a number counts as a card without words that say so. */
const LONG = 14;

/**
 * The lengths of a card number without groups that no word announces. Numbers of other lengths are more often counts.
 */
const PLAIN_LENGTHS = [15, 16];

/**
 * Returns the length, in UTF-16 units, of the longest head of `text` that is a plausible card number of 14 to 19 digits
 * and ends with a group, or 0. Heads are tried because other digits often follow, such as an expiry date or a security
 * code. Without groups the number has 15 or 16 digits.
 */
export function cardNumberLength(text: string): number {
  const length = headLength(text, LONG);
  const head = text.slice(0, length);
  if (/^\d{14,19}$/.test(head)) return PLAIN_LENGTHS.includes(length) ? length : 0;
  return PART_OF_UUID.test(head) ? 0 : length;
}

/** The groups of a UUID (RFC 9562) or their ends. No card is grouped like this. */
const PART_OF_UUID = /^\d{8}-\d{4}-\d|-\d{12}$/;

/** Works like {@link cardNumberLength}, from 12 digits on. It is for text that is known to speak of a card. */
export function shortCardNumberLength(text: string): number {
  return headLength(text, 12);
}

function headLength(text: string, shortest: number): number {
  const digits = digitsOf(text);
  const lengths = issuedLengths(digits);
  if (lengths.length === 0) return 0;
  let longest = 0;
  let count = 0;
  let group = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (!isDigit(text.charAt(index))) continue;
    count += 1;
    group += 1;
    if (isDigit(text.charAt(index + 1))) continue;
    if (count >= shortest && lengths.includes(count) && passesLuhn(digits.slice(0, count)))
      longest = index + 1;
    // Only the last group of a card number is short. A list of small numbers is not a card number.
    if (group < 3) break;
    group = 0;
  }
  return isDecimal(text.slice(0, longest)) ? 0 : longest;
}

/**
 * Tells whether a single point is all that stands between the digits. Such a text is a fraction, and one fraction in
 * ten passes Luhn.
 */
function isDecimal(text: string): boolean {
  const point = text.indexOf('.');
  return point >= 0 && [...text].every((character, index) => index === point || isDigit(character));
}

/** Returns the lengths of numbers with this prefix, or none if nobody issues it. */
function issuedLengths(digits: string): readonly number[] {
  const range = ISSUER_RANGES.find(([first, last]) => {
    const prefix = digits.slice(0, first.length);
    return prefix >= first && prefix <= last;
  });
  return range?.[2] ?? [];
}
