import { digitsOf } from '../../checks/digits.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Uruguayan identity card of 7 or 8 digits: weights modulo 10 (DNIC). */
export const isUruguayanId = (text: string): boolean =>
  passesWeights(digitsOf(text).padStart(8, '0'), {
    length: 8,
    weights: [2, 9, 8, 7, 6, 3, 4],
    modulus: 10,
    complement: true,
  });

/** Identifiers of Uruguay. */
export const URUGUAY_RULES: readonly Rule[] = [
  idNumber({
    label: 'UY_CEDULA',
    digits: 7,
    form: /\d\.\d{3}\.\d{3}-\d/g,
    check: isUruguayanId,
    alone: 0.8,
    words: ['cédula', 'cedula', 'ci', 'c.i', 'documento'],
    examples: { match: ['cédula 6.000.493-5'], noMatch: ['cédula 3.843.176-9', 'cédula 123'] },
  }),
  idNumber({
    label: 'UY_CEDULA',
    digits: 7,
    form: /\d{6,7}-?\d/g,
    check: isUruguayanId,
    words: ['cédula', 'cedula', 'cédula de identidad', 'ci', 'c.i'],
    examples: {
      match: ['cédula 4372828-9', 'cedula 78924606'],
      noMatch: ['4372828-9', 'cédula 3682821-3', 'cédula 123'],
    },
  }),
];
