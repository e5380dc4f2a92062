import type { Rule } from '../../matcher/rule.js';
import { alnum, hex, keyFormat } from '../secrets/format.js';

/** Credentials of Cloudflare. */
export const CLOUDFLARE_RULES: readonly Rule[] = [
  keyFormat('CLOUDFLARE_API_TOKEN', ['cfat_', 'cfut_', 'cfk_'], [alnum(40), hex(8)]),
  keyFormat('CLOUDFLARE_ORIGIN_CA_KEY', ['v1.0-'], [hex(24), '-', hex(146)]),
];
