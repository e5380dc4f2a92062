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

/** Parts that need not wait, unless they have more to say than what a call is called. */
const PASSING: ReadonlySet<string> = new Set(['stream-start', 'response-metadata', 'ping']);

/** How much may be held before the model has to wait: parts, and UTF-16 code units. */
const MAX_HELD = { parts: 4_000, chars: 200_000 };

/**
 * How many raw chunks of an answer are kept, and how many bytes of memory they take. They leave behind the answer, for they
 * say what its parts say before those are judged; an answer with more of them goes without any.
 */
const MAX_RAW = { parts: 10_000, bytes: 4_000_000 };

/** The parts of a stream, held. */
export interface StreamAnswers extends HeldItems<Part> {
  /** Ends of the blocks that are open for the consumer. */
  endings(): Part[];
  /** What the checks said so far. */
  verdicts(): readonly GuardrailVerdict[];
  /** What the provider has said of the usage, where its finish has come. */
  usage(): unknown;
}

/** One answer of a stream: whatever comes behind a finish is an answer of its own. */
interface Answer {
  readonly queue: PartQueue;
  /** The provider's own chunks; nothing where there were too many to be kept. */
  raw: Part[] | undefined;
  rawBytes: number;
  finish?: Part;
  /** What its end says beside the answer, and what the raw chunks say; both go where anything is found in them. */
  ending?: Lane | undefined;
  said?: Lane | undefined;
  /** All of it has been judged. */
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

  /** The end of an answer that has been judged in full. */
  const endOf = (answer: Answer, finish: Part): Part[] => {
    context.signal?.throwIfAborted();
    rewritten ||= answer.queue.rewritten;
    said.push(...verdictsOf(answer));
    const { raw, ending, said: inRaw } = answer;
    // Its metadata may hold the answer's log probabilities, grounding or traces.
    const bare = rewritten || ending?.rewritten === true ? withoutBeside(finish) : finish;
    return [...(rewritten || inRaw?.rewritten === true ? [] : (raw ?? [])), withVerdicts(bare, said)];
  };

  /** No more parts come of the answer: what comes with its end is judged with it. */
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

  /** Once one of them has to wait, the others come behind it. */
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
      // Nothing is left to wait for: its end may leave.
      answer.isDone = true;
      return Promise.resolve();
    },
    isFull() {
      // Behind a finish there is nothing worth to be read ahead, as a rule.
      if (answers.length > 1) return true;
      const { parts, chars } = current.queue.held;
      return parts > MAX_HELD.parts || chars > MAX_HELD.chars;
    },
    endings: () => answers[0]?.queue.endings() ?? [],
    usage: () => countsOf(answers.findLast(({ finish }) => finish !== undefined)?.finish?.['usage']),
    verdicts: () => [...said, ...(answers[0] === undefined ? [] : verdictsOf(answers[0]))],
  };
}

/** The names of counts in a usage, of all specifications. */
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

/** Returns the counts of a usage and nothing else of it: the rest is the provider's, and the answer was refused. */
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

/** Keeps a raw chunk, or none of its answer once there are too many. */
function keepRaw(answer: Answer, part: Part): void {
  if (answer.raw === undefined) return;
  answer.rawBytes += heldBytes(part['rawValue']);
  if (answer.raw.length >= MAX_RAW.parts || answer.rawBytes > MAX_RAW.bytes) answer.raw = undefined;
  else answer.raw.push(part);
}
