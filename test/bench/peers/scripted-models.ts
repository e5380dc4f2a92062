// Scripted models in the shapes that packages take.
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import { MockLanguageModelV4 } from 'ai/test';

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

type Words = () => AsyncIterable<string>;

/** A model of AI SDK 7. */
export function aiSdkModel(words: Words): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    doStream: async () => ({ stream: streamOf(partsOf(words, { unified: 'stop', raw: 'stop' }, usage)) }),
  });
}

/** The same in the shape of AI SDK 5, which agents of other frameworks take. */
export function aiSdk5Model(words: Words): object {
  const plain = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
  return {
    specificationVersion: 'v2',
    provider: 'scripted',
    modelId: 'scripted',
    supportedUrls: {},
    doStream: async () => ({ stream: streamOf(partsOf(words, 'stop', plain)) }),
  };
}

async function* partsOf<Reason, Usage>(words: Words, finishReason: Reason, used: Usage) {
  yield { type: 'stream-start' as const, warnings: [] };
  yield { type: 'text-start' as const, id: '1' };
  for await (const delta of words()) yield { type: 'text-delta' as const, id: '1', delta };
  yield { type: 'text-end' as const, id: '1' };
  yield { type: 'finish' as const, finishReason, usage: used };
}

/** A stream that asks for an item when somebody asks it for one. */
function streamOf<Item>(items: AsyncGenerator<Item>): ReadableStream<Item> {
  return new ReadableStream<Item>(
    {
      async pull(controller) {
        const { done, value } = await items.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await items.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** A chat model of LangChain. */
export class ScriptedChatModel extends BaseChatModel {
  readonly #words: Words;

  constructor(words: Words) {
    super({});
    this.#words = words;
  }

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(): Promise<ChatResult> {
    let text = '';
    for await (const word of this.#words()) text += word;
    return { generations: [{ text, message: new AIMessage({ content: text }) }] };
  }

  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const text of this.#words()) {
      const chunk = new ChatGenerationChunk({
        text,
        message: new AIMessageChunk({ content: text, id: 'm' }),
      });
      yield chunk;
      await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}
