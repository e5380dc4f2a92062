import {
  type GuardrailError,
  GuardrailScanError,
  GuardrailViolationError,
  isGuardrailError,
} from 'airs-guardrails';
import { GuardrailCallbackHandler } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  ATTACK,
  CORES,
  countingModel,
  countingStreamModel,
  drain,
  LEAK,
  printed,
  rejection,
  SECRET,
  scriptedScanner,
  settle,
} from './support.js';

const unhandled: unknown[] = [];
const remember = (reason: unknown): void => {
  unhandled.push(reason);
};
const logged: string[] = [];

beforeEach(() => {
  unhandled.length = 0;
  logged.length = 0;
  process.on('unhandledRejection', remember);
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
      logged.push(args.map((arg) => printed(arg)).join(' '));
    });
  }
});

afterEach(async () => {
  await settle();
  process.off('unhandledRejection', remember);
  vi.restoreAllMocks();
  expect(unhandled).toEqual([]);
  expect(logged.join('\n')).not.toContain(SECRET);
});

function expectViolation(error: unknown, direction: string): void {
  expect(error).toBeInstanceOf(GuardrailViolationError);
  const violation = error as GuardrailViolationError;
  expect(violation.direction).toBe(direction);
  expect(violation.result.action).toBe('block');
  expect(violation.decision.outcome).toBe('block');
  expect(violation.decision.text).toBe('');
  expect(printed(violation)).not.toContain(SECRET);
}

