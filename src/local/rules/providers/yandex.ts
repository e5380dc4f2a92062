import type { Rule } from '../../matcher/rule.js';
import { base64url, dottedToken, keyFormat } from '../secrets/format.js';

/** Credentials of Yandex. */
export const YANDEX_RULES: readonly Rule[] = [
  keyFormat('YANDEX_API_KEY', ['AQVN'], [base64url(35, 38)]),
  keyFormat('YANDEX_TOKEN', ['y0_', 'y1_', 'y2_', 'y3_'], [base64url(55, 60)]),
  keyFormat('YANDEX_TOKEN', ['t1.'], [dottedToken(90, 400)]),
];
