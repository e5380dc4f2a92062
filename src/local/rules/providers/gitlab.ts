import type { Rule } from '../../matcher/rule.js';
import { alnum, base64url, keyFormat, lowerAlnum } from '../secrets/format.js';

/** Credentials of GitLab. */
export const GITLAB_RULES: readonly Rule[] = [
  keyFormat(
    'GITLAB_TOKEN',
    ['glpat-', 'gldt-', 'glrt-', 'glrtr-', 'glft-', 'glsoat-', 'glcbt-', 'glffct-', 'glwt-', 'GR1348941'],
    [base64url(20, 300)],
  ),
  keyFormat('GITLAB_TOKEN', ['glimt-'], [base64url(25)]),
  keyFormat('GITLAB_TOKEN', ['glptt-'], [base64url(40)]),
  keyFormat('GITLAB_TOKEN', ['glagent-'], [base64url(50, 128)]),
  keyFormat('GITLAB_TOKEN', ['gloas-'], [base64url(64)]),
  keyFormat(
    'GITLAB_TOKEN',
    ['glpat-', 'glrt-', 'glcbt-'],
    [base64url(2, 300), '.', lowerAlnum(2), '.', lowerAlnum(9)],
  ),
  keyFormat(
    'GITLAB_TOKEN',
    ['glpat-', 'glrt-', 'glcbt-'],
    [base64url(20, 300), '.', alnum(2), '.', alnum(9)],
  ),
];
