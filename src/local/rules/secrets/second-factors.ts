import type { Rule } from '../../matcher/rule.js';
import { charactersOf, isHex, looksRandom } from './entropy.js';
import { alnum, hex, lowerAlnum, patternRule, sampleOf } from './format.js';
import { isPlaceholder } from './placeholder.js';

/** Common words of sentences that are not in the list of BIP 39. */
const SENTENCE_WORDS = new Set([
  'the',
  'and',
  'are',
  'was',
  'for',
  'not',
  'your',
  'with',
  'from',
  'our',
  'they',
  'were',
]);

/** The possible numbers of words of a BIP 39 phrase, from most to fewest. */
const PHRASE_LENGTHS = [24, 21, 18, 15, 12];

/** Returns the length of the phrase at the beginning of a run of words. */
function acceptPhrase(match: string): number {
  const words = [...match.matchAll(/[a-z]{3,8}/g)];
  const stop = words.findIndex(([word]) => SENTENCE_WORDS.has(word));
  const count = stop < 0 ? words.length : stop;
  const last = words[(PHRASE_LENGTHS.find((length) => length <= count) ?? 0) - 1];
  return last === undefined ? 0 : last.index + last[0].length;
}

/**
 * Returns the length of the codes at the beginning of a list. Each code has a digit, and is neither a date nor a
 * placeholder. A code without dashes has at least 8 characters.
 */
function acceptCodes(match: string): number {
  const codes = [...match.matchAll(/[a-z0-9]{4,12}(?:-[a-z0-9]{4,6}){0,3}/gi)];
  let length = 0;
  for (const { 0: code, index } of codes) {
    const { digit, lower, upper } = charactersOf(code);
    const isDate = /^(?:19|20)\d{2}/.test(code) && lower + upper === 0;
    if (digit === 0 || isDate || (!code.includes('-') && code.length < 8) || isPlaceholder(code)) break;
    length = index + code.length;
  }
  return length;
}

/** Returns the length of a session's value, which servers choose at random. */
function acceptSession(match: string): number {
  const value = match.replaceAll(/%[0-9A-F]{2}/gi, '');
  return looksRandom(value) || (isHex(value) && value.length >= 26) ? match.length : 0;
}

const CODE = '(?:[a-z0-9]{4,6}(?:-[a-z0-9]{4,6}){1,3}|[a-z0-9]{8,12})';
const BETWEEN_CODES = '["\'`]?[\\s,;|]{1,8}(?:[-*•] |\\d{1,2}[.)] )?["\'`]?';
const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

/**
 * Rules for other credentials of a sign-in, beside or instead of a password: seeds, recovery codes and phrases,
 * sessions.
 */
