import type { Rule } from '../../matcher/rule.js';
import { alnum, base64, base64url, keyFormat, patternRule, sampleOf, upperAlnum } from './format.js';
import { nextLines, withNextLines } from './wrapped.js';

const PEM = (kind: string, edge: string): string => [`-----${edge} ${kind}`, 'PRIVATE KEY-----'].join(' ');
const PEM_BODY = sampleOf('MIIE', alnum(60));
const PGP_HEADER = ['-----BEGIN PGP', 'PRIVATE KEY BLOCK-----'].join(' ');
const SSH2_HEADER = ['---- BEGIN SSH2 ENCRYPTED', 'PRIVATE KEY ----'].join(' ');
const PUTTY_HEADER = ['PuTTY-User-Key', 'File-3: ssh-rsa'].join('-');

const JWT_HEADER = ['eyJ', 'hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'].join('');
const JWT_CLAIMS = ['eyJ', 'zdWIiOiI0ODMwOTE3MjY1In0'].join('');

/**
 * The beginnings of private key headers in base64. Each is cut before the first character that depends on the text
 * after it.
 */
const ENCODED_PEM = ['', 'RSA ', 'EC ', 'DSA ', 'ENCRYPTED ', 'OPENSSH ', 'PGP '].map((kind) => {
  const text = [`-----BEGIN ${kind}`, 'PRIVATE KEY'].join('');
  return globalThis.btoa(text.slice(0, text.length - (text.length % 3)));
});

