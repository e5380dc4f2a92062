import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { createGuardrail, GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { GuardrailCallbackHandler, type GuardrailCallbackHandlerOptions } from 'airs-guardrails/langchain';
import { type FakeScanner, type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  ATTACK,
  CORES,
  countingModel,
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

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', remember);
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(async () => {
  await settle();
  process.off('unhandledRejection', remember);
  vi.restoreAllMocks();
  expect(unhandled).toEqual([]);
});

const model = { lc: 1, type: 'not_implemented', id: ['fake'] };

function start(
  handler: GuardrailCallbackHandler,
  text: string,
  runId = 'run-1',
  extra?: Record<string, unknown>,
): Promise<void> {
  return handler.handleChatModelStart(model, [[new HumanMessage(text)]], runId, undefined, extra);
}

function end(handler: GuardrailCallbackHandler, text: string, runId = 'run-1'): Promise<void> {
  return handler.handleLLMEnd({ generations: [[{ text, message: new AIMessage(text) }]] }, runId);
}

describe('the options of the handler', () => {
  test.each([
    ['the preset', 'redact'],
    ['one effect', { prompt: { dlp: 'redact' } }],
    ['one effect of another direction', { tool: { dlp: 'redact' } }],
  ] as const)('a policy that redacts is refused: %s', (_name, policy) => {
    const make = (options: GuardrailCallbackHandlerOptions) => () => new GuardrailCallbackHandler(options);
    const scanner = fakeScanner();
    expect(make({ scanner, policy })).toThrow(GuardrailConfigError);
    expect(make({ scanner, policy })).toThrow(/callbacks cannot rewrite.*'balanced'.*checkPrompt/);
    const guardrail = createGuardrail({ scanner, policy });
    expect(make({ guardrail })).toThrow(/callbacks cannot rewrite/);
  });

  test('may hold a guardrail that is already there, which is used as it is', async () => {
    const scanner = scriptedScanner();
    const guardrail = createGuardrail({ scanner, metadata: { trId: 'turn-1', appName: 'shop' } });
    const handler = new GuardrailCallbackHandler({ guardrail });
    await start(handler, 'hello');
    expect(scanner.requests).toEqual([{ prompt: 'hello', trId: 'turn-1', appName: 'shop' }]);
  });

  test.each([
    [
      'an option beside a guardrail',
      { guardrail: createGuardrail({ scanner: fakeScanner() }), policy: 'strict' },
    ],
    ['something else as the guardrail', { guardrail: {} }],
    ['a misspelt option', { scanner: fakeScanner(), polcy: 'strict' }],
    ['an unknown policy', { scanner: fakeScanner(), policy: 'lenient' }],
  ])('%s is an error', (_name, options) => {
    expect(() => new GuardrailCallbackHandler(options as never)).toThrow(GuardrailConfigError);
  });

  test('may be a guardrail itself', async () => {
    const handler = new GuardrailCallbackHandler(createGuardrail({ scanner: scriptedScanner() }));
    await expect(handler.handleLLMStart({}, [ATTACK], 'run')).rejects.toThrow(GuardrailViolationError);
  });

  test('may be left out, and then it fails closed, as no key is set', async () => {
    vi.stubEnv('PANW_AI_SEC_API_KEY', '');
    vi.stubEnv('PANW_AI_SEC_API_TOKEN', '');
    const handler = new GuardrailCallbackHandler();
    expect(String(await rejection(start(handler, 'hello')))).toMatch(/not released, the scan failed/);
    vi.unstubAllEnvs();
  });
});

describe('the flags of the handler', () => {
  const flags = ['raiseError', 'awaitHandlers', 'ignoreLLM'] as const;

  test('are set and cannot be changed', () => {
    const handler = new GuardrailCallbackHandler({ scanner: fakeScanner() });
    expect(flags.map((flag) => handler[flag])).toEqual([true, true, false]);
    for (const flag of flags) {
      const changed = flag === 'ignoreLLM';
      expect(() => Object.assign(handler, { [flag]: changed })).toThrow(TypeError);
      expect(() => Object.defineProperty(handler, flag, { value: changed })).toThrow(TypeError);
      expect(Reflect.deleteProperty(handler, flag)).toBe(false);
    }
    expect(flags.map((flag) => handler[flag])).toEqual([true, true, false]);
  });

  test('are not changed by class fields of a subclass either', () => {
    class Lenient extends GuardrailCallbackHandler {
      override raiseError = false;
    }
    expect(() => new Lenient({ scanner: fakeScanner() })).toThrow(TypeError);
  });

  test('hold in background mode of LangChain', () => {
    vi.stubEnv('LANGCHAIN_CALLBACKS_BACKGROUND', 'true');
    expect(new GuardrailCallbackHandler({ scanner: fakeScanner() }).awaitHandlers).toBe(true);
    vi.unstubAllEnvs();
  });

  test('are those of every copy, which is the handler itself and a handler of LangChain', () => {
    const handler = new GuardrailCallbackHandler({ scanner: fakeScanner() });
    expect(handler.copy()).toBe(handler);
    expect(handler).toBeInstanceOf(BaseCallbackHandler);
    expect(handler.name).toBe('guardrail_callback_handler');
  });
});

test('neither the scanner nor a running prompt is printed or serialised', async () => {
  const scanner = Object.assign(scriptedScanner(), { apiKey: `key-${SECRET}` });
  const handler = new GuardrailCallbackHandler({ scanner });
  await start(handler, `hello ${SECRET}`);
  expect(handler.pendingRuns).toBe(1);
  expect(printed(handler)).not.toContain(SECRET);
  expect(handler.toJSON()).toMatchObject({ lc: 1, type: 'not_implemented' });
  expect(handler.lc_serializable).toBe(false);
});

describe('the runs that the handler knows', () => {
  test('are scanned once where their start and end come twice, and both wait for it', async () => {
    const scanner = fakeScanner({ verdicts: { action: 'block', promptDetected: { injection: true } } });
    const handler = new GuardrailCallbackHandler({ scanner });
    const [first, second] = await Promise.allSettled([start(handler, 'hello'), start(handler, 'hello')]);
    expect(scanner.requests).toHaveLength(1);
    expect(first.status).toBe('rejected');
    expect(second).toEqual(first);
    expect(handler.pendingRuns).toBe(0);
  });

  test('have another prompt under the same id scanned: a reused id is no way round', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    await start(handler, 'hello');
    expect(await rejection(start(handler, ATTACK))).toBeInstanceOf(GuardrailViolationError);
    const [good, bad] = await Promise.allSettled([start(handler, 'hello'), start(handler, ATTACK)]);
    expect([good.status, bad.status]).toEqual(['fulfilled', 'rejected']);
  });

  test('have another response under the same id scanned too', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    await start(handler, 'hello');
    await Promise.all([end(handler, 'one'), end(handler, 'one'), end(handler, 'two')]);
    expect(scanner.requests.map(({ response }) => response)).toEqual([undefined, 'one', 'two']);
    expect(handler.pendingRuns).toBe(0);
  });

  test('may have a response without a start, which is scanned alone', async () => {
    const scanner = scriptedScanner();
    await end(new GuardrailCallbackHandler({ scanner }), 'fine');
    expect(scanner.requests).toEqual([{ response: 'fine', trId: 'run-1' }]);
  });

  test('are forgotten after an end, an error and a refusal', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    await start(handler, 'a', 'run-a');
    await start(handler, 'b', 'run-b');
    await rejection(start(handler, ATTACK, 'run-c'));
    expect(handler.pendingRuns).toBe(2);
    await end(handler, 'fine', 'run-a');
    expect(handler.pendingRuns).toBe(1);
    handler.handleLLMError(new Error('down'), 'run-b');
    expect(handler.pendingRuns).toBe(0);
  });

  test('go together when one of the same call is refused, and those of others stay', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: scriptedScanner() });
    const call = { options: {} };
    await start(handler, 'other', 'run-o', { options: {} });
    const outcomes = await Promise.allSettled([
      start(handler, 'a', 'run-a', call),
      start(handler, ATTACK, 'run-b', call),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(handler.pendingRuns).toBe(1);
  });

  test('do not pile up where they never end', async () => {
    const handler = new GuardrailCallbackHandler({ scanner: fakeScanner() });
    for (let run = 0; run < 2100; run += 1) await start(handler, 'hello', `run-${run}`);
    expect(handler.pendingRuns).toBe(2000);
  });

  test('are left to that limit by an abandoned stream, and a later call is scanned as ever', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    const { model: list } = countingModel(CORES[0] as (typeof CORES)[number], ['a long answer']);
    for await (const _chunk of await list.stream('hello', { callbacks: [handler] })) break;
    expect(handler.pendingRuns).toBe(1);
    expect(await rejection(list.invoke(ATTACK, { callbacks: [handler] }))).toBeInstanceOf(
      GuardrailViolationError,
    );
  });
});

