import { GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner } from './card.js';
import { type AnyPart, collect, textBlock, versions } from './versions.js';

describe.each(versions)('agents and retries on $name', (version) => {
  const { sdk } = version;
  const lookup: AnyPart = { type: 'tool-call', toolCallId: 'c', toolName: 'lookup', input: '{"q":1}' };

  /** A model that calls a tool first and answers then. */
  function looping(toolResult: string, policy?: 'redact') {
    const scripted = version.scripted({});
    const steps = (): boolean => scripted.calls() <= 1;
    const reason = (tool: boolean) =>
      (version.finish(tool ? 'tool-calls' : 'stop') as { finishReason?: unknown }).finishReason;
    scripted.model.doGenerate = async (options: unknown) => {
      scripted.model.doGenerateCalls.push(options);
      const content = steps() ? [lookup] : [{ type: 'text', text: 'done' }];
      return { content, finishReason: reason(steps()), usage: version.usage, warnings: [] };
    };
    scripted.model.doStream = async (options: unknown) => {
      scripted.model.doStreamCalls.push(options);
      const parts = steps()
        ? [lookup, version.finish('tool-calls')]
        : [...textBlock('1', 'done'), version.finish()];
      return {
        stream: sdk.simulateReadableStream({ chunks: parts, initialDelayInMs: null, chunkDelayInMs: null }),
      };
    };
    const scanner = cardScanner();
    const middleware = guardrailMiddleware({ scanner, ...(policy && { policy }) });
    const execute = vi.fn(async () => toolResult);
    return {
      ...scripted,
      scanner,
      execute,
      guarded: sdk.wrapLanguageModel({ model: scripted.model, middleware }),
      tools: { lookup: sdk.tool({ inputSchema: sdk.jsonSchema({ type: 'object' }), execute }) },
    };
  }
  const stopWhen = sdk.stepCountIs(5);

  it('scans the result of the first step before the second', async () => {
    const { guarded, tools, scanner, calls } = looping('sunny');
    const { text, steps } = await sdk.generateText({ model: guarded, tools, stopWhen, prompt: 'weather?' });
    expect([text, steps.length, calls()]).toEqual(['done', 2, 2]);
    const events = scanner.requests.map(({ prompt, response, toolEvent }) =>
      toolEvent === undefined
        ? response === undefined
          ? 'prompt'
          : `response ${response} to ${prompt}`
        : `tool ${toolEvent.input ?? ''} ${toolEvent.output ?? ''}`,
    );
    expect(events).toEqual(['prompt', 'tool {"q":1} ', 'prompt', 'tool  sunny', 'response done to weather?']);
  });

  it('stops at a blocked tool result, before the model is called again', async () => {
    const generating = looping(`The card is ${CARD}`);
    const options = { stopWhen, prompt: 'weather?' };
    const call = sdk.generateText({ model: generating.guarded, tools: generating.tools, ...options });
    await expect(call).rejects.toMatchObject({ direction: 'tool', code: 'ERR_GUARDRAIL_BLOCKED' });
    expect([generating.execute.mock.calls.length, generating.calls()]).toEqual([1, 1]);
    const streaming = looping(`The card is ${CARD}`);
    const onError = vi.fn();
    const stream = sdk.streamText({ model: streaming.guarded, tools: streaming.tools, ...options, onError });
    await collect(stream.textStream);
    expect(onError.mock.calls[0]?.[0].error).toBeInstanceOf(GuardrailViolationError);
    expect([streaming.execute.mock.calls.length, streaming.calls()]).toEqual([1, 1]);
  });

  it('redacts a tool result for the model, the same on every step', async () => {
    const { guarded, tools, prompts } = looping(`The card is ${CARD}`, 'redact');
    const result = await sdk.generateText({ model: guarded, tools, stopWhen, prompt: `I have ${CARD}` });
    expect(result.text).toBe('done');
    expect(JSON.stringify(prompts())).not.toContain(CARD);
    const [first, second] = prompts() as [unknown[], unknown[]];
    expect(second[0]).toEqual(first[0]);
    expect(JSON.stringify(second)).toContain('The card is [CREDIT_CARD]');
  });

  it('guards an agent', async () => {
    const { guarded, tools, calls } = looping(`The card is ${CARD}`);
    const Agent = sdk.ToolLoopAgent ?? sdk.Experimental_Agent;
    const agent = new Agent({ model: guarded, tools, stopWhen });
    await expect(agent.generate({ prompt: 'weather?' })).rejects.toBeInstanceOf(GuardrailViolationError);
    expect(calls()).toBe(1);
  });

  it('never has a refusal tried again, but judges each try of the provider', async () => {
    const scanner = cardScanner();
    const middleware = guardrailMiddleware({ scanner });
    const refused = version.scripted({
      content: [{ type: 'text', text: CARD }],
      stream: [...textBlock('1', CARD), version.finish()],
    });
    const model = sdk.wrapLanguageModel({ model: refused.model, middleware });
    await expect(sdk.generateText({ model, prompt: 'hi', maxRetries: 3 })).rejects.toBeInstanceOf(
      GuardrailViolationError,
    );
    await expect(sdk.generateText({ model, prompt: CARD, maxRetries: 3 })).rejects.toBeInstanceOf(
      GuardrailViolationError,
    );
    const onError = vi.fn();
    for (const prompt of ['hi', CARD])
      await collect(sdk.streamText({ model, prompt, maxRetries: 3, onError }).textStream);
    expect(onError).toHaveBeenCalledTimes(2);
    // The refused prompt is known the second time.
    expect([refused.calls(), scanner.requests.length]).toEqual([2, 4]);

    const busy = version.scripted({});
    let tries = 0;
    busy.model.doGenerate = async () => {
      tries += 1;
      if (tries < 2)
        throw new sdk.APICallError({
          message: 'busy',
          url: 'https://x.example',
          requestBodyValues: {},
          statusCode: 503,
          responseHeaders: { 'retry-after-ms': '1' },
          isRetryable: true,
        });
      return {
        content: [{ type: 'text', text: CARD }],
        finishReason: 'stop',
        usage: version.usage,
        warnings: [],
      };
    };
    const trying = sdk.wrapLanguageModel({ model: busy.model, middleware });
    // The SDK wraps whatever ends a call that it has tried before.
    await expect(sdk.generateText({ model: trying, prompt: 'hi' })).rejects.toMatchObject({
      name: 'AI_RetryError',
      lastError: expect.any(GuardrailViolationError),
    });
    expect(tries).toBe(2);
  });

  it("judges every attempt of ai 7's streamRetries, and releases none of those it refuses", async () => {
    const scripted = version.scripted({ stream: [...textBlock('1', CARD), version.finish()] });
    const middleware = guardrailMiddleware({ scanner: cardScanner() });
    const model = sdk.wrapLanguageModel({ model: scripted.model, middleware });
    const onError = vi.fn();
    const stream = sdk.streamText({ model, prompt: 'hi', streamRetries: 2, onError });
    expect(JSON.stringify(await collect(stream.fullStream))).not.toContain(CARD);
    expect(await stream.finishReason).toBe('content-filter');
    // Any error part counts as a reason to try again where the application asks for such retries.
    expect(scripted.calls()).toBe(version.spec === 'v4' ? 3 : 1);
    expect(onError).toHaveBeenCalledTimes(scripted.calls());
  });
});

