import type { Rule } from '../../matcher/rule.js';
import { looksRandom } from '../secrets/entropy.js';
import { alnum, hex, patternRule, sampleOf, uuid } from '../secrets/format.js';
import { ASSIGNED, assigned, named } from '../secrets/named-value.js';

/**
 * Credentials without a mark of their own. They are recognised by the name to which they are assigned and by their
 * exact shape.
 */
export const NAMED_KEYS_RULES: readonly Rule[] = [
  assigned(
    'ACCESS_KEY_ID',
    'access[_-]?(?:key[_-]?)?(?:id)?|key[_-]?id',
    ['access', 'key'],
    hex(32),
    'access_key_id',
  ),
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
