import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutRunAt, encodedRuns, LONGEST_RUN } from '../../../src/local/matcher/encoded-runs.js';
import { cutWrittenAt, hasWritten, readWritten } from '../../../src/local/matcher/written-characters.js';
import { sensitiveData } from '../../../src/local/sensitive.js';
import { runs } from '../../support/extent.js';

const detector = sensitiveData();
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const escapes = (text: string): string =>
  [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const entities = (text: string): string => [...text].map((c) => `&#${c.charCodeAt(0)};`).join('');
const percents = (text: string): string =>
  [...text].map((c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).join('');

const MAIL = 'jane.doe@mail.example.com';
const CARD = '4111 1111 1111 1111';
const TOKEN = `${'ghp'}_ce8jZKGvog0OzR8rCfEcYutWp3buxL5Qham6`;

/** Texts, with marks around what must be taken out as one, and its label. */
const HIDDEN: readonly (readonly [marked: string, label: string])[] = [
  ['?ssn=«536%2D90%2D4399»&x=1', 'US_SSN'],
  ['?cc=«4111%201111%201111%201111»', 'CREDIT_CARD'],
  ['?card=«4111+1111+1111+1111»&cvv', 'CREDIT_CARD'],
  ['?e=«jane.doe%2540example.com»', 'EMAIL'],
  [`{"email":"«jane.doe\\u0040example.com»"}`, 'EMAIL'],
  [`{"email":"«${escapes(MAIL)}»"}`, 'EMAIL'],
  ['{"e":"{\\"e\\":\\"«jane\\\\u0040example.com»\\"}"}', 'EMAIL'],
  ['js "«jane\\x40example.com»"', 'EMAIL'],
  ['js "«jane\\u{40}example.com»"', 'EMAIL'],
  ['write to «jane.doe&#64;example.com» now', 'EMAIL'],
  ['write to «jane.doe&#x40;example&period;com» now', 'EMAIL'],
  ['write to «jane&commat;example.com» now', 'EMAIL'],
  [`write to «${entities(MAIL)}» now`, 'EMAIL'],
  ['write to «jane&amp;#64;example.com» now', 'EMAIL'],
  ['card «4111&nbsp;1111&nbsp;1111&nbsp;1111» ok', 'CREDIT_CARD'],
  ['card\\u00a0«4111111111111111» ok', 'CREDIT_CARD'],
  ['To: «jane=40example.com»', 'EMAIL'],
  ['card «4111=201111=201111=201111»', 'CREDIT_CARD'],
  ['To: «jane.doe@exam=\nple.com»', 'EMAIL'],
  [`q=«${percents(MAIL)}»`, 'EMAIL'],
  [`key «${TOKEN.replace('_', '%5F')}» `, 'GITHUB_TOKEN'],
  [`data: «${base64(`contact ${MAIL} please`)}» end`, 'EMAIL'],
  [`data: «${base64(`Kundin Jörg, ${MAIL}`)}»`, 'EMAIL'],
  [`data: «${Buffer.from(`{"a>?":"${MAIL}"}`).toString('base64url')}»`, 'EMAIL'],
  [`x «${base64('536-90-4399')}»`, 'US_SSN'],
  [`secret: «${base64(TOKEN)}»`, 'GITHUB_TOKEN'],
  [`hex «${hex(MAIL)}»`, 'EMAIL'],
  [`hex «${hex(CARD).toUpperCase()}».`, 'CREDIT_CARD'],
  ['«jane [at] example [dot] com»', 'EMAIL'],
  ['to «jane.doe(at)example.com» or', 'EMAIL'],
  ['to «jane {at} mail (dot) example (dot) co.uk» or', 'EMAIL'],
  ['to «jane[@]example<dot>com»', 'EMAIL'],
  ['to «jane [dot] doe [at] example [dot] com»', 'EMAIL'],
  ['card «৪১১১ ১১১১ ১১১১ ১১১১»', 'CREDIT_CARD'],
  ['card «๔๑๑๑ ๑๑๑๑ ๑๑๑๑ ๑๑๑๑»', 'CREDIT_CARD'],
  ['card «④①①①①①①①①①①①①①①①»', 'CREDIT_CARD'],
  ['mail «jane\u{e0100}.doe@exam\u3164ple.com» now', 'EMAIL'],
  ['mail «j\u0336a\u0336ne@e\u0301xample.com» now', 'EMAIL'],
  ['mail «\u{1d5f7}\u{1d5ee}\u{1d5fb}\u{1d5f2}@\u{1d5f2}\u{1d605}.io» now', 'EMAIL'],
];

/** Texts that look like them and hold nothing. */
const NOTHING = [
  'x = a%20b + c%2D1; y=40; &nbsp;&amp;&lt;',
  'const total = 1234+5678+9012+3456;',
  'limit=20&offset=40&q=foo%40',
  '\\u0041\\u0042\\u0043',
  `callFunctionCheckIfDataAlreadyExistsPerpetualSubinventory`,
  `${base64('nothing to see here, move along')}`,
  `${hex('nothing to see here')}`,
  `sha256-${Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37) & 255)).toString('base64')}`,
  'look [at] this (at) noon.',
  'jane [at] localhost',
  'array[at] = list (dot) x',
  `${base64('host 10.1.2.3')}`,
];

describe('what is written in another way', () => {
  it.each(HIDDEN)('is found in %j', (marked, label) => {
    const [before = '', span = '', after = ''] = marked.split(/[«»]/);
    const text = before + span + after;
    expect(detector.find(text).map(({ start, end }) => text.slice(start, end))).toEqual([span]);
    expect(detector.redact(text)).toBe(`${before}[${label}]${after}`);
  });

  it.each(NOTHING)('is not seen in %j', (text) => {
    expect(detector.find(text)).toEqual([]);
  });

  it('leaves a stream as it leaves the whole text, however it is cut', () => {
    for (const [marked] of HIDDEN) {
      const text = `Please note: ${marked.replace(/[«»]/g, '')} and so on.`;
      const expected = detector.redact(text);
      for (let cut = 0; cut <= text.length; cut += 1) {
        const stream = detector.stream();
        expect(stream.push(text.slice(0, cut)) + stream.push(text.slice(cut)) + stream.end()).toBe(expected);
      }
      const stream = detector.stream();
      let out = '';
      for (let at = 0; at < text.length; at += 1) out += stream.push(text.charAt(at));
      expect(out + stream.end()).toBe(expected);
    }
  });

  it('leaves any stream as it leaves the whole text', () => {
    const pieces = HIDDEN.map(([marked]) => marked.replace(/[«»]/g, ''));
    const glue = [
      '',
      ' ',
      '%',
      '%2',
      '%40',
      '&',
      '&#',
      '&#64;',
      '\\',
      '\\u00',
      '\\u0040',
      '=',
      '=40',
      '+',
      '1',
      'a',
      '=',
    ];
    const part = fc.oneof(
      fc.tuple(fc.constantFrom(...pieces), fc.nat(9)).map(([text, cut]) => text.slice(cut)),
      fc.tuple(fc.constantFrom(...pieces), fc.nat(9)).map(([text, cut]) => text.slice(0, text.length - cut)),
      fc.constantFrom(...glue, ...NOTHING, MAIL, CARD),
    );
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        (parts, sizes) => {
          const text = parts.join('');
          const stream = detector.stream();
          let out = '';
          for (let at = 0, turn = 0; at < text.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            out += stream.push(text.slice(at, at + size));
            at += size;
          }
          expect(out + stream.end()).toBe(detector.redact(text));
        },
      ),
      { numRuns: runs(400) },
    );
  });
});

