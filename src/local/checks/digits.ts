/** Returns the ASCII digits of a text, in order, without anything between them. */
export function digitsOf(text: string): string {
  let digits = '';
  for (const character of text) if (character >= '0' && character <= '9') digits += character;
  return digits;
}

/** Returns the ASCII letters and digits of a text in upper case: an identifier without its separators. */
export function compact(text: string): string {
  let kept = '';
  for (const character of text.toUpperCase()) {
    if ((character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z')) kept += character;
  }
  return kept;
}

/** Tells whether the character is an ASCII digit. Returns false for the empty string. */
export function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1;
}

/** Returns the sum of each digit times the weight at its place. Places without a weight do not count. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  weights.forEach((weight, index) => {
    sum += Number(digits.charAt(index)) * weight;
  });
  return sum;
}

/** Tells whether all characters are the same. `000000000` passes most checksums and is nobody's number. */
export function isUniform(digits: string): boolean {
  return digits === digits.charAt(0).repeat(digits.length);
}

/** Tells whether the day exists in the Gregorian calendar. Months count from 1. */
export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

/** Tells whether day and month exist in a year of which only the last two digits are known. */
export function isShortDate(yearInCentury: number, month: number, day: number): boolean {
  return isDate(1900 + yearInCentury, month, day) || isDate(2000 + yearInCentury, month, day);
}

/** Tells whether the first six digits are a date: year in the century, month, day. */
export function startsWithShortDate(digits: string): boolean {
  return isShortDate(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4, 6)));
}

/** Tells whether the first eight digits are a date between 1850 and 2099: year, month, day. */
export function startsWithDate(digits: string): boolean {
  const year = Number(digits.slice(0, 4));
  const plausible = year >= 1850 && year < 2100;
  return plausible && isDate(year, Number(digits.slice(4, 6)), Number(digits.slice(6, 8)));
}

/**
 * Tells whether the text holds `count` digits in which no two neighbours are more than 8 characters apart (see
 * `Trigger`).
 */
export function hasDigitCluster(text: string, count: number): boolean {
  let run = 0;
  let last = -1;
  for (let index = 0; index < text.length; index += 1) {
    if (!isDigit(text.charAt(index))) continue;
    run = last >= 0 && index - last > 8 ? 1 : run + 1;
    if (run >= count) return true;
    last = index;
  }
  return false;
}
