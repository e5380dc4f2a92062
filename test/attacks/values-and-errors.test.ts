import {
  createGuardrail,
  findGuardrailError,
  GuardrailConfigError,
  GuardrailViolationError,
} from 'airs-guardrails';
import { guardEmbeddingModel, guardrailToolApproval, guardTools } from 'airs-guardrails/ai-sdk';
import { guardRunnable, guardTool } from 'airs-guardrails/langchain';
import fc from 'fast-check';
import { type AgentMiddleware, toolErrorMiddleware } from 'langchain';
import { describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner } from '../ai-sdk/card.js';
import { type AnyPart, collect, textBlock, versions } from '../ai-sdk/versions.js';
import { calling, lookup, setUp, textsOf, WAYS, watch } from '../langchain/agent/support.js';
import { KITS, recorder } from '../langchain/guarded-support.js';
import { rejection } from '../langchain/support.js';
import { runs } from '../support/extent.js';
import { CANARY, canaryScanner, readable } from './canaries.js';
import { httpError, Order, THROWN, turning, VALUES } from './odd-values.js';

describe.each(versions)('tools on $name', (version) => {
  const { sdk } = version;

  /** Runs a tool in a loop of two steps, both ways, and gives all that anybody hears of it. */
  async function run(
    execute: unknown,
    guardrail = createGuardrail({ scanner: canaryScanner(), policy: 'strict' }),
  ) {
    const prompts: unknown[] = [];
    const { model } = version.scripted({});
    const call: AnyPart = { type: 'tool-call', toolCallId: 'call-1', toolName: 'lookup', input: '{}' };
    let step = 0;
    model.doGenerate = async ({ prompt }: { prompt: unknown }) => {
      // As a provider sends it.
      prompts.push(prompt, JSON.parse(JSON.stringify(prompt)));
      step += 1;
      return {
        content: [step % 2 === 1 ? call : { type: 'text', text: 'done' }],
        finishReason: version.finish(step % 2 === 1 ? 'tool-calls' : 'stop')['finishReason'],
        usage: version.usage,
        warnings: [],
      };
    };
    model.doStream = async ({ prompt }: { prompt: unknown }) => {
      prompts.push(prompt, JSON.parse(JSON.stringify(prompt)));
      step += 1;
      const chunks =
        step % 2 === 1 ? [call, version.finish('tool-calls')] : [...textBlock('1', 'done'), version.finish()];
      return { stream: sdk.simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) };
    };
    const tool = sdk.tool({ inputSchema: sdk.jsonSchema({ type: 'object' }), execute });
    const told: unknown[] = [];
    const options = {
      model,
      tools: guardTools({ lookup: tool }, guardrail),
      stopWhen: sdk.stepCountIs(3),
      prompt: 'go',
      maxRetries: 0,
      onStepFinish: (finished: unknown) => told.push(finished),
      onError: (error: unknown) => told.push(error),
    };
    const generated = await sdk.generateText(options).catch((error: unknown) => error);
    const stream = sdk.streamText(options);
    const parts = await collect(
      stream.toUIMessageStream({ onError: (error: unknown) => String(error) }),
    ).catch((error: unknown) => error);
    const outputs = (generated as { steps?: { toolResults: { output: unknown }[] }[] }).steps?.[0]
      ?.toolResults;
    return { prompts, told, generated, parts, output: outputs?.[0]?.output };
  }

  it.each(VALUES)('give away nothing of %s that was not judged', async (_, made) => {
    const seen = await run(async () => made(CANARY));
    expect(readable(seen)).not.toContain(CANARY);
    expect(seen.prompts.length).toBeGreaterThan(0);
  });

  it.each(VALUES)('say of %s what they said when it was judged', async (_, made) => {
    const scanner = canaryScanner();
    const { output } = await run(async () => made('all well'), createGuardrail({ scanner }));
    const heard = scanner.requests.map(({ toolEvent }) => toolEvent?.output ?? '').join('\n');
    for (const text of readable(output).match(/all well/g) ?? []) expect(heard).toContain(text);
    expect(JSON.stringify(output)).toBe(JSON.stringify(output));
  });

  it.each(THROWN)('tell nobody of %s before it was judged', async (_, made) => {
    const seen = await run(() => {
      throw made(CANARY);
    });
    expect(readable(seen)).not.toContain(CANARY);
    const inParts = await run(async function* () {
      yield 'looking';
      throw made(CANARY);
    });
    expect(readable(inParts)).not.toContain(CANARY);
    const redacted = await run(
      () => {
        throw made(CARD);
      },
      createGuardrail({ scanner: cardScanner(), policy: 'redact' }),
    );
    expect(readable(redacted)).not.toContain(CARD);
  });
});

