import { type Guardrail, joinSegments } from '../guard/index.js';
import { isGuardrailError } from '../scan/index.js';
import { type CallContext, write } from './checks.js';
import { type AnswerPart, answerSegments, toolCheck } from './generate.js';
import { createLanes, type Lane } from './lanes.js';
import type { Part } from './parts.js';
import { blockedFinish } from './spec-versions.js';

/**
 * Parts that need not wait. They carry no content, but for the errors: those are the provider's word to the
 * application, as are the ones that it throws, and may quote what the model sent.
 */
const PASSING: ReadonlySet<string> = new Set(['stream-start', 'response-metadata', 'ping', 'error']);

/** A part in the queue; it waits until its lane, and whatever is woven into that, has been judged. */
interface Held {
  readonly part: Part;
  readonly lane: Lane;
}

/**
 * The stream with every block held until it has been judged whole. The order of parts is kept. A violation ends it:
 * an error part, then a finish with the reason `content-filter`; the model's own stream is cancelled.
 */
export function guardStream(
  guardrail: Guardrail,
  upstream: ReadableStream<Part>,
  context: CallContext,
  specificationVersion: string | undefined,
): ReadableStream<Part> {
  const reader = upstream.getReader();
  const { signal, stop, detach } = linkedSignal(context.signal);
  const parts = judgedParts(guardrail, readParts(reader), { ...context, signal });
  return new ReadableStream<Part>({
    async pull(controller) {
      try {
        const next = await parts.next();
        if (!next.done) return controller.enqueue(next.value);
      } catch (error) {
        // The model has nothing more to say; that its cancellation fails changes nothing.
        reader.cancel(error).catch(() => undefined);
        if (signal.aborted || !isGuardrailError(error)) {
          detach();
          throw error;
        }
        // An error part and a finish let every promise of the call settle; an errored stream would not.
        controller.enqueue({ type: 'error', error });
        controller.enqueue(blockedFinish(specificationVersion));
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
  });
}

/** A signal that aborts with the caller's own, or when it is stopped. */
function linkedSignal(outer: AbortSignal | undefined): {
  signal: AbortSignal;
  stop: (reason: unknown) => void;
  detach: () => void;
} {
  const controller = new AbortController();
  const forward = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) forward();
  outer?.addEventListener('abort', forward, { once: true });
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    detach: () => outer?.removeEventListener('abort', forward),
  };
}

async function* readParts(reader: ReadableStreamDefaultReader<Part>): AsyncGenerator<Part> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function* judgedParts(
  guardrail: Guardrail,
  parts: AsyncIterable<Part>,
  context: CallContext,
): AsyncGenerator<Part> {
  const lanes = createLanes();
  const held: Held[] = [];
  const raw: Part[] = [];
  let rewritten = false;
  // What the consumer has of the answer so far: a later block is judged together with it.
  let released: AnswerPart[] = [];

  const judgeAnswer = async (ready: readonly Lane[]): Promise<void> => {
    const read = (): AnswerPart[] => ready.map((lane) => ({ words: lane.words, segments: lane.segments() }));
    const fresh = read();
    if (joinSegments(fresh.flatMap((lane) => lane.segments)) !== '') {
      const { words, others } = answerSegments([...released, ...fresh]);
      const segments = [...words, ...others];
      const decision = await guardrail.enforceResponse(joinSegments(segments), context);
      if (decision.outcome === 'redact') {
        write(segments, decision);
        rewritten = true;
      }
      released = settled([...released, ...read()]);
    }
    for (const lane of ready) lane.judged = true;
  };

  const judgeTool = async (lane: Lane): Promise<void> => {
    const { tool } = lane;
    if (tool !== undefined) {
      const segments = lane.segments();
      const decision = await guardrail.enforceTool(toolCheck({ ...tool, segments }), context);
      if (decision.outcome === 'redact') {
        write(segments, decision);
        rewritten = true;
      }
    }
    lane.judged = true;
  };

  const flush = function* (): Generator<Part> {
    for (const { part, lane } of held.splice(0, wholeLanes(held))) {
      const released = lane.release(part);
      if (released !== undefined) yield released;
    }
  };

  const judgeAll = async (): Promise<void> => {
    const { answer, tools } = lanes.takeAll();
    await judgeAnswer(answer);
    for (const lane of tools) await judgeTool(lane);
  };

  for await (const part of parts) {
    if (PASSING.has(part.type)) {
      yield part;
    } else if (part.type === 'raw') {
      // The provider's own chunk says what the parsed parts say, before they are judged.
      raw.push(part);
    } else if (part.type === 'finish') {
      await judgeAll();
      yield* flush();
      if (!rewritten) yield* raw;
      raw.length = 0;
      // Its metadata may hold the answer's log probabilities, grounding or traces.
      yield rewritten ? { ...part, providerMetadata: undefined } : part;
    } else {
      const { lane, complete } = lanes.take(part);
      held.push({ part, lane });
      if (complete === undefined) continue;
      if (complete === 'answer') await judgeAnswer(lanes.takeAnswer());
      else await judgeTool(lane);
      yield* flush();
    }
  }
  context.signal?.throwIfAborted();
  await judgeAll();
  yield* flush();
}

/** What has been judged, as text alone: what it was read from need not be kept, and can no longer be rewritten. */
function settled(parts: readonly AnswerPart[]): AnswerPart[] {
  const { words, others } = answerSegments(parts);
  return [
    { words: true, segments: [{ text: joinSegments(words) }] },
    { words: false, segments: [{ text: joinSegments(others) }] },
  ];
}

/**
 * How many parts at the head of the queue can go: no lane is cut in two. A block whose second half waits for another
 * that is then refused would stay open, and the input of a tool without its call.
 */
function wholeLanes(held: readonly Held[]): number {
  const seen = new Map<Lane, number>();
  let open = 0;
  let count = 0;
  for (const [index, { lane }] of held.entries()) {
    if (!lane.judged) break;
    const parts = (seen.get(lane) ?? 0) + 1;
    seen.set(lane, parts);
    if (parts === 1) open += 1;
    if (parts === lane.size) open -= 1;
    if (open === 0) count = index + 1;
  }
  return count;
}
