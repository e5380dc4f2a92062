import { type ContentScanner, createGuardrail } from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runs } from '../../support/extent.js';
import { deepText } from '../deep-search.js';
import { type AnyPart, versions } from '../versions.js';
import { consume, toolsOf } from './consumer.js';
import { cut } from './marker.js';
import { guarded, late, modelOf, paces } from './models.js';

beforeAll(() => void vi.stubGlobal('AI_SDK_LOG_WARNINGS', false));
afterAll(() => void vi.unstubAllGlobals());

const local = localScanner();
/** Says where findings are, but only of a text that it gets whole. */
const spansOnly: ContentScanner = { name: 'spans only', scan: local.scan };

const secrets = ['4111 1111 1111 1111', '4111-1111-1111-1111', '5555555555554444', 'ann.smith@example.com'];
const FOUND = /4111.1111.1111|55555555|ann\.smith|example\.com/;
const ordinary = fc.oneof(
  fc.stringMatching(/^[a-z]{1,9}$/),
  fc.constantFrom('and', 'the 😀', '(', '1.', 'Card:', 'é', '\n', '**'),
);
const texts = fc
  .array(fc.oneof(ordinary, ordinary, fc.constantFrom(...secrets)), { minLength: 1, maxLength: 24 })
  .map((parts) => parts.join(' '));
/** Three findings at most: what a scanner finds by whole windows is given up where it finds more in a row. */
const sparse = fc
  .array(fc.tuple(fc.constantFrom(...secrets), fc.array(ordinary, { minLength: 1, maxLength: 5 })), {
    maxLength: 3,
  })
  .map((parts) =>
    parts.map(([secret, rest]) => `${secret} ${'so on and on '.repeat(4)}${rest.join(' ')}`).join(' '),
  );
const scanners = {
  'that finds in the flow': { scanner: local, said: texts },
  'that gives spans': { scanner: spansOnly, said: sparse },
};
const cuts = fc.array(fc.nat(10_000), { maxLength: 40 });

const block = (id: string, pieces: readonly string[]): AnyPart[] => [
  { type: 'text-start', id },
  ...pieces.map((delta) => ({ type: 'text-delta', id, delta })),
  { type: 'text-end', id },
];

const said = (parts: readonly AnyPart[], key: string): string =>
  parts.flatMap((part) => (part.type === 'text-delta' ? [part[key]] : [])).join('');

describe.each(versions)('redaction in a stream read by $name', (version) => {
  it.each(Object.entries(scanners))(
    'equals that of the whole text, with a scanner %s',
    async (_name, { scanner, said: given }) => {
      const guardrail = createGuardrail({ scanner, policy: 'redact' });
      await fc.assert(
        fc.asyncProperty(
          given,
          cuts,
          fc.constantFrom(...paces),
          fc.constantFrom(0, 2),
          async (text, points, pace, turns) => {
            const { outcome, text: wanted } = await guardrail.checkResponse(text);
            expect(['allow', 'redact']).toContain(outcome);
            const parts = [...block('1', cut(text, points)), version.finish()];
            const { model, watch } = modelOf(version, () => parts, pace);
            const options = { scanner: late(scanner, turns), policy: 'redact' } as const;
            const seen = await consume(version, guarded(version, model, options));
            expect(seen.settled).toMatchObject({ text: wanted, finishReason: 'stop' });
            expect([said(seen.full, 'text'), said(seen.ui, 'delta'), seen.text.join('')]).toEqual(
              Array(3).fill(wanted),
            );
            expect(deepText(seen)).not.toMatch(FOUND);
            expect(watch.closed).toBe(1);
          },
        ),
        { numRuns: runs(30) },
      );
    },
  );

  it('equals that of the whole text over blocks that follow each other', async () => {
    const guardrail = createGuardrail({ scanner: local, policy: 'redact' });
    await fc.assert(
      fc.asyncProperty(texts, texts, cuts, fc.constantFrom(...paces), async (one, two, points, pace) => {
        const parts = [
          ...block('1', cut(`${one}\n`, points)),
          { type: 'source', sourceType: 'url', id: 's', url: 'https://a.example/' },
          ...block('2', cut(`\n${two}`, points)),
          version.finish(),
        ];
        const { text } = await guardrail.checkResponse(`${one}\n\n${two}`);
        const { model } = modelOf(version, () => parts, pace);
        const seen = await consume(version, guarded(version, model, { scanner: local, policy: 'redact' }));
        expect(seen.settled).toMatchObject({ text, finishReason: 'stop' });
      }),
      { numRuns: runs(20) },
    );
  });

  it('leaves tool inputs that parse, and runs the tool with them', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        cuts,
        fc.constantFrom(...paces),
        fc.constantFrom(local, spansOnly),
        fc.boolean(),
        async (text, points, pace, scanner, inDeltas) => {
          const guardrail = createGuardrail({ scanner, policy: 'redact' });
          const input = JSON.stringify({ q: text, n: 1 });
          const call = { type: 'tool-call', toolCallId: 'c', toolName: 'lookup', input };
          const deltas = [
            { type: 'tool-input-start', id: 'c', toolName: 'lookup' },
            ...cut(input, points).map((delta) => ({ type: 'tool-input-delta', id: 'c', delta })),
            { type: 'tool-input-end', id: 'c' },
          ];
          const parts = [...(inDeltas ? deltas : []), call, version.finish('tool-calls')];
          const { model } = modelOf(version, () => parts, pace);
          const ran: unknown[] = [];
          const seen = await consume(version, guarded(version, model, guardrail), {
            tools: toolsOf(version, ran),
          });
          const { text: wanted } = await guardrail.checkResponse(text);
          expect(ran).toEqual([{ q: wanted, n: 1 }]);
          expect(seen.settled['toolCalls']).toMatchObject([{ input: { q: wanted, n: 1 } }]);
          expect(deepText(seen)).not.toMatch(FOUND);
        },
      ),
      { numRuns: runs(25) },
    );
  });
});