describe('guardTools', () => {
  const guardrail = createGuardrail({ scanner: canaryScanner(), policy: 'strict' });
  const output = async (value: unknown): Promise<unknown> => {
    const { tool } = guardTools({ tool: { execute: async () => value } }, guardrail);
    return tool.execute();
  };

  it('gives plain data on as the very object, and anything else as what was judged', async () => {
    const plain = { a: [1, { b: null }], when: new Date(0), seen: new Map([['x', new Set([1])]]) };
    expect(await output(plain)).toBe(plain);
    const order = await output(new Order('blue'));
    expect(order).toEqual({ id: 7, note: 'blue' });
    expect(Object.getPrototypeOf(order)).toBe(Object.prototype);
    const bytes = new Uint8Array([137, 80, 78, 71]);
    const image = (await output({ bytes, buffer: Buffer.from(bytes) })) as {
      bytes: unknown;
      buffer: unknown;
    };
    expect(image).toEqual({ bytes, buffer: Buffer.from(bytes) });
    expect(Buffer.isBuffer(image.buffer)).toBe(true);
    expect(image.bytes).not.toBe(bytes);
    const error = Object.assign(new TypeError('no'), { code: 7 });
    expect(JSON.stringify(await output({ error }))).toBe(JSON.stringify({ error }));
    expect(await output({ error })).toMatchObject({ error: { name: 'TypeError', message: 'no', code: 7 } });
    expect(await output(new String('fine'))).toBe('fine');
    expect(await output({ n: 1n, un: undefined, f: () => 1 })).toEqual({ n: 1n });
    expect(await output(undefined)).toBeUndefined();
  });

  it('does not give on what changed while it was judged', async () => {
    const value = { note: 'fine' };
    const scanner = canaryScanner();
    const scan: typeof scanner.scan = async (...args) => {
      const result = await scanner.scan(...args);
      value.note = CANARY;
      return result;
    };
    const { tool } = guardTools(
      { tool: { execute: async () => value } },
      { scanner: { ...scanner, scan }, policy: 'strict' },
    );
    expect(await tool.execute()).toEqual({ note: 'fine' });
  });

  it('refuses what contains itself, or throws when it is read, without a word of it', async () => {
    const round: Record<string, unknown> = { [CANARY]: 1 };
    round['again'] = { inner: [round] };
    const throwing = {
      get note(): string {
        throw new Error(CANARY);
      },
    };
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    for (const value of [round, throwing, deep, { toJSON: () => round }]) {
      const error = await rejection(output(value));
      expect(error).toBeInstanceOf(GuardrailConfigError);
      expect(readable(error)).not.toContain(CANARY);
    }
  });

  it('asks each getter and each toJSON once', async () => {
    const note = vi.fn(() => 'fine');
    const toJSON = vi.fn(() => ({ id: 1 }));
    await output([{ toJSON }, Object.defineProperty({}, 'note', { get: note, enumerable: true })]);
    expect([note.mock.calls.length, toJSON.mock.calls.length]).toEqual([1, 1]);
  });

  it('throws a clean error on as the very error, and a redacted one as another of its name', async () => {
    class RateLimited extends Error {
      override readonly name = 'RateLimited';
      readonly retryAfter = 3;
    }
    const failure = new RateLimited('slow down', { cause: httpError('none') });
    const failing = (error: unknown) =>
      guardTools(
        {
          tool: {
            execute: async (): Promise<unknown> => {
              throw error;
            },
          },
        },
        createGuardrail({ scanner: cardScanner(), policy: 'redact' }),
      ).tool.execute();
    expect(await rejection(failing(failure))).toBe(failure);
    const redacted = await rejection(
      failing(Object.assign(new RateLimited(`no ${CARD}`), { body: 'kept?' })),
    );
    expect(redacted).toMatchObject({ name: 'RateLimited', message: 'no [CREDIT_CARD]' });
    expect(Object.keys(redacted as object)).toEqual([]);
    const beside = await rejection(failing(httpError(CARD)));
    expect(beside).toMatchObject({ name: 'Error', message: 'Request failed with status code 500' });
    expect(readable(redacted, beside)).not.toContain(CARD);
    const abort = new DOMException('enough', 'AbortError');
    expect(await rejection(failing(abort))).toBe(abort);
  });

  it('gives on an error without its fields where they are too many to be judged', async () => {
    const body = Array.from({ length: 30_000 }, (_, index) => ({ index }));
    body[29_000] = { index: CANARY as never };
    const { tool } = guardTools(
      {
        tool: {
          execute: async () => {
            throw Object.assign(new RangeError('too much'), { body });
          },
        },
      },
      guardrail,
    );
    const error = await rejection(tool.execute());
    expect(error).toMatchObject({ name: 'RangeError', message: 'too much' });
    expect(readable(error)).not.toContain(CANARY);
  });

  it('never gives on what was not judged, whatever the value is made of', async () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(CANARY));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 3 }),
        fc
          .array(fc.tuple(fc.string({ maxLength: 4 }), tie('value')), { maxLength: 2 })
          .map((entries) => new Map(entries)),
        fc.array(tie('value'), { maxLength: 2 }).map((items) => new Set(items)),
        tie('value').map((inner) => Object.assign(new Error('e'), { inner })),
        tie('value').map((cause) => new Error('e', { cause })),
        tie('value').map((inner) => ({ toJSON: turning({ id: 1 }, inner) })),
        tie('value').map((inner) =>
          Object.defineProperty({}, 'x', { get: turning(1, inner), enumerable: true }),
        ),
        tie('value').map((inner) => new Proxy({ inner }, {})),
        tie('value').map((inner) => ({ toJSON: () => inner })),
        tie('value').map((inner) => Object.assign(new Date(0), { inner })),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        const got = await output(given).catch((error: unknown) => error);
        expect(readable(got)).not.toContain(CANARY);
        // Whoever reads it again reads the same.
        expect(readable(got)).toBe(readable(got));
      }),
      { numRuns: runs(150) },
    );
  });

  it('reads a value in time that grows with it', async () => {
    const reads: number[] = [];
    for (const size of [100, 200, 400, 800]) {
      let count = 0;
      const item = () => Object.defineProperty({}, 'x', { enumerable: true, get: () => ++count });
      await output({ items: Array.from({ length: size }, item) });
      reads.push(count);
    }
    expect(reads).toEqual([100, 200, 400, 800]);
  });
});

