import { isRecord, RESULT_FIELDS, type ScanResult } from '../scan/index.js';
import { type BlockReason, type Decision, OUTCOMES, type Outcome } from './policy/decision.js';
import type { Direction } from './policy/effects.js';

/** The verdict of one check of a call. It holds ids, flags and positions, never content. */
export interface GuardrailVerdict {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** The reason, if blocked. */
  readonly reason?: BlockReason;
  /** The number of replaced places. */
  readonly redactions: number;
  readonly result: ScanResult;
}

/** The verdicts of a call, as `getGuardrailResults` returns them. */
export interface GuardrailResults {
  /** The strictest outcome. It is `allow` if nothing was checked or is known. */
  readonly outcome: Outcome;
  /**
   * One verdict for each check, in the order of steps or messages, prompts before answers. An AI SDK call has at most
   * 64.
   */
  readonly verdicts: readonly GuardrailVerdict[];
  /**
   * The number of verdicts that were left out; absent if there are none. The strictest are kept, and of those the
   * latest.
   */
  readonly omitted?: number;
}

const DIRECTIONS: readonly unknown[] = ['prompt', 'response', 'tool'] satisfies readonly Direction[];

/** Returns the verdict of a decision, without the text. */
export function verdictOf({ direction, outcome, reason, redactions, result }: Decision): GuardrailVerdict {
  return {
    direction,
    outcome,
    ...(reason !== undefined && { reason }),
    redactions: redactions.length,
    result,
  };
}

/** Copies a verdict as plain JSON, so that a caller cannot change a cached result through it. */
export function travellingVerdict(verdict: GuardrailVerdict): GuardrailVerdict {
  const { direction, outcome, reason, redactions, result } = verdict;
  const known: Record<string, unknown> = {};
  for (const field of RESULT_FIELDS) {
    const value = plainJson(result[field]);
    if (value !== undefined) known[field] = value;
  }
  // The fields have the types that the scanner gave them.
  const own = known as unknown as ScanResult;
  return { direction, outcome, ...(reason !== undefined && { reason }), redactions, result: own };
}

/** The deepest level that is copied. Lists of spans have two levels, and no known field is deeper. */
const MAX_DEPTH = 3;

/**
 * Copies a value as JSON has it. This is many times faster than writing and parsing text, which was most of the cost of
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

/** Combines verdicts. `omitted` is the number of those that were left out. */
export function resultsOf(verdicts: readonly GuardrailVerdict[], omitted = 0): GuardrailResults {
  const rank = verdicts.reduce((strict, { outcome }) => Math.max(strict, OUTCOMES.indexOf(outcome)), 0);
  return { outcome: OUTCOMES[rank] ?? 'block', verdicts, ...(omitted > 0 && { omitted }) };
}

/** Tells whether a value has the shape of a verdict. Metadata may come from anywhere. */
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
