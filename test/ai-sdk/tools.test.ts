import { createGuardrail, GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardTools } from 'airs-guardrails/ai-sdk';
import { findSensitive } from 'airs-guardrails/local/dlp';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { runs } from '../support/extent.js';
import { CARD, CARD_DIGITS, cardScanner, frozen } from './card.js';
import { deepText } from './deep-search.js';
import { type AnyPart, collect, textBlock, versions } from './versions.js';

const options = { toolCallId: 'call-1', messages: [] };
const redacting = () => createGuardrail({ scanner: cardScanner(), policy: 'redact' });

describe.each(versions)('guardTools on $name', (version) => {
  const { sdk } = version;

  /** A model that calls `lookup` once, then answers. */
  function calling(input: string, execute: unknown, policy?: 'redact') {
    const scanner = cardScanner();
    const { model } = version.scripted({});
    const call: AnyPart = { type: 'tool-call', toolCallId: 'call-1', toolName: 'lookup', input };
    const prompts: unknown[] = [];
    const reason = (name: string): unknown => version.finish(name)['finishReason'];
    model.doGenerate = async ({ prompt }: { prompt: unknown }) => {
      prompts.push(prompt);
      const first = prompts.length === 1;
      return {
        content: [first ? call : { type: 'text', text: 'done' }],
        finishReason: reason(first ? 'tool-calls' : 'stop'),
        usage: version.usage,
        warnings: [],
      };
    };
    model.doStream = async ({ prompt }: { prompt: unknown }) => {
      prompts.push(prompt);
      const chunks =
        prompts.length === 1
          ? [call, version.finish('tool-calls')]
          : [...textBlock('1', 'done'), version.finish()];
      return { stream: sdk.simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) };
    };
    const lookup = sdk.tool({ inputSchema: sdk.jsonSchema({ type: 'object' }), execute });
    const tools = guardTools({ lookup }, { scanner, ...(policy && { policy }) });
    return { model, prompts, scanner, tools, stopWhen: sdk.stepCountIs(3), prompt: 'weather?' };
  }

  it('scans input and output as tool events, and leaves them as they are', async () => {
    const execute = vi.fn(async ({ q }: { q: string }) => ({ found: q }));
    const { scanner, ...call } = calling('{"q":"sun"}', execute);
    const { steps } = await sdk.generateText(call);
    expect(execute.mock.calls[0]?.[0]).toEqual({ q: 'sun' });
    expect(steps[0].toolResults[0].output).toEqual({ found: 'sun' });
    expect(scanner.requests).toMatchObject([
      { trId: 'call-1', toolEvent: { input: '{"q":"sun"}', metadata: { tool_invoked: 'lookup' } } },
      { trId: 'call-1', toolEvent: { output: '{"found":"sun"}' } },
    ]);
  });

  it('turns a refusal into a tool error that holds no content', async () => {
    const execute = vi.fn(async () => `The card is ${CARD}`);
    const refused = calling(`{"q":"${CARD}"}`, execute);
    const asked = await sdk.generateText(refused);
    expect(execute).not.toHaveBeenCalled();
    expect(deepText(refused.prompts[1])).toContain('Tool call blocked by guardrail');
    expect(asked.text).toBe('done');
    const { scanner: _, prompts, ...call } = calling('{"q":1}', execute);
    const stream = sdk.streamText(call);
    const parts = await collect(stream.fullStream);
    expect(execute).toHaveBeenCalledOnce();
    expect(deepText(parts, prompts, await stream.steps)).not.toContain(CARD);
    const failed = parts.find((part) => (part as AnyPart).type === 'tool-error') as AnyPart;
    expect(failed['error']).toBeInstanceOf(GuardrailViolationError);
  });

  it('redacts inside the values', async () => {
    const execute = vi.fn(async (_input: unknown) => ({ card: CARD, more: [1, { note: `at ${CARD}!` }] }));
    const { steps } = await sdk.generateText(calling(`{"q":"${CARD}","n":7}`, execute, 'redact'));
    expect(execute.mock.calls[0]?.[0]).toEqual({ q: '[CREDIT_CARD]', n: 7 });
    expect(steps[0].toolResults[0].output).toEqual({
      card: '[CREDIT_CARD]',
      more: [1, { note: 'at [CREDIT_CARD]!' }],
    });
  });

  it('judges every part of a tool that runs in parts, and keeps it so', async () => {
    const execute = async function* () {
      yield 'looking';
      yield 'found';
    };
    const { scanner, ...call } = calling('{"q":1}', execute);
    const parts = (await collect(sdk.streamText(call).fullStream)) as AnyPart[];
    const results = parts.filter(({ type }) => type === 'tool-result');
    expect(results.map(({ output, preliminary }) => [output, preliminary])).toEqual([
      ['looking', true],
      ['found', true],
      ['found', undefined],
    ]);
    expect(scanner.requests.map(({ toolEvent }) => toolEvent?.input ?? toolEvent?.output)).toEqual([
      '{"q":1}',
      'looking',
      'found',
    ]);
    const ended = vi.fn();
    const leaking = async function* () {
      try {
        yield 'looking';
        yield CARD;
        yield 'never';
      } finally {
        ended();
      }
    };
    const { prompts, ...bad } = calling('{"q":1}', leaking);
    const seen = await collect(sdk.streamText(bad).fullStream);
    expect(deepText(seen)).toContain('looking');
    expect(deepText(seen, prompts)).not.toContain(CARD);
    expect(deepText(seen)).not.toContain('never');
    expect(ended).toHaveBeenCalledOnce();
  });
});