describe('the metadata of a scan', () => {
  test.each([
    ['a number', 42, '42'],
    ['too long for the service', 'x'.repeat(101), undefined],
    ['empty', '', undefined],
    ['an object', {}, undefined],
  ])('has the session of a thread id that is %s, if it can be one', async (_name, threadId, sessionId) => {
    const scanner = fakeScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    await handler.handleLLMStart(model, ['hello'], 'r'.repeat(200), undefined, undefined, [], {
      thread_id: threadId,
    });
    expect(scanner.requests).toEqual([{ prompt: 'hello', ...(sessionId !== undefined && { sessionId }) }]);
  });
});

describe('several prompts in one start', () => {
  test('are scanned each by itself', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    await handler.handleLLMStart(model, ['one', 'two'], 'run-1');
    await handler.handleLLMEnd({ generations: [[{ text: 'a' }], [{ text: 'b' }]] }, 'run-1');
    expect(scanner.requests.map(({ prompt, response }) => [prompt, response])).toEqual([
      ['one', undefined],
      ['two', undefined],
      ['one\n\ntwo', 'a\n\nb'],
    ]);
    expect(await rejection(handler.handleLLMStart(model, ['one', ATTACK], 'run-2'))).toBeInstanceOf(
      GuardrailViolationError,
    );
  });

  test('need no scan where they are empty, as system prompts alone are', async () => {
    const scanner = scriptedScanner();
    const handler = new GuardrailCallbackHandler({ scanner });
    await handler.handleChatModelStart(model, [[], []], 'run-1');
    await handler.handleLLMEnd({ generations: [[undefined]] }, 'run-1');
    await handler.handleLLMEnd({}, 'run-2');
    expect(scanner.requests).toEqual([]);
  });
});

