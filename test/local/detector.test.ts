import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DETECTOR_FLAGS,
  type DetectorOptions,
  defineDetector,
  sensitiveData,
  type Trigger,
} from '../../src/local/index.js';
import { GuardrailError } from '../../src/scan/index.js';
import { runs } from '../support/extent.js';

const TICKET = /TCK-\d{4}/;
const define = (options: Omit<DetectorOptions, 'name'>) => defineDetector({ name: 'ticket', ...options });
const redacted = (options: Omit<DetectorOptions, 'name'>, text: string) => define(options).redact(text);

describe('defineDetector', () => {
  it.each<[string, unknown, string]>([
    ['no name', { name: undefined, pattern: TICKET }, '(unnamed): name must not be empty'],
    ['an empty name', { name: '', pattern: TICKET }, '(unnamed): name must not be empty'],
    [
      'a pattern that matches nothing at all',
      { name: 'x', pattern: /b??b?\b/ },
      'pattern must not match the empty text',
    ],
    ['a name that is no text', { name: 7, pattern: TICKET }, '(unnamed): name must not be empty'],
    ['an unknown option', { pattern: TICKET, patern: TICKET }, 'ticket: patern is not an option'],
    [
      'an unknown flag',
      { pattern: TICKET, flag: 'injection' },
      `ticket: flag must be one of ${DETECTOR_FLAGS.join(', ')}`,
    ],
    ['a small label', { pattern: TICKET, label: 'ticket' }, 'ticket: label must be capitals'],
    ['an empty label', { pattern: TICKET, label: '' }, 'ticket: label must be capitals'],
    ['a long label', { pattern: TICKET, label: 'T'.repeat(65) }, 'underscores, at most 64'],
    ['a confidence above 1', { pattern: TICKET, confidence: 1.01 }, 'ticket: confidence must be from 0 to 1'],
    ['a confidence below 0', { pattern: TICKET, confidence: -0.1 }, 'ticket: confidence must be from 0 to 1'],
    ['no confidence', { pattern: TICKET, confidence: Number.NaN }, 'confidence must be from 0 to 1'],
    ['neither pattern nor words', {}, 'ticket: pattern or words is needed, one of them'],
    ['both', { pattern: TICKET, words: ['a'] }, 'ticket: pattern or words is needed, one of them'],
    ['a pattern as text', { pattern: 'TCK' }, 'ticket: pattern must be a regular expression'],
    ['no words', { words: [] }, 'ticket: words must hold 1 to 1000 entries'],
    ['1001 words', { words: new Array(1001).fill('a') }, 'ticket: words must hold 1 to 1000 entries'],
    ['a blank word', { words: ['a', ' '] }, 'ticket: words[1] must be text of 1 to 200 visible characters'],
    [
      'a long word',
      { words: ['a'.repeat(201)] },
      'ticket: words[0] must be text of 1 to 200 visible characters',
    ],
    ['a word that is a number', { words: ['a', 'b', 3] }, 'ticket: words[2] must be text'],
    [
      'a context without words',
      { pattern: TICKET, context: { words: [], confidence: 1 } },
      'ticket: context.words must hold 1 to 100 entries',
    ],
    [
      'a context that reaches too far',
      { pattern: TICKET, context: { words: ['a'], within: 65, confidence: 1 } },
      'ticket: context.within must be from 1 to 64',
    ],
    [
      'a context that reaches nothing',
      { pattern: TICKET, context: { words: ['a'], within: 0, confidence: 1 } },
      'ticket: context.within must be from 1 to 64',
    ],
    [
      'a context without effect',
      { pattern: TICKET, context: { words: ['a'], confidence: 0 } },
      'ticket: context.confidence must be above 0 and at most 1',
    ],
    ['an anchor', { pattern: /^TCK/ }, 'an anchor at 0'],
    ['a back-reference', { pattern: /(['"])x\1/ }, 'a back-reference'],
    ['a look-around inside', { pattern: /a(?!b)c/ }, 'a look-around that is not at an edge'],
    [
      'flag v',
      { pattern: Reflect.construct(RegExp, ['a', 'v']) },
      'ticket: pattern /a/ has flag v; use flag u',
    ],
    [
      'a property without flag u',
      { pattern: Reflect.construct(RegExp, ['\\p{L}']) },
      'an escape that needs flag u',
    ],
    [
      'a very long pattern',
      { pattern: new RegExp('a'.repeat(2001)) },
      'pattern is 2001 characters long; at most 2000',
    ],
    ['a very large pattern', { pattern: /(?:ab|b){4001}/ }, 'ticket: pattern is too large'],
    [
      'a blank that is folded',
      { pattern: /a\u00a0b/ },
      'U+00A0, which is folded away before texts are matched: write " "',
    ],
    ['a full-width letter', { pattern: /\uff21/u }, 'write "A" instead'],
    [
      'a character that is not seen',
      { pattern: /a\u200bb/ },
      'pattern has U+200B, which is folded away before texts are matched: leave it out',
    ],
    [
      'a mathematical digit',
      { pattern: /\u{1d7d8}/u },
      'U+1D7D8, which is folded away before texts are matched: write "0"',
    ],
    [
      'a class of blanks that are folded',
      { pattern: /a[\u2000-\u2009]/ },
      'has nothing in [\\u2000-\\u2009] that a text can have',
    ],
    [
      'a confidence as text',
      { pattern: TICKET, confidence: '0.7' },
      'ticket: confidence must be from 0 to 1',
    ],
    ['a context that is null', { pattern: TICKET, context: null }, 'ticket: context must be an object'],
    ['a context as text', { pattern: TICKET, context: 'case' }, 'ticket: context must be an object'],
    [
      'a context of one text',
      { pattern: TICKET, context: { words: 'case', confidence: 1 } },
      'context.words must hold',
    ],
    [
      'a context of numbers',
      { pattern: TICKET, context: { words: ['a', 1], confidence: 1 } },
      'context.words[1] must be text',
    ],
    [
      'a context of blanks',
      { pattern: TICKET, context: { words: [' '], confidence: 1 } },
      'context.words[0] must be text',
    ],
    [
      '101 words of context',
      { pattern: TICKET, context: { words: new Array(101).fill('a'), confidence: 1 } },
      'context.words must hold 1 to 100',
    ],
    [
      'a context without confidence',
      { pattern: TICKET, context: { words: ['a'] } },
      'context.confidence must be above 0',
    ],
    ['words as one text', { words: 'abc' }, 'ticket: words must hold 1 to 1000 entries'],
    ['a word that is not seen', { words: ['\u200b'] }, 'ticket: words[0] must be text'],
    [
      'a validator that is no function',
      { pattern: TICKET, validate: true },
      'ticket: validate must be a function',
    ],
    ['a trigger that is null', { pattern: TICKET, trigger: null }, 'ticket: trigger must have digits'],
    ['a trigger without anything', { pattern: TICKET, trigger: {} }, 'ticket: trigger must have digits'],
    [
      'two triggers',
      { pattern: TICKET, trigger: { digits: 1, chars: '-' } },
      'ticket: trigger must have digits',
    ],
    ['an unknown trigger', { pattern: TICKET, trigger: { ends: ['a'] } }, 'ticket: trigger must have digits'],
    ['a trigger of no digits', { pattern: TICKET, trigger: { digits: 0 } }, 'ticket: trigger.digits must be'],
    [
      'a trigger of half a digit',
      { pattern: TICKET, trigger: { digits: 1.5 } },
      'ticket: trigger.digits must be',
    ],
    [
      'a trigger of no characters',
      { pattern: TICKET, trigger: { chars: '' } },
      'ticket: trigger.chars must be',
    ],
    [
      'a trigger beyond ASCII',
      { pattern: TICKET, trigger: { inside: 'é' } },
      'ticket: trigger.inside must be',
    ],
    ['a short start', { pattern: TICKET, trigger: { starts: ['T'] } }, 'ticket: trigger.starts must be'],
    ['starts as text', { pattern: TICKET, trigger: { starts: 'TCK' } }, 'ticket: trigger.starts must be'],
    ['no starts', { pattern: TICKET, trigger: { starts: [] } }, 'ticket: trigger.starts must be'],
    [
      'names in capitals',
      { pattern: TICKET, trigger: { names: ['Case'], after: ' ' } },
      'ticket: trigger.names must be',
    ],
    [
      'names without signs',
      { pattern: TICKET, trigger: { names: ['case'] } },
      'ticket: trigger must have digits',
    ],
    [
      'names before nothing',
      { pattern: TICKET, trigger: { names: ['case'], after: '' } },
      'ticket: trigger.after must be',
    ],
  ])('refuses %s and says so', (_name, options, message) => {
    const make = () => Reflect.apply(defineDetector, undefined, [Object.assign({ name: 'ticket' }, options)]);
    expect(make).toThrow(GuardrailError);
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_GUARDRAIL_CONFIG' }));
    expect(make).toThrow(message);
  });

  it.each([undefined, null, 'ticket', 7])('refuses options that are %j', (options) => {
    const make = () => Reflect.apply(defineDetector, undefined, [options]);
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_GUARDRAIL_CONFIG' }));
    expect(make).toThrow('(unnamed): options must be an object');
  });

  it.each<[RegExp, string, string]>([
    [/\d+(?:\.\d+)?/, 'a 12.50 b', 'a [TICKET] b'],
    [/\d+(?:[.,]\d+)*\s?€/, '1.234,50 €!', '[TICKET]!'],
    [/\w+(?:\.\w+)+/, 'see a.b.c.', 'see [TICKET].'],
    [/[\w.]+@[\w-]+(?:\.[\w-]+)+/, 'to a.b@c-d.example.org.', 'to [TICKET].'],
    [/[A-Z]+(?:-[A-Z0-9]+)*/, 'x AB-C1-9 y', 'x [TICKET] y'],
    [/(?:\+\d+ )?\d+/, 'at +49 123', 'at [TICKET]'],
    [/\w*secret\w*/, 'the topsecrets of', 'the [TICKET] of'],
    [/.*confidential.*/, 'a\nb confidential c\nd', 'a\n[TICKET]\nd'],
    [/user_\w+_\w+/, 'user_a_b user_a', '[TICKET] user_a'],
    [/\bA\d+\b|\bB\d+\b/, 'A1 B22 AB3', '[TICKET] [TICKET] AB3'],
    [/(?:a|a)+b/, `${'a'.repeat(300)}b`, `${'a'.repeat(44)}[TICKET]`],
    [/<.{1,9}?>/, '<a> <b>', '[TICKET] [TICKET]'],
    [/x.y/s, 'x\ny', '[TICKET]'],
    [/x.y/, 'x\ny', 'x\ny'],
    [/x.y/dgms, 'x\ny', '[TICKET]'],
    [/😀 [\s\S]/, '😀 a', '[TICKET]'],
    [/😀+!/, '😀\ude00!', '[TICKET]'],
    [/[\u00a0 ]x/, 'a\u00a0x', 'a[TICKET]'],
    [/x(?!\u00a0)/, 'xy', '[TICKET]y'],
  ])('takes %s and makes of %j %j, cut anywhere', (pattern, text, expected) => {
    const detector = define({ pattern });
    expect(detector.redact(text)).toBe(expected);
    for (let cut = 0; cut <= text.length; cut += text.length > 99 ? 37 : 1) {
      const stream = detector.stream();
      const streamed = stream.push(text.slice(0, cut)) + stream.push(text.slice(cut)) + stream.end();
      expect(streamed).toBe(expected);
    }
  });

  it('finds, redacts and streams a thousand long words', () => {
    const words = Array.from({ length: 1000 }, (_, at) => `${at} ${'word '.repeat(40)}`.slice(0, 200).trim());
    const detector = define({ words });
    const text = `no, ${words[0]?.toUpperCase()}, ${words[999]} x`;
    expect(detector.find(text)).toHaveLength(2);
    expect(detector.redact(text)).toBe('no, [TICKET], [TICKET] x');
    const stream = detector.stream();
    const streamed = text.split('').map((character) => stream.push(character));
    expect(streamed.join('') + stream.end()).toBe('no, [TICKET], [TICKET] x');
  });

  it('refuses rules that are neither its own nor come from defineDetector', () => {
    const rule = { label: 'X', pattern: /(?:a|aa){1,90}b/g, confidence: 1 };
    expect(() => sensitiveData({ rules: [rule] })).toThrow(
      expect.objectContaining({
        code: 'ERR_GUARDRAIL_CONFIG',
        message: expect.stringContaining('defineDetector'),
      }),
    );
    const own = defineDetector({ name: 'x', pattern: /(?:a|aa){1,90}b/ });
    expect(sensitiveData({ rules: own.rules }).find('a'.repeat(2000))).toEqual([]);
  });

  it('takes each limit itself', () => {
    expect(redacted({ words: ['b'.repeat(200)] }, 'b'.repeat(200))).toBe('[TICKET]');
    expect(redacted({ words: Array.from({ length: 1000 }, (_, at) => `w${at}`) }, 'w0 w999 w1000')).toBe(
      '[TICKET] [TICKET] w1000',
    );
    expect(redacted({ pattern: TICKET, label: 'T'.repeat(64) }, 'TCK-1234')).toBe(`[${'T'.repeat(64)}]`);
    const reach = { pattern: TICKET, confidence: 0, context: { words: ['case'], confidence: 1, within: 64 } };
    expect(redacted(reach, `case${'.'.repeat(60)}TCK-1234`)).toBe(`case${'.'.repeat(60)}[TICKET]`);
    expect(redacted(reach, `case${'.'.repeat(61)}TCK-1234`)).toBe(`case${'.'.repeat(61)}TCK-1234`);
  });

  it('labels its findings with its name, or what it is told', () => {
    expect(defineDetector({ name: 'my own-ticket', pattern: TICKET }).redact('TCK-1234')).toBe(
      '[MY_OWN_TICKET]',
    );
    expect(redacted({ pattern: TICKET, label: 'CASE_2' }, 'TCK-1234')).toBe('[CASE_2]');
  });

  it('finds at 0.8 for dlp, or what it is told', () => {
    const { name, flag, find } = define({ pattern: TICKET });
    const span = { start: 2, end: 10, label: 'TICKET' };
    expect([name, flag]).toEqual(['ticket', 'dlp']);
    expect(find('a TCK-1234')).toEqual([{ ...span, detector: 'dlp', confidence: 0.8 }]);
    const topic = define({ pattern: TICKET, flag: 'topicViolation', confidence: 0.6 });
    expect(topic.find('a TCK-1234')).toEqual([{ ...span, detector: 'topicViolation', confidence: 0.6 }]);
  });

  it.each([
    [0.5, '[TICKET]'],
    [0.49, 'TCK-1234'],
    [0, 'TCK-1234'],
  ])('of confidence %d makes %s', (confidence, expected) => {
    expect(redacted({ pattern: TICKET, confidence }, 'TCK-1234')).toBe(expected);
  });

  it.each<[RegExp, string, string]>([
    [/ab\d/, 'AB1 ab2', 'AB1 [TICKET]'],
    [/ab\d/i, 'AB1 ab2', '[TICKET] [TICKET]'],
    [/\p{Lu}\d/u, 'ä1 Ä1', 'ä1 [TICKET]'],
    [/x.y/u, 'x😀y', '[TICKET]'],
    [/ab\d/g, 'ab1 ab2', '[TICKET] [TICKET]'],
    [/ab\d/y, ' ab1', ' [TICKET]'],
    [/ab*c/, `a${'b'.repeat(256)}c`, '[TICKET]'],
    [/ab*c/, `a${'b'.repeat(257)}c`, `a${'b'.repeat(257)}c`],
    [/(?<=#)\d{2}(?!\d)/, '12 #12 #123', '12 #[TICKET] #123'],
    [/\b(?:cat|dog)\b/, 'cat dogs dog', '[TICKET] dogs [TICKET]'],
  ])('with %s makes of %j %j', (pattern, text, expected) => {
    expect(redacted({ pattern }, text)).toBe(expected);
  });

  it('leaves an expression that has been used as it was', () => {
    const pattern = /ab\d/g;
    pattern.lastIndex = 2;
    expect(redacted({ pattern }, 'ab1')).toBe('[TICKET]');
    expect(pattern.lastIndex).toBe(2);
  });

  it.each<[readonly string[], string, string]>([
    [['Falcon'], 'FALCON falcons Falcon.', '[TICKET] falcons [TICKET].'],
    [['project x'], 'Project\n  X project-x projectx', '[TICKET] project-x projectx'],
    [['red', 'red team'], 'red team red', '[TICKET] [TICKET]'],
    [['C++', 'a.b'], 'c++ C++x acb a.b', '[TICKET] C++x acb [TICKET]'],
    [['émile'], 'Émile Émilez', '[TICKET] Émilez'],
    [[' padded '], 'padded', '[TICKET]'],
    [['x_y'], 'x_y x_y_z', '[TICKET] x_y_z'],
    [['ab c'], `ab${' '.repeat(8)}c ab${' '.repeat(9)}c`, `[TICKET] ab${' '.repeat(9)}c`],
    [['ＡＢ\u00a0１', 'Ümläut'], 'ab 1 ÜMLÄUT', '[TICKET] [TICKET]'],
    [['#tag', '😀'], 'a #tag a#tag 😀 b😀', 'a [TICKET] a#tag [TICKET] b😀'],
  ])('of the words %j makes of %j %j', (words, text, expected) => {
    expect(redacted({ words }, text)).toBe(expected);
  });

  it.each<[string, () => unknown, string]>([
    ['true', () => true, '_[TICKET]_'],
    ['false', () => false, '_TCK-1234_'],
    ['0', () => 0, '_TCK-1234_'],
    ['a length', () => 3, '_[TICKET]-1234_'],
    ['a part of a character', () => 0.9, '_TCK-1234_'],
    ['more than there is', () => 99, '_[TICKET]_'],
    ['Infinity', () => Number.POSITIVE_INFINITY, '_[TICKET]_'],
    ['less than nothing', () => -1, '_TCK-1234_'],
    ['NaN', () => Number.NaN, '_TCK-1234_'],
    ['nothing', () => undefined, '_TCK-1234_'],
    ['text', () => 'yes', '_TCK-1234_'],
    ['a promise', () => Promise.resolve(false), '_[TICKET]_'],
    ['a broken promise', () => Promise.reject(new Error('no')), '_[TICKET]_'],
    [
      'an error',
      () => {
        throw new Error('no');
      },
      '_[TICKET]_',
    ],
  ])('takes the word of a validator that gives %s', (_name, validate, expected) => {
    const options = Object.assign({ name: 'ticket', pattern: TICKET }, { validate });
    expect(Reflect.apply(defineDetector, undefined, [options]).redact('_TCK-1234_')).toBe(expected);
  });

  it('shows the validator the match in plain characters', () => {
    const seen: string[] = [];
    const { find } = define({ pattern: TICKET, validate: (match) => seen.push(match) > 1 });
    const text = 'TCK-1234 TCK-\u200b567\uff18';
    expect(find(text).map(({ start, end }) => [start, end])).toEqual([[9, text.length]]);
    expect(seen).toEqual(['TCK-1234', 'TCK-5678']);
  });

  it('looks for what overlaps a refused match', () => {
    expect(redacted({ pattern: /[ab]{2}/, validate: (match) => match === 'ba' }, 'aba')).toBe('a[TICKET]');
  });

  it('counts a match in context alone, or more', () => {
    const context = { words: ['case file'], confidence: 0.9 };
    const text = 'TCK-1111, case-file TCK-2222';
    expect(redacted({ pattern: TICKET, confidence: 0, context }, text)).toBe('TCK-1111, case-file [TICKET]');
    const both = define({ pattern: TICKET, confidence: 0.6, context }).find(text);
    expect(both.map(({ confidence }) => confidence)).toEqual([0.6, 0.9]);
    const surer = define({ pattern: TICKET, confidence: 0.95, context }).find(text);
    expect(surer.map(({ confidence }) => confidence)).toEqual([0.95, 0.95]);
    expect(redacted({ pattern: TICKET, confidence: 0, context }, 'showcase files TCK-1111')).toContain('TCK');
  });

  it.each<[Trigger, string, string]>([
    [{ starts: ['TCK-'] }, 'xTCK-1111 TCK-2222', 'xTCK-1111 [TICKET]'],
    [{ chars: '#' }, 'TCK-1111 #TCK-2222', 'TCK-1111 #[TICKET]'],
    [{ digits: 5 }, 'TCK-1111, then TCK-2222', 'TCK-1111, then TCK-2222'],
    [{ digits: 4 }, 'TCK-1111', '[TICKET]'],
    [{ names: ['case'], after: ' ' }, 'TCK-1111 case TCK-2222', 'TCK-1111 case [TICKET]'],
  ])('with the trigger %j makes of %j %j', (trigger, text, expected) => {
    const context = { words: ['case'], confidence: 0.9 };
    expect(redacted({ pattern: TICKET, trigger, context }, text)).toBe(expected);
  });

  const detectors = [
    define({ pattern: TICKET }),
    define({ pattern: /TCK-\d+(?!-)/i, validate: (match) => match.length - 1 }),
    define({ pattern: /\b(?:cat|dog)s?\b/ }),
    define({ words: ['tck', 'cat dog', 'no'] }),
    define({
      pattern: /\d{2,4}/,
      confidence: 0,
      context: { words: ['no', 'cat'], confidence: 1, within: 9 },
    }),
    define({ pattern: /(?<=tck )[\w-]+/ }),
  ];
  const piece = fc.constantFrom(
    'TCK-',
    'tck ',
    '12',
    '3',
    'cat',
    'dog',
    's',
    ' ',
    '-',
    'no ',
    '\u200b',
    '\uff14',
  );
  const text = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

  it('streams what it redacts, and redacts what it finds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...detectors), text, (detector, whole) => {
        const stream = detector.stream();
        const streamed = whole.split('').map((character) => stream.push(character));
        let expected = '';
        let at = 0;
        for (const { start, end, label } of detector.find(whole)) {
          expected += `${whole.slice(at, start)}[${label}]`;
          at = end;
        }
        expected += whole.slice(at);
        expect([streamed.join('') + stream.end(), detector.redact(whole)]).toEqual([expected, expected]);
      }),
      { numRuns: runs(2000) },
    );
  });
});