describe('other places that take values', () => {
  it('show an application the input that was judged', async () => {
    const inner = vi.fn((_call: { toolCall: { input: unknown } }) => 'approved' as const);
    const approve = guardrailToolApproval(createGuardrail({ scanner: canaryScanner() }), inner);
    const input = Object.defineProperty({}, 'q', { get: turning('fine', CANARY), enumerable: true });
    const rest = { tools: {}, toolsContext: {}, runtimeContext: {}, messages: [] };
    await approve({ toolCall: { toolName: 't', toolCallId: 'c', input }, ...rest });
    expect(inner.mock.calls[0]?.[0].toolCall.input).toEqual({ q: 'fine' });
    expect(
      await approve({ toolCall: { toolName: 't', toolCallId: 'c', input: httpError(CANARY) }, ...rest }),
    ).toMatchObject({ type: 'denied' });
  });

  it('embed what was judged', async () => {
    const doEmbed = vi.fn(async (_params: { values: unknown[] }) => ({ embeddings: [[1]] }));
    const model = guardEmbeddingModel({ modelId: 'm', doEmbed } as never, {
      scanner: canaryScanner(),
    }) as unknown as {
      doEmbed(params: object): Promise<unknown>;
    };
    await model.doEmbed({
      values: [{ toJSON: turning({ a: 1 }, { a: CANARY }) }, new Order('blue'), 'text'],
    });
    expect(doEmbed.mock.calls[0]?.[0].values).toEqual([{ a: 1 }, { id: 7, note: 'blue' }, 'text']);
    await expect(model.doEmbed({ values: [httpError(CANARY)] })).rejects.toBeInstanceOf(
      GuardrailViolationError,
    );
  });

  it('put originals of a vault into what was judged', async () => {
    const guardrail = createGuardrail({
      scanner: cardScanner(),
      policy: { preset: 'redact', redaction: { style: 'vault' } },
    });
    const { text } = await guardrail.checkPrompt(`card ${CARD}`);
    const execute = vi.fn(async (_input: unknown) => 1);
    const { tool } = guardTools(
      { tool: { execute } as { execute: (input: unknown) => Promise<number> } },
      guardrail,
    );
    await tool.execute({ toJSON: turning({ q: text }, { q: 'another' }) });
    expect(execute.mock.calls[0]?.[0]).toEqual({ q: `card ${CARD}` });
  });
});

