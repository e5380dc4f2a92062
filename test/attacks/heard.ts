import { createGuardrail } from 'airs-guardrails';
import { guardModel } from 'airs-guardrails/ai-sdk';
import { guardChatModel } from 'airs-guardrails/langchain';
import type { GuardrailOptions } from '../../src/guard/index.js';
import { consume, toolsOf } from '../ai-sdk/battery/consumer.js';
import type { AnyPart, Version } from '../ai-sdk/versions.js';
import type { ChatModel, Kit } from '../langchain/battery/kit.js';
import { KIT_1 } from '../langchain/battery/kit-1.js';
import { KIT_03 } from '../langchain/core-0.3/kit.js';
import { recorder } from '../langchain/guarded-support.js';
import { drain } from '../langchain/support.js';

/** LangChain 1 and 0.3. */
export const LANGCHAINS: readonly Kit[] = [KIT_1, KIT_03];

/** What an answer is guarded with; events are listened to here. */
export type Guarding = Omit<GuardrailOptions, 'onEvent'>;

/** An answer of a model of the AI SDK: its parts as they are generated and as they are streamed. */
export interface Answer {
  readonly content: readonly AnyPart[];
  readonly stream: readonly AnyPart[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Cuts a text into pieces of a length. */
export function pieces(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

/** The parts of a stream that say a text or a thought in deltas. */
export function spoken(kind: 'text' | 'reasoning', id: string, deltas: readonly string[]): AnyPart[] {
  return [
    { type: `${kind}-start`, id },
    ...deltas.map((delta) => ({ type: `${kind}-delta`, id, delta })),
    { type: `${kind}-end`, id },
  ];
}

/** The parts of a stream that call a tool, its input in deltas and once more in the call. */
export function called(toolCallId: string, deltas: readonly string[]): AnyPart[] {
  return [
    { type: 'tool-input-start', id: toolCallId, toolName: 'confirm' },
    ...deltas.map((delta) => ({ type: 'tool-input-delta', id: toolCallId, delta })),
    { type: 'tool-input-end', id: toolCallId },
    { type: 'tool-call', toolCallId, toolName: 'confirm', input: deltas.join('') },
  ];
}

/** All that anybody gets of an answer, generated and streamed: results, parts, messages of a UI, callbacks, events. */
export interface Heard {
  readonly generated: unknown;
  readonly streamed: unknown;
  /** The parts of the guarded model itself. */
  readonly parts: readonly AnyPart[];
  readonly events: unknown;
}

/** Asks a guarded model of the AI SDK in every way. */
export async function hear(version: Version, guarding: Guarding, answer: Answer): Promise<Heard> {
  const events: unknown[] = [];
  const guardrail = createGuardrail({ ...guarding, onEvent: (event) => void events.push(event) });
  const stream = [{ type: 'stream-start', warnings: [] }, ...answer.stream];
  const whole = stream.some(({ type }) => type === 'finish') ? stream : [...stream, version.finish()];
  const { model } = version.scripted({ ...answer, stream: whole });
  const guarded = guardModel(model, guardrail);
  const tools = toolsOf(version);
  const told: unknown[] = [];
  const generated = await version.sdk
    .generateText({
      model: guarded,
      prompt: 'hi',
      tools,
      maxRetries: 0,
      onStepFinish: (step: unknown) => told.push(step),
    })
    .catch((error: unknown) => error);
  const raw = await guarded.doGenerate({ prompt: [] }).catch((error: unknown) => error);
  const streamed = await consume(version, guarded, { tools });
  const { stream: parts } = await guarded.doStream({ prompt: [], includeRawChunks: true });
  const { items, error } = await drain<AnyPart>(parts);
  return { generated: [generated, told, raw], streamed: [streamed, error], parts: items, events };
}

/** A chunk of an answer of LangChain: fields of its message, and what is beside it. */
export interface Chunk {
  readonly content: unknown;
  readonly info?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly [field: string]: unknown;
}

/** A model of LangChain that answers with chunks, or with all of them as one; keeps what it was asked. */
export function chunked(kit: Kit, chunks: readonly Chunk[]): { model: ChatModel; asked: unknown[] } {
  const asked: unknown[] = [];
  const made = () =>
    chunks.map(({ info, text, ...fields }) => {
      const message = new kit.messages.AIMessageChunk(structuredClone(fields) as never);
      const said = text ?? (typeof message.content === 'string' ? message.content : '');
      return new kit.outputs.ChatGenerationChunk({ text: said, message, generationInfo: { ...info } });
    });
  class Chunked extends kit.chatModels.BaseChatModel {
    override _llmType(): string {
      return 'chunked';
    }
    override async _generate(messages: unknown): Promise<never> {
      asked.push(messages);
      const [first, ...rest] = made();
      const whole = rest.reduce((sum, chunk) => sum?.concat(chunk), first);
      return { generations: [whole] } as never;
    }
    override async *_streamResponseChunks(messages: unknown) {
      asked.push(messages);
      yield* made();
    }
  }
  return { model: new Chunked({}), asked };
}

/** Asks a guarded model of LangChain in every way. */
export async function hearChunks(
  kit: Kit,
  guarding: Guarding,
  chunks: readonly Chunk[],
): Promise<Pick<Heard, 'generated' | 'streamed' | 'events'>> {
  const events: unknown[] = [];
  const guardrail = createGuardrail({ ...guarding, onEvent: (event) => void events.push(event) });
  const guarded = guardChatModel(chunked(kit, chunks).model, guardrail);
  const { handler, seen } = recorder();
  const config = { callbacks: [handler] };
  const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);
  const generated = [
    await caught(guarded.invoke('hi', config as never)),
    await caught(guarded.generate([[new kit.messages.HumanMessage('hi')]] as never)),
  ];
  const { items, error } = await drain(guarded.stream('hi', config as never));
  const told = await drain(guarded.streamEvents('hi', { version: 'v2' }));
  // LangChain puts the chunks together.
  const whole = items.length === 0 ? undefined : items.reduce((sum, item) => sum.concat(item as never));
  return { generated, streamed: [items, whole, error, told, seen], events };
}
