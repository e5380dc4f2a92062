import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanResponse } from '../../src/airs/schemas/response.js';
import type { DetectedSpan } from '../../src/scan/index.js';
import { maskedData, sensitiveLocations } from '../../src/server/masked-data.js';
import { CARD, SSN, start, sync } from './support.js';

const X = (count: number) => 'X'.repeat(count);
const locations = (body: ScanResponse) =>
  body.prompt_masked_data?.pattern_detections?.flatMap((found) => found.locations);

describe('masked data of an answer', () => {
  const input = `Card ${CARD}, SSN ${SSN}. Bye`;

  it('has the quirk of the service: half-open locations, one character more in the mask', async () => {
    const body = await sync(await start(), { response: input });
    expect(body.response_masked_data).toEqual({
      data: `Card ${X(17)} SSN ${X(12)} Bye`,
      pattern_detections: [
        { pattern: 'Credit Card Number', locations: [[5, 21]] },
        { pattern: 'National Id - US Social Security Number - SSN', locations: [[27, 38]] },
      ],
    });
    expect(body).not.toHaveProperty('prompt_masked_data');
  });

  it('can be exact', async () => {
    const body = await sync(await start({ maskStyle: 'exact' }), { prompt: input });
    expect(body.prompt_masked_data?.data).toBe(`Card ${X(16)}, SSN ${X(11)}. Bye`);
  });

  it('names credentials by pattern', async () => {
    const body = await sync(await start(), { prompt: `glpat-${'a1B2c'.repeat(4)} a@b.io` });
    const patterns = body.prompt_masked_data?.pattern_detections?.map((found) => found.pattern);
    expect(patterns).toEqual(['API Key - GitLab', 'Email Address']);
  });

  const before = '😀 日本é ';
  it.each([
    ['utf16', [7, 23]],
    ['codePoints', [6, 22]],
    ['bytes', [14, 30]],
  ] as const)('counts in %s', async (offsetUnit, location) => {
    const body = await sync(await start({ offsetUnit, maskStyle: 'exact' }), { prompt: `${before}${CARD}!` });
    expect(locations(body)).toEqual([location]);
    expect(body.prompt_masked_data?.data).toBe(`${before}${X(16)}!`);
  });

  it.each([
    ['utf16', 2],
    ['codePoints', 1],
    ['bytes', 4],
  ] as const)(
    'overwrites an emoji behind the match whole, its length in %s kept',
    async (offsetUnit, width) => {
      const body = await sync(await start({ offsetUnit }), { prompt: `${CARD}😀.` });
      expect(body.prompt_masked_data?.data).toBe(`${X(16 + width)}.`);
    },
  );
});

describe('maskedData', () => {
  const units = ['utf16', 'codePoints', 'bytes'] as const;
  const length = {
    utf16: (text: string) => text.length,
    codePoints: (text: string) => [...text].length,
    bytes: (text: string) => Buffer.byteLength(text),
  };
  const cases = fc
    .array(fc.constantFrom('a', 'é', '日', '😀', '.', ' '), { minLength: 1, maxLength: 30 })
    .chain((characters) => {
      const text = characters.join('');
      const bounds = [0, ...characters.map((_, index) => characters.slice(0, index + 1).join('').length)];
      const span = fc.tuple(fc.constantFrom(...bounds), fc.constantFrom(...bounds)).map(
        ([a, b]): DetectedSpan => ({
          field: 'prompt',
          start: Math.min(a, b),
          end: Math.max(a, b),
          detector: 'dlp',
          label: 'EMAIL',
        }),
      );
      return fc.record({ text: fc.constant(text), spans: fc.array(span, { minLength: 1, maxLength: 4 }) });
    });

  it.each(units)('keeps the length in %s, hides every span and nothing beyond (exact)', (unit) => {
    fc.assert(
      fc.property(cases, ({ text, spans }) => {
        const found = sensitiveLocations(text, spans, 'prompt', unit);
        const exact = maskedData(text, found, { offsetUnit: unit, maskStyle: 'exact' });
        if (exact === undefined) {
          expect(spans.every(({ start, end }) => start === end)).toBe(true);
          return;
        }
        expect(length[unit](exact.data ?? '')).toBe(length[unit](text));
        const clear = [...text].reduce<{ at: number; left: string }>(
          ({ at, left }, character) => ({
            at: at + character.length,
            left: left + (spans.some(({ start, end }) => start <= at && at < end) ? '' : character),
          }),
          { at: 0, left: '' },
        ).left;
        expect(exact.data?.replaceAll('X', '')).toBe(clear);
      }),
    );
  });

  it('clamps spans that a scanner put outside the text', () => {
    const span: DetectedSpan = { field: 'prompt', start: -5, end: 99, detector: 'dlp', label: 'OWN_LABEL' };
    for (const unit of units) {
      const found = sensitiveLocations('ab😀', [span], 'prompt', unit);
      expect(found).toMatchObject([{ pattern: 'OWN_LABEL', start: 0, end: length[unit]('ab😀') }]);
    }
  });
});
