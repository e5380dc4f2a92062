import type { Rule } from '../rule.js';
import { hasDigits } from './entropy.js';
import {
  alnum,
  anyHex,
  base64,
  base64url,
  hex,
  keyFormat,
  patternRule,
  sampleOf,
  upperAlnum,
} from './format.js';

/** Credentials of monitoring, logging and incident services, by published formats. */
export const OBSERVABILITY_RULES: readonly Rule[] = [
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
  patternRule({
    label: 'GRAFANA_TOKEN',
    trigger: { starts: ['glc_'] },
    pattern: /(?<![A-Za-z0-9])glc_[A-Za-z0-9+/]{24,400}={0,2}(?![A-Za-z0-9+/=])/g,
    match: [sampleOf('glc_eyJ', alnum(60), '=='), sampleOf('glc_eyJ', alnum(60))],
    noMatch: ['glc_short'],
  }),
  keyFormat('GRAFANA_TOKEN', ['glsa_'], [alnum(32), '_', anyHex(8)]),
  keyFormat('GRAFANA_TOKEN', ['eyJrIjoi'], [alnum(64, 400)]),
  keyFormat('SENTRY_TOKEN', ['sntryu_'], [hex(64)]),
  keyFormat('SENTRY_TOKEN', ['sntrys_eyJ'], [base64(60, 400)]),
  patternRule({
    label: 'SENTRY_DSN_KEY',
    trigger: { chars: '@' },
    pattern:
      /(?<=:\/\/)[0-9a-f]{32}(?::[0-9a-f]{32})?@(?:[a-z0-9-]{1,32}\.){1,4}(?:sentry\.io|[a-z]{2,8})\/\d{1,18}(?!\d)/g,
    match: [sampleOf('https://', hex(32), '@o1.ingest.sentry.io/123')],
    noMatch: ['https://user@o1.ingest.sentry.io/123'],
  }),
  keyFormat(
    'DYNATRACE_TOKEN',
    ['dt0c01.', 'dt0s01.', 'dt0s02.', 'dt0s16.'],
    [upperAlnum(24), '.', upperAlnum(64)],
  ),
  keyFormat('HONEYCOMB_API_KEY', ['hcaik_', 'hcbik_', 'hcxik_', 'hcamk_', 'hcxmk_'], [alnum(26, 64)]),
  keyFormat('PAGERDUTY_API_KEY', ['u+'], [base64url(18)]),
  keyFormat('DATADOG_CLIENT_TOKEN', ['pub'], [hex(32)]),
];
