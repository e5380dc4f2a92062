import type { Rule, Trigger } from '../rule.js';
import { isHex, looksRandom } from './entropy.js';
import {
  alnum,
  base64,
  base64url,
  type FormatPart,
  hex,
  letters,
  lowerAlnum,
  patternRule,
  sampleOf,
  upperAlnum,
  uuid,
} from './format.js';

/**
 * Between a name and its value. At most one blank before a value without quotes, so that the trigger's sign stands within
 * two characters of it.
 */
const ASSIGNED =
  '["\']?\\]?(?:\\s{0,3}(?::=|=>|={1,2}|:)\\s?["\'`]?|\\s{0,3}(?::=|=>|={1,2}|:)\\s{1,3}["\'`]|\\s["\'`])';

/** Rules whose value stands behind a name with one of these parts in it. */
const named = (names: readonly string[]): Trigger => ({ names, after: '=:>"\'`' });

/** A credential without marks of its own: its vendor in the name it is assigned to, and the vendor's length and alphabet. */
const assigned = (
  label: string,
  names: string,
  parts: readonly string[],
  value: FormatPart,
  sampleName: string,
): Rule =>
  patternRule({
    label,
    trigger: named(parts),
    pattern: new RegExp(`(?<=(?:${names})${ASSIGNED})${value.source}(?![A-Za-z0-9${value.extra}+/=])`, 'gi'),
    match: [sampleOf(`${sampleName}="`, value, '"'), sampleOf(`${sampleName}: `, value)],
    noMatch: [sampleOf('checksum="', value, '"'), sampleOf(`${sampleName}: `, value).slice(0, -1)],
  });

const IBM =
  '(?:ibm|cloud|iam|ibm[_-]?cloud|cos|hmac|api|softlayer|sl)(?:[_-]?(?:cloud|iam|api|cos|hmac)){0,3}[_-]?(?:key|pwd|password|pass|token|secret)';

/** Length of a text that may be the secret of an access key: random, of both cases, no digest. */
function acceptAwsSecret(match: string): number {
  return looksRandom(match) && !isHex(match) && /[a-z]/.test(match) && /[A-Z]/.test(match) ? match.length : 0;
}

