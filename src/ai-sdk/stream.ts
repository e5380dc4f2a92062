import type { Guardrail } from '../guard/index.js';
import { isGuardrailError, linkedSignal } from '../scan/index.js';
import type { CallContext } from './checks.js';
import type { Part } from './parts.js';
import { type Replacement, replacementParts } from './replace.js';
import { type GuardrailVerdict, withResults } from './results.js';
import { blockedFinish } from './spec-versions.js';
import { createPartQueue, type PartQueue } from './stream-parts.js';

/**
 * Parts that need not wait. They carry no content, but for the errors: those are the provider's word to the
 * application, as are the ones that it throws, and may quote what the model sent.
 */
const PASSING: ReadonlySet<string> = new Set(['stream-start', 'response-metadata', 'ping', 'error']);

/** How much may be held before the model has to wait: parts, and UTF-16 code units. */
const MAX_HELD = { parts: 4_000, chars: 200_000 };

/** How a stream ends that the guard refuses. */
export interface StreamEnd {
  readonly specificationVersion?: string | undefined;
  /** What stands in place of the rest, if anything. */
  readonly replacementOf?: (error: unknown) => Replacement | undefined;
}

/**
 * The stream with every part held until it has been judged. The order of parts is kept, and parts that are not redacted
 * are the very ones that came. A violation ends it: an error part, the ends of open blocks, then a finish with the reason
 * `content-filter`; the model's own stream is cancelled.
 */
export function guardStream(
  guardrail: Guardrail,
  upstream: ReadableStream<Part>,
  context: CallContext,
  { specificationVersion, replacementOf }: StreamEnd,
): ReadableStream<Part> {
  const reader = upstream.getReader();
  const { signal, stop, detach } = linkedSignal(context.signal);
  const judged = judgedParts(guardrail, reader, { ...context, signal });
  const source: UnderlyingDefaultSource<Part> = {
    async pull(controller) {
      try {
        const next = await judged.parts.next();
        if (!next.done) return controller.enqueue(next.value);
      } catch (error) {
        // The model has nothing more to say; that its cancellation fails changes nothing.
        reader.cancel(error).catch(() => undefined);
        if (signal.aborted || !isGuardrailError(error)) {
          detach();
          throw error;
        }
        // An error part and a finish let every promise of the call settle; an errored stream would not.
        const replacement = replacementOf?.(error);
        if (replacement === undefined) controller.enqueue({ type: 'error', error });
        for (const part of judged.endings()) controller.enqueue(part);
        for (const part of replacement === undefined ? [] : replacementParts(replacement))
          controller.enqueue(part);
        controller.enqueue(withVerdicts(blockedFinish(specificationVersion), judged.verdicts()));
        // Ends what is still being judged.
        stop(error);
      }
      detach();
      controller.close();
    },
    async cancel(reason) {
      // Also ends a scan that is under way.
      stop(reason);
      detach();
      await reader.cancel(reason);
    },
  };
  // Nothing is read from the model before it is asked for.
  return new ReadableStream<Part>(source, { highWaterMark: 0 });
}

/** What the driver of a stream is told of. */
interface JudgedParts {
  readonly parts: AsyncGenerator<Part>;
  /** Ends of the blocks that are open for the consumer. */
  endings(): Part[];
  /** What the checks said so far. */
  verdicts(): readonly GuardrailVerdict[];
}

function judgedParts(
  guardrail: Guardrail,
  reader: ReadableStreamDefaultReader<Part>,
  context: CallContext,
): JudgedParts {
  let queue = createPartQueue(guardrail, context);
  const said: GuardrailVerdict[] = [...(context.verdicts ?? [])];
  const verdictsOf = ({ toolVerdicts, verifier }: PartQueue): GuardrailVerdict[] => [
    ...toolVerdicts,
    ...verifier.verdicts.map((verdict) => ({ direction: 'response' as const, ...verdict })),
  ];

  async function* run(): AsyncGenerator<Part> {
    const raw: Part[] = [];
    let rewritten = false;
    let reading: Promise<ReadableStreamReadResult<Part>> | undefined;
    const isFull = (): boolean => {
      const { parts, chars } = queue.held;
      return parts > MAX_HELD.parts || chars > MAX_HELD.chars;
    };

    /** Everything that came has been judged, and leaves. */
    const settle = async function* (): AsyncGenerator<Part> {
      queue.end();
      yield* queue.ready();
      for (let work = queue.work(); work !== undefined; work = queue.work()) {
        await work;
        yield* queue.ready();
      }
      // What was waited for last may have been done by the time it was asked for.
      yield* queue.ready();
      context.signal?.throwIfAborted();
      rewritten ||= queue.rewritten;
      said.push(...verdictsOf(queue));
      // Whatever comes behind a finish is an answer of its own.
      queue = createPartQueue(guardrail, context);
    };

    for (;;) {
      yield* queue.ready();
      // What is there already is judged in one go.
      const isFirstTry = reading === undefined && !isFull();
      if (isFirstTry) reading = reader.read();
      const isQuick = isFirstTry && reading !== undefined && (await comesAtOnce(reading));
      const work = isQuick ? undefined : queue.work();
      if (work === undefined) reading ??= reader.read();
      const next = await Promise.race([
        ...(reading === undefined ? [] : [reading]),
        ...(work === undefined ? [] : [work.then(() => undefined)]),
      ]);
      if (next === undefined) continue;
      reading = undefined;
      if (next.done) {
        yield* settle();
        return;
      }
      const part = next.value;
      if (PASSING.has(part.type)) yield part;
      // The provider's own chunk says what the parsed parts say, before they are judged.
      else if (part.type === 'raw') raw.push(part);
      else if (part.type === 'finish') {
        yield* settle();
        if (!rewritten) yield* raw;
        raw.length = 0;
        // Its metadata may hold the answer's log probabilities, grounding or traces.
        yield withVerdicts(rewritten ? { ...part, providerMetadata: undefined } : part, said);
      } else queue.take(part);
    }
  }

  return {
    parts: run(),
    endings: () => queue.endings(),
    verdicts: () => [...said, ...verdictsOf(queue)],
  };
}

/** How many turns of the microtask queue a part that is there already may take. */
const QUICK_TURNS = 12;

/** Whether a promise settles at once: without a timer, a packet or anything else from outside. */
async function comesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  for (let turn = 0; turn < QUICK_TURNS && !settled; turn += 1) await undefined;
  return settled;
}

function withVerdicts(part: Part, verdicts: readonly GuardrailVerdict[]): Part {
  if (verdicts.length === 0) return part;
  return { ...part, providerMetadata: withResults(part['providerMetadata'], verdicts) };
}
