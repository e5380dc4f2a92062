import type { Rule } from '../../matcher/rule.js';
import { base64url, keyFormat, patternRule, sampleOf } from '../secrets/format.js';

/** Credentials of Square. */
export const SQUARE_RULES: readonly Rule[] = [
  keyFormat('SQUARE_ACCESS_TOKEN', ['sq0atp-', 'sq0idp-'], [base64url(22)]),
  patternRule({
    label: 'SQUARE_OAUTH_SECRET',
    trigger: { starts: ['sq0csp-'] },
    // The alphabet of Square's documentation includes the backslash.
    pattern: /(?<![A-Za-z0-9])sq0csp-[\w\\-]{43}(?![\w\\-])/g,
    match: [sampleOf('sq0csp-', base64url(43))],
    noMatch: [sampleOf('sq0csp-', base64url(20))],
  }),
  keyFormat('SQUARE_ACCESS_TOKEN', ['EAAA'], [base64url(60)]),
];
