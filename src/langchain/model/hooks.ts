import { type Guardrail, type HeldItems, releaseInOrder } from '../../guard/index.js';
import { linkedSignal } from '../../scan/index.js';
import { createChunkQueues } from '../chunks/candidates.js';
import type { AnyChunk } from '../chunks/chunk-tail.js';
import type { AnyMessage } from '../content/rebuild-message.js';
import { isolated } from '../context/run-config.js';
import { tellToken } from '../context/run-handlers.js';
import { createEventQueue } from '../events/event-queue.js';
import type { AnyEvent } from '../events/events.js';
import { field, type Method } from '../fields.js';
import { type JudgedPrompt, judgePrompt, modelCall } from './prompt.js';
import {
  type Replacement,
  replacedChunk,
  replacedEvents,
  replacedResult,
  replacementOf,
} from './replacement.js';
import { type AnyChatResult, checkChatResult } from './result.js';
import { quietManager } from './run-manager.js';

/** The guard of a model. */
export interface ModelGuard {
  readonly guardrail: Guardrail;
  /** Whether it replaces another guard of the same guardrail, and is not replaced by one. */
  readonly isOfAgent?: boolean;
  /** The application's own system messages, if they can be told from those of the conversation. */
  readonly ownSystem?: readonly string[];
  /** Returns the answer that ends a refused call normally. If it returns undefined, the refusal is thrown. */
  replacement(error: unknown, options: unknown): Replacement | undefined;
  /** Called for each answer that has passed. */
  onAnswer?(): void;
  /** Called with each message that `invoke` returns. */
  onMessage?(message: unknown): void;
}

/** Makes the guard of a model, with replacements by the policy. */
export function modelGuard(guardrail: Guardrail): ModelGuard {
  return { guardrail, replacement: (error, options) => replacementOf(guardrail, error, options) };
}

/** Guards `_generate`: the prompt is judged before it, the answer after. */
export function guardGenerate(guard: ModelGuard, model: object, inner: Method): Method {
  const { guardrail } = guard;
  return async (messages, callOptions, runManager) => {
    const { options, context } = modelCall(model, callOptions, runManager);
    const { signal, stop, detach } = linkedSignal(context.signal);
    const quiet = quietManager(runManager);
    try {
      const prompt = await judgePrompt(guard, messagesOf(messages), { options, context });
      const isBeside = guardrail.prompt.promptScan === 'parallel';
      const given = isBeside ? { ...options, signal } : options;
      // Other models that it calls would report to the callbacks of the run.
      const answering = Promise.resolve(
        isolated(() => inner.call(model, prompt.messages, given, quiet.manager)),
      );
      answering.catch(() => undefined);
      await prompt.passed;
      const result = (await answering) as AnyChatResult;
      const checked = await checkChatResult(guardrail, result, prompt.context, prompt.decisions());
      guard.onAnswer?.();
      await quiet.tell(wordsOf(checked.generations[0]));
      return checked;
    } catch (error) {
      stop(error);
      const replacement = guard.replacement(error, options);
      if (replacement === undefined) throw error;
      return replacedResult(replacement);
    } finally {
      detach();
    }
  };
}

/** Returns the words of an answer. Some models leave the text beside the message empty. */
function wordsOf(generation: unknown): string {
  const message = field(generation, 'message');
  const texts = [field(generation, 'text'), field(message, 'content'), field(message, 'text')];
  return texts.find((text): text is string => typeof text === 'string' && text !== '') ?? '';
}

/** Guards `_streamResponseChunks`. A chunk is reported to callbacks after it has been judged. */
export function guardStream(guard: ModelGuard, model: object, inner: Method): Method {
  return async function* (messages, given, runManager) {
    let hasText = false;
    const chunks = judgedItems<AnyChunk>({
      guard,
      model,
      inner,
      args: [messages, given, runManager],
      queue: (context) => createChunkQueues(guard.guardrail, context),
      replaced: (replacement) => [replacedChunk(replacement, hasText)],
    });
    const indices = { prompt: field(given, 'promptIndex') ?? 0, completion: 0 };
    for await (const chunk of chunks) {
      hasText ||= chunk.text !== '';
      yield chunk;
      await tellToken(runManager, chunk.text, indices, undefined, undefined, undefined, { chunk });
    }
  };
}

