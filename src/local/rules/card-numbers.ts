/** Issuer ranges: first and last prefix (of the same length) and the lengths a number of them has. */
const ISSUER_RANGES: readonly (readonly [first: number, last: number, lengths: readonly number[]])[] = [
  [4, 4, [13, 16, 19]], // Visa
  [51, 55, [16]], // Mastercard
  [2221, 2720, [16]], // Mastercard 2-series
  [34, 34, [15]], // American Express
  [37, 37, [15]],
  [6011, 6011, [16, 19]], // Discover
  [644, 649, [16, 19]],
  [65, 65, [16, 19]],
  [300, 305, [14, 16]], // Diners Club
  [36, 36, [14, 16]],
  [38, 39, [14, 16]],
  [3528, 3589, [16, 17, 18, 19]], // JCB
  [62, 62, [16, 17, 18, 19]], // UnionPay
  [5018, 5018, [13, 14, 15, 16, 17, 18, 19]], // Maestro
  [5020, 5020, [13, 14, 15, 16, 17, 18, 19]],
  [5038, 5038, [13, 14, 15, 16, 17, 18, 19]],
  [5893, 5893, [13, 14, 15, 16, 17, 18, 19]],
  [6304, 6304, [13, 14, 15, 16, 17, 18, 19]],
  [6759, 6763, [13, 14, 15, 16, 17, 18, 19]],
];

/**
 * Length of the longest head of `text` (digits with single separators) that is a plausible card number and ends with
 * a group, or 0. Heads are tried because other digits often follow: an expiry date, a security code.
 */
export function cardNumberLength(text: string): number {
  const allDigits = text.replace(/[ \u00a0-]/g, '');
  const lengths = issuedLengths(allDigits);
  if (lengths.length === 0) return 0;
  let longest = 0;
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (!isDigit(text.charAt(index))) continue;
    count += 1;
    const endsGroup = !isDigit(text.charAt(index + 1));
    if (endsGroup && lengths.includes(count) && passesLuhn(allDigits.slice(0, count))) longest = index + 1;
  }
  return longest;
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9';

/** The lengths that numbers with this prefix have; none for a prefix nobody issues. */
function issuedLengths(digits: string): readonly number[] {
  const range = ISSUER_RANGES.find(([first, last]) => {
    const prefix = Number(digits.slice(0, String(first).length));
    return prefix >= first && prefix <= last;
  });
  return range?.[2] ?? [];
}

/** The check digit of card numbers (ISO/IEC 7812-1). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
