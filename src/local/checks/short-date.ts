import { isShortDate } from './digits.js';

/**
 * Whether digits hold a date without its century: where its year, month and day begin, each of two digits, and how much
 * is added to the month to tell the century.
 */
export const shortDate = (digits: string, year: number, month: number, day: number, months = 0): boolean =>
  isShortDate(
    Number(digits.slice(year, year + 2)),
    Number(digits.slice(month, month + 2)) - months,
    Number(digits.slice(day, day + 2)),
  );
