import type { Rule } from '../../matcher/rule.js';
import { base64url, dottedToken, keyFormat, patternRule, sampleOf } from '../secrets/format.js';

/** Credentials of Google and Firebase. */
export const GOOGLE_RULES: readonly Rule[] = [
  keyFormat('GOOGLE_API_KEY', ['AIza'], [base64url(35)]),
  keyFormat('GOOGLE_OAUTH_TOKEN', ['ya29.'], [dottedToken(20, 1024)]),
  keyFormat('GOOGLE_REFRESH_TOKEN', ['1//0'], [base64url(36, 128)]),
  keyFormat('GOOGLE_CLIENT_SECRET', ['GOCSPX-'], [base64url(28)]),
  patternRule({
    label: 'FIREBASE_SERVER_KEY',
    trigger: { starts: ['AAAA'] },
    pattern: /(?<![A-Za-z0-9])AAAA[\w-]{7}:APA91[\w-]{100,160}(?![\w-])/g,
    match: [sampleOf('AAAA', base64url(7), ':APA91', base64url(134))],
    noMatch: [sampleOf('AAAA', base64url(7), ':APA91', base64url(80))],
  }),
  keyFormat('GOOGLE_API_KEY', ['AQ.'], [base64url(45, 60)]),
];