describe.each(KITS)('LangChain $version', (kit) => {
  const { tools, messages, runnables } = kit;
  const schema = { type: 'object', properties: {} } as const;
  const made = (run: (...args: never[]) => unknown, more: object = {}) =>
    guardTool(
      tools.tool(run as never, { name: 'lookup', description: 'd', schema, ...more } as never) as never as {
        invoke(input: unknown, config?: unknown): Promise<unknown>;
      },
      {
        scanner: canaryScanner(),
        policy: 'strict',
      },
    );
  const call = { type: 'tool_call', id: 'call-1', name: 'lookup', args: {} };

  it.each(VALUES)('gives away nothing of %s that was not judged', async (kind, make) => {
    const { handler, seen } = recorder();
    const config = { callbacks: [handler] };
    const heard: unknown[] = [];
    const keep = async (work: () => Promise<unknown>): Promise<void> => {
      heard.push(await work().catch((error: unknown) => error));
    };
    await keep(() => made(async () => make(CANARY)).invoke({}, config));
    await keep(() => made(async () => make(CANARY)).invoke(call, config));
    await keep(() =>
      made(async () => ['fine', make(CANARY)], { responseFormat: 'content_and_artifact' }).invoke(
        call,
        config,
      ),
    );
    await keep(() =>
      made(
        async () => new messages.ToolMessage({ content: 'fine', tool_call_id: 'c', artifact: make(CANARY) }),
      ).invoke(call, config),
    );
    await keep(() =>
      made(
        async () =>
          new messages.ToolMessage({ content: 'fine', tool_call_id: 'c', metadata: { x: make(CANARY) } }),
      ).invoke(call, config),
    );
    // One word in the place of a name says nothing there.
    const beside = kind.startsWith('the name of') ? 'fine' : make(CANARY);
    await keep(() =>
      made(
        async () =>
          new messages.ToolMessage({
            content: 'fine',
            tool_call_id: 'c',
            additional_kwargs: { x: beside },
          }),
      ).invoke(call, config),
    );
    await keep(() =>
      made(async () => ({ at: new messages.HumanMessage('fine'), beside: make(CANARY) })).invoke({}, config),
    );
    const step = guardRunnable(runnables.RunnableLambda.from(async () => make(CANARY)) as object, {
      scanner: canaryScanner(),
      policy: 'strict',
    }) as { invoke(input: unknown, config?: unknown): Promise<unknown> };
    await keep(() => step.invoke('q', config));
    expect(readable(heard, seen)).not.toContain(CANARY);
    expect(heard).toHaveLength(8);
  });

  it.each(THROWN)('tells nobody of %s before it was judged', async (_, make) => {
    const { handler, seen } = recorder();
    const tool = made(async () => {
      throw make(CANARY);
    });
    const error = await rejection(tool.invoke(call, { callbacks: [handler] }));
    expect(readable(error, seen)).not.toContain(CANARY);
    const redacting = guardTool(
      tools.tool(
        (async () => {
          throw make(CARD);
        }) as never,
        { name: 'lookup', description: 'd', schema } as never,
      ) as never as { invoke(input: unknown, config?: unknown): Promise<unknown> },
      { scanner: cardScanner(), policy: 'redact' },
    );
    const redacted = await rejection(redacting.invoke(call, { callbacks: [handler] }));
    expect(readable(redacted, seen)).not.toContain(CARD);
    // An engine may make the stack of the words as they are when it is asked for.
    if (readable(make(CANARY)).includes(CANARY)) expect(findGuardrailError(error)).toBeDefined();
  });

  it('throws a clean error of a tool on as the very error', async () => {
    const failure = new RangeError('slow down');
    const tool = made(async () => {
      throw failure;
    });
    expect(await rejection(tool.invoke(call))).toBe(failure);
    const step = runnables.RunnableLambda.from(async () => {
      throw failure;
    });
    const asTool = guardTool(
      step.asTool({ name: 'lookup', description: 'd', schema: schema as never }) as object,
      {
        scanner: canaryScanner(),
      },
    ) as { invoke(input: unknown): Promise<unknown> };
    expect(await rejection(asTool.invoke({}))).toBe(failure);
  });
});

