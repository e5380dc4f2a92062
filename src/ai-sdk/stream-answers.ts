import {
  createJoinedStrings,
  type Guardrail,
  type GuardrailVerdict,
  type HeldItems,
  type Lane,
  LEAST_NUMBER,
} from '../guard/index.js';
import { heldBytes } from '../scan/index.js';
import { besideText, withoutBeside } from './part-fields.js';
import type { Part } from './parts.js';
import type { CallContext } from './prompt.js';
import { createPartQueue, type PartQueue } from './stream-parts.js';
import { withVerdicts } from './verdicts.js';

/** Parts that need not wait, unless they hold more text than the identity of a call. */
const PASSING: ReadonlySet<string> = new Set(['stream-start', 'response-metadata', 'ping']);

/** The most parts and UTF-16 code units that are held before the model has to wait. */
const MAX_HELD = { parts: 4_000, chars: 200_000 };

/**
 * The most raw chunks of an answer that are kept, and the most bytes of memory for them. They leave after the answer,
 * because they repeat its parts before those are judged. If an answer has more, none of its raw chunks are released.
 */
const MAX_RAW = { parts: 10_000, bytes: 4_000_000 };

/** The held parts of a stream. */
export interface StreamAnswers extends HeldItems<Part> {
  /** Returns the ends of the blocks that are open for the consumer. */
  endings(): Part[];
  /** Returns the verdicts so far. */
  verdicts(): readonly GuardrailVerdict[];
  /** Returns the usage that the provider has reported, if its finish part has come. */
  usage(): unknown;
}

/** One answer of a stream. Everything after a finish part is an answer of its own. */
interface Answer {
  readonly queue: PartQueue;
  /** The provider's raw chunks, or undefined if there were too many to keep. */
  raw: Part[] | undefined;
  rawBytes: number;
  finish?: Part;
  /** The text of its finish part, and the text of its raw chunks. Each is removed if anything is found in it. */
  ending?: Lane | undefined;
  said?: Lane | undefined;
  /** True if all of it was judged. */
  isDone: boolean;
}

/** Holds the parts of a stream, each until it may leave. */
export function createStreamAnswers(guardrail: Guardrail, context: CallContext): StreamAnswers {
  const open = (before?: Answer): Answer => ({
    queue: createPartQueue(guardrail, context, before?.queue),
    raw: [],
    rawBytes: 0,
    isDone: false,
  });
  const passing: Part[] = [];
  const said: GuardrailVerdict[] = [...(context.verdicts ?? [])];
  let current = open();
  const answers: Answer[] = [current];
  let rewritten = false;

  const verdictsOf = ({ queue: { toolVerdicts, verifier } }: Answer): GuardrailVerdict[] => [
    ...toolVerdicts,
    ...verifier.verdicts.map((verdict) => ({ direction: 'response' as const, ...verdict })),
  ];

  /** Returns the end of an answer that was judged in full. */
  const endOf = (answer: Answer, finish: Part): Part[] => {
    context.signal?.throwIfAborted();
    rewritten ||= answer.queue.rewritten;
    said.push(...verdictsOf(answer));
    const { raw, ending, said: inRaw } = answer;
    // Its metadata may hold log probabilities, grounding or traces of the answer.
    const bare = rewritten || ending?.rewritten === true ? withoutBeside(finish) : finish;
    return [...(rewritten || inRaw?.rewritten === true ? [] : (raw ?? [])), withVerdicts(bare, said)];
  };

  /** Ends an answer. The text of its finish part and raw chunks is judged with it. */
  const close = (answer: Answer, finish?: Part): void => {
    if (answer.raw !== undefined && answer.raw.length > 0) {
      const strings = createJoinedStrings();
      for (const { rawValue } of answer.raw) strings.add(rawValue);
      answer.said = answer.queue.judgeBeside(strings.texts().join('\n'));
    }
    if (finish !== undefined) {
      answer.ending = answer.queue.judgeBeside(besideText(finish));
      answer.finish = finish;
    }
    answer.queue.end();
  };

  /** If one of them has to wait, the later ones wait behind it. */
  let inOrder = false;
  const mayOvertake = (part: Part): boolean => {
    if (!PASSING.has(part.type)) return false;
    inOrder ||= besideText(part) !== '';
    return !inOrder;
  };

  return {
    push(part) {
      if (mayOvertake(part)) passing.push(part);
      else if (part.type === 'raw') keepRaw(current, part);
      else if (part.type === 'finish') {
        close(current, part);
        current = open(current);
        answers.push(current);
      } else current.queue.push(part);
    },
    end: () => close(current),
    drain() {
      const parts = passing.splice(0);
      for (let answer = answers[0]; answer !== undefined; answer = answers[0]) {
        parts.push(...answer.queue.drain());
        if (answer.finish === undefined || !answer.isDone) break;
        parts.push(...endOf(answer, answer.finish));
        answers.shift();
      }
      return parts;
    },
    work() {
      const [answer] = answers;
      const work = answer?.queue.work();
      if (work !== undefined || answer?.finish === undefined) return work;
      // There is nothing left to wait for, so its end may leave.
      answer.isDone = true;
      return Promise.resolve();
    },
    isFull() {
      // After a finish part there is normally nothing worth reading ahead.
      if (answers.length > 1) return true;
      const { parts, chars } = current.queue.held;
      return parts > MAX_HELD.parts || chars > MAX_HELD.chars;
    },
    endings: () => answers[0]?.queue.endings() ?? [],
    usage: () => countsOf(answers.findLast(({ finish }) => finish !== undefined)?.finish?.['usage']),
    verdicts: () => [...said, ...(answers[0] === undefined ? [] : verdictsOf(answers[0]))],
  };
}

/** The names of counts in a usage, in all specifications. */
const COUNTS: ReadonlySet<string> = new Set([
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'reasoningTokens',
  'cachedInputTokens',
  'total',
  'noCache',
  'cacheRead',
  'cacheWrite',
  'text',
  'reasoning',
]);

/** Returns only the counts of a usage. The rest comes from the provider, and the answer was refused. */
function countsOf(usage: unknown, depth = 0): Readonly<Record<string, unknown>> | undefined {
  if (typeof usage !== 'object' || usage === null) return undefined;
  const counts: [string, unknown][] = [];
  for (const [name, value] of Object.entries(usage) as [string, unknown][]) {
    if (!COUNTS.has(name)) continue;
    const isCount =
      typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < LEAST_NUMBER;
    const inner = depth === 0 ? countsOf(value, 1) : undefined;
    if (isCount || value === undefined) counts.push([name, value]);
    else if (inner !== undefined) counts.push([name, inner]);
  }
  return counts.length === 0 ? undefined : Object.fromEntries(counts);
}

/** Keeps a raw chunk. If there are too many, no raw chunk of the answer is kept. */
function keepRaw(answer: Answer, part: Part): void {
  if (answer.raw === undefined) return;
  answer.rawBytes += heldBytes(part['rawValue']);
  if (answer.raw.length >= MAX_RAW.parts || answer.rawBytes > MAX_RAW.bytes) answer.raw = undefined;
  else answer.raw.push(part);
}
