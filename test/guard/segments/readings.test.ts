import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingOf, SEPARATOR } from '../../../src/guard/segments/readings.js';
import type { DetectedSpan } from '../../../src/scan/index.js';

const span = (start: number, end: number): DetectedSpan => ({
  field: 'prompt',
  start,
  end,
  detector: 'dlp',
  label: 'X',
});

/** Where the readings of a text that hold a needle have it in the text as it stands. */
function placesOf(text: string, needle: string, options: Parameters<typeof readingOf>[1] = {}): string[] {
  const reading = readingOf(text, options);
  const spans: DetectedSpan[] = [];
  for (let at = reading.text.indexOf(needle); at !== -1; at = reading.text.indexOf(needle, at + 1))
    spans.push(span(at, at + needle.length));
  return reading.place(spans, 'prompt').map(({ start, end }) => text.slice(start, end));
}

/** Every character spelled as an escape of JSON. */
const spelled = (text: string): string =>
  [...Array(text.length).keys()]
    .map((index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');

describe('a text of JSON', () => {
  test.each([
    ['a letter', '{"q":"\\fAKIA1"}', '\fAKIA1', '\\fAKIA1'],
    ['a code point', '{"q":"\\u0049gnore"}', 'Ignore', '\\u0049gnore'],
    ['between words', '{"q":"ignore\\nall\\trules"}', 'ignore\nall\trules', 'ignore\\nall\\trules'],
    ['a key', '{"\\u0041KIA":1}', 'AKIA', '\\u0041KIA'],
    ['in prose', 'He said "no". Here: {"q":"\\u0041KIA"} and more', 'AKIA', '\\u0041KIA'],
    ['behind an odd quote', 'a 5" disk {"q":"\\u0041KIA"}', 'AKIA', '\\u0041KIA'],
    ['in a fence', '```json\n{"q":"\\u0041KIA"}\n```', 'AKIA', '\\u0041KIA'],
    ['cut off', '{"q":"\\u0041KIA', 'AKIA', '\\u0041KIA'],
    ['a bare string', '"\\u0041KIA"', 'AKIA', '\\u0041KIA'],
    ['a string of a string', JSON.stringify({ a: '{"b":"\\u0041KIA"}' }), 'AKIA', '\\\\u0041KIA'],
    ['JSON5', '{\'q\':"\\x41KI\\\nA"}', 'AKIA', '\\x41KI\\\nA'],
    ['JavaScript', '"\\u{41}KIA"', 'AKIA', '\\u{41}KIA'],
    ['strings without the quotes around them', '{\\"q\\":\\"\\\\u0041KIA\\"}', 'AKIA', '\\\\u0041KIA'],
    ['an exponent', '{"card":4.111111111111111e15}', '4111111111111111', '4.111111111111111e15'],
    ['a fraction', '{"card":4111111111111111.0}', '4111111111111111', '4111111111111111.0'],
  ])('says what its consumer has: %s', (_, text, said, place) => {
    expect(placesOf(text, said)).toContain(place);
  });

  test('is scanned as it stands alone where nothing else is said', () => {
    for (const text of ['{"q":"plain"}', 'C:\\new\\table', '\\frac{a}{b}', 'no JSON', '', '{"n":1.5e3}'])
      expect(readingOf(text).text).toBe(text);
  });

  test('is read on where it begins inside a string', () => {
    expect(placesOf('tail \\u0041KIA" }', 'AKIA', { isOpen: true })).toEqual(['\\u0041KIA']);
    expect(placesOf('tail \\u0041KIA" }', 'AKIA')).toEqual([]);
  });

  test('keeps what a value is called beside it', () => {
    expect(readingOf('{"password":"\\u0068unter2"}').text).toContain('"password":"hunter2"');
  });

  test('says each leaf and key, however it is spelled and nested', () => {
    const word = fc.stringMatching(/^[ -~äλ世]{1,12}$/).filter((text) => text.trim() === text);
    const leaf = fc.tuple(word, fc.boolean());
    const tree = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('nested')),
      nested: fc.record({ nested: tie('value') }),
    })).value;
    const leaves: string[] = [];
    const write = (value: unknown): string => {
      if (Array.isArray(value) && value.length === 2 && typeof value[0] === 'string') {
        leaves.push(value[0]);
        return value[1] ? `"${spelled(value[0])}"` : JSON.stringify(value[0]);
      }
      if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
      // JSON as a string in JSON.
      return JSON.stringify(write(Reflect.get(Object(value), 'nested')));
    };
    fc.assert(
      fc.property(tree, word, (value, prose) => {
        leaves.length = 0;
        const text = `${prose}\n${write(value)}`;
        const { text: read } = readingOf(text);
        expect(read.startsWith(text)).toBe(true);
        for (const said of leaves) expect(read.includes(said) || /["\\]/.test(said)).toBe(true);
      }),
    );
  });

  test('keeps spans of other fields, and finds one place once', () => {
    const reading = readingOf('{"q":"\\nAKIA"}');
    const other: DetectedSpan = { ...span(0, 3), field: 'response' };
    const raw = reading.text.indexOf('AKIA');
    const again = reading.text.lastIndexOf('AKIA');
    expect(again).toBeGreaterThan(raw);
    expect(reading.place([other, span(raw, raw + 4), span(again, again + 4)], 'prompt')).toEqual([
      other,
      span(raw, raw + 4),
    ]);
  });

  test('stays JSON when what is found in it is replaced', () => {
    const word = fc.stringMatching(/^[A-Z]{4,8}$/);
    const around = fc.array(fc.constantFrom('\\n', '\\t', '\\u0020', 'x ', '\\\\ ', '\\" '), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(word, around, fc.boolean(), (needle, before, nested) => {
        const inner = `{"a":"${before.join('')}${spelled(needle)}"}`;
        const text = nested ? JSON.stringify({ b: inner }) : inner;
        const reading = readingOf(text);
        const at = reading.text.lastIndexOf(needle);
        const [place] = reading.place([span(at, at + needle.length)], 'prompt');
        if (place === undefined) throw new Error('no place');
        const replaced = `${text.slice(0, place.start)}[X]${text.slice(place.end)}`;
        expect(() => JSON.parse(replaced)).not.toThrow();
        expect(readingOf(replaced).text).not.toContain(needle);
      }),
    );
  });

  test('grows in proportion to the text, however it is nested', () => {
    let nested = '{"q":"\\u0041"}';
    for (let level = 0; level < 12; level += 1) nested = JSON.stringify([nested]);
    for (const unit of [nested, '{"a":"\\n"}', '\\"', '"\\', '\\u0041"'])
      for (const count of [1, 10, 100]) {
        const text = unit.repeat(count);
        expect(readingOf(text).text.length).toBeLessThan(text.length * 12 + 64);
      }
  });
});

