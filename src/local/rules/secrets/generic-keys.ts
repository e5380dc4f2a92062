import type { Rule, Trigger } from '../../matcher/rule.js';
import {
  BEFORE_BARE,
  BEFORE_LOOSE,
  BEFORE_NEXT,
  BEFORE_QUOTE,
  NAME_REST,
  notBehindOthers,
} from './assignment.js';
import { alnum, hex, letters, lowerAlnum, patternRule, sampleOf, uuid } from './format.js';
import { acceptKey, acceptLongKey, acceptLooseKey, acceptVendorKey } from './secret-value.js';

/** Keywords whose values are keys or tokens, at any place in a name. */
const KEY_NAMES =
  'secrete?|token|auth|cred(?:ential)?s?|(?:api|app|access|private|account|storage|encryption|signing|secret|security|authentication|activation|licen[cs]e|master|admin|service|session|webhook|consumer|subscription|application|integration|server|client|deploy|rest|write)[ _.-]?key|(?:access|key)[_-]?id';

const KEY_PARTS = ['secret', 'token', 'auth', 'cred', 'key', 'access'];

/** Signs in front of values, for the search after a name. */
const QUOTES = '"\'`;';
const SIGNS = '=:>';
const BLANKS = ' \t\n|"\'`(*';

const named = (names: readonly string[], after: string): Trigger => ({ names, after });

const behind = (names: string, between: string): string =>
  `(?<=(?:${names})${NAME_REST}${between})${notBehindOthers(between)}`;

const QUOTED_VALUE = '[^\\s"\'`\\\\]{8,512}(?=["\'`\\\\])';
/** The class has no `=`. With it, each value in `key=key=key=` would reach to the end. */
const BARE_PART = '[A-Za-z0-9_+/.~!@#$%^&*?-]';
const BARE_VALUE = `${BARE_PART}{8,512}(?::${BARE_PART}{8,512})?={0,2}(?![\\w([{])`;