describe('a middleware whose transformParams was not run', () => {
  interface Wrapped {
    wrapGenerate(options: object): Promise<{ content: unknown }>;
    wrapStream(options: object): Promise<{ stream: ReadableStream<AnyPart>; request: unknown }>;
  }
  const wrapped = (policy: 'balanced' | 'redact') => {
    const scanner = cardScanner();
    const middleware = guardrailMiddleware({ scanner, policy }) as unknown as Wrapped;
    const answer = { content: [{ type: 'text', text: 'ok' }] };
    const doGenerate = vi.fn(async () => answer);
    const doStream = vi.fn(async () => ({
      request: { body: 1 },
      stream: new ReadableStream<AnyPart>({
        start(controller) {
          for (const part of textBlock('1', 'ok')) controller.enqueue(part);
          controller.close();
        },
      }),
    }));
    const call = (text: string) => ({
      params: { prompt: [{ role: 'user', content: [{ type: 'text', text }] }] },
      doGenerate,
      doStream,
    });
    return { scanner, middleware, doGenerate, doStream, call };
  };

  it('judges the prompt all the same', async () => {
    const { middleware, call, doGenerate, doStream, scanner } = wrapped('balanced');
    await expect(middleware.wrapGenerate(call(CARD))).rejects.toBeInstanceOf(GuardrailViolationError);
    await expect(middleware.wrapStream(call(CARD))).rejects.toBeInstanceOf(GuardrailViolationError);
    expect([doGenerate.mock.calls, doStream.mock.calls]).toEqual([[], []]);
    expect(await middleware.wrapGenerate(call('hi'))).toMatchObject({ content: [{ text: 'ok' }] });
    const { stream, request } = await middleware.wrapStream(call('hi'));
    expect(request).toEqual({ body: 1 });
    expect(await collect(stream as unknown as AsyncIterable<AnyPart>)).toEqual(textBlock('1', 'ok'));
    expect(
      scanner.requests.slice(1).map(({ prompt, response, aiModel }) => [prompt, response, aiModel]),
    ).toEqual([
      ['hi', undefined, undefined],
      ['hi', 'ok', undefined],
      ['hi', 'ok', undefined],
    ]);
  });

  it('refuses a prompt that would have to be rewritten', async () => {
    const { middleware, call, doGenerate, doStream } = wrapped('redact');
    await expect(middleware.wrapGenerate(call(CARD))).rejects.toBeInstanceOf(GuardrailConfigError);
    await expect(middleware.wrapStream(call(CARD))).rejects.toBeInstanceOf(GuardrailConfigError);
    expect([doGenerate.mock.calls, doStream.mock.calls]).toEqual([[], []]);
  });

  it('needs options that are valid', () => {
    expect(() => guardrailMiddleware({ scanner: fakeScanner(), policy: 'lenient' as never })).toThrow(
      GuardrailConfigError,
    );
  });
});
