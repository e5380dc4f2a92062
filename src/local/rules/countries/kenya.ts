import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Identifiers of Kenya. */
export const KENYA_RULES: readonly Rule[] = [
  idNumber({
    label: 'KE_KRA_PIN',
    digits: 9,
    form: /[AP]\d{9}[A-Z]/g,
    alone: 0.75,
    words: ['kra', 'kra pin', 'pin number'],
    examples: { match: ['kra A522777052A', 'kra pin P771027479L'], noMatch: ['kra 123'] },
  }),
  idNumber({
    label: 'KE_NATIONAL_ID',
    digits: 7,
    form: /\d{7,8}/g,
    words: ['kenyan id', 'kenya id', 'kitambulisho', 'nambari ya kitambulisho', 'huduma namba'],
    examples: { match: ['kenyan id 24320367', 'kenya id 35118126'], noMatch: ['24320367', 'kenyan id 123'] },
  }),
];
