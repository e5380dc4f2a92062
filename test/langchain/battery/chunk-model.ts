import type { AIMessageChunkFields, BaseMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs';
import fc from 'fast-check';
import type { ChatModel, Kit } from './kit.js';

/** Fields of one chunk of an answer, as `AIMessageChunk` takes them. */
export type ChunkFields = AIMessageChunkFields & {
  /** Which of several answers it is of. */
  readonly completion?: number;
};

/** Chunks of a stream, made anew: LangChain writes to those that it gets. */
export function chunksOf({ messages, outputs }: Kit, all: readonly ChunkFields[]): ChatGenerationChunk[] {
  return all.map(({ completion, ...fields }) => {
    const message = new messages.AIMessageChunk(structuredClone(fields) as never);
    const text = typeof message.content === 'string' ? message.content : '';
    const generationInfo = completion === undefined ? {} : { completion };
    return new outputs.ChatGenerationChunk({ text, message, generationInfo });
  });
}

/** A model that streams these very chunks, and answers with all of them as one. */
export function chunkModel(
  kit: Kit,
  chunks: readonly ChatGenerationChunk[],
  beforeChunk?: (index: number) => Promise<void>,
): ChatModel {
  class Chunks extends kit.chatModels.BaseChatModel {
    override _llmType(): string {
      return 'chunks';
    }
    override async _generate(_messages: BaseMessage[]): Promise<ChatResult> {
      const [first, ...rest] = chunks;
      if (first === undefined) throw new Error('No chunks');
      const { text, message } = rest.reduce((sum, chunk) => sum.concat(chunk), first);
      return { generations: [{ text, message }] };
    }
    override async *_streamResponseChunks(): AsyncGenerator<ChatGenerationChunk> {
      for (const [index, chunk] of chunks.entries()) {
        if (beforeChunk !== undefined) await beforeChunk(index);
        yield chunk;
      }
    }
  }
  return new Chunks({});
}

/** All that a model streams where it is asked directly. */
export async function streamed(model: ChatModel, kit: Kit): Promise<ChatGenerationChunk[]> {
  const all: ChatGenerationChunk[] = [];
  const asked = [new kit.messages.HumanMessage('Hello')];
  for await (const chunk of model._streamResponseChunks(asked, {} as never)) all.push(chunk);
  return all;
}

/** A text cut into pieces anywhere. */
export function cut(text: string, points: readonly number[]): string[] {
  const at = [0, ...points.map((point) => point % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
}

export const cuts = fc.array(fc.nat(10_000), { maxLength: 8 });

const words = fc.constantFrom('', 'Hello ', 'wor', 'ld. ', '{"a":', '1}', '\n', 'naïve 😀 ', '日本');

/** Any chunk of an answer. */
export const anyChunk: fc.Arbitrary<ChunkFields> = fc.oneof(
  { weight: 4, arbitrary: words.map((content) => ({ content })) },
  {
    weight: 3,
    arbitrary: fc
      .record({ text: words, index: fc.nat(2) })
      .map(({ text, index }) => ({ content: [{ type: 'text', text, index }] })),
  },
  fc.record({ thinking: words, index: fc.nat(2) }).map((block) => ({
    content: [{ type: 'thinking', ...block }],
  })),
  words.map((reasoning_content) => ({ content: '', additional_kwargs: { reasoning_content } })),
  words.map((refusal) => ({ content: '', additional_kwargs: { refusal } })),
  fc.record({ args: words, index: fc.nat(1) }).map(({ args, index }) => ({
    content: '',
    tool_call_chunks: [
      { type: 'tool_call_chunk' as const, id: `call_${index}`, name: 'lookup', args, index },
    ],
  })),
  fc.constant({ content: '', usage_metadata: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } }),
  fc.constant({ content: '', response_metadata: { finish_reason: 'stop' } }),
  words.map((text) => ({ content: '', response_metadata: { note: `${text} as it was said` } })),
  fc.constant({ content: [] }),
) as fc.Arbitrary<ChunkFields>;