/** Rules for private keys in files, signed tokens and password hashes. */
export const KEY_MATERIAL_RULES: readonly Rule[] = [
  patternRule({
    label: 'PRIVATE_KEY',
    trigger: { starts: ['-----BEGIN', '---- BEGIN'] },
    // Key data must follow, because a document may name the header in a sentence. RFC 7468, RFC 4880, RFC 4716.
    pattern:
      /(?<![A-Za-z0-9])-----?(?: |)BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?(?: |)-----?(?:[ \t]{0,2}(?:\\{1,2}[rn]|[\r\n]|<br|%0[AaDd]|&#1[03];)|[ \t]{0,2}[A-Za-z0-9+/]{24})/g,
    accept: (match) => match.length,
    until: /-----?(?: |)END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?(?: |)-----?/g,
    confidence: 0.98,
    match: [
      [PEM('RSA', 'BEGIN'), PEM_BODY, PEM('RSA', 'END')].join('\n'),
      [PEM('EC', 'BEGIN'), PEM_BODY].join('\\n'),
      [PEM('OPENSSH', 'BEGIN'), PEM_BODY, PEM('OPENSSH', 'END')].join(' '),
      [PGP_HEADER, '', PEM_BODY].join('\n'),
      [SSH2_HEADER, PEM_BODY].join('\n'),
      [PEM('RSA', 'BEGIN'), PEM_BODY, PEM('RSA', 'END')].join('<br>\n'),
      [PEM('RSA', 'BEGIN'), PEM_BODY].join('%0A'),
    ],
    noMatch: [
      '-----BEGIN PUBLIC KEY-----\nMIIB',
      '-----BEGIN CERTIFICATE-----\nMIIB',
      `The line ${PEM('RSA', 'BEGIN')} starts it.`,
    ],
  }),
  patternRule({
    label: 'PUTTY_PRIVATE_KEY',
    trigger: { starts: ['PuTTY-User-Key-File-'] },
    pattern: /(?<![A-Za-z0-9])PuTTY-User-Key-File-[23]: /g,
    until: /Private-MAC: [0-9a-f]{40,64}/g,
    match: [[PUTTY_HEADER, 'Encryption: none', 'Private-Lines: 1', PEM_BODY].join('\n')],
    noMatch: ['PuTTY-User-Key-File-x', 'a PuTTY key file'],
  }),
  patternRule({
    label: 'GCP_SERVICE_ACCOUNT_KEY',
    trigger: { chars: '{' },
    // The finding is the whole file. Its ids say whose key it is, and the key stands in the middle.
    pattern: /\{\s{0,16}"type"\s{0,4}:\s{0,4}"service_account"/g,
    until: /\}/g,
    match: [
      ['{ "type": "service_account",', '"private_key_id": "0" }'].join(' '),
      '{"type":"service_account"',
    ],
    noMatch: ['{"type": "authorized_user"}', 'type: service_account'],
  }),
  keyFormat('AGE_SECRET_KEY', ['AGE-SECRET-KEY-1', 'AGE-PLUGIN-'], [upperAlnum(58)]),
  patternRule({
    label: 'PRIVATE_KEY',
    trigger: { starts: ENCODED_PEM },
    // A file that is in base64 once more, as in Kubernetes secrets. The header tells it from a certificate.
    pattern: new RegExp(
      `(?<![A-Za-z0-9+/])(?:${ENCODED_PEM.join('|')})[A-Za-z0-9+/]{24,8192}(?:\\r?\\n[ \\t]{0,12}[A-Za-z0-9+/]{4,128}){0,80}={0,2}(?![A-Za-z0-9+/=])`,
      'g',
    ),
    accept: (match) => withNextLines(match),
    confidence: 0.97,
    match: [`tls.key: ${globalThis.btoa(`${PEM('RSA', 'BEGIN')}\n${PEM_BODY}`)}`],
    noMatch: [`tls.crt: ${globalThis.btoa(`-----BEGIN CERTIFICATE-----\n${PEM_BODY}`)}`],
  }),
  patternRule({
    label: 'JWT',
    trigger: { starts: ['eyJ', 'ewo'] },
    // Header and claims are JSON objects in base64url (RFC 7519). The signature may be missing. Mail breaks the lines.
    pattern: new RegExp(
      `(?<![\\w.-])e(?:yJ|wo)[\\w-]{12,4096}${nextLines('\\w-', 4)}={0,2}\\.(?:\\r?\\n)?e(?:yJ|wo)[\\w-]{8,8192}${nextLines('\\w-', 40)}={0,2}(?:\\.(?:\\r?\\n)?[\\w-]{0,2048}${nextLines('\\w-', 8)})?(?![\\w-])`,
      'g',
    ),
    accept: acceptJwt,
    match: [
      [JWT_HEADER, JWT_CLAIMS, base64url(43).sample].join('.'),
      [JWT_HEADER, JWT_CLAIMS].join('.'),
      [JWT_HEADER, `${JWT_CLAIMS.slice(0, 16)}\n${JWT_CLAIMS.slice(16)}`, base64url(43).sample].join('.'),
    ],
    noMatch: ['eyJ.eyJ.x', `${JWT_HEADER}.abc`, [`${JWT_HEADER.slice(0, -3)}`, JWT_CLAIMS].join('.')],
  }),
  patternRule({
    label: 'JWE_TOKEN',
    trigger: { starts: ['eyJ'] },
    pattern:
      /(?<![\w.-])eyJ[\w-]{12,1024}\.[\w-]{0,1024}\.[\w-]{12,32}\.[\w-]{8,8192}\.[\w-]{16,64}(?![\w-])/g,
    accept: (match) => (isJoseHeader(match.slice(0, match.indexOf('.'))) ? match.length : 0),
    match: [
      [JWT_HEADER, base64url(40).sample, alnum(16).sample, alnum(40).sample, alnum(22).sample].join('.'),
    ],
    noMatch: [[JWT_HEADER, 'a', 'b'].join('.')],
  }),
  patternRule({
    label: 'PASSWORD_HASH_SECRET',
    trigger: { starts: ['$2a$', '$2b$', '$2y$'] },
    pattern: /(?<![A-Za-z0-9])\$2[aby]\$\d{2}\$[A-Za-z0-9./]{53}(?![A-Za-z0-9./])/g,
    match: [sampleOf('$2b$', '12$', alnum(53))],
    noMatch: [sampleOf('$2b$', '12$', alnum(40)), '$2b$'],
  }),
  patternRule({
    label: 'PASSWORD_HASH_SECRET',
    trigger: { starts: ['$1$', '$5$', '$6$', '$y$', '$apr1$'] },
    // The C library's crypt: `$id$salt$hash`, for SHA with an optional number of rounds.
    pattern:
      /(?<![A-Za-z0-9])\$(?:1|5|6|y|apr1)\$(?:rounds=\d{4,9}\$)?[A-Za-z0-9./]{1,16}\$[A-Za-z0-9./]{22,86}(?![A-Za-z0-9./])/g,
    match: [sampleOf('$6$', alnum(16), '$', alnum(86)), sampleOf('$apr1$', alnum(8), '$', alnum(22))],
    noMatch: ['$1$', sampleOf('$6$', alnum(16), '$', alnum(10))],
  }),
  patternRule({
    label: 'PASSWORD_HASH_SECRET',
    trigger: { starts: ['$argon2'] },
    pattern:
      /(?<![A-Za-z0-9])\$argon2(?:id|i|d)\$v=\d{1,3}\$m=\d{1,9},t=\d{1,4},p=\d{1,3}\$[A-Za-z0-9+/]{8,64}\$[A-Za-z0-9+/]{20,128}(?![A-Za-z0-9+/])/g,
    match: [sampleOf('$argon2id$', 'v=19$m=65536,t=3,p=4$', alnum(22), '$', alnum(43))],
    noMatch: ['$argon2id$', '$argon2x$v=19'],
  }),
  patternRule({
    label: 'PASSWORD_HASH_SECRET',
    trigger: { starts: ['{SSHA}', '{SSHA256}', '{SSHA512}', '{SHA}', '{SMD5}'] },
    pattern:
      /(?<![A-Za-z0-9])\{(?:SSHA(?:256|512)?|SHA|SMD5)\}[A-Za-z0-9+/]{20,128}={0,2}(?![A-Za-z0-9+/=])/g,
    match: [sampleOf('{SSHA}', base64(32))],
    noMatch: ['{SSHA}', '{SHA}x'],
  }),
];

/** Returns the length of a signed token. The lines after its signature must be random; the rest may be anything. */
function acceptJwt(match: string): number {
  const dot = match.indexOf('.');
  if (!isJoseHeader(match.slice(0, dot).replaceAll(/\s/g, ''))) return 0;
  const signature = match.indexOf('.', dot + 1) + 1;
  // Without a signature, the lines after the claims may be text.
  const tail = signature === 0 ? dot + 1 : signature;
  const skipped = /^\s*/.exec(match.slice(tail))?.[0].length ?? 0;
  return tail + skipped + withNextLines(match.slice(tail + skipped));
}

/** Tells whether a text is the base64url form of a JSON object that names an algorithm. */
function isJoseHeader(text: string): boolean {
  try {
    const value: unknown = JSON.parse(
      globalThis.atob(text.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '')),
    );
    return typeof value === 'object' && value !== null && 'alg' in value;
  } catch {
    return false;
  }
}
