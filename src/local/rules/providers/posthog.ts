import type { Rule } from '../../matcher/rule.js';
import { alnum, keyFormat } from '../secrets/format.js';

/** Credentials of PostHog. */
export const POSTHOG_RULES: readonly Rule[] = [
  keyFormat('POSTHOG_API_KEY', ['phx_', 'phs_'], [alnum(40, 50)]),
  keyFormat('POSTHOG_PROJECT_KEY', ['phc_'], [alnum(43)]),
  keyFormat('POSTHOG_API_KEY', ['pha_', 'phr_', 'phx_', 'phs_', 'phc_'], [alnum(38, 64)]),
];
