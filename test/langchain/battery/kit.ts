import type * as anthropic from '@langchain/anthropic';
import type * as caches from '@langchain/core/caches';
import type * as chatModels from '@langchain/core/language_models/chat_models';
import type * as messages from '@langchain/core/messages';
import type * as parsers from '@langchain/core/output_parsers';
import type * as outputs from '@langchain/core/outputs';
import type * as runnables from '@langchain/core/runnables';
import type * as testing from '@langchain/core/utils/testing';
import type * as openai from '@langchain/openai';
import type { initChatModel } from 'langchain';

/** Any chat model, by the types of the newer version. */
export type ChatModel = chatModels.BaseChatModel;

/** An agent that runs in a thread. */
export interface Agent {
  invoke(input: object, config?: object): Promise<{ messages: messages.BaseMessage[] }>;
  stream(input: object, config?: object): Promise<AsyncIterable<unknown>>;
  streamEvents(input: object, config: object): unknown;
}

/** One version of LangChain with its integrations. Both are used through the types of the newer one. */
export interface Kit {
  readonly version: '1.2.13' | '0.3.80';
  readonly anthropic: typeof anthropic;
  readonly caches: typeof caches;
  readonly chatModels: typeof chatModels;
  readonly messages: typeof messages;
  readonly openai: typeof openai;
  readonly outputs: typeof outputs;
  readonly parsers: typeof parsers;
  readonly runnables: typeof runnables;
  readonly testing: typeof testing;
  readonly initChatModel: typeof initChatModel;
  /** `fakeModel()` where the version has it; answers what it is given, in order. */
  fakeModel?(replies: readonly messages.BaseMessage[]): ChatModel;
  /** An agent with one tool, `lookup({ q })`, that remembers its threads and calls back with what it is asked. */
  agent(model: ChatModel, lookup: (q: string) => string): Agent;
}
