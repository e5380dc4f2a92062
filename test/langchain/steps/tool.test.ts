import type { DynamicStructuredTool } from '@langchain/core/tools';
import { Command, MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import {
  createGuardrail,
  GuardrailConfigError,
  GuardrailScanError,
  GuardrailViolationError,
} from 'airs-guardrails';
import { guardTool } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { CARD, CARD_DIGITS, cardScanner } from '../../ai-sdk/card.js';
import { eventsOf, KITS, recorder } from '../guarded-support.js';
import { drain, printed, rejection } from '../support.js';

const schema = z.object({ q: z.string(), n: z.number().optional() });
const call = (args: Record<string, unknown>) => ({
  name: 'lookup',
  args,
  id: 'call-1',
  type: 'tool_call' as const,
});

describe.each(KITS)('guardTool on core $version', ({ tools, messages, runnables }) => {
  function lookup(run: (input: { q: string }, config: unknown) => unknown, more: object = {}) {
    const scanner = cardScanner();
    const ran = vi.fn(run);
    const tool = tools.tool(ran as never, {
      name: 'lookup',
      description: 'looks',
      schema,
      ...more,
    }) as unknown as DynamicStructuredTool;
    return { scanner, ran, tool };
  }

  it('judges input and output once each, and leaves all as it is', async () => {
    const { scanner, ran, tool } = lookup(({ q }) => `found ${q}`);
    const guarded = guardTool(tool, { scanner });
    expect(guarded).toBeInstanceOf(tools.StructuredTool);
    expect([guarded.name, guarded.schema, guarded.toJSON()]).toEqual([tool.name, tool.schema, tool.toJSON()]);
    const config = { configurable: { thread_id: 'thread-1' } };
    const answer = await guarded.invoke(call({ q: 'sun' }), config);
    expect(answer).toBeInstanceOf(messages.ToolMessage);
    expect(answer).toMatchObject({ content: 'found sun', tool_call_id: 'call-1', name: 'lookup' });
    expect(ran).toHaveBeenCalledOnce();
    expect(scanner.requests).toMatchObject([
      {
        trId: 'call-1',
        sessionId: 'thread-1',
        toolEvent: { input: '{"q":"sun"}', metadata: { tool_invoked: 'lookup' } },
      },
      { trId: 'call-1', sessionId: 'thread-1', toolEvent: { output: 'found sun' } },
    ]);
    expect(await guarded.invoke({ q: 'rain' })).toBe('found rain');
    expect(await guarded.batch([{ q: 'a' }, { q: 'b' }])).toEqual(['found a', 'found b']);
    expect(scanner.requests).toHaveLength(8);
  });

  it('says which server the tool is of, in each scan', async () => {
    const { scanner, tool } = lookup(({ q }) => {
      if (q === 'bad') throw new Error('no such thing');
      return `found ${q}`;
    });
    for (const guarded of [
      guardTool(tool, { scanner, server: 'crm' }),
      guardTool(tool, { guardrail: createGuardrail({ scanner }), server: 'crm' }),
    ]) {
      await guarded.invoke({ q: 'sun' });
      await expect(guarded.invoke({ q: 'bad' })).rejects.toThrow('no such thing');
    }
    const said = scanner.requests.map(({ toolEvent }) => [
      toolEvent?.output ?? toolEvent?.input,
      toolEvent?.metadata.server_name,
    ]);
    const each = ['{"q":"sun"}', 'found sun', '{"q":"bad"}', 'Error: no such thing'];
    expect(said).toEqual([...each, ...each].map((text) => [expect.stringContaining(text), 'crm']));
    expect(() => guardTool(tool, { scanner, server: '' })).toThrow(GuardrailConfigError);
  });

  it('redacts before the tool and its callbacks see the input, and before anybody sees the output', async () => {
    const { scanner, ran, tool } = lookup(() => ({ card: CARD, more: [CARD_DIGITS], n: 7 }));
    const guarded = guardTool(tool, { scanner, policy: 'redact' });
    const { handler, seen } = recorder();
    const answer = await guarded.invoke(call({ q: `my ${CARD}`, n: 3 }), { callbacks: [handler] });
    expect(ran.mock.calls[0]?.[0]).toEqual({ q: 'my [CREDIT_CARD]', n: 3 });
    expect(JSON.parse(String(answer.content))).toEqual({
      card: '[CREDIT_CARD]',
      more: ['[CREDIT_CARD]'],
      n: 7,
    });
    expect(eventsOf(seen)).toEqual(['handleToolStart', 'handleToolEnd']);
    expect(printed([seen, answer, ran.mock.calls])).not.toMatch(/4111/);
  });

  it('blocks without running the tool, and without telling what it was', async () => {
    const { scanner, ran, tool } = lookup(() => CARD);
    const guarded = guardTool(tool, { scanner });
    const { handler, seen } = recorder();
    const before = await rejection(guarded.invoke(call({ q: CARD }), { callbacks: [handler] }));
    expect(before).toBeInstanceOf(GuardrailViolationError);
    expect(ran).not.toHaveBeenCalled();
    const after = await rejection(guarded.invoke({ q: 'x' }, { callbacks: [handler] }));
    expect(after).toBeInstanceOf(GuardrailViolationError);
    expect(printed([before, after, seen])).not.toMatch(/4111/);
    const broken = guardTool(tool, {
      scanner: fakeScanner({ verdicts: () => Promise.reject(new Error('down')) }),
    });
    expect(await rejection(broken.invoke({ q: 'x' }))).toBeInstanceOf(GuardrailScanError);
  });

  it('judges every way to the tool', async () => {
    const { scanner, ran, tool } = lookup(() => CARD);
    const guarded = guardTool(tool, { scanner, policy: 'redact' });
    const ways: [string, () => unknown][] = [
      ['call', () => guarded.call({ q: CARD })],
      ['_call', () => Reflect.get(guarded, '_call').call(guarded, { q: CARD }, undefined, {})],
      ['func', () => Reflect.get(guarded, 'func')({ q: CARD }, undefined, {})],
      ['withConfig', () => guarded.withConfig({ tags: ['x'] }).invoke({ q: CARD })],
      ['pipe', () => runnables.RunnableSequence.from([() => ({ q: CARD }), guarded]).invoke({})],
      [
        'stream',
        async () => {
          return (await drain(guarded.stream({ q: CARD }))).items[0];
        },
      ],
    ];
    for (const [way, run] of ways) {
      expect([way, await run()]).toEqual([way, '[CREDIT_CARD]']);
      expect(printed(ran.mock.calls), way).not.toContain(CARD);
    }
    expect(scanner.requests).toHaveLength(ways.length * 4);
  });

  it('reads content blocks, artifacts and messages, and keeps their kind', async () => {
    const pair = lookup(() => [[{ type: 'text', text: `at ${CARD}` }], { raw: CARD, n: 1 }], {
      responseFormat: 'content_and_artifact',
    });
    const answer = await guardTool(pair.tool, { scanner: pair.scanner, policy: 'redact' }).invoke(
      call({ q: 'x' }),
    );
    expect(answer).toMatchObject({
      content: [{ type: 'text', text: 'at [CREDIT_CARD]' }],
      artifact: { raw: '[CREDIT_CARD]', n: 1 },
    });
    const own = new messages.ToolMessage({
      content: `is ${CARD}`,
      tool_call_id: 'own',
      name: 'n',
      status: 'error',
      artifact: [CARD],
    });
    const message = lookup(() => own);
    const said = await guardTool(message.tool, { scanner: message.scanner, policy: 'redact' }).invoke(
      call({ q: 'x' }),
    );
    expect(said).toBeInstanceOf(messages.ToolMessage);
    expect(said).toMatchObject({
      content: 'is [CREDIT_CARD]',
      tool_call_id: 'own',
      name: 'n',
      status: 'error',
      artifact: ['[CREDIT_CARD]'],
    });
    expect(printed([answer, said])).not.toContain(CARD);
    expect(own.content).toContain(CARD);
  });

  it('reads commands of LangGraph', async () => {
    const message = new messages.ToolMessage({ content: `is ${CARD}`, tool_call_id: 'call-1' });
    const { scanner, tool } = lookup(
      () => new Command({ goto: 'next', update: { messages: [message], note: CARD } as never }),
    );
    const answer = await guardTool(tool, { scanner, policy: 'redact' }).invoke(call({ q: 'x' }));
    expect(answer).toBeInstanceOf(Command);
    expect(answer).toMatchObject({
      goto: ['next'],
      update: { messages: [{ content: 'is [CREDIT_CARD]', tool_call_id: 'call-1' }], note: '[CREDIT_CARD]' },
    });
    expect(printed(answer)).not.toContain(CARD);
    const refused = await rejection(guardTool(tool, { scanner }).invoke(call({ q: 'x' })));
    expect(refused).toBeInstanceOf(GuardrailViolationError);
  });

  it('gives the tool what a vault holds, and its callbacks not', async () => {
    const { scanner, ran, tool } = lookup(({ q }) => `to ${q}`);
    const guardrail = createGuardrail({
      scanner,
      policy: { preset: 'redact', redaction: { style: 'vault' } },
    });
    const { text } = await guardrail.checkPrompt(`card ${CARD}`, { sessionId: 'thread-1' });
    const { handler, seen } = recorder();
    const config = { configurable: { thread_id: 'thread-1' }, callbacks: [handler] };
    const answer = await guardTool(tool, guardrail).invoke({ q: text }, config);
    expect(ran.mock.calls[0]?.[0]).toEqual({ q: `card ${CARD}` });
    expect(answer).toBe(`to ${text}`);
    expect(printed(seen)).not.toContain(CARD);
  });

  it('guards what asTool makes, and objects with invoke', async () => {
    const scanner = cardScanner();
    const inputs: unknown[] = [];
    const step = runnables.RunnableLambda.from(async (input: { q: string }) => {
      inputs.push(input);
      return CARD;
    });
    const made = guardTool(step.asTool({ name: 'made', description: 'd', schema }) as object, {
      scanner,
      policy: 'redact',
    }) as {
      invoke(input: unknown, config?: unknown): Promise<unknown>;
      bound: unknown;
    };
    const { handler, seen } = recorder();
    expect(await made.invoke({ ...call({ q: CARD }), name: 'made' }, { callbacks: [handler] })).toBe(
      '[CREDIT_CARD]',
    );
    const plain = guardTool(
      { name: 'plain', invoke: async (input: unknown) => [inputs.push(input), CARD] },
      { scanner, policy: 'redact' },
    );
    expect(await plain.invoke({ q: CARD })).toEqual([2, '[CREDIT_CARD]']);
    expect(inputs).toEqual([{ q: '[CREDIT_CARD]' }, { q: '[CREDIT_CARD]' }]);
    expect(printed(seen)).not.toContain(CARD);
    expect(seen.length).toBeGreaterThan(0);
  });

  it('ends with the abort of the call, as an abort', async () => {
    const { tool } = lookup(() => 'fine');
    const controller = new AbortController();
    const reason = new Error('stop it');
    const scanner = fakeScanner({
      verdicts: () => {
        controller.abort(reason);
        return new Promise(() => undefined);
      },
    });
    const error = await rejection(
      guardTool(tool, { scanner }).invoke({ q: 'x' }, { signal: controller.signal }),
    );
    expect(error).toBe(reason);
  });

  it('refuses what is no tool', () => {
    const options = { scanner: cardScanner() };
    for (const wrong of [
      undefined,
      {},
      { name: 'x' },
      { invoke: () => 1 },
      runnables.RunnableLambda.from(() => 1).withConfig({ runName: 'x' }),
    ])
      expect(() => guardTool(wrong as object, options)).toThrow(GuardrailConfigError);
    expect(() => guardTool({ name: 'x', invoke: () => 1 }, { ...options, polcy: 1 } as never)).toThrow(
      /polcy/,
    );
  });
});

describe('guardTool in LangGraph', () => {
  const { tools, messages } = KITS[0] as (typeof KITS)[number];

  it('judges each part of a tool that runs in parts before callbacks hear of it', async () => {
    const parts = async function* () {
      yield 'looking ';
      yield { note: `at ${CARD}` };
      return `done ${CARD}`;
    };
    const scanner = cardScanner();
    const tool = tools.tool(parts as never, {
      name: 'lookup',
      description: 'd',
      schema,
    }) as unknown as DynamicStructuredTool;
    const { handler, seen } = recorder();
    const answer = await guardTool(tool, { scanner, policy: 'redact' }).invoke(
      { q: 'x' },
      { callbacks: [handler] },
    );
    expect(answer).toBe('done [CREDIT_CARD]');
    expect(eventsOf(seen)).toEqual([
      'handleToolStart',
      'handleToolEvent',
      'handleToolEvent',
      'handleToolEnd',
    ]);
    expect(printed(seen)).not.toContain(CARD);
  });

  it('refuses what is cut in two between two parts', async () => {
    const parts = async function* () {
      yield CARD.slice(0, 12);
      yield CARD.slice(12);
    };
    const tool = tools.tool(parts as never, {
      name: 'lookup',
      description: 'd',
      schema,
    }) as unknown as DynamicStructuredTool;
    const guarded = guardTool(tool, { scanner: cardScanner(), policy: 'redact' });
    expect(await rejection(guarded.invoke({ q: 'x' }))).toBeInstanceOf(GuardrailViolationError);
  });

  it('stays guarded in a ToolNode of a graph, streamed in every mode', async () => {
    const scanner = cardScanner();
    const ran = vi.fn(() => `is ${CARD}`);
    const tool = guardTool(tools.tool(ran as never, { name: 'lookup', description: 'd', schema }), {
      scanner,
      policy: 'redact',
    });
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('tools', new ToolNode([tool]))
      .addEdge('__start__', 'tools')
      .compile();
    const asking = new messages.AIMessage({ content: '', tool_calls: [call({ q: 'x' })] });
    const { handler, seen } = recorder();
    const streamed: unknown[] = [];
    const config = { streamMode: ['updates', 'messages', 'values', 'debug'], callbacks: [handler] };
    for await (const chunk of await graph.stream({ messages: [asking] }, config as never))
      streamed.push(chunk);
    expect(ran).toHaveBeenCalledOnce();
    expect(printed(streamed)).toContain('is [CREDIT_CARD]');
    expect(printed([streamed, seen])).not.toContain(CARD);
    expect(scanner.requests.length).toBeGreaterThan(1);
  });
});
