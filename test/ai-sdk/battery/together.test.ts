import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runs } from '../../support/extent.js';
import { deepText } from '../deep-search.js';
import { type AnyPart, collect, versions } from '../versions.js';
import { compared, consume, plain, toolsOf } from './consumer.js';
import { cut, MARKER, markerScanner, TRACE } from './marker.js';
import { guarded, late, modelOf, paces } from './models.js';
import { sequences } from './sequences.js';

beforeAll(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const local = localScanner();
const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });
const text = (id: string, pieces: readonly string[]): AnyPart[] => [
  { type: 'text-start', id },
  ...pieces.map((delta) => ({ type: 'text-delta', id, delta })),
  { type: 'text-end', id },
];
/** Parts that have a place among the others: what cuts a text in two depends on where it comes. */
const placed = (parts: readonly AnyPart[]): AnyPart[] =>
  parts.filter(({ type }) => !['error', 'raw', 'ping', 'response-metadata'].includes(type));

const transform = (): TransformStream<AnyPart, AnyPart> =>
  new TransformStream({
    transform(part, controller) {
      const { text: own } = part;
      controller.enqueue(typeof own === 'string' ? { ...part, text: own.toUpperCase() } : part);
    },
  });

describe.each(versions)('bare against guarded on $name, together with', (version) => {
  const { sdk } = version;
  const thinking = cuts.map((points) =>
    text('thinking', cut('<think>let me see what it is</think>So it is.', points)),
  );

  it('smoothStream and transforms', async () => {
    const transforms = {
      words: sdk.smoothStream({ delayInMs: null }),
      lines: sdk.smoothStream({ delayInMs: null, chunking: 'line' }),
      both: [transform, sdk.smoothStream({ delayInMs: null, chunking: /[a-z]{3}/ })],
    };
    await fc.assert(
      fc.asyncProperty(
        sequences(version).map(placed),
        fc.constantFrom(...Object.values(transforms)),
        fc.constantFrom(...paces),
        fc.constantFrom(0, 2),
        async (parts, experimental_transform, pace, turns) => {
          const script = () => [...parts, version.finish()];
          const options = { tools: toolsOf(version), experimental_transform };
          const model = guarded(version, modelOf(version, script, pace).model, {
            scanner: late(fakeScanner(), turns),
          });
          const seen = await consume(version, model, options);
          const expected = await consume(version, modelOf(version, script, pace).model, options);
          expect(compared(seen)).toEqual(compared(expected));
        },
      ),
      { numRuns: runs(20) },
    );
  });

  it.each(['outside', 'inside'])('extractReasoningMiddleware %s of the guard', async (where) => {
    const extract = sdk.extractReasoningMiddleware({ tagName: 'think' });
    const wrapped = (model: unknown, guard: unknown): unknown =>
      sdk.wrapLanguageModel({ model, middleware: where === 'outside' ? [extract, guard] : [guard, extract] });
    await fc.assert(
      fc.asyncProperty(
        sequences(version, thinking).map(placed),
        fc.constantFrom(...paces),
        async (parts, pace) => {
          const script = () => [...parts, version.finish()];
          const bare = sdk.wrapLanguageModel({
            model: modelOf(version, script, pace).model,
            middleware: extract,
          });
          const guard = guardrailMiddleware({ scanner: late(fakeScanner(), 1) });
          const seen = await consume(version, wrapped(modelOf(version, script, pace).model, guard));
          expect(compared(seen)).toEqual(compared(await consume(version, bare)));
        },
      ),
      { numRuns: runs(12) },
    );
    const guard = guardrailMiddleware({ scanner: markerScanner() });
    for (const said of [`<think>${MARKER}</think>ok`, `<think>so</think>${MARKER}`]) {
      const parts = [...text('1', cut(said, [5, 9, 12, 20])), version.finish()];
      const seen = await consume(version, wrapped(modelOf(version, () => parts, 'in turns').model, guard));
      expect(deepText(seen)).not.toMatch(TRACE);
      expect(seen.settled['finishReason']).toBe('content-filter');
    }
  });

  const schema = sdk.jsonSchema({ type: 'object', properties: { q: {}, list: {} } });
  const json = fc
    .record({
      q: fc.string({ maxLength: 30 }),
      list: fc.array(fc.string({ maxLength: 9 }), { maxLength: 5 }),
    })
    .map((value) => JSON.stringify(value));

  /** All that can be had of a stream of an object. */
  async function objectOf(model: unknown): Promise<{ partials: readonly unknown[]; object: unknown }> {
    const onError = vi.fn();
    const stream = sdk.streamObject({ model, schema, prompt: 'hi', onError });
    const partials = await collect<unknown>(stream.partialObjectStream);
    const [object] = await Promise.allSettled([stream.object]);
    return { partials, object };
  }

  /** The same by `streamText`. */
  async function outputOf(model: unknown): Promise<{ partials: readonly unknown[]; text: unknown }> {
    const output = sdk.Output.object({ schema });
    const stream = sdk.streamText({
      model,
      prompt: 'hi',
      output,
      experimental_output: output,
      onError: vi.fn(),
    });
    const partials = await collect<unknown>(
      stream.partialOutputStream ?? stream.experimental_partialOutputStream,
    );
    return { partials, text: await stream.text };
  }

  it('streamObject and Output.object', async () => {
    await fc.assert(
      fc.asyncProperty(
        json,
        cuts,
        fc.constantFrom(...paces),
        fc.constantFrom(0, 2),
        async (said, points, pace, turns) => {
          const script = () => [...text('1', cut(said, points)), version.finish()];
          const bare = () => modelOf(version, script, pace).model;
          const own = () => guarded(version, bare(), { scanner: late(fakeScanner(), turns) });
          expect(await objectOf(own())).toEqual(await objectOf(bare()));
          expect(await outputOf(own())).toEqual(await outputOf(bare()));
        },
      ),
      { numRuns: runs(8) },
    );
  });

  it('streamObject where the policy redacts: every partial object is clean, the last one whole', async () => {
    const said = JSON.stringify({
      q: 'Card 4111 1111 1111 1111, "mine"',
      list: ['ann.smith@example.com', 'é\n'],
    });
    await fc.assert(
      fc.asyncProperty(cuts, fc.constantFrom(...paces), async (points, pace) => {
        const script = () => [...text('1', cut(said, points)), version.finish()];
        const own = () =>
          guarded(version, modelOf(version, script, pace).model, {
            scanner: local,
            policy: 'redact',
          });
        const seen = [await objectOf(own()), await outputOf(own())] as const;
        const wanted = { q: 'Card [CREDIT_CARD], "mine"', list: ['[EMAIL]', 'é\n'] };
        expect(seen[0].object).toEqual({ status: 'fulfilled', value: wanted });
        expect(seen[0].partials.at(-1)).toEqual(wanted);
        expect(seen[1].partials.at(-1)).toEqual(wanted);
        expect(deepText(seen)).not.toMatch(/4111 1|ann\.smith/);
      }),
      { numRuns: runs(8) },
    );
  });

  const call: AnyPart = { type: 'tool-call', toolCallId: 'c', toolName: 'lookup', input: '{"q":1}' };
  const steps = (last: readonly AnyPart[]) => (step: number) =>
    step < 2
      ? [...text('1', ['let me ', 'see']), { ...call, toolCallId: `c${step}` }, version.finish('tool-calls')]
      : [...last, version.finish()];

  it('several steps, by streamText and by an agent', async () => {
    const last = text('1', ['it is ', 'sunny']);
    const stopWhen = sdk.stepCountIs(5);
    for (const pace of paces) {
      const run = async (guard: boolean) => {
        const { model, watch } = modelOf(version, steps(last), pace);
        const used = guard ? guarded(version, model, { scanner: late(fakeScanner(), 1) }) : model;
        const seen = await consume(version, used, { tools: toolsOf(version), stopWhen });
        return [compared(seen), watch];
      };
      expect(await run(true)).toEqual(await run(false));

      const Agent = sdk.ToolLoopAgent ?? sdk.Experimental_Agent;
      const byAgent = async (guard: boolean) => {
        const { model, watch } = modelOf(version, steps(last), pace);
        const used = guard ? guarded(version, model, { scanner: late(fakeScanner(), 1) }) : model;
        const agent = new Agent({ model: used, tools: toolsOf(version), stopWhen });
        const stream = await agent.stream({ prompt: 'hi' });
        const ui = await collect<AnyPart>(stream.toUIMessageStream());
        return plain([ui, await stream.text, (await stream.steps).length, watch]);
      };
      expect(await byAgent(true)).toEqual(await byAgent(false));
    }
  });

  it('several steps the last of which is refused: what was judged before stays', async () => {
    const { model, watch } = modelOf(version, steps(text('1', ['it is ', MARKER])), 'in turns');
    const ran: unknown[] = [];
    const seen = await consume(version, guarded(version, model, { scanner: markerScanner() }), {
      tools: toolsOf(version, ran),
      stopWhen: sdk.stepCountIs(5),
    });
    expect(deepText(seen)).not.toMatch(TRACE);
    expect([ran, watch.opened, seen.settled['finishReason']]).toEqual([
      [{ q: 1 }, { q: 1 }],
      3,
      'content-filter',
    ]);
    expect(seen.settled['steps']).toMatchObject([
      { text: 'let me see', finishReason: 'tool-calls' },
      { text: 'let me see', finishReason: 'tool-calls' },
      { text: '', finishReason: 'content-filter' },
    ]);
  });

  it('readUIMessageStream: messages grow alike, and none is left open by a refusal', async () => {
    const read = async (model: unknown, onError?: () => void) => {
      const stream = sdk.streamText({ model, prompt: 'hi', tools: toolsOf(version), onError: vi.fn() });
      const chunks = stream.toUIMessageStream({ onError: () => 'refused' });
      const messages = await collect<unknown>(
        sdk.readUIMessageStream({ stream: chunks, ...(onError && { onError }) }),
      );
      return messages.map(plain);
    };
    await fc.assert(
      fc.asyncProperty(sequences(version).map(placed), fc.constantFrom(...paces), async (parts, pace) => {
        const script = () => [...parts, version.finish()];
        const own = guarded(version, modelOf(version, script, pace).model, {
          scanner: late(fakeScanner(), 1),
        });
        expect(await read(own)).toEqual(await read(modelOf(version, script, pace).model));
      }),
      { numRuns: runs(12) },
    );
    const said = text('1', cut(`${'well then '.repeat(12)}${MARKER}`, [9, 30, 60, 100, 125]));
    const { model } = modelOf(version, () => [...said, version.finish()], 'in turns');
    const onError = vi.fn();
    const messages = await read(guarded(version, model, { scanner: markerScanner() }), onError);
    expect(deepText(messages)).not.toMatch(TRACE);
    expect(onError).toHaveBeenCalledOnce();
    expect(messages.at(-1)).toMatchObject({ parts: [{}, { text: /^well/, state: 'done' }] });
  });
});