describe('texts that are joined otherwise than they stand', () => {
  const apart = (texts: readonly string[]) => {
    let at = 0;
    const stretches = texts.map((text) => {
      const start = at;
      at = start + text.length + SEPARATOR.length;
      return { start, end: start + text.length };
    });
    return { text: texts.join(SEPARATOR), threads: [{ stretches, joiner: '' as const }] };
  };

  test('are read without what stands between them', () => {
    const { text, threads } = apart(['card 4111 1111', ' 1111 1111', ' ok']);
    expect(placesOf(text, '4111 1111 1111 1111', { threads })).toEqual(['4111 1111\n\n 1111 1111']);
  });

  test('are read apart where they stand together', () => {
    const text = 'AKIA1hello';
    const stretches = [
      { start: 0, end: 5 },
      { start: 5, end: 10 },
    ];
    expect(readingOf(text, { threads: [{ stretches, joiner: SEPARATOR }] }).text).toContain('AKIA1\n\nhello');
    expect(readingOf(text, { threads: [{ stretches, joiner: '' }] }).text).toBe(text);
  });

  test('are read as JSON where they make one together', () => {
    const { text, threads } = apart(['{"q":"\\u00', '41KIA"}']);
    expect(placesOf(text, 'AKIA', { threads })).toContain('\\u00\n\n41KIA');
  });

  test('of any number and length say what they say together, around each seam', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 9 }), { minLength: 2, maxLength: 9 }),
        (texts) => {
          const { text, threads } = apart(texts);
          const joined = texts.join('');
          if (!/[^\s"]/.test(joined)) return;
          expect(readingOf(text, { threads }).text).toContain(joined);
        },
      ),
    );
  });

  test('are given both places where something else stands between', () => {
    const text = `4111 1111${SEPARATOR}an image${SEPARATOR} 1111 1111`;
    const stretches = [
      { start: 0, end: 9 },
      { start: text.length - 10, end: text.length },
    ];
    expect(placesOf(text, '4111 1111 1111 1111', { threads: [{ stretches, joiner: '' }] })).toEqual([
      '4111 1111',
      ' 1111 1111',
    ]);
  });

  test('are read around their seams alone where they are long', () => {
    const { text, threads } = apart(['a'.repeat(50_000), 'b'.repeat(50_000)]);
    expect(readingOf(text, { threads }).text.length).toBeLessThan(text.length + 10_000);
  });
});
