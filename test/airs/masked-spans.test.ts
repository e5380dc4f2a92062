import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateMasked } from '../../src/airs/masked-spans.js';
import type { DetectedSpan } from '../../src/scan/index.js';
import { runs } from '../support/extent.js';

type Unit = 'utf16' | 'codePoints' | 'bytes';
const UNITS: readonly Unit[] = ['utf16', 'codePoints', 'bytes'];

/** Length of a text in a unit, by the platform's own means. */
const lengthIn: Readonly<Record<Unit, (text: string) => number>> = {
  utf16: (text) => text.length,
  codePoints: (text) => [...text].length,
  bytes: (text) => Buffer.byteLength(text),
};

interface Case {
  readonly characters: readonly string[];
  /** Half-open ranges of characters. */
  readonly ranges: readonly (readonly [number, number])[];
}

const casesOf = (alphabet: readonly string[]): fc.Arbitrary<Case> =>
  fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 30 }).chain((characters) =>
    fc.record({
      characters: fc.constant(characters),
      ranges: fc.array(
        fc
          .tuple(fc.nat(characters.length - 1), fc.integer({ min: 1, max: 8 }))
          .map(([start, length]) => [start, Math.min(characters.length, start + length)] as const),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  );
const WITHOUT_X = ['a', '1', ' ', '\n', 'é', '日', '😀', '𝒳', '\u0301'];
const WITH_X = [...WITHOUT_X, 'X', 'X'];

interface Service {
  readonly unit: Unit;
  /** What the service writes one X for. */
  readonly fill: Unit;
  readonly inclusive: boolean;
}
const services = fc.record({
  unit: fc.constantFrom(...UNITS),
  fill: fc.constantFrom(...UNITS),
  inclusive: fc.boolean(),
});

/** What a service of this kind answers, and which UTF-16 units it found and masked. */
function answer({ characters, ranges }: Case, { unit, fill, inclusive }: Service) {
  const text = characters.join('');
  const offset = (count: number, of: Unit) => lengthIn[of](characters.slice(0, count).join(''));
  const found = new Set<number>();
  const masked = new Set<number>();
  for (const [start, end] of ranges) {
    for (let place = start; place < end; place++) found.add(place);
    for (let place = start; place < end + (inclusive ? 1 : 0) && place < characters.length; place++)
      masked.add(place);
  }
  const data = characters
    .map((one, place) => (masked.has(place) ? 'X'.repeat(lengthIn[fill](one)) : one))
    .join('');
  const locations = ranges.map(([start, end]): [number, number] => [offset(start, unit), offset(end, unit)]);
  const toUnits = (places: ReadonlySet<number>) =>
    new Set(
      [...places].flatMap((place) => {
        const from = offset(place, 'utf16');
        return Array.from({ length: characters[place]?.length ?? 0 }, (_, index) => from + index);
      }),
    );
  return {
    text,
    answered: { data, pattern_detections: [{ pattern: 'Credit Card Number', locations }] },
    found: toUnits(found),
    masked: toUnits(masked),
  };
}

function unitsOf(spans: readonly DetectedSpan[], text: string): Set<number> {
  const units = new Set<number>();
  let before = 0;
  for (const { start, end } of spans) {
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(text.length);
    before = end;
    for (let unit = start; unit < end; unit++) units.add(unit);
  }
  return units;
}

const isSubset = (part: ReadonlySet<number>, whole: ReadonlySet<number>) =>
  [...part].every((unit) => whole.has(unit));

describe('locateMasked', () => {
  it('recovers exactly what a service that masks exactly has found, in any unit', () => {
    fc.assert(
      fc.property(casesOf(WITHOUT_X), services, (one, service) => {
        const { text, answered, found } = answer(one, { ...service, inclusive: false });
        expect(unitsOf(locateMasked(text, answered, 'prompt'), text)).toEqual(found);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('covers what a service that masks one more has found, and nothing that it left in clear', () => {
    fc.assert(
      fc.property(casesOf(WITHOUT_X), services, (one, service) => {
        const { text, answered, found, masked } = answer(one, { ...service, inclusive: true });
        const located = unitsOf(locateMasked(text, answered, 'prompt'), text);
        expect(isSubset(found, located)).toBe(true);
        expect(isSubset(located, masked)).toBe(true);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('covers it where the text has mask characters of its own', () => {
    fc.assert(
      fc.property(casesOf(WITH_X), services, (one, service) => {
        const { text, answered, found } = answer(one, service);
        expect(isSubset(found, unitsOf(locateMasked(text, answered, 'prompt'), text))).toBe(true);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('covers it without a masked copy, or with one that tells nothing', () => {
    fc.assert(
      fc.property(
        casesOf(WITH_X),
        services,
        fc.constantFrom(null, undefined, '', 'other text'),
        (one, service, data) => {
          const { text, answered, found } = answer(one, service);
          const located = unitsOf(locateMasked(text, { ...answered, data }, 'prompt'), text);
          expect(isSubset(found, located)).toBe(true);
        },
      ),
    );
  });

  it('recovers ASCII exactly under the extra X, without a copy too', () => {
    fc.assert(
      fc.property(casesOf(['a', '1', ' ', ',', '"']), services, fc.boolean(), (one, service, withCopy) => {
        const { text, answered, found } = answer(one, service);
        const masked = withCopy ? answered : { pattern_detections: answered.pattern_detections };
        expect(unitsOf(locateMasked(text, masked, 'prompt'), text)).toEqual(found);
      }),
      { numRuns: runs(500) },
    );
  });

  it('stays in the text and in order whatever the service says', () => {
    const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-1, 0, 2 ** 53, Number.MAX_VALUE));
    const anyText = fc
      .array(fc.constantFrom('a', '日', '😀', '\ud83d', '\ude00', 'X'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        anyText,
        fc.oneof(anyText, fc.constant(null)),
        fc.array(fc.tuple(number, number)),
        (text, data, locations) => {
          unitsOf(locateMasked(text, { data, pattern_detections: [{ locations }] }, 'prompt'), text);
        },
      ),
    );
  });

  it('never cuts a character in half', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '😀', '𝒳'), { minLength: 1 }),
        fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 })),
        (characters, [start, length]) => {
          const text = characters.join('');
          const masked = {
            pattern_detections: [{ locations: [[start, start + length] as [number, number]] }],
          };
          for (const span of locateMasked(text, masked, 'prompt')) {
            expect(text.slice(span.start, span.end)).not.toMatch(/\p{Cs}/u);
          }
        },
      ),
    );
  });

  it('cuts the published answer (one X too many) by its locations', () => {
    const text = 'Card 4111111111111111, SSN 123-45-6789. Bye';
    const located = locateMasked(
      text,
      {
        data: 'Card XXXXXXXXXXXXXXXXX SSN XXXXXXXXXXXX Bye',
        pattern_detections: [
          { pattern: 'Credit Card Number', locations: [[5, 21]] },
          { pattern: 'National Id - US Social Security Number - SSN', locations: [[27, 38]] },
          { pattern: 'Tax Id - US - TIN', locations: [[27, 38]] },
        ],
      },
      'response',
    );
    expect(located).toEqual([
      { field: 'response', start: 5, end: 21, detector: 'dlp', label: 'CREDIT_CARD' },
      { field: 'response', start: 27, end: 38, detector: 'dlp', label: 'US_SSN' },
    ]);
    expect(located.map(({ start, end }) => text.slice(start, end).length)).toEqual([16, 11]);
  });

  it('drops degenerate locations, masked or not', () => {
    const text = 'abc 12345 def';
    const locations: [number, number][] = [
      [4, 9],
      [11, 11],
      [99, 99],
      [7, 5],
    ];
    for (const data of ['abc XXXXX def', 'abc XXXXXXdef', 'abc XXXXXXdXf', null]) {
      expect(locateMasked(text, { data, pattern_detections: [{ locations }] }, 'prompt')).toMatchObject([
        { start: 4, end: 9 },
      ]);
    }
  });

  it('unites overlapping locations of several patterns', () => {
    const masked = {
      pattern_detections: [
        { pattern: 'Phone Number', locations: [[6, 9]] as [number, number][] },
        { pattern: 'Credit Card Number', locations: [[0, 8]] as [number, number][] },
      ],
    };
    expect(locateMasked('0123456789', masked, 'prompt')).toMatchObject([
      { start: 0, end: 9, label: 'CREDIT_CARD' },
    ]);
  });

  it('adds what the copy masks where the locations do not explain it', () => {
    const text = 'id 12345 and 67890 end';
    const data = 'id 12345 and XXXXXXend';
    const wrong = { data, pattern_detections: [{ locations: [[0, 2]] as [number, number][] }] };
    const located = locateMasked(text, wrong, 'prompt');
    expect(located.some(({ start, end }) => start <= 13 && end >= 18)).toBe(true);
    expect(locateMasked(text, { data, pattern_detections: null }, 'prompt')).toMatchObject([
      { start: 13, end: 19 },
    ]);
  });

  it('finds nothing where nothing is said', () => {
    expect(locateMasked('text', {}, 'prompt')).toEqual([]);
    expect(locateMasked('text', { data: 'text', pattern_detections: [] }, 'prompt')).toEqual([]);
    expect(
      locateMasked('text', { data: 'some other text', pattern_detections: [{ locations: null }] }, 'prompt'),
    ).toEqual([]);
    expect(locateMasked('', { data: '', pattern_detections: [{ locations: [[0, 5]] }] }, 'prompt')).toEqual(
      [],
    );
  });
});
