import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Identifiers of Ghana. */
export const GHANA_RULES: readonly Rule[] = [
  idNumber({
    label: 'GH_CARD',
    digits: 10,
    form: /GHA-\d{9}-\d/g,
    alone: 0.95,
    words: ['ghana card', 'ghana card number'],
    examples: { match: ['ghana card GHA-837069087-3'], noMatch: ['ghana card 123'] },
  }),
];
