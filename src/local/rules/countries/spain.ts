import { compact } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const ES_WORDS = [
  'dni',
  'nif',
  'nie',
  'documento',
  'documento nacional',
  'identidad',
  'extranjero',
  'spanish id',
];

/** The letters of a Spanish number. The remainder by 23 is the index (Real Decreto 1553/2005). */
const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/**
 * Checks a Spanish DNI (8 digits and a letter) or NIE (X, Y or Z for 0, 1, 2, then 7 digits and a letter). Ignores
 * separators.
 */
export function isSpanishId(text: string): boolean {
  const id = compact(text);
  const foreigner = 'XYZ'.indexOf(id.charAt(0));
  const number = foreigner < 0 ? id.slice(0, -1) : `${foreigner}${id.slice(1, -1)}`;
  return number.length === 8 && SPANISH_LETTERS.charAt(Number(number) % 23) === id.at(-1);
}

/** Identifiers of Spain. */
export const SPAIN_RULES: readonly Rule[] = [
  idNumber({
    label: 'ES_DNI',
    digits: 8,
    form: /\d{8}[ -]?[A-HJ-NP-TV-Z]|\d{2}\.\d{3}\.\d{3}[ -]?[A-HJ-NP-TV-Z]/g,
    check: isSpanishId,
    alone: 0.8,
    words: ES_WORDS,
    examples: {
      match: ['DNI 12345678Z', '12345678-Z', '12.345.678-Z'],
      noMatch: ['12345678A', '123456789Z', '1234567Z', '12345678I', '12345678z'],
    },
  }),
  idNumber({
    label: 'ES_DNI',
    digits: 8,
    form: /\d{8}[ -]?[A-HJ-NP-TV-Z]/gi,
    check: isSpanishId,
    words: ES_WORDS,
    examples: { match: ['mi dni es 12345678z'], noMatch: ['12345678z', 'dni 12345678a'] },
  }),
  idNumber({
    label: 'ES_NIE',
    digits: 7,
    form: /[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]/gi,
    check: isSpanishId,
    alone: 0.8,
    words: ES_WORDS,
    examples: {
      match: ['NIE X1234567L', 'X-1234567-L', 'x1234567l'],
      noMatch: ['X1234567A', 'W1234567L', 'X123456L'],
    },
  }),
];
