import { isRecord, RESULT_FIELDS, type ScanResult } from '../scan/index.js';
import { type BlockReason, type Decision, OUTCOMES, type Outcome } from './policy/decision.js';
import type { Direction } from './policy/effects.js';

/** What one check of a call said. Holds ids, flags and positions, never content. */
export interface GuardrailVerdict {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** Why, when blocked. */
  readonly reason?: BlockReason;
  /** How many places were replaced. */
  readonly redactions: number;
  readonly result: ScanResult;
}

/** What the checks of a call said, as `getGuardrailResults` reads it. */
export interface GuardrailResults {
  /** The strictest outcome; `allow` where nothing was checked or is known. */
  readonly outcome: Outcome;
  /** One for each check: in the order of steps or messages, prompts before answers. Of one AI SDK call at most 64. */
  readonly verdicts: readonly GuardrailVerdict[];
  /** How many more there were. What is kept are the strictest, of those the latest. Absent where all are here. */
  readonly omitted?: number;
}

const DIRECTIONS: readonly unknown[] = ['prompt', 'response', 'tool'] satisfies readonly Direction[];

/** Returns what a decision says, without the text. */
export function verdictOf({ direction, outcome, reason, redactions, result }: Decision): GuardrailVerdict {
  return {
    direction,
    outcome,
    ...(reason !== undefined && { reason }),
    redactions: redactions.length,
    result,
  };
}

/** Copies a verdict as plain JSON of its own, so that nobody reaches the result of a cache through it. */
export function travellingVerdict(verdict: GuardrailVerdict): GuardrailVerdict {
  const { direction, outcome, reason, redactions, result } = verdict;
  const known: Record<string, unknown> = {};
  for (const field of RESULT_FIELDS) {
    const value = plainJson(result[field]);
    if (value !== undefined) known[field] = value;
  }
  // The fields as the scanner gave them.
  const own = known as unknown as ScanResult;
  return { direction, outcome, ...(reason !== undefined && { reason }), redactions, result: own };
}

/** Lists of spans are two levels deep; what is deeper is none of ours. */
const MAX_DEPTH = 3;

/**
 * Copies what JSON would say of a value: many times faster than there and back through text, which was most of the cost of
 * a call.
 */
function plainJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => plainJson(item, depth + 1) ?? null);
  const copy: Record<string, unknown> = { ...value };
  for (const key of Object.keys(copy)) {
    const inner = plainJson(copy[key], depth + 1);
    if (inner === undefined) delete copy[key];
    else copy[key] = inner;
  }
  return copy;
}

/** Puts verdicts together; `omitted` says how many more there were. */
export function resultsOf(verdicts: readonly GuardrailVerdict[], omitted = 0): GuardrailResults {
  const rank = verdicts.reduce((strict, { outcome }) => Math.max(strict, OUTCOMES.indexOf(outcome)), 0);
  return { outcome: OUTCOMES[rank] ?? 'block', verdicts, ...(omitted > 0 && { omitted }) };
}

/** Whether a value reads as a verdict. Metadata may have come from anywhere. */
export function isVerdict(value: unknown): value is GuardrailVerdict {
  if (!isRecord(value) || !DIRECTIONS.includes(value['direction'])) return false;
  const { outcome, result } = value;
  return (
    OUTCOMES.some((known) => known === outcome) &&
    isRecord(result) &&
    typeof result['action'] === 'string' &&
    Array.isArray(result['categories'])
  );
}
