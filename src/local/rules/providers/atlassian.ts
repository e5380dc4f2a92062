import type { Rule } from '../../matcher/rule.js';
import { alnum, base64, dottedToken, keyFormat } from '../secrets/format.js';

/** Credentials of Atlassian and Bitbucket. */
export const ATLASSIAN_RULES: readonly Rule[] = [
  keyFormat('BITBUCKET_APP_PASSWORD', ['ATBB'], [alnum(32)]),
  keyFormat('ATLASSIAN_API_TOKEN', ['ATATT3x', 'ATCTT3x', 'ATOTT3x'], [dottedToken(60, 300)]),
  keyFormat('BITBUCKET_ACCESS_TOKEN', ['BBDC-'], [base64(40, 48)]),
  keyFormat('BITBUCKET_ACCESS_TOKEN', ['ATCTT'], [dottedToken(60, 300)]),
];