export const SECOND_FACTOR_RULES: readonly Rule[] = [
  patternRule({
    label: 'TOTP_SECRET',
    trigger: { starts: ['otpauth://', 'otpauth-migration://'] },
    // Key URI format of Google Authenticator.
    pattern: /(?<![A-Za-z0-9])otpauth(?:-migration)?:\/\/[^\s"'<>`]{12,512}/gi,
    accept: (match) => (/secret=[A-Z2-7]{8}|data=.{16}/i.test(match) ? match.length : 0),
    match: [sampleOf('otpauth://totp/acme:bob?secret=', 'Q2TZRWB7NK4SLDVG', '&issuer=acme')],
    noMatch: ['otpauth://totp/label?secret=', 'the otpauth:// scheme'],
  }),
  patternRule({
    label: 'TOTP_SECRET',
    trigger: {
      names: ['otp', '2fa', 'mfa', 'authenticator', 'two-factor', 'two factor', 'setup key'],
      after: ' =:"\'`',
    },
    // Base32 (RFC 4648), in one piece or in groups of four.
    pattern: /(?<=[ =:"'`])(?:[A-Z2-7]{16,64}|[A-Za-z2-7]{4}(?:[ -][A-Za-z2-7]{4}){3,15})(?![A-Za-z0-9=])/g,
    accept: (match) => {
      const { digit, lower, upper } = charactersOf(match);
      return digit > 0 && new Set(match).size >= 6 && (lower === 0 || upper === 0) ? match.length : 0;
    },
    context: {
      words: [
        'totp secret',
        'totp',
        'otp',
        'otp secret',
        '2fa',
        'mfa',
        '2fa secret',
        'mfa secret',
        'authenticator',
        'two factor',
        'setup key',
        'totp key',
        'mfa key',
      ],
      within: 56,
      confidence: 0.75,
    },
    confidence: 0,
    match: [sampleOf('totp_secret = ', 'Q2TZRWB7NK4SLDVG'), 'authenticator setup key: q2tz rwb7 nk4s ldvg'],
    noMatch: ['Q2TZRWB7NK4SLDVG', 'use the authenticator app with your bank', 'MFA ENFORCEMENTPOLICY'],
  }),
  patternRule({
    label: 'RECOVERY_CODE',
    trigger: { names: ['recovery', 'backup', 'scratch', 'rescue', '2fa', 'mfa'], after: ' \n\t:="\'`[*-' },
    pattern: new RegExp(
      `(?<=(?:recovery|backup|scratch|rescue|2fa|mfa)[ _-]?codes?["']?(?: is| are|[:=])\\s{0,5}(?:\\[\\s{0,5})?(?:[-*•] |1[.)] )?["'\`]?)${CODE}(?:${BETWEEN_CODES}${CODE}){0,15}(?![\\w-])`,
      'gi',
    ),
    accept: acceptCodes,
    confidence: 0.75,
    match: [
      '{"recovery_codes":["f7k2-9xq1-m3p8","a8d2-77xk-1qzz"]}',
      'Backup codes:\n- 8f3k-29xm\n- 77ab-c0d1',
      'your recovery code is 4k9x2m7qz1',
    ],
    noMatch: ['recovery codes: 2024-01-15', 'backup code is optional', 'recovery code documentation'],
  }),
  patternRule({
    label: 'RECOVERY_PHRASE',
    trigger: {
      names: ['phrase', 'mnemonic', 'seed words', 'recovery words', 'secret words', 'backup words'],
      after: ' \n\t:="\'`.)',
    },
    // The list of BIP 39 words is larger than all these rules, so the name of the phrase identifies it.
    pattern:
      /(?<=(?:(?:seed|recovery|secret|backup|wallet|mnemonic)[ _-]?(?:phrase|words|seed)|mnemonic)["']?(?: is| are)?[:= ]{1,3}\s{0,3}["'`“]?(?:1[.)] ?)?)[a-z]{3,8}(?:[\s,]{1,3}(?:\d{1,2}[.)] ?)?[a-z]{3,8}){11,23}(?![a-z])/g,
    accept: acceptPhrase,
    confidence: 0.85,
    match: [
      `seed phrase: ${PHRASE}`,
      `mnemonic = "${PHRASE}"`,
      `My recovery words are: 1. ${PHRASE.split(' ').join(' 2. ')}`,
    ],
    noMatch: [
      'the seed phrase is a list of words that you write down and keep in a safe place',
      'recovery phrase: never share these words with people, and keep them away from the internet',
    ],
  }),
  patternRule({
    label: 'SESSION_COOKIE',
    trigger: { names: ['cookie', 'phpsessid', 'jsessionid'], after: '=' },
    pattern:
      /(?<=[\s;:"'](?:[\w.-]{0,24}sess(?:ion)?(?:[_-]?id)?|(?:connect\.)?sid|[\w.-]{0,16}(?:auth|token)|[\w.-]{0,16}cookie[\w.]{0,16})=)[A-Za-z0-9%._~+/|-]{16,1024}={0,2}(?![\w%])/gi,
    accept: acceptSession,
    context: {
      words: ['cookie', 'cookies', 'set cookie', 'phpsessid', 'jsessionid'],
      within: 64,
      confidence: 0.75,
    },
    confidence: 0.4,
    match: [
      sampleOf('Set-Cookie: session=', alnum(32), '; Path=/; HttpOnly'),
      sampleOf('Cookie: theme=dark; connect.sid=s%3A', alnum(32)),
      sampleOf('Cookie: PHPSESSID=', lowerAlnum(26)),
    ],
    noMatch: [
      sampleOf('Cookie: theme=', hex(32)),
      'Set-Cookie: session=deleted; Path=/',
      'Cookie: session=your-session-id-here1',
    ],
  }),
];
