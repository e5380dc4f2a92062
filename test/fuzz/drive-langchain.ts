import * as chat1 from '@langchain/core/language_models/chat_models';
import * as messages1 from '@langchain/core/messages';
import * as outputs1 from '@langchain/core/outputs';
import { guardChatModel, guardTool } from 'airs-guardrails/langchain';
import * as chat03 from 'langchain-core-0.3/language_models/chat_models';
import * as messages03 from 'langchain-core-0.3/messages';
import * as outputs03 from 'langchain-core-0.3/outputs';
import type { ChunkFields, FuzzCase, MessageFields } from './case.js';
import type { Gathered, GuardOptions } from './drive-ai-sdk.js';

/** One installed version of LangChain; both are used through the types of the newer one. */
interface Core {
  readonly chat: typeof chat1;
  readonly messages: typeof messages1;
  readonly outputs: typeof outputs1;
}

const CORES: readonly Core[] = [
  { chat: chat1, messages: messages1, outputs: outputs1 },
  { chat: chat03, messages: messages03, outputs: outputs03 } as unknown as Core,
];

type Message = messages1.BaseMessage;
type Chunk = outputs1.ChatGenerationChunk;

function messageOf({ messages }: Core, { kind, fields }: MessageFields): Message {
  const given = structuredClone(fields) as never;
  if (kind === 'human') return new messages.HumanMessage(given);
  if (kind === 'ai') return new messages.AIMessage(given);
  return kind === 'tool' ? new messages.ToolMessage(given) : new messages.SystemMessage(given);
}

function chunkOf({ messages, outputs }: Core, { fields, info = {} }: ChunkFields): Chunk {
  const message = new messages.AIMessageChunk(structuredClone(fields) as never);
  const text = typeof message.content === 'string' ? message.content : '';
  return new outputs.ChatGenerationChunk({ text, message, generationInfo: structuredClone(info) as never });
}

/** What a scripted model answers, and what it tells of what it is asked. */
interface Script {
  readonly asked?: (messages: readonly Message[]) => void;
  readonly answer?: MessageFields;
  readonly info?: object | undefined;
  readonly chunks?: readonly ChunkFields[];
}

function modelOf(core: Core, { asked, answer, info, chunks = [] }: Script): chat1.BaseChatModel {
  class Scripted extends core.chat.BaseChatModel {
    override _llmType(): string {
      return 'fuzz';
    }
    override async _generate(given: Message[]): Promise<outputs1.ChatResult> {
      asked?.(given);
      const message = messageOf(core, answer ?? { kind: 'ai', fields: { content: 'fine' } });
      const text = typeof message.content === 'string' ? message.content : '';
      const more = info === undefined ? {} : { generationInfo: structuredClone(info) as never };
      return { generations: [{ text, message, ...more }] };
    }
    override async *_streamResponseChunks(given: Message[]): AsyncGenerator<Chunk> {
      asked?.(given);
      for (const chunk of chunks) yield chunkOf(core, chunk);
    }
  }
  return new Scripted({ maxRetries: 0, cache: false });
}

const METHODS = ['LLMNewToken', 'LLMEnd', 'LLMError'];

/** A handler of callbacks that keeps what it is told of an answer. */
function listener(told: unknown[]): object {
  const handler: Record<string, unknown> = { name: 'fuzz', awaitHandlers: true, raiseError: false };
  for (const method of METHODS)
    handler[`handle${method}`] = (...args: unknown[]) => void told.push(plainly(args));
  return handler;
}

/** A value as it is now: LangChain goes on writing to what it hands out. */
function plainly(value: unknown): unknown {
  if (value instanceof Error) return { message: value.message, cause: plainly(value.cause) };
  if (Array.isArray(value)) return value.map(plainly);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof AbortSignal) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainly(item)]));
}

function contentJoined({ content }: { readonly content: unknown }): string[] {
  if (!Array.isArray(content)) return [];
  const texts = content.map((block: unknown) =>
    typeof block === 'string' ? block : (Object(block).text ?? ''),
  );
  const thoughts = content.map((block: unknown) => Object(block).thinking ?? Object(block).reasoning ?? '');
  return [texts, thoughts].flatMap((own) => {
    const said = own.filter((text) => text !== '');
    return [said.join(''), said.join('\n\n')];
  });
}

/** Sends a case of LangChain through its guard; `isBare` leaves the guard out. */
export async function driveLangChain(
  { version, subject }: FuzzCase,
  options: GuardOptions,
  { received, joined, heard }: Gathered,
  isBare = false,
): Promise<void> {
  const core = CORES[version] ?? CORES[0];
  if (core === undefined) return;
  const guarded = (model: chat1.BaseChatModel): chat1.BaseChatModel =>
    isBare ? model : guardChatModel(model, options);
  const told: unknown[] = [];
  const config = { callbacks: [listener(told)] } as never;
  try {
    if (subject.kind === 'chat-stream') {
      const stream = await guarded(modelOf(core, subject)).stream('Hello', config);
      let whole: messages1.AIMessageChunk | undefined;
      try {
        for await (const chunk of stream) {
          received.push(plainly(chunk));
          joined.push(...contentJoined(chunk));
          whole = whole === undefined ? chunk : whole.concat(chunk);
        }
      } finally {
        if (whole !== undefined) {
          received.push(plainly(whole));
          joined.push(...contentJoined(whole), ...tokensOf(told));
        }
      }
    } else if (subject.kind === 'chat-invoke') {
      const message = await guarded(modelOf(core, subject)).invoke('Hello', config);
      received.push(plainly(message));
      joined.push(...contentJoined(message));
    } else if (subject.kind === 'chat-prompt') {
      const asked = (messages: readonly Message[]): void => {
        received.push(...messages.map(plainly));
        joined.push(...messages.flatMap(contentJoined));
      };
      const messages = subject.messages.map((fields) => messageOf(core, fields));
      await guarded(modelOf(core, { asked })).invoke(messages, config);
    }
  } finally {
    heard.push(...told);
  }
}

/** The tokens that a handler was told, as one reads them. */
function tokensOf(told: readonly unknown[]): string[] {
  const tokens = told.map((args) => (Array.isArray(args) ? args[0] : undefined));
  return [tokens.filter((token) => typeof token === 'string').join('')];
}

/** Runs a tool of LangChain behind its guard. */
export async function driveChatTool(
  { subject }: FuzzCase,
  options: GuardOptions,
  { received }: Gathered,
  isBare: boolean,
): Promise<void> {
  if (subject.kind !== 'chat-tool') return;
  const bare = {
    name: 'lookup',
    async invoke(input: unknown): Promise<unknown> {
      received.push(input);
      return subject.output;
    },
  };
  const { invoke } = isBare ? bare : guardTool(bare, options);
  received.push(await invoke.call(bare, subject.input));
}