/** Guards `_streamChatModelEvents`: every event is judged. */
export function guardEvents(guard: ModelGuard, model: object, inner: Method): Method {
  return (messages, given, runManager) => {
    return judgedItems<AnyEvent>({
      guard,
      model,
      inner,
      args: [messages, given, runManager],
      queue: (context) => createEventQueue(guard.guardrail, context),
      replaced: (replacement, hasBegun) => replacedEvents(replacement, hasBegun),
    });
  };
}

/** A stream of a model's chunks or events. */
interface JudgedStream<Item> {
  readonly guard: ModelGuard;
  readonly model: object;
  readonly inner: Method;
  readonly args: readonly [messages: unknown, options: unknown, runManager: unknown];
  queue(context: JudgedPrompt['context']): HeldItems<Item>;
  /** Returns the items that end the stream in place of an error. */
  replaced(replacement: Replacement, hasBegun: boolean): readonly Item[];
}

async function* judgedItems<Item>(stream: JudgedStream<Item>): AsyncGenerator<Item, void, undefined> {
  const { guard, model, inner } = stream;
  const [messages, given, runManager] = stream.args;
  const { options, context } = modelCall(model, given, runManager);
  const { signal, stop, detach } = linkedSignal(context.signal);
  let source: AsyncIterator<Item> | undefined;
  let hasBegun = false;
  try {
    const call = { options, context: { ...context, signal } };
    const prompt = await judgePrompt(guard, messagesOf(messages), call);
    // The model gets no run manager, because it would report unjudged content.
    const opened = isolatedItems<Item>(() =>
      inner.call(model, prompt.messages, { ...options, signal }, undefined),
    );
    source = opened;
    const queue = gated(stream.queue(prompt.context), prompt.passed);
    for await (const items of releaseInOrder(() => opened.next(), queue)) {
      hasBegun = true;
      yield* items;
    }
    guard.onAnswer?.();
  } catch (error) {
    // After an abort of the caller the signal keeps the caller's reason, whatever the model made of it.
    if (!context.signal?.aborted) stop(error);
    const replacement = guard.replacement(error, options);
    if (replacement === undefined) throw error;
    yield* stream.replaced(replacement, hasBegun);
  } finally {
    // Stop the model and the running checks, even if the consumer has left.
    stop(new DOMException('The answer was given up', 'AbortError'));
    detach();
    // The call is not awaited, because it may never settle if the model does not listen to its signal.
    source?.return?.()?.catch(() => undefined);
  }
}

/** Holds all items back until a promise has settled. */
function gated<Item>(items: HeldItems<Item>, passed: Promise<void>): HeldItems<Item> {
  let isOpen = false;
  const opening = passed.then(() => {
    isOpen = true;
  });
  opening.catch(() => undefined);
  return {
    push: (item) => items.push(item),
    end: () => items.end(),
    isFull: () => items.isFull(),
    drain: () => (isOpen ? items.drain() : []),
    work() {
      const work = items.work();
      if (isOpen) return work;
      return work === undefined ? opening : Promise.race([opening, work]);
    },
  };
}

function messagesOf(messages: unknown): readonly AnyMessage[] {
  return Array.isArray(messages) ? messages : [];
}

/**
 * Opens a stream whose items are made outside the context of the run. A generator runs in the context of its caller.
 */
function isolatedItems<Item>(open: () => unknown): AsyncIterator<Item> {
  const items = isolated(() => (open() as AsyncIterable<Item>)[Symbol.asyncIterator]());
  return {
    next: () => isolated(() => items.next()),
    return: async () => isolated(() => items.return?.() ?? { done: true, value: undefined }),
  };
}
