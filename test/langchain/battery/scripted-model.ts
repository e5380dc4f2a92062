import type { BaseMessage, BaseMessageChunk } from '@langchain/core/messages';
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs';
import type { Answer } from './answer.js';
import type { ChatModel, Kit } from './kit.js';

/** What a scripted model says: as a whole, and in the chunks of a stream. */
export interface ScriptedReply {
  readonly whole: BaseMessage;
  readonly chunks: readonly BaseMessageChunk[];
}

/** A model of LangChain's own making that says what it is told to and keeps what it was asked. */
export interface ScriptedModel {
  readonly model: ChatModel;
  /** The messages of each call. */
  readonly calls: readonly (readonly BaseMessage[])[];
  /** Chunks handed out so far. */
  readonly given: number;
  /** Streams that were closed before they were over. */
  readonly left: number;
}

/** How a scripted model is made. */
export interface ScriptedOptions {
  readonly replies: readonly ScriptedReply[];
  readonly callbacks?: readonly unknown[];
  readonly cache?: unknown;
  /** Waited for before each chunk. */
  readonly beforeChunk?: (index: number, signal: AbortSignal | undefined) => Promise<void> | void;
}

/** Makes one. It tells callbacks of a chunk when it has already given it out, as most providers do. */
export function scriptedModel(kit: Kit, options: ScriptedOptions): ScriptedModel {
  const { replies, callbacks, cache, beforeChunk } = options;
  const calls: (readonly BaseMessage[])[] = [];
  const counts = { given: 0, left: 0 };
  const next = (messages: readonly BaseMessage[]): ScriptedReply => {
    calls.push(messages);
    const reply = replies[Math.min(calls.length, replies.length) - 1];
    if (reply === undefined) throw new Error('Nothing is scripted');
    return reply;
  };
  const textOf = ({ content }: BaseMessage): string => (typeof content === 'string' ? content : '');

  class Scripted extends kit.chatModels.BaseChatModel {
    model = 'scripted-1';
    override _llmType(): string {
      return 'scripted';
    }
    override getLsParams(own: this['ParsedCallOptions']) {
      return { ...super.getLsParams(own), ls_model_name: this.model };
    }
    override bindTools(tools: object[], kwargs?: object) {
      return this.withConfig({ tools, ...kwargs } as never);
    }
    override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
      const { whole } = next(messages);
      return {
        generations: [
          { text: textOf(whole), message: copyOf(whole), generationInfo: { finish_reason: 'stop' } },
        ],
        llmOutput: { provider_note: 'kept' },
      };
    }
    override async *_streamResponseChunks(
      messages: BaseMessage[],
      given: this['ParsedCallOptions'],
      runManager?: { handleLLMNewToken(...args: unknown[]): Promise<void> },
    ): AsyncGenerator<ChatGenerationChunk> {
      const { chunks } = next(messages);
      let isOver = false;
      try {
        for (const [index, own] of chunks.entries()) {
          if (beforeChunk !== undefined) await beforeChunk(index, given?.signal);
          const message = copyOf(own);
          const chunk = new kit.outputs.ChatGenerationChunk({
            text: textOf(message),
            message: message as never,
          });
          counts.given += 1;
          yield chunk;
          const indices = { prompt: 0, completion: 0 };
          await runManager?.handleLLMNewToken(chunk.text, indices, undefined, undefined, undefined, {
            chunk,
          });
        }
        isOver = true;
      } finally {
        if (!isOver) counts.left += 1;
      }
    }
  }
  const fields = { callbacks, cache };
  return {
    model: new Scripted(fields as never),
    calls,
    get given() {
      return counts.given;
    },
    get left() {
      return counts.left;
    },
  };
}

/** A message of its own: LangChain writes to those that it gets. */
function copyOf<Message extends BaseMessage>(message: Message): Message {
  return Reflect.construct(message.constructor, [structuredClone({ ...message, lc_kwargs: undefined })]);
}

/** An answer as LangChain's own messages. */
export function replyOf(kit: Kit, answer: Answer): ScriptedReply {
  const chunkOf = (fields: object) => new kit.messages.AIMessageChunk(fields as never);
  const { text = [], thoughts = [], refusal = [], calls = [], logprobs } = answer;
  const usage_metadata = { input_tokens: 7, output_tokens: 5, total_tokens: 12 };
  const tool_calls = calls.map(({ name, args }, index) => ({
    type: 'tool_call' as const,
    id: `call_${index}`,
    name,
    args: JSON.parse(args.join('')),
  }));
  const noted = (piece: string) => (logprobs ? { logprobs: { content: [{ token: piece }] } } : {});
  // LangChain's own structured output takes nothing but chunks.
  const whole = chunkOf({
    content: text.join(''),
    tool_calls,
    additional_kwargs: {
      ...(thoughts.length > 0 && { reasoning_content: thoughts.join('') }),
      ...(refusal.length > 0 && { refusal: refusal.join('') }),
    },
    response_metadata: { finish_reason: 'stop', ...noted(text.join('')) },
    usage_metadata,
  });
  const chunks = [
    ...thoughts.map((piece) => chunkOf({ content: '', additional_kwargs: { reasoning_content: piece } })),
    ...text.map((piece) => chunkOf({ content: piece, response_metadata: noted(piece) })),
    ...refusal.map((piece) => chunkOf({ content: '', additional_kwargs: { refusal: piece } })),
    ...calls.flatMap(({ name, args }, place) => {
      // LangChain's events take a call for the text where both have one index.
      const index = place + (text.length > 0 ? 1 : 0);
      const id = `call_${place}`;
      return [
        chunkOf({
          content: '',
          tool_call_chunks: [{ type: 'tool_call_chunk', index, id, name, args: '' }],
        }),
        ...args.map((piece) =>
          chunkOf({
            content: '',
            tool_call_chunks: [{ type: 'tool_call_chunk', index, args: piece }],
          }),
        ),
      ];
    }),
    chunkOf({ content: '', usage_metadata, response_metadata: { finish_reason: 'stop' } }),
  ];
  return { whole, chunks };
}
