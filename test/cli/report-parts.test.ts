import { localScanner } from 'airs-guardrails/local';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, markup, pageHtml } from '../../src/cli/report/html.js';
import { shownTexts } from '../../src/cli/report/shown-text.js';

describe('markup', () => {
  it('lets no text out of its place', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '`', '&', '/', 'a', ' ', '\u202e', '\u0000', ';'),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeHtml(text)).toMatch(/^(?:[^<>"'`&\p{Cc}\u202e]|&(?:amp|lt|gt|quot|#39|#96);)*$/u);
        expect(pageHtml(text, [markup`<p title="${text}">${text}</p>`]).match(/<p /g)).toHaveLength(1);
      }),
    );
  });
});

describe('a shown text', () => {
  const spans = fc.array(
    fc.record({
      start: fc.integer({ min: -3, max: 45 }),
      length: fc.integer({ min: 0, max: 20 }),
      detector: fc.constantFrom('dlp', 'secrets', 'injection'),
    }),
    { maxLength: 8 },
  );
  // Each letter once, so that each says where it stood.
  const text = Array.from({ length: 40 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');

  it('has all but what is to be replaced, whatever overlaps it', async () => {
    const clean = await localScanner().scan({ prompt: 'hello' });
    fc.assert(
      fc.property(spans, spans, (own, more) => {
        const placed = (list: typeof own) =>
          list.map(({ start, length, detector }) => ({
            field: 'prompt' as const,
            start,
            end: start + length,
            detector,
            label: 'X',
          }));
        const result = { ...clean, spans: placed(own) };
        const found = placed(more);
        const [shown] = shownTexts({ prompt: text }, result, () => found);
        const hidden = new Set<number>();
        const replaced = [...result.spans.filter(({ detector }) => detector !== 'injection'), ...found];
        for (const { start, end } of replaced)
          for (let at = Math.max(0, start); at < Math.min(40, end); at++) hidden.add(at);
        const visible = (shown?.pieces ?? []).map((piece) => ('text' in piece ? piece.text : '')).join('');
        expect(visible).toBe([...text].filter((_, index) => !hidden.has(index)).join(''));
      }),
    );
  });

  it('has a bounded size', async () => {
    const result = await localScanner().scan({ prompt: 'hello' });
    const [shown] = shownTexts({ prompt: 'x'.repeat(1_000_000) }, result, undefined);
    expect(JSON.stringify(shown).length).toBeLessThan(1_000);
  });
});