describe('guardTools', () => {
  const guardrail = redacting();

  it('keeps all else about a tool, of its class too, and leaves tools that run elsewhere', async () => {
    class Lookup {
      readonly description = 'looks';
      needsApproval() {
        return true;
      }
      execute(input: string) {
        return `${this.description} at ${input}`;
      }
    }
    const onInputStart = (): void => undefined;
    const elsewhere = frozen({ inputSchema: {}, onInputStart });
    const tools = { lookup: new Lookup(), plain: { execute: async () => 1, onInputStart }, elsewhere };
    const guarded = guardTools(Object.freeze(tools), guardrail);
    expect(guarded.elsewhere).toBe(elsewhere);
    expect(guarded.lookup.needsApproval()).toBe(true);
    expect(guarded.lookup).toBeInstanceOf(Lookup);
    expect(guarded.plain.onInputStart).toBe(onInputStart);
    expect(await guarded.lookup.execute('it')).toBe('looks at it');
    expect(tools.lookup.execute('it')).toBe('looks at it');
  });

  it('runs a plain function that returns an iterable to its end', async () => {
    const parts = async function* () {
      yield CARD;
      yield 'last';
    };
    const { lookup } = guardTools({ lookup: { execute: (_input: object): unknown => parts() } }, guardrail);
    expect(await lookup.execute({})).toBe('last');
  });

  it('judges what JSON would leave out, and refuses it where it would have to be rewritten', async () => {
    const hidden: readonly unknown[] = [
      new Map([['card', CARD]]),
      { deep: new Set([CARD]) },
      { bytes: Buffer.from(CARD) },
      { raw: new TextEncoder().encode(CARD).buffer },
      { error: new Error(CARD) },
      BigInt(CARD_DIGITS),
      { number: BigInt(CARD_DIGITS) },
    ];
    for (const value of hidden) {
      const { lookup } = guardTools({ lookup: { execute: async () => value } }, guardrail);
      const error = await lookup.execute().catch((e: unknown) => e);
      expect(error).toBeInstanceOf(GuardrailViolationError);
      expect(deepText(error)).not.toContain(CARD);
    }
    const clean = new Map([['a', new Date(0)]]);
    const { lookup } = guardTools({ lookup: { execute: async () => clean } }, guardrail);
    expect(await lookup.execute()).toBe(clean);
    const round: Record<string, unknown> = {};
    round[CARD] = round;
    const { loop } = guardTools({ loop: { execute: async () => round } }, guardrail);
    const error = await loop.execute().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(GuardrailConfigError);
    expect(deepText(error)).not.toContain(CARD);
  });

  it('takes no id for a transaction that a scan could not hold', async () => {
    const scanner = cardScanner();
    const execute = async (_input: object, _options: object) => 1;
    const { lookup } = guardTools({ lookup: { execute } }, { scanner });
    for (const length of [100, 101]) await lookup.execute({}, { toolCallId: 'x'.repeat(length) });
    expect(scanner.requests.map(({ trId }) => trId?.length)).toEqual([100, 100, undefined, undefined]);
  });

  it('throws an abort on, before and while it scans', async () => {
    const reason = new Error('enough');
    const execute = vi.fn(async () => 1);
    const { lookup } = guardTools({ lookup: { execute } as { execute: typeof execute } }, guardrail);
    const run: (input: unknown, given: object) => Promise<unknown> = lookup.execute;
    await expect(run({ q: 1 }, { ...options, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(execute).not.toHaveBeenCalled();
  });

  it('gives JSON values back as they were, and never one with a finding', async () => {
    const withCard = fc.constantFrom(CARD, `a ${CARD} b`, `"${CARD}`, `\\${CARD}\n`);
    await fc.assert(
      fc.asyncProperty(
        // A number, or the text of several values, may be a card by chance.
        fc.jsonValue().filter((value) => findSensitive(JSON.stringify(value)).length === 0),
        fc.option(withCard, { nil: undefined }),
        async (value, secret) => {
          const output = secret === undefined ? value : { value, secret };
          const { lookup } = guardTools({ lookup: { execute: async () => output } }, guardrail);
          const got = await lookup.execute();
          if (secret === undefined) expect(got).toBe(output);
          else {
            expect(got).toEqual({ value: JSON.parse(JSON.stringify(value)), secret: expect.any(String) });
            expect(JSON.stringify(got)).not.toContain(CARD);
          }
        },
      ),
      { numRuns: runs(60) },
    );
  });
});
