import type { Rule } from '../../matcher/rule.js';
import { alnum, base64url, hex, keyFormat, upperAlnum } from '../secrets/format.js';

/** Credentials of further monitoring services, by published format. */
export const OBSERVABILITY_SERVICES_RULES: readonly Rule[] = [
  keyFormat(
    'DYNATRACE_TOKEN',
    ['dt0c01.', 'dt0s01.', 'dt0s02.', 'dt0s16.'],
    [upperAlnum(24), '.', upperAlnum(64)],
  ),
  keyFormat('HONEYCOMB_API_KEY', ['hcaik_', 'hcbik_', 'hcxik_', 'hcamk_', 'hcxmk_'], [alnum(26, 64)]),
  keyFormat('PAGERDUTY_API_KEY', ['u+'], [base64url(18)]),
  keyFormat('DATADOG_CLIENT_TOKEN', ['pub'], [hex(32)]),
];
