import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PolicyOptions, resolvePolicy } from '../../../src/guard/policy/policy.js';
import type { RedactionStyle } from '../../../src/guard/policy/redaction-options.js';
import { createPlaceholders } from '../../../src/guard/redaction/placeholders.js';
import { type Replace, redactText, spansToRedact } from '../../../src/guard/redaction/redact-text.js';
import type { DetectedSpan } from '../../../src/scan/index.js';
import { spansOf } from '../support.js';

const span = (start: number, end: number, given: Partial<DetectedSpan> = {}): DetectedSpan => ({
  field: 'prompt',
  start,
  end,
  detector: 'dlp',
  label: 'X',
  ...given,
});

const throws = (): string => {
  throw new Error('no placeholder today');
};

/** What replaces findings in prompts by a style. */
function replacer(style: RedactionStyle, given: PolicyOptions['redaction'] = {}): Replace {
  const policy = resolvePolicy({ redaction: { style, ...given } });
  return createPlaceholders(policy, given.secret).replacer('prompt', 'session');
}

const mask = replacer('mask');

/** A text and findings in it that may overlap, touch, be empty or reach outside. */
const sceneArb = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }).chain((text) =>
  fc.record({
    text: fc.constant(text),
    spans: fc.array(
      fc
        .tuple(fc.integer({ min: -5, max: text.length + 5 }), fc.integer({ min: -5, max: text.length + 5 }))
        .map(([a, b]) => span(Math.min(a, b), Math.max(a, b))),
      { maxLength: 8 },
    ),
  }),
);

const inside = (spans: readonly DetectedSpan[], position: number): boolean =>
  spans.some(({ start, end }) => start <= position && position < end);

describe('spansToRedact and redactText', () => {
  test('keep every character outside of the findings and none inside', () => {
    fc.assert(
      fc.property(sceneArb, ({ text, spans }) => {
        const located = spansToRedact(text, 'prompt', ['dlp'], spans, undefined);
        const { text: redacted, redactions } = redactText(text, located, () => '');
        const kept = [...Array(text.length).keys()].filter((position) => !inside(spans, position));
        expect(redacted).toBe(kept.map((position) => text.charAt(position)).join(''));
        for (const [index, { start, end }] of redactions.entries()) {
          expect(start).toBeLessThan(end);
          expect(start).toBeGreaterThanOrEqual(redactions[index - 1]?.end ?? 0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  test('mask keeps the length; the result does not depend on the order of the findings', () => {
    fc.assert(
      fc.property(sceneArb, ({ text, spans }) => {
        const masked = redactText(text, spansToRedact(text, 'prompt', ['dlp'], spans, undefined), mask);
        const expected = [...Array(text.length).keys()].map((at) =>
          inside(spans, at) ? '*' : text.charAt(at),
        );
        expect(masked.text).toBe(expected.join(''));
        const turned = spansToRedact(text, 'prompt', ['dlp'], [...spans].reverse(), undefined);
        expect(redactText(text, turned, mask)).toEqual(masked);
      }),
    );
  });

  test.each<[string, RedactionStyle, string]>([
    ['label', 'label', 'a [CARD] b [CARD]'],
    ['mask', 'mask', 'a **** b ****'],
    ['own', ({ label, start, end }) => `<${label} ${start}-${end}>`, 'a <CARD 2-6> b <CARD 9-13>'],
    ['own that throws', throws, 'a [CARD] b [CARD]'],
    ['own that returns no string', (() => 7) as never, 'a [CARD] b [CARD]'],
  ])('style %s', (_name, style, text) => {
    const original = 'a 4111 b 4111';
    const spans = spansOf(original, '4111', 'prompt', 'CARD');
    const redacted = redactText(original, spans, replacer(style));
    expect(redacted.text).toBe(text);
    expect(redactText(original, spans, replacer(style))).toEqual(redacted);
    expect(redacted.redactions.map(({ label, start, end }) => [label, start, end])).toEqual([
      ['CARD', 2, 6],
      ['CARD', 9, 13],
    ]);
  });

  test('overlapping findings become one, under the name of the longest', () => {
    const text = '0123456789';
    const spans = [
      span(2, 4, { label: 'SHORT' }),
      span(3, 8, { label: 'LONG' }),
      span(8, 9, { label: 'NEXT' }),
    ];
    const { text: redacted } = redactText(
      text,
      spansToRedact(text, 'prompt', ['dlp'], spans, undefined),
      replacer('label'),
    );
    expect(redacted).toBe('01[LONG][NEXT]9');
  });

  test('secrets belong to DLP; other families and fields are left alone', () => {
    const text = '0123456789';
    const spans = [
      span(0, 1, { detector: 'secrets' }),
      span(2, 3, { detector: 'injection' }),
      span(4, 5, { field: 'response' }),
    ];
    expect(spansToRedact(text, 'prompt', ['dlp'], spans, undefined)).toEqual([spans[0]]);
    expect(spansToRedact(text, 'prompt', ['injection'], spans, undefined)).toEqual([spans[1]]);
  });

  test('the finder is asked where the scanner located nothing usable', () => {
    const asked: unknown[] = [];
    const finder = (text: string, field: string): DetectedSpan[] => {
      asked.push([text, field]);
      return [span(1, 2), span(3, 4, { detector: 'urlCats' })];
    };
    expect(spansToRedact('0123', 'prompt', ['dlp'], [span(0, 1)], finder)).toEqual([span(0, 1)]);
    expect(asked).toEqual([]);
    const useless = [span(9, 12), span(2, 2), span(Number.NaN, 3), span(0, 3, { field: 'toolInput' })];
    expect(spansToRedact('0123', 'prompt', ['dlp'], useless, finder)).toEqual([span(1, 2)]);
    expect(asked).toEqual([['0123', 'prompt']]);
  });

  test('a finder that throws has located nothing', () => {
    const broken = (text: string): never => {
      throw new Error(`cannot read ${text}`);
    };
    expect(spansToRedact('0123', 'prompt', ['dlp'], [], broken)).toEqual([]);
  });
});
