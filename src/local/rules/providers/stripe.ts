import type { Rule } from '../../matcher/rule.js';
import { alnum, base64, keyFormat } from '../secrets/format.js';

/** Credentials of Stripe. */
export const STRIPE_RULES: readonly Rule[] = [
  keyFormat(
    'STRIPE_KEY',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_prod_', 'rk_prod_'],
    [alnum(24, 255)],
  ),
  keyFormat('STRIPE_WEBHOOK_SECRET', ['whsec_'], [base64(32, 88)]),
];