/** Rules for keys and tokens of any format, by the name to which they are assigned. The match is the value alone. */
export const GENERIC_KEY_RULES: readonly Rule[] = [
  patternRule({
    label: 'GENERIC_SECRET',
    trigger: named(KEY_PARTS, QUOTES),
    pattern: new RegExp(`${behind(KEY_NAMES, BEFORE_QUOTE)}${QUOTED_VALUE}`, 'gi'),
    accept: acceptKey,
    confidence: 0.75,
    match: [
      sampleOf('api_key = "', alnum(32), '"'),
      sampleOf('"clientSecret": "', alnum(24), '"'),
      sampleOf("'access_token' => '", hex(40), "'"),
      sampleOf('<add key="ApiKey" value="', alnum(32), '" />'),
      sampleOf('const token: string = `', alnum(32), '`'),
      sampleOf('var acmeToken string = "', lowerAlnum(32), '"'),
      sampleOf('acmeAuth := "', alnum(24), '"'),
      sampleOf("acme token - '", alnum(32), "'"),
      sampleOf('ACME_TOKEN ::= "', alnum(32), '"'),
      sampleOf('tokens:\n  - "', alnum(32), '"'),
      sampleOf('{"key": "acme.secret", "value": "', alnum(32), '"}'),
      sampleOf("settings.ACME_TOKEN ?? '", alnum(32), "'"),
      sampleOf('token = "', alnum(12), ':', alnum(24), '"'),
    ],
    noMatch: [
      'api_key = "YOUR_API_KEY_HERE"',
      'token_url = "https://auth.test/oauth2/v1/token"',
      'secret_name = "prod/db/credentials"',
      'token: "Bearer"',
      'apiKey = "sk-xxxxxxxxxxxxxxxxxxxxxxxx"',
      'secret = "correct-horse-battery-staple"',
      sampleOf('publicToken = "', alnum(32), '"'),
      sampleOf('name="csrf-token" content="', alnum(40), '"'),
      sampleOf("credentialsId: '", uuid, "'"),
      sampleOf('author = "', alnum(32), '"'),
    ],
  }),
  patternRule({
    label: 'GENERIC_SECRET',
    trigger: named(KEY_PARTS, `${SIGNS} \t`),
    pattern: new RegExp(`${behind(KEY_NAMES, BEFORE_BARE)}${BARE_VALUE}`, 'gi'),
    accept: acceptKey,
    confidence: 0.7,
    match: [
      sampleOf('API_KEY=', alnum(32)),
      sampleOf('client_secret: ', alnum(24)),
      sampleOf('x-api-key: ', hex(32)),
      sampleOf('ACME_TOKEN ?= ', lowerAlnum(32)),
      sampleOf('token=', lowerAlnum(12), ':', alnum(24)),
    ],
    noMatch: [
      'token = tokenizer.next_token1',
      'API_KEY=your_api_key_12345',
      'secret: correct-horse-battery',
      'api_key = API_KEY_1',
      sampleOf('PublicKeyToken=', hex(16)),
      sampleOf('csrf_token=', alnum(40)),
      'token: JWTPayload2',
      'secret: Uint8ArrayV2',
    ],
  }),
  patternRule({
    label: 'GENERIC_SECRET',
    trigger: named(['secret', 'token', 'auth', 'cred', 'key'], '=:>- \t\n'),
    pattern: new RegExp(
      `(?<=(?:secrete?|token|auth|cred(?:ential)?|key)s?\\d?${BEFORE_NEXT})(?<!(?:public|csrf|xsrf)[_-]?(?:key|token)${BEFORE_NEXT})${BARE_VALUE}`,
      'gi',
    ),
    accept: acceptVendorKey,
    confidence: 0.7,
    match: [
      sampleOf('acme_token: |\n  ', alnum(32)),
      sampleOf('<acme-secret>\n    ', alnum(32), '\n</acme-secret>'),
      sampleOf('API_KEYS:\n  - ', alnum(32)),
      sampleOf('<key>acmeToken</key>\n<string>', alnum(32), '</string>'),
      sampleOf('- name: ACME_TOKEN\n  value: ', lowerAlnum(32)),
    ],
    noMatch: [
      sampleOf('token:\n  name: ', alnum(32)),
      sampleOf('- name: csrf_token\n  value: ', lowerAlnum(32)),
      sampleOf('<key>tokenId</key>\n<string>', alnum(32), '</string>'),
      sampleOf('keys:\n  - ', uuid),
    ],
  }),
  patternRule({
    label: 'GENERIC_API_KEY',
    trigger: named(['key'], QUOTES),
    // A key of something that this table does not know, such as a vendor.
    pattern: new RegExp(`${behind('[a-z0-9]{2}[_-]?key', BEFORE_QUOTE)}${QUOTED_VALUE}`, 'gi'),
    accept: acceptVendorKey,
    confidence: 0.6,
    match: [sampleOf('acme_key = "', alnum(20), '"'), sampleOf('"acmeKeys": ["', lowerAlnum(32), '"]')],
    noMatch: [
      sampleOf('cache_key = "', alnum(32), '"'),
      sampleOf('row_key: "', uuid, '"'),
      sampleOf('"key": "', alnum(20), '"'),
      'translation_key: "errors.auth.invalid_v2"',
    ],
  }),
  patternRule({
    label: 'GENERIC_API_KEY',
    trigger: named(['key'], `${SIGNS} \t`),
    pattern: new RegExp(`${behind('[a-z0-9]{2}[_-]?key', BEFORE_BARE)}${BARE_VALUE}`, 'gi'),
    accept: acceptVendorKey,
    confidence: 0.6,
    match: [sampleOf('X-Acme-Key: ', alnum(20)), sampleOf('ACME_KEY=', lowerAlnum(32))],
    noMatch: [
      sampleOf('commit key: ', hex(40)),
      sampleOf('Key: ', alnum(20)),
      'acme_key: acme-key-2024-rotation',
    ],
  }),
  patternRule({
    label: 'GENERIC_API_KEY',
    trigger: named(['key'], `${SIGNS}"'\``),
    // A bare `key` names many things, so only long random values count.
    pattern: new RegExp(
      `(?<=(?:[\\s"'\`{(,;&?]|[a-z0-9][_-]?)key(?:["']\\]?)?\\s{0,4}(?::=|=>|[=:])\\s?["'\`]?)${notBehindOthers('(?:["\']\\]?)?\\s{0,4}(?::=|=>|[=:])\\s?["\'`]?')}[A-Za-z0-9_+/-]{24,128}={0,2}(?![\\w([{.+/=-])`,
      'gi',
    ),
    accept: acceptLongKey,
    confidence: 0.55,
    match: [sampleOf('Using Key=', alnum(32)), sampleOf('ibm_key: "', alnum(44), '"')],
    noMatch: [
      'key = "user_preferences_cache_v1"',
      'primaryKey=1',
      sampleOf('monkey=', alnum(12)),
      sampleOf('Idempotency-Key: ', uuid),
      sampleOf('cache_key: ', hex(32)),
      sampleOf('key: ', hex(40)),
    ],
  }),
  patternRule({
    label: 'GENERIC_API_KEY',
    trigger: named(['key', 'token', 'secret', 'auth'], BLANKS),
    pattern: new RegExp(
      `${behind('secrete?|token|(?:api|app|access|auth|private|client|license)[ _.-]?key', BEFORE_LOOSE)}[A-Za-z0-9][A-Za-z0-9_-]{14,126}[A-Za-z0-9](?![\\w+/.@-]{2})`,
      'gi',
    ),
    accept: acceptLooseKey,
    confidence: 0.55,
    match: [
      sampleOf('my api key is ', alnum(32)),
      sampleOf('the secret token ', hex(40)),
      sampleOf('| acme token | ', alnum(32), ' |'),
      sampleOf('ENV ACME_AUTH_TOKEN ', lowerAlnum(32)),
      sampleOf('**API key:** `', alnum(24), '`'),
      sampleOf('the token is ', letters(24)),
    ],
    noMatch: [
      sampleOf('commit ', hex(40)),
      'the api key is stored_in_the_keychain_of_the_device1',
      sampleOf('digest ', alnum(43)),
      sampleOf('public key ', alnum(43)),
    ],
  }),
];
