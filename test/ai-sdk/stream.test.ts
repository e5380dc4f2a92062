import { getEventListeners } from 'node:events';
import { createGuardrail, GuardrailScanError, GuardrailViolationError } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Part } from '../../src/ai-sdk/parts.js';
import { guardStream } from '../../src/ai-sdk/stream.js';
import { spansOf } from '../guard/support.js';
import { runs } from '../support/extent.js';
import { CARD, cardScanner } from './card.js';
import { type AnyPart, collect, textBlock, versions } from './versions.js';

const FINISH: AnyPart = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: {} };

function streamOf(parts: readonly AnyPart[], onCancel?: (reason: unknown) => void): ReadableStream<Part> {
  const rest = [...parts];
  return new ReadableStream<Part>({
    pull(controller) {
      const next = rest.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
    ...(onCancel !== undefined && { cancel: onCancel }),
  });
}

/** The same, each part with a turn of the event loop before it, as from a network. */
function slowStreamOf(parts: readonly AnyPart[], onCancel?: (reason: unknown) => void): ReadableStream<Part> {
  const rest = [...parts];
  return new ReadableStream<Part>({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = rest.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
    ...(onCancel !== undefined && { cancel: onCancel }),
  });
}

const allowing = createGuardrail({ scanner: fakeScanner() });
const blocking = (word: string) =>
  createGuardrail({
    scanner: fakeScanner({
      verdicts: ({ response, toolEvent }): FakeVerdict => {
        const text = `${response ?? ''}${toolEvent?.input ?? ''}${toolEvent?.output ?? ''}`;
        return text.includes(word) ? { action: 'block', responseDetected: { dlp: true } } : {};
      },
    }),
  });

const guard = async (
  parts: readonly AnyPart[],
  guardrail = allowing,
  upstream = streamOf(parts),
): Promise<Part[]> => {
  const stream = guardStream(guardrail, upstream, {}, { specificationVersion: 'v4' });
  return (await collect(stream as unknown as AsyncIterable<Part>)).map(withoutVerdicts);
};

/** A finish as the model sent it; all other parts as they are. */
function withoutVerdicts(part: Part): Part {
  const { providerMetadata, ...rest } = part;
  if (part.type !== 'finish' || typeof providerMetadata !== 'object') return part;
  const { guardrail: _, ...others } = { guardrail: undefined, ...providerMetadata };
  return Object.keys(others).length === 0
    ? { ...rest, type: 'finish' }
    : { ...part, providerMetadata: others };
}

/** What every stream must keep to: blocks are open while they say something, and closed at the end. */
function expectWellFormed(parts: readonly Part[]): void {
  const open = new Set<string>();
  for (const { type, id } of parts) {
    const [, kind, step] = /^(text|reasoning|tool-input)-(start|delta|end)$/.exec(type) ?? [];
    if (step === 'start') open.add(`${kind} ${id}`);
    else if (step !== undefined) expect([...open]).toContain(`${kind} ${id}`);
    if (step === 'end') open.delete(`${kind} ${id}`);
  }
  expect([...open]).toEqual([]);
}

/** Blocks of any kind, cut into deltas anywhere and interleaved anyhow, ids that are names of object properties too. */
const blocks = fc
  .array(
    fc.record({
      kind: fc.constantFrom('text', 'reasoning', 'tool-input'),
      id: fc.constantFrom('a', 'b', '__proto__', 'constructor', '0', ''),
      deltas: fc.array(fc.string({ maxLength: 6 }), { maxLength: 4 }),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.filter(
      (block, index) => list.findIndex((b) => b.kind === block.kind && b.id === block.id) === index,
    ),
  );

const sequences = blocks.chain((list) => {
  const lanes = list.map(({ kind, id, deltas }) => [
    { type: `${kind}-start`, id, ...(kind === 'tool-input' && { toolName: 't' }) },
    ...deltas.map((delta) => ({ type: `${kind}-delta`, id, delta })),
    { type: `${kind}-end`, id },
    ...(kind === 'tool-input'
      ? [{ type: 'tool-call', toolCallId: id, toolName: 't', input: deltas.join('') }]
      : []),
  ]);
  const extra: AnyPart[] = [
    { type: 'source', sourceType: 'url', id: 's', url: 'https://example.com', title: 'Example' },
    { type: 'file', mediaType: 'image/png', data: 'AAAA' },
    { type: 'custom', kind: 'x.y' },
  ];
  const total = lanes.reduce((sum, lane) => sum + lane.length, 0);
  return fc
    .tuple(fc.array(fc.nat(), { minLength: total, maxLength: total }), fc.subarray(extra))
    .map(([picks, others]) => {
      const rest = lanes.map((lane) => [...lane]);
      const merged: AnyPart[] = [{ type: 'stream-start', warnings: [] }];
      for (const pick of picks) {
        const open = rest.filter((lane) => lane.length > 0);
        const part = open[pick % open.length]?.shift();
        if (part !== undefined) merged.push(part);
      }
      return [...merged, ...others, FINISH];
    });
});

describe('guardStream', () => {
  it('with a scanner that allows, gives the very same parts in the very same order', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, async (parts) => {
        const out = await guard(parts);
        expect(out).toEqual(parts);
        out.forEach((part, index) => {
          if (part.type !== 'finish') expect(part).toBe(parts[index]);
        });
      }),
      { numRuns: runs(200) },
    );
  });

  it('never releases a character of a lane that holds the violation, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        sequences,
        fc.nat(),
        fc.array(fc.nat(7), { maxLength: 3 }),
        async (parts, at, cuts) => {
          const secret = 'Q1Z2Q3Z4';
          const points = [0, ...cuts.sort((a, b) => a - b), secret.length];
          const deltas = points.slice(1).map((end, index) => secret.slice(points[index], end));
          const block = textBlock('secret-block', '').slice(0, 1);
          const bad = [
            ...block,
            ...deltas.map((delta) => ({ type: 'text-delta', id: 'secret-block', delta })),
            { type: 'text-end', id: 'secret-block' },
          ];
          const position = 1 + (at % (parts.length - 1));
          const out = await guard(
            [...parts.slice(0, position), ...bad, ...parts.slice(position)],
            blocking(secret),
          );
          expect(out.some((part) => part['id'] === 'secret-block')).toBe(false);
          const error = out.find(({ type }) => type === 'error');
          expect(error?.['error']).toBeInstanceOf(GuardrailViolationError);
          expect(out.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'content-filter' } });
          expectWellFormed(out);
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('judges what is still open when the stream ends without its end parts', async () => {
    const open = [
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta: 'half a SECRET' },
    ];
    expect(JSON.stringify(await guard([...open, FINISH], blocking('SECRET')))).not.toContain('half');
    expect(JSON.stringify(await guard(open, blocking('SECRET')))).not.toContain('half');
    const tool = [
      { type: 'tool-input-start', id: 't', toolName: 'x' },
      { type: 'tool-input-delta', id: 't', delta: 'SECRET' },
    ];
    expect(JSON.stringify(await guard([...tool, FINISH], blocking('SECRET')))).not.toContain('tool-input');
    expect(await guard([...open, FINISH])).toEqual([...open, FINISH]);
  });

  it('judges deltas of a tool input that say something else than the call', async () => {
    const parts = [
      { type: 'tool-input-start', id: 't', toolName: 'x' },
      { type: 'tool-input-delta', id: 't', delta: 'SECRET' },
      { type: 'tool-input-end', id: 't' },
      { type: 'tool-call', toolCallId: 't', toolName: 'x', input: '{}' },
      FINISH,
    ];
    expect(JSON.stringify(await guard(parts, blocking('SECRET')))).not.toContain('SECRET');
  });

  it('keeps raw chunks back until everything has passed, and drops them at a violation', async () => {
    const raw = { type: 'raw', rawValue: { text: 'a SECRET' } };
    const parts = [raw, ...textBlock('1', 'a SECRET'), FINISH];
    const clean = await guard(parts);
    expect(clean.map((part) => part.type).slice(-2)).toEqual(['raw', 'finish']);
    expect(JSON.stringify(await guard(parts, blocking('SECRET')))).not.toContain('SECRET');
  });

  it('judges sources and provider tool results', async () => {
    const source = { type: 'source', sourceType: 'url', id: 's', url: 'https://SECRET.example', title: 'x' };
    expect((await guard([source, FINISH], blocking('SECRET'))).map((part) => part.type)).toEqual([
      'error',
      'finish',
    ]);
    const result = { type: 'tool-result', toolCallId: 'c', toolName: 'web', result: { page: 'SECRET' } };
    expect((await guard([result, FINISH], blocking('SECRET'))).map((part) => part.type)).toEqual([
      'error',
      'finish',
    ]);
  });

  it('cancels the model at a violation and when the consumer leaves', async () => {
    const onCancel = vi.fn();
    const more = Array.from({ length: 100 }, (_, index) =>
      textBlock(`more ${index}`, 'and more '.repeat(20)),
    );
    const upstream = slowStreamOf(
      [...textBlock('1', 'a SECRET '.repeat(9)), ...more.flat(), FINISH],
      onCancel,
    );
    await collect(
      guardStream(
        blocking('SECRET'),
        upstream,
        {},
        { specificationVersion: 'v4' },
      ) as unknown as AsyncIterable<Part>,
    );
    expect(onCancel).toHaveBeenCalledOnce();
    const left = vi.fn();
    const scanner = fakeScanner();
    const reader = guardStream(
      createGuardrail({ scanner }),
      slowStreamOf(
        [...textBlock('1', 'one '.repeat(100)), ...textBlock('2', 'two '.repeat(100)), FINISH],
        left,
      ),
      {},
      { specificationVersion: 'v4' },
    ).getReader();
    await reader.read();
    const scans = scanner.requests.length;
    await reader.cancel('enough');
    expect(left).toHaveBeenCalledWith('enough');
    expect(scanner.requests).toHaveLength(scans);
  });

  it("passes on the model's own failure, without what was held", async () => {
    const failing = new ReadableStream<Part>({
      start(controller) {
        controller.enqueue({ type: 'text-start', id: '1' });
        controller.enqueue({ type: 'text-delta', id: '1', delta: 'half' });
      },
      pull(controller) {
        controller.error(new Error('upstream broke'));
      },
    });
    const read = collect(
      guardStream(allowing, failing, {}, { specificationVersion: 'v4' }) as unknown as AsyncIterable<Part>,
    );
    await expect(read).rejects.toThrow('upstream broke');
  });

  it('aborts a scan under way when the consumer leaves', async () => {
    let seen: AbortSignal | undefined;
    const scanner = {
      name: 'slow',
      scan: (_request: unknown, options?: { signal?: AbortSignal }) => {
        seen = options?.signal;
        return new Promise<never>((_resolve, reject) => {
          seen?.addEventListener('abort', () => reject(seen?.reason), { once: true });
        });
      },
    };
    const stream = guardStream(
      createGuardrail({ scanner }),
      streamOf([...textBlock('1', 'hi'), FINISH]),
      {},
      { specificationVersion: 'v4' },
    );
    const reader = stream.getReader();
    const pending = reader.read();
    await vi.waitFor(() => expect(seen).toBeDefined());
    await reader.cancel('left');
    expect(seen?.aborted).toBe(true);
    expect((await pending).done).toBe(true);
  });

  const toolInput = (id: string, delta: string): AnyPart[] => [
    { type: 'tool-input-start', id, toolName: 'x' },
    { type: 'tool-input-delta', id, delta },
    { type: 'tool-input-end', id },
  ];
  const toolCall = (id: string, input: string, toolName = 'x'): AnyPart => ({
    type: 'tool-call',
    toolCallId: id,
    toolName,
    input,
  });
  const types = (parts: readonly Part[]): string[] => parts.map(({ type }) => type);

  it('leaves no block open, and no input without its call, when what is woven into it is refused', async () => {
    const woven = (first: AnyPart[], second: AnyPart[]): AnyPart[] => [
      ...first.slice(0, -1),
      ...second.slice(0, -1),
      ...first.slice(-1),
      ...second.slice(-1),
      FINISH,
    ];
    const good = [...toolInput('a', '{}'), toolCall('a', '{}')];
    const bad = [...toolInput('b', '"SECRET"'), toolCall('b', '"SECRET"')];
    const clean = [...textBlock('0', 'clean'), ...toolInput('c', '{}'), toolCall('c', '{}')];
    for (const parts of [woven(good, bad), woven(textBlock('1', 'one'), textBlock('2', 'a SECRET'))]) {
      const all = [...clean, ...parts];
      const out = await guard(all, blocking('SECRET'), slowStreamOf(all));
      expect(out.slice(0, clean.length)).toEqual(clean);
      expect(types(out.slice(-1))).toEqual(['finish']);
      expect(JSON.stringify(out)).not.toContain('SECRET');
      expectWellFormed(out);
    }
  });

  const redacting = () =>
    createGuardrail({
      scanner: cardScanner(),
      policy: 'redact',
      spanFinder: (text, field) => spansOf(text, CARD, field, 'CREDIT_CARD'),
    });

  it('redacts the deltas of a tool input and its call each on their own where they differ', async () => {
    const said = `{"card": "${CARD}"}`;
    const clean = '{"card": "[CREDIT_CARD]"}';
    const run = (delta: string, input: string) =>
      guard([...toolInput('t', delta), toolCall('t', input), FINISH], redacting());
    expect(await run(said, '{}')).toEqual([...toolInput('t', clean), toolCall('t', '{}'), FINISH]);
    expect(await run('{}', said)).toEqual([...toolInput('t', '{}'), toolCall('t', clean), FINISH]);
    expect(await run(said, said)).toEqual([...toolInput('t', clean), toolCall('t', clean), FINISH]);
    expect(await run(said, said.replace(' ', ''))).toEqual([
      ...toolInput('t', clean),
      toolCall('t', clean.replace(' ', '')),
      FINISH,
    ]);
    const open = await guard([...toolInput('t', said), FINISH], redacting());
    expect(open).toEqual([...toolInput('t', clean), FINISH]);
  });

  it('redacts several blocks of one answer and keeps what it has released', async () => {
    const blocks = ['1', '2'].flatMap((id) => textBlock(id, `Card ${CARD}`));
    const out = await guard([...blocks, FINISH], redacting());
    expectWellFormed(out);
    for (const wanted of ['1', '2']) {
      const deltas = out.filter(({ type, id }) => type === 'text-delta' && id === wanted);
      expect(deltas.map(({ delta }) => delta).join('')).toBe('Card [CREDIT_CARD]');
    }
    expect(out.at(-1)).toEqual(FINISH);
  });

  const odd: readonly (readonly [string, AnyPart[]])[] = [
    ['ids used again after their end', [...textBlock('1', 'one'), ...textBlock('1', 'two')]],
    ['two calls of one id', [toolCall('t', '{"a":1}'), toolCall('t', '{"a":2}')]],
    ['a call without its input in deltas', [toolCall('t', '{}')]],
    ['a call that comes before its deltas', [toolCall('t', '{}'), ...toolInput('t', '{}')]],
    ['a block without start', textBlock('1', 'one').slice(1)],
    ['an end of nothing', [{ type: 'text-end', id: '7' }]],
    ['a start of nothing', [{ type: 'reasoning-start', id: '7' }]],
    ['an empty block', textBlock('1', '').filter(({ type }) => type !== 'text-delta')],
    ['a block that starts twice', [{ type: 'text-start', id: '1' }, ...textBlock('1', 'one')]],
    ['ids left out', [{ type: 'text-delta', delta: 'x' }, { type: 'text-end' }]],
    ['a call without id and name', [{ type: 'tool-call', input: '{}' }]],
    ['deltas without words', [{ type: 'text-delta', id: '1', providerMetadata: { google: { s: 'x' } } }]],
  ];
  it.each(odd)('passes %s as it came, and before and after the finish alike', async (_name, parts) => {
    expect(await guard([...parts, FINISH])).toEqual([...parts, FINISH]);
    expect(await guard([FINISH, ...parts])).toEqual([FINISH, ...parts]);
    expect(await guard(parts)).toEqual(parts);
  });

  it.each([
    ['an id used again', [...textBlock('1', 'one'), ...textBlock('1', 'SECRET')]],
    ['the second call of an id', [toolCall('t', '{}'), toolCall('t', 'SECRET')]],
    ['a call without deltas', [toolCall('t', 'SECRET')]],
    ['deltas after their call', [toolCall('t', '{}'), ...toolInput('t', 'SECRET')]],
    ['a block without start', [{ type: 'text-delta', id: '1', delta: 'SECRET' }]],
    ['a delta after the end', [...textBlock('1', 'one'), { type: 'text-delta', id: '1', delta: 'SECRET' }]],
    ['a block that starts twice', [...textBlock('1', 'SEC').slice(0, -1), ...textBlock('1', 'RET')]],
    ['a delta without id', [{ type: 'text-delta', delta: 'SECRET' }]],
    ['a part of a kind unknown', [{ type: 'note', body: ['SECRET'] }]],
  ] as const)('judges %s before and after the finish', async (_name, parts) => {
    for (const stream of [[...parts, FINISH], [FINISH, ...parts], parts]) {
      const out = await guard(stream, blocking('SECRET'));
      expect(JSON.stringify(out)).not.toMatch(/SEC|RET/);
      expect(types(out.slice(-2))).toEqual(['error', 'finish']);
    }
  });

  it('names the tool after its call, and after nothing else when there is none', async () => {
    const scanner = fakeScanner();
    const deltas = toolInput('a', '{}').slice(1);
    await guard(
      [...deltas, toolCall('a', '{}', 'mail'), ...toolInput('b', '{}'), FINISH],
      createGuardrail({ scanner }),
    );
    const names = scanner.requests.map(({ toolEvent }) => toolEvent?.metadata.tool_invoked);
    expect(names).toEqual(['mail', 'x']);
  });

  it("passes the provider's own error behind what came before it", async () => {
    const error = { type: 'error', error: new Error('provider says no') };
    const [start, delta, end] = textBlock('1', 'held') as [AnyPart, AnyPart, AnyPart];
    const out = await guard([start, delta, error, { type: 'ping' }, end, FINISH]);
    expect(types(out)).toEqual(['ping', 'text-start', 'text-delta', 'error', 'text-end', 'finish']);
    expect(out[3]).toBe(error);
  });

  it('ends at a scan that fails half way, without the block it was about', async () => {
    const scanner = fakeScanner({
      verdicts: ({ response }) => {
        if (response?.includes('two')) throw new Error('secret of the scanner');
        return {};
      },
    });
    const one = textBlock('1', 'one');
    const call = [...toolInput('t', '{}'), toolCall('t', '{}')];
    const upstream = slowStreamOf([...one, ...call, ...textBlock('2', 'two'), FINISH]);
    const stream = guardStream(createGuardrail({ scanner }), upstream, {}, { specificationVersion: 'v2' });
    const out = await collect(stream as unknown as AsyncIterable<Part>);
    expect(out.slice(0, -2)).toEqual([...one, ...call]);
    expect(out.at(-2)?.['error']).toBeInstanceOf(GuardrailScanError);
    expect(String(out.at(-2)?.['error'])).not.toContain('secret');
    expect(out.at(-1)).toMatchObject({ type: 'finish', finishReason: 'content-filter' });
  });

  it('reads ahead while a scan is under way and somebody waits, within bounds, and else not', async () => {
    let pulled = 0;
    let judge: (verdict: FakeVerdict) => void = () => undefined;
    const scanner = fakeScanner({ verdicts: () => new Promise((resolve) => (judge = resolve)) });
    const upstream = new ReadableStream<Part>(
      {
        pull(controller) {
          const words = { type: 'text-delta', id: '1', delta: 'word '.repeat(200) };
          controller.enqueue(pulled === 0 ? { type: 'text-start', id: '1' } : words);
          pulled += 1;
        },
      },
      { highWaterMark: 0 },
    );
    const reader = guardStream(
      createGuardrail({ scanner }),
      upstream,
      {},
      { specificationVersion: 'v4' },
    ).getReader();
    const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
    await settle();
    expect(pulled).toBe(0);
    const first = reader.read();
    await vi.waitFor(() => expect(scanner.requests).toHaveLength(1));
    await settle();
    const ahead = pulled;
    expect(ahead).toBeGreaterThan(10);
    expect(ahead).toBeLessThan(400);
    judge({});
    expect((await first).value).toMatchObject({ type: 'text-start', id: '1' });
    await settle();
    expect(pulled).toBeLessThanOrEqual(ahead + 1);
    await reader.cancel();
  });

  it("stays the user's abort in the middle of a scan, and lets go of the signal however it ends", async () => {
    const controller = new AbortController();
    const listeners = () => getEventListeners(controller.signal, 'abort').length;
    const read = (guardrail = allowing, parts: readonly AnyPart[] = [...textBlock('1', 'hi'), FINISH]) =>
      collect(
        guardStream(
          guardrail,
          streamOf(parts),
          { signal: controller.signal },
          { specificationVersion: 'v4' },
        ) as unknown as AsyncIterable<Part>,
      );
    await read();
    expect(listeners()).toBe(0);
    await read(blocking('hi'));
    expect(listeners()).toBe(0);
    const upstream = new ReadableStream<Part>({
      start: (stream) => stream.error(new Error('upstream broke')),
    });
    const broken = guardStream(
      allowing,
      upstream,
      { signal: controller.signal },
      { specificationVersion: 'v4' },
    ).getReader();
    await expect(broken.read()).rejects.toThrow('upstream broke');
    expect(listeners()).toBe(0);
    const left = guardStream(
      allowing,
      streamOf([FINISH]),
      { signal: controller.signal },
      { specificationVersion: 'v4' },
    );
    await left.cancel();
    expect(listeners()).toBe(0);
    const scanner = fakeScanner({
      verdicts: () => {
        controller.abort(new Error('user left'));
        return {};
      },
    });
    await expect(read(createGuardrail({ scanner }))).rejects.toThrow('user left');
    expect(listeners()).toBe(0);
    await expect(read()).rejects.toThrow('user left');
    expect(listeners()).toBe(0);
  });

  it('holds a raw chunk that comes after the finish back for good', async () => {
    const raw = { type: 'raw', rawValue: 'x' };
    expect(types(await guard([FINISH, raw]))).toEqual(['finish']);
  });
});

describe.each(versions)('a stream that the guard ended, read by $name', (version) => {
  it('settles every promise with what was released', async () => {
    const { model } = version.scripted({
      stream: [
        ...textBlock('1', 'one. '.repeat(12)),
        ...textBlock('2', `and two ${CARD} `.repeat(3)),
        version.finish(),
      ],
    });
    const middleware = guardrailMiddleware({ scanner: cardScanner() });
    const wrapped = version.sdk.wrapLanguageModel({ model, middleware });
    const onError = vi.fn();
    const stream = version.sdk.streamText({ model: wrapped, prompt: 'hi', onError });
    const chunks = await collect<{ type: string }>(stream.toUIMessageStream());
    expect(JSON.stringify(chunks)).not.toContain(CARD);
    const open = chunks.filter(({ type }) => type === 'text-start').length;
    expect(chunks.filter(({ type }) => type === 'text-end')).toHaveLength(open);
    expect(await stream.text).toMatch(/^(?:one\. ){0,12}$/);
    expect(await stream.finishReason).toBe('content-filter');
    expect(await stream.toolCalls).toEqual([]);
    // The provider had said it by then.
    expect((await stream.usage).outputTokens).toBe(5);
    expect(onError).toHaveBeenCalledOnce();
  });
});
