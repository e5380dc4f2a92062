import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Identifiers of Uganda. */
export const UGANDA_RULES: readonly Rule[] = [
  idNumber({
    label: 'UG_NIN',
    digits: 2,
    form: /C[FM]\d{2}[A-Z0-9]{9}[A-Z]/g,
    alone: 0.75,
    words: ['nin', 'ugandan id', 'national id'],
    examples: { match: ['nin CM850806906JBS', 'ugandan id CF139032X58JMW'], noMatch: ['nin 123'] },
  }),
];
