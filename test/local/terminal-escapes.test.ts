import { localScanner, sensitiveData } from 'airs-guardrails/local';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../support/extent.js';

// Put together at run time: as one word a push protection would take them for leaks.
const SECRETS = {
  AWS_ACCESS_KEY_ID: ['AKIA', 'Z7VRXH5KQ2JM3NLP'].join(''),
  GITHUB_TOKEN: ['ghp', 'a8Kd0Lw2Qx7Zr4Tn6Yb1Vc3Mf5Hj9Sg0PeUo'].join('_'),
  CREDIT_CARD: '4111111111111111',
  EMAIL: 'jane.doe@example.org',
  IBAN: 'DE89 3704 0044 0532 0130 00',
} as const;

const ESCAPES = {
  colour: '\u001b[31m',
  'end of colour': '\u001b[0m',
  'true colour': '\u001b[38;2;255;0;10m',
  'eight-bit colour': '\u009b31m',
  'erase line': '\u001b[K',
  'private mode': '\u001b[?25l',
  place: '\u001b[2;5H',
  title: '\u001b]0;build 7\u0007',
  'eight-bit title': '\u009d0;t\u009c',
  link: '\u001b]8;;https://docs.example/a\u001b\\',
  'device control': '\u001bP1$r0m\u001b\\',
  reset: '\u001bc',
  'character set': '\u001b(B',
  'save cursor': '\u001b7',
  'a lone control character': '\u0084',
  'as JSON writes it': '\\u001b[31m',
  'as C writes it': '\\x1b[1m',
  'in octal': '\\033[0;32m',
  'as a shell writes it': '\\e[31m',
  'as a pager shows it': '^[[31m',
};

const detector = sensitiveData();
const cases = Object.entries(ESCAPES).flatMap(([name, sequence]) =>
  Object.entries(SECRETS).map(([label, secret]) => ({ name, sequence, label, secret })),
);

const redactInPieces = (text: string, sizes: readonly number[]): string => {
  const stream = detector.stream();
  let redacted = '';
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    redacted += stream.push(text.slice(at, at + size));
    at += size;
  }
  return redacted + stream.end();
};

/** The only finding of a text, as text. */
const foundIn = (text: string): string | undefined => {
  const findings = detector.find(text);
  const [first] = findings;
  return findings.length !== 1 || first === undefined ? undefined : text.slice(first.start, first.end);
};

describe('an escape sequence of a terminal', () => {
  it.each(cases)('before $label ends the word before it: $name', ({ label, sequence, secret }) => {
    for (const before of ['', 'is ']) {
      const found = foundIn(`${before}${sequence}${secret}\u001b[0m.`);
      // A letter that may be the sequence's or the address's is taken out with it.
      const isOpen = label === 'EMAIL' && sequence.length <= 3 && /[A-Za-z0-9]$/.test(sequence);
      expect(isOpen ? found?.slice(-secret.length) : found).toBe(secret);
    }
    // Nothing tells whether a word in front of it belongs to what may have any length.
    expect(foundIn(`foo${sequence}${secret}\u001b[0m.`)).toContain(secret);
  });

  it.each(cases)('behind $label ends it: $name', ({ sequence, secret }) => {
    expect(foundIn(`it is ${secret}${sequence} foo`)).toBe(secret);
    expect(foundIn(`it is ${secret}${sequence}foo`)).toContain(secret);
  });

  it.each(cases)('inside of $label is part of it: $name', ({ sequence, secret }) => {
    for (let cut = 1; cut < secret.length; cut += 3) {
      const written = secret.slice(0, cut) + sequence + secret.slice(cut);
      expect(foundIn(`it is ${written} .`)).toBe(written);
    }
  });

  it.each([
    ['that is no sequence', '\u001b'],
    ['of a control sequence without parameters', '\u001b['],
    ['and a letter', '\u001b\u001b'],
  ])('swallows no character of a key: an introducer %s', (_name, sequence) => {
    expect(foundIn(`is ${sequence}${SECRETS.AWS_ACCESS_KEY_ID} .`)).toBe(SECRETS.AWS_ACCESS_KEY_ID);
  });

  it('takes nothing that it carries out of sight', () => {
    const { AWS_ACCESS_KEY_ID: key, CREDIT_CARD: card } = SECRETS;
    expect(foundIn(`\u001b]0;${key}\u0007 done`)).toBe(key);
    expect(foundIn(`\u001b[${card};1m done`)).toBe(card);
    expect(detector.redact(`\u001b]8;;https://a.example/?k=${key}\u001b\\here`)).not.toContain(key);
  });

  it.each(cases)('leaves a stream with $label alike for every cut: $name', ({ sequence, secret }) => {
    const half = secret.length >> 1;
    const text = `foo${sequence}${secret} and ${secret.slice(0, half)}${sequence}${secret.slice(half)}${sequence} end${sequence}`;
    const whole = detector.redact(text);
    for (const size of [1, 2, 3, 7, 20, 1000]) expect(redactInPieces(text, [size])).toBe(whole);
  });

  it('leaves any stream alike for every cut', () => {
    const part = fc.constantFrom(
      ...Object.values(ESCAPES),
      ...Object.values(SECRETS),
      'foo',
      ' ',
      '\u001b',
      '[',
      '7',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 14 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        (parts, sizes) => {
          const text = parts.join('');
          expect(redactInPieces(text, sizes)).toBe(detector.redact(text));
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('is read by the rules for code too, and by every field of a scan', async () => {
    const scanner = localScanner({ profile: 'strict' });
    const text = `foo\u001b[31m${SECRETS.AWS_ACCESS_KEY_ID}\u001b[0m`;
    const { spans = [] } = await scanner.scan({ prompt: text, response: text });
    expect(spans.map(({ field, start, end }) => [field, text.slice(start, end)])).toEqual([
      ['prompt', SECRETS.AWS_ACCESS_KEY_ID],
      ['response', SECRETS.AWS_ACCESS_KEY_ID],
    ]);
    const { responseDetected } = await scanner.scan({ codeResponse: '\u001b[31mrm -rf \u001b[0m/' });
    expect(responseDetected.maliciousCode).toBe(true);
  });
});
