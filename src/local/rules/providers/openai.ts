import type { Rule } from '../../matcher/rule.js';
import { alnum, base64url, keyFormat } from '../secrets/format.js';

/** Credentials of OpenAI. */
export const OPENAI_RULES: readonly Rule[] = [
  keyFormat(
    'OPENAI_API_KEY',
    ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-', 'sk-service-'],
    [base64url(40, 255)],
  ),
  // T3BlbkFJ ("OpenAI" in base64) stands in the middle of older keys; DeepSeek, Moonshot and others use `sk-` as well.
  keyFormat('OPENAI_API_KEY', ['sk-'], [alnum(32, 64)]),
  keyFormat('OPENAI_SESSION_TOKEN', ['sess-'], [alnum(40)]),
];