/** Credentials recognised by vendor name and exact shape; what has a mark of its own is in the other tables. */
export const VENDOR_ASSIGNMENT_RULES: readonly Rule[] = [
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
    // Beside the id, in a table or a sentence: nothing but its length and alphabet tells what it is.
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
  patternRule({
    label: 'AZURE_STORAGE_KEY',
    trigger: named(['key']),
    pattern:
      /(?<=(?:Account|SharedAccess|Access|Primary|Secondary)Key\s?[=:]\s?["']?)[A-Za-z0-9+/]{42,88}={1,2}(?![A-Za-z0-9+/=])/gi,
    match: [sampleOf('AccountKey=', alnum(86), '=='), sampleOf('SharedAccessKey=', alnum(43), '=')],
    noMatch: [sampleOf('AccountKey=', alnum(20), '=='), sampleOf('AccountName=', alnum(43), '=')],
  }),
  assigned(
    'IBM_CLOUD_KEY',
    IBM,
    ['key', 'pwd', 'pass', 'token', 'secret'],
    base64url(44),
    'ibm_cloud_api_key',
  ),
  assigned(
    'SOFTLAYER_KEY',
    '(?:softlayer|sl)[_-]?(?:api)?[_-]?(?:key|pwd|password|pass)',
    ['key', 'pwd', 'pass'],
    lowerAlnum(64),
    'softlayer_api_key',
  ),
  assigned(
    'IBM_COS_SECRET_KEY',
    '(?:cos|hmac|secret)[_-]?(?:access)?[_-]?(?:secret)?[_-]?(?:access)?[_-]?key',
    ['key'],
    hex(48),
    'cos_hmac_secret_access_key',
  ),
  assigned(
    'ACCESS_KEY_ID',
    'access[_-]?(?:key[_-]?)?(?:id)?|key[_-]?id',
    ['access', 'key'],
    hex(32),
    'access_key_id',
  ),
  assigned(
    'CLOUDANT_PASSWORD',
    '(?:cloudant|clou|cl)[_-]?(?:api)?[_-]?(?:key|pwd|pw|password|pass)',
    ['key', 'pw', 'pass'],
    lowerAlnum(64),
    'cloudant_password',
  ),
  assigned(
    'CLOUDANT_PASSWORD',
    '(?:cloudant|clou)[_-]?(?:api)?[_-]?(?:key|pwd|pw|password|pass)',
    ['key', 'pw', 'pass'],
    letters(24),
    'cloudant_key',
  ),
  patternRule({
    label: 'SOFTLAYER_KEY',
    trigger: { starts: ['api.softlayer.com/'] },
    pattern:
      /(?<![A-Za-z0-9])api\.softlayer\.com\/(?:soap|xmlrpc|rest)\/v3(?:\.1)?\/[a-z0-9]{64}(?![A-Za-z0-9])/gi,
    match: [sampleOf('https://api.softlayer.com/soap/v3.1/', lowerAlnum(64))],
    noMatch: ['https://api.softlayer.com/soap/v3/'],
  }),
  patternRule({
    label: 'VENDOR_API_TOKEN',
    trigger: named([
      'heroku',
      'snyk',
      'codecov',
      'postmark',
      'railway',
      'scaleway',
      'exa',
      'circleci',
      'loggly',
      'logentries',
      'splunk',
      'tenable',
      'shodan',
      'kraken',
      'okta',
      'mattermost',
    ]),
    // Vendors whose tokens are plain UUIDs.
    pattern: new RegExp(
      `(?<=(?:heroku|snyk|codecov|postmark|railway|scaleway|exa|circleci|loggly|logentries|splunk|tenable|shodan|kraken|okta|mattermost)[\\w.-]{0,24}${ASSIGNED})${uuid.source}(?![\\w-])`,
      'gi',
    ),
    match: [sampleOf('HEROKU_KEY=', uuid), sampleOf('codecov_token: "', uuid, '"')],
    noMatch: [sampleOf('request_id="', uuid, '"')],
  }),
  patternRule({
    label: 'OKTA_API_TOKEN',
    trigger: { starts: ['00'] },
    pattern: /(?<![\w-])00[A-Za-z0-9_-]{40}(?![\w-])/g,
    accept: (match) => (looksRandom(match) ? match.length : 0),
    context: { words: ['okta', 'okta token', 'ssws', 'okta api token'], within: 64, confidence: 0.8 },
    confidence: 0,
    match: [sampleOf('OKTA_TOKEN="00', alnum(40), '"')],
    noMatch: [sampleOf('hash 00', alnum(40))],
  }),
  patternRule({
    label: 'WIREGUARD_PRIVATE_KEY',
    trigger: named(['key']),
    pattern: /(?<=(?:PrivateKey|PresharedKey)\s?=\s?)[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])/g,
    match: [sampleOf('PrivateKey = ', alnum(43), '=')],
    noMatch: [sampleOf('PublicKey = ', alnum(43), '=')],
  }),
  patternRule({
    label: 'WALLET_PRIVATE_KEY',
    trigger: { names: ['key'], after: ' \t\n"\'`(=:' },
    pattern: /(?<=[ \t\n"'`(=:])(?:0x)?[0-9a-fA-F]{64}(?![A-Za-z0-9])/g,
    accept: (match) => (looksRandom(match.replace('0x', '')) ? match.length : 0),
    context: {
      words: ['private key', 'privatekey', 'wallet key', 'secret key', 'deployer key'],
      within: 48,
      confidence: 0.85,
    },
    confidence: 0,
    match: [sampleOf('wallet private key 0x', hex(64)), sampleOf('PRIVATE_KEY=', hex(64))],
    noMatch: [sampleOf('tx 0x', hex(64)), sampleOf('sha256: ', hex(64))],
  }),
  patternRule({
    label: 'DOCKER_AUTH_TOKEN',
    trigger: named(['auth']),
    pattern: /(?<="auth"\s?:\s?")[A-Za-z0-9+/]{20,400}={0,2}(?=")/g,
    match: [sampleOf('{"auths":{"r.test":{"auth":"', base64(32), '"}}}')],
    noMatch: ['{"auth":"none"}'],
  }),
  patternRule({
    label: 'SQL_PASSWORD',
    trigger: { names: ['identified', 'password'], after: ' "\'' },
    pattern:
      /(?<=(?:IDENTIFIED\s(?:WITH\s\w{1,32}\s)?BY|(?:WITH|ENCRYPTED|LOGIN|ROLE\s\w{1,32})\sPASSWORD)\s\\?['"]?)[^\s'"\\;,]{6,128}(?=[\s'"\\;,])/gi,
    accept: (match) =>
      /\d/.test(match) && /[A-Za-z]/.test(match) && !/^password/i.test(match) ? match.length : 0,
    match: [
      "CREATE USER app IDENTIFIED BY 'h7Kq2wZ9'",
      "CREATE ROLE app WITH PASSWORD 'h7Kq2wZ9'",
      'ALTER USER app IDENTIFIED BY h7Kq2wZ9;',
    ],
    noMatch: ["CREATE USER app IDENTIFIED BY 'password'", "identified by the 'h7Kq2wZ9' label"],
  }),
];
