import { createGuardrail, GuardrailViolationError } from 'airs-guardrails';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Part } from '../../src/ai-sdk/parts.js';
import { guardStream } from '../../src/ai-sdk/stream.js';
import { type AnyPart, collect, textBlock } from './versions.js';

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

const guard = (parts: readonly AnyPart[], guardrail = allowing): Promise<Part[]> =>
  collect(guardStream(guardrail, streamOf(parts), {}, 'v4') as unknown as AsyncIterable<Part>);

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
          expect(part).toBe(parts[index]);
        });
      }),
      { numRuns: 200 },
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
          expect(out.at(-2)).toMatchObject({ type: 'error', error: expect.any(GuardrailViolationError) });
          expect(out.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'content-filter' } });
        },
      ),
      { numRuns: 200 },
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
    const upstream = streamOf([...textBlock('1', 'a SECRET'), ...textBlock('2', 'more'), FINISH], onCancel);
    await collect(guardStream(blocking('SECRET'), upstream, {}, 'v4') as unknown as AsyncIterable<Part>);
    expect(onCancel).toHaveBeenCalledOnce();
    const left = vi.fn();
    const scanner = fakeScanner();
    const reader = guardStream(
      createGuardrail({ scanner }),
      streamOf([...textBlock('1', 'one'), ...textBlock('2', 'two'), FINISH], left),
      {},
      'v4',
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
    const read = collect(guardStream(allowing, failing, {}, 'v4') as unknown as AsyncIterable<Part>);
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
      'v4',
    );
    const reader = stream.getReader();
    const pending = reader.read();
    await vi.waitFor(() => expect(seen).toBeDefined());
    await reader.cancel('left');
    expect(seen?.aborted).toBe(true);
    expect((await pending).done).toBe(true);
  });
});