describe.each(CORES)('@langchain/core $version', (core) => {
  const { HumanMessage, SystemMessage, ToolMessage, AIMessage } = core.messages;

  const ENTRY_POINTS: readonly [
    string,
    (model: ReturnType<typeof countingModel>['model'], handler: GuardrailCallbackHandler) => Promise<unknown>,
  ][] = [
    ['invoke with a string', (model, handler) => model.invoke(ATTACK, { callbacks: [handler] })],
    [
      'invoke with messages',
      (model, handler) =>
        model.invoke([new SystemMessage('s'), new HumanMessage(ATTACK)], { callbacks: [handler] }),
    ],
    [
      'batch',
      (model, handler) =>
        model.batch(['hello', ATTACK], { callbacks: [handler], maxConcurrency: 1 }).then(() => undefined),
    ],
    ['generate', (model, handler) => model.generate([[new HumanMessage(ATTACK)]], { callbacks: [handler] })],
    [
      'generate, callbacks as an argument',
      (model, handler) => model.generate([[new HumanMessage(ATTACK)]], {}, [handler]),
    ],
    ['withConfig', (model, handler) => model.withConfig({ callbacks: [handler] }).invoke(ATTACK)],
    [
      'callbacks of the model',
      (model, handler) => Object.assign(model, { callbacks: [handler] }).invoke(ATTACK),
    ],
    ['pipe', (model, handler) => model.pipe((message) => message).invoke(ATTACK, { callbacks: [handler] })],
    [
      'stream',
      async (model, handler) => {
        const { error, items } = await drain(model.stream(ATTACK, { callbacks: [handler] }));
        expect(items).toEqual([]);
        throw error;
      },
    ],
    ...(['v1', 'v2'] as const).map((version): (typeof ENTRY_POINTS)[number] => [
      `streamEvents ${version}`,
      async (model, handler) => {
        const { error, items } = await drain(model.streamEvents(ATTACK, { version, callbacks: [handler] }));
        expect(items.filter((event) => event.event === 'on_chat_model_stream')).toEqual([]);
        throw error;
      },
    ]),
    [
      'streamLog',
      async (model, handler) => {
        const { error } = await drain(model.streamLog(ATTACK, { callbacks: [handler] }));
        throw error;
      },
    ],
  ];

  test.each(ENTRY_POINTS)(
    'a violation in the prompt keeps the model from being called: %s',
    async (name, call) => {
      const scanner = scriptedScanner();
      const handler = new GuardrailCallbackHandler({ scanner });
      const { model, calls } = countingModel(core);
      const error = await rejection(call(model, handler));
      expectViolation(error, 'prompt');
      expect(calls.count).toBe(name === 'batch' ? 1 : 0);
      expect(scanner.requests.length).toBeGreaterThan(0);
      await settle();
      expect(handler.pendingRuns).toBe(0);
    },
  );

  test('batch with returnExceptions gives the error in its place', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    const { model, calls } = countingModel(core);
    const [first, second] = await model.batch(
      ['hello', ATTACK],
      { callbacks: [handler] },
      { returnExceptions: true },
    );
    expect(first).toHaveProperty('content', 'fine');
    expectViolation(second, 'prompt');
    expect(calls.count).toBe(1);
    expect(handler.pendingRuns).toBe(0);
  });

  test('one bad prompt of a generate call stops all, and none of its runs stays behind', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    const { model, calls } = countingModel(core);
    const prompts = [[new HumanMessage('one')], [new HumanMessage(ATTACK)], [new HumanMessage('three')]];
    expectViolation(await rejection(model.generate(prompts, { callbacks: [handler] })), 'prompt');
    await settle();
    expect(calls.count).toBe(0);
    expect(handler.pendingRuns).toBe(0);
  });

  test('two good prompts of a generate call are four scans, each response beside its own prompt', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    const { model } = countingModel(core, ['first', 'second']);
    await model.generate([[new HumanMessage('one')], [new HumanMessage('two')]], { callbacks: [handler] });
    const said = scanner.requests.map(({ prompt, response }) => ({ prompt, response }));
    expect(said).toEqual([
      { prompt: 'one' },
      { prompt: 'two' },
      { prompt: 'one', response: 'first' },
      { prompt: 'two', response: 'second' },
    ]);
    expect(handler.pendingRuns).toBe(0);
  });

  test('bindTools keeps callbacks that are given to the call', async () => {
    const tool = { name: 'search', description: 'd', schema: { type: 'object', properties: {} } };
    // bindTools makes another model of the same class, so the class itself counts.
    const { prototype } = core.testing.FakeStreamingChatModel;
    const spies = [vi.spyOn(prototype, '_generate'), vi.spyOn(prototype, '_streamResponseChunks')];
    const model = new core.testing.FakeStreamingChatModel({ responses: [new AIMessage('fine')], sleep: 0 });
    const bound = model.bindTools([tool as never]);
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    expectViolation(await rejection(bound.invoke(ATTACK, { callbacks: [handler] })), 'prompt');
    expectViolation((await drain(bound.stream(ATTACK, { callbacks: [handler] }))).error, 'prompt');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    expect((await bound.invoke('hello', { callbacks: [handler] })).content).toBe('fine');
    expect(spies[0]).toHaveBeenCalledOnce();
  });

  test('an attack in a tool result is blocked as a tool event', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    const { model, calls } = countingModel(core);
    const history = [
      new HumanMessage('What does the page say?'),
      new AIMessage({
        content: '',
        tool_calls: [{ id: 'c1', name: 'fetch_page', args: { url: 'https://a.test' } }],
      }),
      new ToolMessage({ content: ATTACK, tool_call_id: 'c1' }),
    ];
    expectViolation(await rejection(model.invoke(history, { callbacks: [handler] })), 'tool');
    expect(calls.count).toBe(0);
    const event = scanner.requests.find(({ toolEvent }) => toolEvent !== undefined)?.toolEvent;
    expect(event).toEqual({
      metadata: { ecosystem: 'mcp', method: 'tools/call', server_name: 'tools', tool_invoked: 'fetch_page' },
      output: ATTACK,
    });
  });

  test('a violation in the response makes invoke reject', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    const { model, calls } = countingModel(core, [LEAK]);
    expectViolation(await rejection(model.invoke('hello', { callbacks: [handler] })), 'response');
    expect(calls.count).toBe(1);
    expect(handler.pendingRuns).toBe(0);
  });

  test('in a stream the violation of the response follows its chunks', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    const { model } = countingModel(core, [LEAK]);
    const { items, error } = await drain(model.stream('hello', { callbacks: [handler] }));
    expect(items.map((chunk) => chunk.content).join('')).toBe(LEAK);
    expectViolation(error, 'response');
    expect(handler.pendingRuns).toBe(0);
  });

  test.each(['v1', 'v2'] as const)(
    'in streamEvents %s the violation of the response ends the stream',
    async (version) => {
      const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
      const { model } = countingStreamModel(core, LEAK);
      const { error } = await drain(model.streamEvents('hello', { version, callbacks: [handler] }));
      expectViolation(error, 'response');
    },
  );

  test('good calls go through, with one scan before and one after', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    const { model, calls } = countingStreamModel(core);
    const { items, error } = await drain(model.stream('hello', { callbacks: [handler] }));
    expect(error).toBeUndefined();
    expect(items.map((chunk) => chunk.content).join('')).toBe('fine');
    expect((await model.invoke('hello again', { callbacks: [handler] })).content).toBe('fine');
    expect(calls.count).toBe(2);
    expect(scanner.requests.map(({ prompt, response }) => [prompt, response])).toEqual([
      ['hello', undefined],
      ['hello', 'fine'],
      ['hello again', undefined],
      ['hello again', 'fine'],
    ]);
    expect(handler.pendingRuns).toBe(0);
  });

  test('text models are guarded before and after', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    const asked = vi.fn();
    class Counting extends core.testing.FakeLLM {
      override async _call(...args: Parameters<InstanceType<typeof core.testing.FakeLLM>['_call']>) {
        asked();
        return super._call(...args);
      }
    }
    expectViolation(await rejection(new Counting({}).invoke(ATTACK, { callbacks: [handler] })), 'prompt');
    expectViolation(
      await rejection(new Counting({}).generate(['hi', ATTACK], { callbacks: [handler] })),
      'prompt',
    );
    expect(asked).not.toHaveBeenCalled();
    expectViolation(
      await rejection(new Counting({ response: LEAK }).invoke('hello', { callbacks: [handler] })),
      'response',
    );
    expect(await new Counting({ response: 'fine' }).invoke('hello', { callbacks: [handler] })).toBe('fine');
    const streaming = new core.testing.FakeStreamingLLM({ responses: [LEAK], sleep: 0 });
    const { items, error } = await drain(streaming.stream('hello', { callbacks: [handler] }));
    expect(items.join('')).toBe(LEAK);
    expectViolation(error, 'response');
    expect(handler.pendingRuns).toBe(0);
  });

  test('an empty stream does not break the handler', async () => {
    class Empty extends core.testing.FakeListChatModel {
      override async *_streamResponseChunks() {}
    }
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    const { items, error } = await drain(
      new Empty({ responses: [''] }).stream('hello', { callbacks: [handler] }),
    );
    expect({ items, error }).toEqual({ items: [], error: undefined });
    expect(handler.pendingRuns).toBe(0);
  });

  test.each([
    [
      'a failed scan',
      fakeScanner({ verdicts: { action: 'warn', categories: ['api_error'], error: 'API error 503' } }),
    ],
    [
      'a scanner that throws',
      fakeScanner({
        verdicts: () => {
          throw new Error(`socket said ${SECRET}`);
        },
      }),
    ],
    ['garbage', { name: 'odd', scan: async () => ({ action: 'sure' }) as never }],
  ])('%s fails closed', async (_name, scanner) => {
    const handler = new GuardrailCallbackHandler({ scanner });
    const { model, calls } = countingModel(core);
    const error = await rejection(model.invoke(`hello ${SECRET}`, { callbacks: [handler] }));
    expect(error).toBeInstanceOf(GuardrailScanError);
    expect((error as GuardrailError).code).toBe('ERR_GUARDRAIL_UNAVAILABLE');
    expect(printed(error)).not.toContain(SECRET);
    expect(calls.count).toBe(0);
    expect(handler.pendingRuns).toBe(0);
  });

  test('a failed scan passes where the policy says so', async () => {
    const scanner = fakeScanner({
      verdicts: { action: 'warn', categories: ['api_error'], error: 'API error 503' },
    });
    const handler = new GuardrailCallbackHandler({ scanner, policy: { onScanFailure: 'allow' } });
    const { model } = countingModel(core);
    expect((await model.invoke('hello', { callbacks: [handler] })).content).toBe('fine');
  });

  test('an error of the model passes as it is and leaves nothing behind', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    const { model } = countingModel(core);
    const error = await rejection(
      model.invoke('hello', { callbacks: [handler], thrownErrorString: 'model down' } as never),
    );
    expect(isGuardrailError(error)).toBe(false);
    expect(String(error)).toContain('model down');
    expect(handler.pendingRuns).toBe(0);
  });

  test('the signal of the call ends the scan with its reason, and the model is not called', async () => {
    const controller = new AbortController();
    const reason = new Error('stop now');
    const seen: unknown[] = [];
    const handler = new GuardrailCallbackHandler({
      scanner: {
        name: 'slow',
        scan: (_request, options) =>
          new Promise((_resolve, reject) => {
            seen.push(options?.signal);
            options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
            setTimeout(() => controller.abort(reason), 5);
          }),
      },
    });
    const { model, calls } = countingModel(core);
    const error = await rejection(model.invoke('hello', { callbacks: [handler], signal: controller.signal }));
    expect(error).toBe(reason);
    expect(seen).toHaveLength(1);
    expect(calls.count).toBe(0);
    expect(handler.pendingRuns).toBe(0);
  });

  test('the same handler on the model and on the call scans once', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    const { model, calls } = countingModel(core, ['fine', LEAK]);
    Object.assign(model, { callbacks: [handler] });
    await model.invoke('hello', { callbacks: [handler] });
    expect(scanner.requests).toHaveLength(2);
    expectViolation(await rejection(model.invoke('hello', { callbacks: [handler] })), 'response');
    expect(scanner.requests).toHaveLength(4);
    expectViolation(await rejection(model.invoke(ATTACK, { callbacks: [handler] })), 'prompt');
    expect(scanner.requests).toHaveLength(5);
    expect(calls.count).toBe(2);
    expect(handler.pendingRuns).toBe(0);
  });

  test('what a call says about itself goes with the scans; the options win', async () => {
    const scanner = scriptedScanner();
    const run = async (handler: GuardrailCallbackHandler): Promise<unknown> => {
      const { model } = countingModel(core);
      return model.invoke('hello', {
        callbacks: [handler],
        runId: '0190c9c0-0000-7000-8000-000000000001',
        metadata: { thread_id: 'thread-1', ls_model_name: 'gpt-x' },
      });
    };
    await run(new GuardrailCallbackHandler({ scanner }));
    await run(new GuardrailCallbackHandler({ scanner, metadata: { sessionId: 'mine', appName: 'shop' } }));
    expect(scanner.requests.map(({ prompt, response, ...about }) => about)).toEqual([
      ...Array(2).fill({
        trId: '0190c9c0-0000-7000-8000-000000000001',
        sessionId: 'thread-1',
        aiModel: 'gpt-x',
      }),
      ...Array(2).fill({
        trId: '0190c9c0-0000-7000-8000-000000000001',
        sessionId: 'mine',
        aiModel: 'gpt-x',
        appName: 'shop',
      }),
    ]);
  });
});