describe('encodedRuns', () => {
  it('decodes no run that is too long, and holds no more of a stream', () => {
    const fitting = base64(MAIL.padEnd((LONGEST_RUN / 4) * 3, '.'));
    expect(encodedRuns(fitting, 0)).toHaveLength(1);
    const long = base64(MAIL.padEnd((LONGEST_RUN / 4) * 3 + 3, '.'));
    expect(encodedRuns(long, 0)).toEqual([]);
    const stream = detector.stream();
    let most = 0;
    for (let at = 0; at < long.length * 3; at += 50) {
      stream.push((long + long + long).slice(at, at + 50));
      most = Math.max(most, stream.heldLength);
    }
    expect(most).toBeLessThanOrEqual(LONGEST_RUN + 700);
  });

  it('tells where a run may have begun', () => {
    expect(cutRunAt('see Y29udGFjdCBq', 0)).toBe(4);
    expect(cutRunAt('see Y29udGFjdCBq', 6)).toBe('see Y29udGFjdCBq'.length);
    expect(cutRunAt('see whatever', 0)).toBe(12);
    expect(cutRunAt('see Y29udGFjdCBq.', 0)).toBe(17);
  });
});

describe('readWritten', () => {
  it('maps back what it reads', () => {
    const text = 'a jane&#64;b%2Eio \\u0041';
    const { text: read, at, endAt, indexOf } = readWritten(text);
    expect(read).toBe('a jane@b.io A');
    expect(text.slice(at(2), endAt(11))).toBe('jane&#64;b%2Eio');
    for (let index = 0; index < read.length; index += 1) expect(indexOf(at(index))).toBe(index);
    expect([at(read.length), endAt(0)]).toEqual([text.length, 0]);
  });

  it('waits for the end of what has begun', () => {
    for (const begun of ['%', '%4', '&#6', '&comm', '\\', '\\u00', '=4', '+']) {
      expect(cutWrittenAt(`jane${begun}`), begun).toBeLessThanOrEqual(4);
      expect(hasWritten(`jane${begun} x`), begun).toBe(false);
    }
    expect(cutWrittenAt('jane 12.')).toBe(8);
    expect(cutWrittenAt('jane [a')).toBe(4);
  });
});
