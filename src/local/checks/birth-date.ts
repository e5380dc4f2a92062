import { digitsOf, isDate } from './digits.js';

/** The first letters of the months in the languages of Europe, from January on, without accents. */
const MONTHS: readonly string[] = [
  'jan ene gen janv led sty oca tammi',
  'feb fev feb fevr uno lut sub helmi',
  'mar mrt mars marz bre maaliskuu',
  'apr avr abr dub kwi nis huhti',
  'may mai mei mag maj kve touko mayis',
  'jun juin giu cze haz kesa ctvn',
  'jul juil lug lip tem heina',
  'aug aou ago srp sie elo',
  'sep set wrz eyl syys zar',
  'oct okt ott out paz eki loka rij',
  'nov lis kas marras',
  'dec dez dic des gru ara joulu pros',
];

/**
 * Tells whether a text names a day since 1900 on which somebody may have been born. The day is in numbers (year, day or
 * month first, two-digit years too) or has the name of a month.
 */
export function isDayOfBirth(text: string): boolean {
  const numbers = text.match(/\d{1,4}/g) ?? [];
  const [first = '', second = '', third = ''] = numbers;
  if (numbers.length === 2) {
    const month = monthOf(
      /\p{L}{3,10}/u.exec(text.replace(/\d(?:st|nd|rd|th|er)/i, '').replace(/ del? | of /gi, ' '))?.[0] ?? '',
    );
    return month > 0 && isBirth(second, month, Number(first));
  }
  if (numbers.length !== 3 || digitsOf(text).length < 4) return false;
  if (first.length === 4)
    return second.length <= 2 && third.length <= 2 && isBirth(first, Number(second), Number(third));
  if (first.length > 2 || (third.length !== 4 && third.length !== 2)) return false;
  if (isBirth(third, Number(second), Number(first))) return true;
  // With points between the numbers, the day comes first.
  return !text.includes('.') && isBirth(third, Number(first), Number(second));
}

function isBirth(year: string, month: number, day: number): boolean {
  const full = year.length === 2 ? 2000 : Number(year);
  return full >= 1900 && full < 2100 && isDate(full, month, day);
}

/** Returns the month whose name begins like the word, from 1 on, or 0 for another word. */
function monthOf(word: string): number {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return MONTHS.findIndex((starts) => starts.split(' ').some((start) => plain.startsWith(start))) + 1;
}
