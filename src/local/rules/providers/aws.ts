import type { Rule } from '../../matcher/rule.js';
import { isHex, looksRandom } from '../secrets/entropy.js';
import { alnum, base64, hex, keyFormat, patternRule, sampleOf, upperAlnum, uuid } from '../secrets/format.js';
import { ASSIGNED, named } from '../secrets/named-value.js';

/** Returns the length of a text that may be the secret of an access key: random, in both cases, no digest. */
function acceptAwsSecret(match: string): number {
  return looksRandom(match) && !isHex(match) && /[a-z]/.test(match) && /[A-Z]/.test(match) ? match.length : 0;
}

/** Credentials of Amazon Web Services. */
export const AWS_RULES: readonly Rule[] = [
  // IAM identifiers: AKIA long-lived, ASIA temporary, ABIA bearer, ACCA context-specific, A3T legacy.
  keyFormat('AWS_ACCESS_KEY_ID', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], [upperAlnum(16)]),
  keyFormat('AWS_ACCESS_KEY_ID', ['A3T'], [upperAlnum(17)]),
  keyFormat(
    'AWS_SESSION_TOKEN',
    ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz', 'FQoGZXIvYXdz', 'FQoDYXdz'],
    [base64(80, 2048)],
  ),
  keyFormat('AWS_BEDROCK_API_KEY', ['ABSK'], [base64(109, 269)]),
  keyFormat('AWS_BEDROCK_API_KEY', ['bedrock-api-key-'], [base64(40, 2048)]),
  keyFormat('AWS_MWS_KEY', ['amzn.mws.'], [uuid]),
  patternRule({
    label: 'AWS_SECRET_ACCESS_KEY',
    trigger: named(['aws', 'amazon', 'secret']),
    pattern: new RegExp(
      `(?<=(?:aws|amazon|secret[_-]?access)[\\w.-]{0,24}${ASSIGNED})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])`,
      'gi',
    ),
    accept: (match) => (looksRandom(match) ? match.length : 0),
    match: [
      sampleOf('AWS_SECRET_ACCESS_KEY=', alnum(40)),
      sampleOf('aws_secret_access_key = "', alnum(40), '"'),
    ],
    noMatch: [sampleOf('AWS_SECRET_ACCESS_KEY=', alnum(39)), sampleOf('checksum = ', alnum(40))],
  }),
  patternRule({
    label: 'AWS_SECRET_ACCESS_KEY',
    trigger: { names: ['akia', 'asia', 'secret'], after: ' \t\n,;:=|"\'`(>' },
    // The secret stands beside the id, in a table or a sentence. Only its length and alphabet identify it.
    pattern: /(?<=[\s,;:=|"'`(>])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    accept: acceptAwsSecret,
    context: {
      words: ['secret', 'secret key', 'secret access key', 'secretaccesskey', 'secretkey', 'aws secret'],
      within: 64,
      confidence: 0.8,
    },
    confidence: 0,
    match: [
      sampleOf('and the secret is ', alnum(40)),
      sampleOf('Access key ID,Secret access key\nAKIA', upperAlnum(16), ',', alnum(40)),
    ],
    noMatch: [sampleOf('digest ', alnum(40)), sampleOf('the secret commit ', hex(40))],
  }),
  patternRule({
    label: 'AWS_SECRET_ACCESS_KEY',
    trigger: { names: ['akia', 'asia'], after: ' \t\n,;:|"\'/' },
    pattern: /(?<=A[KS]IA[A-Z0-9]{16}["']?[\s,;:|/]{1,4}["']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    accept: acceptAwsSecret,
    match: [
      sampleOf('AKIA', upperAlnum(16), '\n', alnum(40)),
      sampleOf('"AKIA', upperAlnum(16), '", "', alnum(40), '"'),
    ],
    noMatch: [
      sampleOf('AKIA', upperAlnum(16), '\n', hex(40)),
      sampleOf('AKIA', upperAlnum(12), '\n', alnum(40)),
    ],
  }),
];
