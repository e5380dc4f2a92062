import { digitsOf, isDate, isDigit } from './digits.js';

/** A run of digits in a candidate, with its end (exclusive) and the digits up to there. */
interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

/** Assigned country calling codes (ITU-T E.164). Where the second digit is open, the codes have three digits. */
const CALLING_CODE =
  /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-69]|3[578]|42|5[09]|6[789]|8[0578]|9[679])\d)/;

/** The fewest and most digits after a calling code, for countries with a fixed plan. */
const PLANS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  '1': [10, 10],
  '7': [10, 10],
  '33': [9, 10],
  '34': [9, 9],
  '44': [9, 11],
  '86': [9, 12],
  '91': [10, 11],
};

/**
 * Returns the length, in UTF-16 units, of the head of `text` that is an international number with `+` or `00` in front,
 * or 0. The number has an assigned code and as many digits as its plan allows, 15 at most. `00` counts only if the
 * digits are grouped.
 */
export function internationalNumberLength(text: string): number {
  const plus = text.startsWith('+');
  const groups = groupsOf(text);
  // A single group after `+ ` is a number that is added to another.
  if (groups.length < 2 && (!plus || text.startsWith('+ '))) return 0;
  const prefix = plus ? 0 : 2;
  const digits = digitsOf(text).slice(prefix);
  const code = CALLING_CODE.exec(digits)?.[0];
  if (code === undefined) return 0;
  // The code is inside one group: `009 409` is not 00 94 09.
  const [first, second] = groups;
  const together = first !== undefined && first.total > prefix ? first.total - prefix : second?.digits.length;
  if (together === undefined || together < code.length) return 0;
  const [min, max] = PLANS[code] ?? [7, 15 - code.length];
  const fits = ({ total }: Group): boolean =>
    total - prefix - code.length >= min && total - prefix - code.length <= max;
  return groups.findLast(fits)?.end ?? 0;
}

/**
 * Tells whether ten digits, with or without a 1 in front, can be a number of the North American plan: area code and
 * exchange from 200 on. Area code 555 is for examples, whatever follows.
 */
export function isNorthAmericanNumber(text: string): boolean {
  const digits = digitsOf(text).slice(-10);
  if (/^555/.test(digits)) return true;
  return /^[2-9]\d{2}[2-9]/.test(digits);
}

/**
 * Returns the length, in UTF-16 units, of the head of `text` that is recognisable as a national number, or 0. Such a
 * number has an area code in brackets, or a trunk 0 and 9 to 12 digits (13 after 08). A text that may just as well be a
 * date, years or a book number does not count.
 */
export function nationalNumberLength(text: string): number {
  const groups = groupsOf(text);
  if (isDated(groups)) return 0;
  const [first] = groups;
  if (first === undefined) return 0;
  if (text.startsWith('(')) {
    const bracketed = text.charAt(first.end) === ')' && first.digits.length >= 2;
    if (!bracketed || /^(?:19|20)\d\d$/.test(first.digits)) return 0;
    return headLength(groups, 8, 11, 2);
  }
  if (!/^0[1-9]/.test(first.digits)) return 0;
  if (groups.length === 1) return isPlainTrunkNumber(first.digits) ? first.end : 0;
  // A single point is a decimal point.
  if (groups.length === 2 && text.charAt(first.end) === '.') return 0;
  // Five pairs of digits are a number, as in France. More pairs are bytes or scores.
  const pairs = groups.every(({ digits }) => digits.length === 2);
  if (pairs && groups.length !== 5) return 0;
  // A number of twelve digits or more has two groups or is a mobile number of Indonesia.
  const most = text.startsWith('08') ? 13 : groups.length === 2 ? 12 : 11;
  return headLength(groups, 9, most, 2);
}

/**
 * Returns the length of the head of `text` that can be a phone number after words that announce one: 6 to 13 digits, no
 * date or time.
 */