describe('a policy that blocks nothing', () => {
  const blocked: FakeVerdict = {
    action: 'block',
    promptDetected: { injection: true },
    responseDetected: { dlp: true },
  };

  /** A scanner whose scans wait until they are let go. */
  function heldScanner(): FakeScanner & { release(): void } {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const scanner = fakeScanner({
      verdicts: async () => {
        await gate;
        return blocked;
      },
    });
    return Object.assign(scanner, { release: () => release() });
  }

  test.each(CORES)('never delays a call, and flush waits for the verdicts (core $version)', async (core) => {
    const scanner = heldScanner();
    const seen: unknown[] = [];
    const handler = new GuardrailCallbackHandler({
      scanner,
      policy: 'monitor',
      onEvent: (event) => {
        if (event.type === 'decision') seen.push([event.direction, event.outcome]);
      },
    });
    const { model: list, calls } = countingModel(core);
    const answer = await list.invoke(ATTACK, { callbacks: [handler] });
    expect(answer.content).toBe('fine');
    expect(calls.count).toBe(1);
    expect(seen).toEqual([]);
    let flushed = false;
    const flush = handler.flush().then(() => {
      flushed = true;
    });
    await settle();
    expect(flushed).toBe(false);
    scanner.release();
    await flush;
    expect(seen).toEqual([
      ['prompt', 'warn'],
      ['response', 'warn'],
    ]);
    expect(scanner.requests).toHaveLength(2);
    expect(handler.pendingRuns).toBe(0);
  });

  test('scans once where it is told twice', async () => {
    const scanner = fakeScanner();
    const handler = new GuardrailCallbackHandler({ scanner, policy: 'monitor' });
    await Promise.all([start(handler, 'hello'), start(handler, 'hello')]);
    await Promise.all([end(handler, 'fine'), end(handler, 'fine')]);
    await handler.flush();
    expect(scanner.requests).toHaveLength(2);
  });

  test('does not end its scan with the call', async () => {
    const signals: unknown[] = [];
    const scanner = { name: 's', scan: vi.fn(fakeScanner().scan) };
    const handler = new GuardrailCallbackHandler({ scanner, policy: 'monitor' });
    await start(handler, 'hello', 'run-1', { options: { signal: AbortSignal.abort() } });
    await handler.flush();
    for (const [, options] of scanner.scan.mock.calls) signals.push(options?.signal);
    expect(signals).toEqual([undefined]);
  });

  test('lets nothing that goes wrong reach the call', async () => {
    const handler = new GuardrailCallbackHandler({
      scanner: fakeScanner(),
      policy: 'monitor',
      metadata: () => {
        throw new Error('no metadata');
      },
    });
    await start(handler, 'hello');
    const broken = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no fields');
        },
      },
    );
    await handler.handleChatModelStart(model, [[broken]], 'run-2');
    await handler.handleLLMEnd(broken, 'run-2');
    await handler.flush();
    await settle();
  });

  test.each([
    [{ preset: 'monitor', onScanFailure: 'block' }],
    [{ preset: 'monitor', onScanFailure: { tool: 'block' } }],
    [{ preset: 'monitor', minBlockSeverity: 'CRITICAL' }],
    [{ preset: 'monitor', response: { dlp: 'block' } }],
  ] as const)('anything that can block makes calls wait: %o', async (policy) => {
    const scanner = heldScanner();
    const handler = new GuardrailCallbackHandler({ scanner, policy });
    const started = start(handler, 'hello').catch(() => 'blocked');
    expect(await Promise.race([started, settle().then(() => 'waiting')])).toBe('waiting');
    scanner.release();
    await started;
  });
});

test('a message that cannot be read is refused where the policy can block', async () => {
  const broken = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no fields');
      },
    },
  );
  const handler = new GuardrailCallbackHandler({ scanner: fakeScanner() });
  expect(String(await rejection(handler.handleChatModelStart(model, [[broken]], 'r')))).toContain(
    'no fields',
  );
  expect(handler.pendingRuns).toBe(0);
});
