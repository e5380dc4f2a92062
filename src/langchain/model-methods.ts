import { type Guardrail, type HeldItems, releaseInOrder } from '../guard/index.js';
import { linkedSignal } from '../scan/index.js';
import { createChunkQueues } from './candidates.js';
import { type AnyChatResult, checkChatResult } from './chat-result.js';
import { type AnyEvent, replacedEvents } from './event-parts.js';
import { createEventQueue } from './event-queue.js';
import type { AnyMessage } from './message-fields.js';
import { field } from './message-text.js';
import { type JudgedPrompt, judgePrompt, modelCall, type Replacement, replacementOf } from './model-call.js';
import { quietManager, tellToken } from './quiet-manager.js';
import { replacedChunk, replacedResult } from './replacement.js';
import type { Method } from './rewrap.js';
import { isolated } from './run-config.js';
import type { AnyChunk } from './tail-words.js';

/** What guards a model. */
export interface ModelGuard {
  readonly guardrail: Guardrail;
  /** The application's own system messages, where they are told from those of the conversation. */
  readonly ownSystem?: readonly string[];
  /** What ends a call normally that is refused; without it, as where it gives nothing, the refusal is thrown. */
  replacement(error: unknown, options: unknown): Replacement | undefined;
  /** Told of each answer that has passed. */
  onAnswer?(): void;
  /** Told of each message that `invoke` gives. */
  onMessage?(message: unknown): void;
}

/** The guard of a model by what the policy says of refusals. */
export function modelGuard(guardrail: Guardrail): ModelGuard {
  return { guardrail, replacement: (error, options) => replacementOf(guardrail, error, options) };
}

/** `_generate`: the prompt is judged before it, its answer after. */
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
      // Other models that it asks would tell the callbacks of the run.
      const answering = Promise.resolve(
        isolated(() => inner.call(model, prompt.messages, given, quiet.manager)),
      );
      answering.catch(() => undefined);
      await prompt.passed;
      const result = (await answering) as AnyChatResult;
      const checked = await checkChatResult(guardrail, result, prompt.context);
      guard.onAnswer?.();
      await quiet.tell(checked.generations[0]?.text ?? '');
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

/** `_streamResponseChunks`: callbacks are told of a chunk when it has been judged. */
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

/** `_streamChatModelEvents`: every event is judged. */
export function guardEvents(guard: ModelGuard, model: object, inner: Method): Method {
  return (messages, given, runManager) => {
    return judgedItems<AnyEvent>({
      guard,
      model,
      inner,
      args: [messages, given, runManager],
      queue: (context) => createEventQueue(guard.guardrail, context),
      replaced: (replacement, begun) => replacedEvents(replacement, begun),
    });
  };
}

/** A stream of a model, of whatever items. */
interface JudgedStream<Item> {
  readonly guard: ModelGuard;
  readonly model: object;
  readonly inner: Method;
  readonly args: readonly [messages: unknown, options: unknown, runManager: unknown];
  queue(context: JudgedPrompt['context']): HeldItems<Item>;
  /** What ends the stream in place of an error. */
  replaced(replacement: Replacement, begun: boolean): readonly Item[];
}

async function* judgedItems<Item>(stream: JudgedStream<Item>): AsyncGenerator<Item, void, undefined> {
  const { guard, model, inner } = stream;
  const [messages, given, runManager] = stream.args;
  const { options, context } = modelCall(model, given, runManager);
  const { signal, stop, detach } = linkedSignal(context.signal);
  let source: AsyncIterator<Item> | undefined;
  let begun = false;
  try {
    const call = { options, context: { ...context, signal } };
    const prompt = await judgePrompt(guard, messagesOf(messages), call);
    // Without the run manager: it would tell what nobody has judged.
    const opened = isolatedItems<Item>(() =>
      inner.call(model, prompt.messages, { ...options, signal }, undefined),
    );
    source = opened;
    const queue = gated(stream.queue(prompt.context), prompt.passed);
    for await (const items of releaseInOrder(() => opened.next(), queue)) {
      begun = true;
      yield* items;
    }
    guard.onAnswer?.();
  } catch (error) {
    // An abort of the caller is that, whatever became of it on its way through the model.
    if (!context.signal?.aborted) stop(error);
    const replacement = guard.replacement(error, options);
    if (replacement === undefined) throw error;
    yield* stream.replaced(replacement, begun);
  } finally {
    // Also where the consumer has left: the model is to stop, and so is what is being judged.
    stop(new DOMException('The answer was given up', 'AbortError'));
    detach();
    // It may never settle where the model does not listen to its signal.
    source?.return?.()?.catch(() => undefined);
  }
}

/** Items of which none leaves before a promise has settled. */
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

/** The items of a stream of which each is made apart from the run: a generator runs as whoever asks for the next. */
function isolatedItems<Item>(open: () => unknown): AsyncIterator<Item> {
  const items = isolated(() => (open() as AsyncIterable<Item>)[Symbol.asyncIterator]());
  return {
    next: () => isolated(() => items.next()),
    return: async () => isolated(() => items.return?.() ?? { done: true, value: undefined }),
  };
}
