import * as anthropic from '@langchain/anthropic';
import * as caches from '@langchain/core/caches';
import * as chatModels from '@langchain/core/language_models/chat_models';
import * as messages from '@langchain/core/messages';
import * as parsers from '@langchain/core/output_parsers';
import * as outputs from '@langchain/core/outputs';
import * as runnables from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import * as testing from '@langchain/core/utils/testing';
import { MemorySaver } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import * as openai from '@langchain/openai';
import { initChatModel } from 'langchain/chat_models/universal';
import { z } from 'zod';
import type { ChatModel, Kit } from '../battery/kit.js';

type Model = Parameters<typeof createReactAgent>[0]['llm'];

/** LangChain 0.3: what is imported here resolves to this folder's own copies. */
export const KIT_03 = {
  version: '0.3.80',
  anthropic,
  caches,
  chatModels,
  messages,
  openai,
  outputs,
  parsers,
  runnables,
  testing,
  initChatModel,
  agent: (model: ChatModel, lookup: (q: string) => string) =>
    createReactAgent({
      llm: model as unknown as Model,
      checkpointSaver: new MemorySaver(),
      tools: [
        tool(({ q }: { q: string }) => lookup(q), {
          name: 'lookup',
          description: 'Looks something up',
          schema: z.object({ q: z.string() }),
        }),
      ],
    }),
} as unknown as Kit;