describe('agents of LangChain', () => {
  it.each(WAYS)('hear of no error of a tool before it was judged, by way of %s', async (way) => {
    for (const make of [(text: string) => new Error(text), httpError]) {
      const { tool } = lookup(() => {
        throw make(CARD);
      });
      const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [tool] });
      const seen = await watch(set, way, 'hello');
      expect(
        readable(seen.shown, seen.callbacks, seen.error, await set.thread(), set.model.prompts),
      ).not.toContain(CARD);
      expect(textsOf(await set.thread())[2]).toMatch(/^tool: Error: .*Please fix your mistakes\.$/s);
    }
  });

  it('judge an error again that a tool throws again, with other words', async () => {
    const error = new Error('fine so far');
    const { tool } = lookup(({ q }) => {
      error.message = q === 'first' ? 'fine so far' : `no ${CARD}`;
      throw error;
    });
    const telling = toolErrorMiddleware({ onError: (thrown) => String(thrown) }) as AgentMiddleware;
    const answers = [calling('first'), calling('second', 'call-2'), { text: 'fine' }];
    const set = setUp({ answers, tools: [tool], before: [telling] });
    const texts = textsOf(await set.say('hello'));
    expect(texts[2]).toBe('tool: Error: fine so far');
    expect(texts[4]).toContain('[CREDIT_CARD]');
    expect(readable(await set.thread(), set.model.prompts)).not.toContain(CARD);
  });

  it('read the message of a tool as it was judged', async () => {
    for (const [, make] of VALUES) {
      const { tool } = lookup(() => make(CARD));
      const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [tool] });
      const seen = await watch(set, 'invoke', 'hello');
      expect(readable(seen.shown, seen.callbacks, seen.error, set.model.prompts)).not.toContain(CARD);
    }
  });
});
