import { isShortDate } from './digits.js';

/**
 * Tells whether digits hold a date without its century. `year`, `month` and `day` are the offsets of two digits each.
 * `months` is what is added to the month to state the century.
 */
export const shortDate = (digits: string, year: number, month: number, day: number, months = 0): boolean =>
  isShortDate(
    Number(digits.slice(year, year + 2)),
    Number(digits.slice(month, month + 2)) - months,
    Number(digits.slice(day, day + 2)),
  );
