import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import * as documents1 from '@langchain/core/documents';
import * as parsers1 from '@langchain/core/output_parsers';
import * as prompts1 from '@langchain/core/prompts';
import * as retrievers1 from '@langchain/core/retrievers';
import * as runnables1 from '@langchain/core/runnables';
import * as tools1 from '@langchain/core/tools';
import * as documents03 from 'langchain-core-0.3/documents';
import * as parsers03 from 'langchain-core-0.3/output_parsers';
import * as prompts03 from 'langchain-core-0.3/prompts';
import * as retrievers03 from 'langchain-core-0.3/retrievers';
import * as runnables03 from 'langchain-core-0.3/runnables';
import * as tools03 from 'langchain-core-0.3/tools';
import { CORES, type Core } from './support.js';

/** What the guards of steps are tested with, of one version of LangChain. */
export interface Kit extends Core {
  readonly documents: typeof documents1;
  readonly parsers: typeof parsers1;
  readonly prompts: typeof prompts1;
  readonly retrievers: typeof retrievers1;
  readonly runnables: typeof runnables1;
  readonly tools: typeof tools1;
}

const MORE = [
  {
    documents: documents1,
    parsers: parsers1,
    prompts: prompts1,
    retrievers: retrievers1,
    runnables: runnables1,
    tools: tools1,
  },
  {
    documents: documents03,
    parsers: parsers03,
    prompts: prompts03,
    retrievers: retrievers03,
    runnables: runnables03,
    tools: tools03,
  },
];

export const KITS: readonly Kit[] = CORES.map((core, index) => ({ ...core, ...MORE[index] }) as Kit);

/** A handler that keeps whatever it is told. */
export function recorder(): { readonly handler: BaseCallbackHandler; readonly seen: unknown[] } {
  const seen: unknown[] = [];
  const methods = ['Chain', 'LLM', 'Tool', 'Retriever', 'ChatModel'].flatMap((kind) =>
    ['Start', 'End', 'Error', 'NewToken', 'Event'].map((event) => `handle${kind}${event}`),
  );
  const handler = BaseCallbackHandler.fromMethods({});
  handler.awaitHandlers = true;
  for (const method of methods) {
    Reflect.set(handler, method, (...args: unknown[]) => {
      // As it is now: what is rewritten later was seen before. A start tells first how the thing is set up, with all the
      // answers of a scripted model.
      seen.push([method, args.slice(method.endsWith('Start') ? 1 : 0).map(told)]);
    });
  }
  return { handler, seen };
}

function told(value: unknown): unknown {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    return String(value);
  }
}

/** The names of the events that a recorder saw. */
export function eventsOf(seen: readonly unknown[]): unknown[] {
  return seen.map((event) => (Array.isArray(event) ? event[0] : event));
}
