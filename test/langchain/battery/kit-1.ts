import * as anthropic from '@langchain/anthropic';
import * as caches from '@langchain/core/caches';
import * as chatModels from '@langchain/core/language_models/chat_models';
import * as messages from '@langchain/core/messages';
import * as parsers from '@langchain/core/output_parsers';
import * as outputs from '@langchain/core/outputs';
import * as runnables from '@langchain/core/runnables';
import { fakeModel } from '@langchain/core/testing';
import * as testing from '@langchain/core/utils/testing';
import { MemorySaver } from '@langchain/langgraph';
import * as openai from '@langchain/openai';
import { createAgent, initChatModel, tool } from 'langchain';
import { z } from 'zod';
import type { Kit } from './kit.js';

/** LangChain 1. */
export const KIT_1: Kit = {
  version: '1.2.13',
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
  fakeModel: (replies) => replies.reduce((model, reply) => model.respond(reply), fakeModel()),
  agent: (model, lookup) =>
    createAgent({
      model,
      checkpointer: new MemorySaver(),
      tools: [
        tool(({ q }: { q: string }) => lookup(q), {
          name: 'lookup',
          description: 'Looks something up',
          schema: z.object({ q: z.string() }),
        }),
      ],
    }) as unknown as ReturnType<Kit['agent']>,
};
