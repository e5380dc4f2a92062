import type { Rule } from '../../matcher/rule.js';
import { base64, hex, keyFormat, patternRule, sampleOf } from '../secrets/format.js';

/** Credentials of Sentry. */
export const SENTRY_RULES: readonly Rule[] = [
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
];
