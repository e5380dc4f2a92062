import { type BaseMessage, type BaseMessageLike, HumanMessage } from '@langchain/core/messages';
import type { DynamicStructuredTool, StructuredToolInterface } from '@langchain/core/tools';
import { tool } from '@langchain/core/tools';
import { MemorySaver } from '@langchain/langgraph';
import { type CreateGuardrailOptions, createGuardrail } from 'airs-guardrails';
import {
  type GuardrailAgentMiddlewareOptions,
  guardrailAgentMiddleware,
} from 'airs-guardrails/langchain/agent';
import { type FakeScanner, type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { type AgentMiddleware, createAgent } from 'langchain';
import { z } from 'zod';
import type { PolicyOptions, PolicyPreset, PromptOptions } from '../../../src/guard/index.js';
import { CARD } from '../../ai-sdk/card.js';
import { recorder } from '../guarded-support.js';
import { printed } from '../support.js';
import { type Script, ScriptedModel } from './scripted-model.js';

export { CARD };
/** Refused wherever it is; without a space, so that a stream can cut it only inside. */
export const ATTACK = 'zebra-4711-quokka';
/** Refused only where one text holds both. */
export const HALVES = ['first-half-of-it', 'second-half-of-it'] as const;
/** What cannot be scanned. */
export const UNSCANNABLE = 'unscannable-words';

/** Finds `CARD` as data that a policy may redact, and `ATTACK` as what it must not let through. */
export function agentScanner(): FakeScanner {
  return fakeScanner({
    verdicts: ({ prompt, response, toolEvent }): FakeVerdict => {
      const text = response ?? prompt ?? `${toolEvent?.input ?? ''}${toolEvent?.output ?? ''}`;
      if (text.includes(UNSCANNABLE)) throw new Error('no answer');
      const isAttack = text.includes(ATTACK) || HALVES.every((half) => text.includes(half));
      const dlp = text.includes(CARD);
      if (!isAttack && !dlp) return {};
      if (response !== undefined)
        return { action: 'block', responseDetected: isAttack ? { toxicContent: true } : { dlp } };
      if (toolEvent !== undefined)
        return { action: 'block', toolDetected: isAttack ? { injection: true } : { dlp } };
      return { action: 'block', promptDetected: isAttack ? { injection: true } : { dlp } };
    },
  });
}

export const lookupSchema = z.object({ q: z.string() });

/** A tool that remembers what it was called with. */
export function lookup(
  run: (input: { q: string }, config: unknown) => unknown = ({ q }) => `found ${q}`,
  more: object = {},
): { readonly tool: DynamicStructuredTool; readonly inputs: unknown[] } {
  const inputs: unknown[] = [];
  const made = tool(
    ((input: { q: string }, config: unknown) => {
      inputs.push(input);
      return run(input, config);
    }) as never,
    { name: 'lookup', description: 'looks', schema: lookupSchema, ...more },
  );
  return { tool: made as unknown as DynamicStructuredTool, inputs };
}

/** A call of `lookup`, as a script has it. */
export function calling(q: string, id = 'call-1', name = 'lookup'): Script {
  return { calls: [{ id, name, args: { q } }] };
}

/** Options of `setUp`. */
export interface SetUp {
  readonly answers: readonly Script[];
  readonly tools?: readonly StructuredToolInterface[];
  readonly policy?: PolicyPreset | PolicyOptions;
  readonly prompt?: PromptOptions;
  readonly exitBehavior?: 'end' | 'error';
  readonly before?: readonly AgentMiddleware[];
  readonly after?: readonly AgentMiddleware[];
  readonly more?: object;
  /** Other options of its guardrail. */
  readonly guardrailOptions?: Pick<CreateGuardrailOptions, 'tools'>;
}

/** A guarded agent with a scripted model and a thread that is kept. */
export function setUp({ answers, tools = [], policy = 'redact', prompt, exitBehavior, ...rest }: SetUp) {
  const scanner = agentScanner();
  const model = new ScriptedModel(answers);
  const guardrail = createGuardrail({ scanner, policy, ...(prompt && { prompt }), ...rest.guardrailOptions });
  const options: GuardrailAgentMiddlewareOptions = { guardrail, ...(exitBehavior && { exitBehavior }) };
  const agent = createAgent({
    model,
    tools: [...tools],
    middleware: [...(rest.before ?? []), guardrailAgentMiddleware(options), ...(rest.after ?? [])],
    checkpointer: new MemorySaver(),
    ...rest.more,
  });
  const config = { configurable: { thread_id: 'thread-1' } };
  const say = async (text: string | readonly BaseMessageLike[]): Promise<BaseMessage[]> => {
    const messages = typeof text === 'string' ? [new HumanMessage(text)] : [...text];
    const state = await agent.invoke({ messages }, config);
    return state.messages as BaseMessage[];
  };
  const thread = async (): Promise<BaseMessage[]> =>
    (await agent.graph.getState(config)).values.messages as BaseMessage[];
  return { scanner, model, guardrail, agent, config, say, thread };
}

/** All that a run shows of itself to whoever looks, by the way of looking. */
export const WAYS = ['invoke', 'values', 'updates', 'messages', 'v2', 'v3'] as const;

/** What a run of an agent showed, apart from what it was given. */
export interface Seen {
  readonly shown: readonly unknown[];
  readonly callbacks: readonly unknown[];
  readonly error?: unknown;
}

/** Runs an agent one way, and keeps everything it gives away. */
export async function watch(
  { agent, config }: Pick<ReturnType<typeof setUp>, 'agent' | 'config'>,
  way: (typeof WAYS)[number],
  text: string,
): Promise<Seen> {
  const { handler, seen } = recorder();
  const input = { messages: [new HumanMessage(text)] };
  const options = { ...config, callbacks: [handler] };
  const shown: unknown[] = [];
  const collect = async (items: AsyncIterable<unknown>): Promise<void> => {
    for await (const item of items) shown.push(item);
  };
  try {
    if (way === 'invoke') shown.push(await agent.invoke(input, options));
    else if (way === 'v2')
      await collect(agent.streamEvents(input, { ...options, version: 'v2' } as never) as never);
    else if (way === 'v3') {
      const run = (await agent.streamEvents(input, { ...options, version: 'v3' } as never)) as never;
      await collect(run);
      shown.push(await Reflect.get(run as object, 'output'));
    } else await collect((await agent.stream(input, { ...options, streamMode: way } as never)) as never);
  } catch (error) {
    return { shown, callbacks: seen, error };
  }
  return { shown, callbacks: seen };
}

/** The texts of messages, with what they call. */
export function textsOf(messages: readonly BaseMessage[]): string[] {
  return messages.map((message) => {
    const calls = Reflect.get(message, 'tool_calls') as { args: unknown }[] | undefined;
    const called = calls?.length ? ` ${JSON.stringify(calls.map(({ args }) => args))}` : '';
    return `${message.getType()}: ${message.text}${called}`;
  });
}

/** Whether anything of a value, however deep, holds a text. */
export function holds(value: unknown, text: string): boolean {
  return printed(value).includes(text);
}