export function announcedNumberLength(text: string): number {
  const groups = groupsOf(text);
  if (isDated(groups)) return 0;
  const [first, second] = groups;
  if (groups.length === 1 && isTimestamp(first?.digits ?? '')) return 0;
  // A round number is an amount.
  if (groups.length === 1 && /^[1-9]\d{0,3}0{4,8}$/.test(first?.digits ?? '')) return 0;
  if (groups.length === 2 && first?.digits.length === 1 && text.charAt(first.end) === '.') return 0;
  // A point with one or two digits at the end is a fraction.
  if (groups.length === 2 && second && second.digits.length < 3 && text.charAt(first?.end ?? 0) === '.')
    return 0;
  return headLength(groups, 6, 13, 2);
}

/**
 * Returns the length of the longest head of the groups with `min` to `max` digits. Every group but the first has at
 * least `shortest` digits.
 */
function headLength(groups: readonly Group[], min: number, max: number, shortest: number): number {
  let length = 0;
  for (const [index, group] of groups.entries()) {
    if (index > 0 && group.digits.length < shortest) break;
    if (group.total >= min && group.total <= max) length = group.end;
  }
  return length;
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let total = 0;
  let start = -1;
  for (let index = 0; index <= text.length; index += 1) {
    if (isDigit(text.charAt(index))) {
      if (start < 0) start = index;
    } else if (start >= 0) {
      total += index - start;
      groups.push({ digits: text.slice(start, index), start, end: index, total });
      start = -1;
    }
  }
  return groups;
}

/** Tells whether neighbouring groups of digits in a text are a date or a range of years. */
export function hasDate(text: string): boolean {
  return isDated(groupsOf(text));
}

/**
 * Tells whether the digits of a text count up or down, or all but two are the same. Such digits only fill in a form.
 */
export function hasSequence(text: string): boolean {
  const digits = digitsOf(text);
  return '01234567890'.includes(digits) || '9876543210'.includes(digits) || new Set(digits).size < 3;
}

function isDated(groups: readonly Group[]): boolean {
  return groups.some(({ digits }, index) => {
    const second = groups[index + 1]?.digits ?? '';
    const third = groups[index + 2]?.digits ?? '';
    if (isYear(digits) && isYear(second)) return true;
    if (isYear(digits))
      return isShort(second) && isShort(third) && isDate(Number(digits), Number(second), Number(third));
    const year = isYear(third) || (groups.length === 3 && third.length === 2);
    if (!year || !isShort(digits) || !isShort(second)) return false;
    return isDate(2000, Number(second), Number(digits)) || isDate(2000, Number(digits), Number(second));
  });
}

/**
 * Tells whether digits are a day as one number, with or without a time, or seconds since 1970 in the years from 2017
 * on.
 */
function isTimestamp(digits: string): boolean {
  if (digits.length === 10 && /^1[5-9]/.test(digits)) return true;
  const day = [8, 10, 12].includes(digits.length) && /^(?:19|20)\d\d/.test(digits);
  return day && isDate(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8)));
}

const isYear = (digits: string): boolean => /^(?:19|20)\d\d$/.test(digits);
const isShort = (digits: string): boolean => digits.length === 1 || digits.length === 2;

/**
 * Tells whether digits without groups can be a number with a trunk 0. It has ten or eleven digits, or twelve after 08,
 * and is neither a count from 0 to 9 nor an ISBN-10.
 */
function isPlainTrunkNumber(digits: string): boolean {
  const most = /^08[1-9]/.test(digits) ? 12 : 11;
  if (digits.length < 10 || digits.length > most || digits.startsWith('012345')) return false;
  return digits.length > 10 || !isIsbn10(digits);
}

/** Checks an ISBN-10 (ISO 2108): weights 10 to 1 modulo 11. */
function isIsbn10(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < 10; index += 1) sum += Number(digits.charAt(index)) * (10 - index);
  return sum % 11 === 0;
}
