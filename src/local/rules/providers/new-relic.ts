import type { Rule } from '../../matcher/rule.js';
import { hasDigits } from '../secrets/entropy.js';
import { base64url, hex, keyFormat, patternRule, sampleOf, upperAlnum } from '../secrets/format.js';

/** Credentials of New Relic. */
export const NEW_RELIC_RULES: readonly Rule[] = [
  keyFormat('NEW_RELIC_KEY', ['NRAK-'], [upperAlnum(27)]),
  keyFormat('NEW_RELIC_KEY', ['NRII-', 'NRIQ-', 'NRRA-'], [base64url(32, 42)]),
  keyFormat('NEW_RELIC_KEY', ['NRJS-', 'NRBR-'], [hex(19)]),
  patternRule({
    label: 'NEW_RELIC_LICENSE_KEY',
    trigger: { digits: 6 },
    accept: (match) => (hasDigits(match, 6) ? match.length : 0),
    pattern: /(?<![A-Za-z0-9])(?:eu01xx)?[0-9a-f]{32,36}(?:FFFF)?NRAL(?![A-Za-z0-9])/g,
    match: [sampleOf(hex(36), 'NRAL'), sampleOf('eu01xx', hex(34), 'NRAL')],
    noMatch: [sampleOf(hex(20), 'NRAL'), 'NRAL'],
  }),
];
