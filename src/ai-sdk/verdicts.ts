import {
  type BlockReason,
  type Decision,
  type Direction,
  GuardrailConfigError,
  OUTCOMES,
  type Outcome,
} from '../guard/index.js';
import { RESULT_FIELDS, type ScanResult } from '../scan/index.js';
import { isObject, recordOf } from './parts.js';

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
  /** The strictest outcome; `allow` where nothing was checked. */
  readonly outcome: Outcome;
  /** In the order of steps, prompts before answers: one for each check, of one call at most 64. */
  readonly verdicts: readonly GuardrailVerdict[];
  /** How many more there were. What is kept are the strictest, of those the latest. Absent where all are here. */
  readonly omitted?: number;
}

/** A chat of hundreds of tool results has as many verdicts, and a step's metadata is stored and sent with it. */
const MAX_VERDICTS = 64;

const DIRECTIONS: readonly unknown[] = ['prompt', 'response', 'tool'];

/** What this guard wrote itself. Anything else under its key came from elsewhere, and is replaced. */
const written = new WeakMap<object, GuardrailResults>();

/** What a decision says, without the text. */
export function verdictOf({ direction, outcome, reason, redactions, result }: Decision): GuardrailVerdict {
  return {
    direction,
    outcome,
    ...(reason !== undefined && { reason }),
    redactions: redactions.length,
    result,
  };
}

/** A verdict as it travels: plain JSON of its own, so that nobody can reach the result of a cache through it. */
function travelling({ direction, outcome, reason, redactions, result }: GuardrailVerdict): GuardrailVerdict {
  const known: Record<string, unknown> = {};
  for (const field of RESULT_FIELDS) {
    const value = plainJson(result[field]);
    if (value !== undefined) known[field] = value;
  }
  // The fields as the scanner gave them.
  const own = known as unknown as ScanResult;
  return { direction, outcome, ...(reason !== undefined && { reason }), redactions, result: own };
}

/**
 * A copy of what JSON would say of a value: many times faster than there and back through text, which was most of the
 * cost of a call. Lists of spans are two levels deep; what is deeper is none of ours.
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

const MAX_DEPTH = 3;

/**
 * Provider metadata with the guard's word beside the provider's own, as JSON: `{ guardrail: { outcome, verdicts } }`.
 * Those of a guard further inside come first, unless `first` says so of these. Without verdicts it stays as it is.
 */
export function withResults(
  providerMetadata: unknown,
  verdicts: readonly GuardrailVerdict[],
  { first = false } = {},
): unknown {
  if (verdicts.length === 0) return providerMetadata;
  const inner = recordOf(providerMetadata, 'guardrail');
  const said = inner && written.get(inner);
  const inside = said?.verdicts ?? [];
  const all = first ? [...verdicts, ...inside] : [...inside, ...verdicts];
  const kept = strictest(all);
  const guardrail = summed(kept.map(travelling), (said?.omitted ?? 0) + all.length - kept.length);
  written.set(guardrail, guardrail);
  return { ...(isObject(providerMetadata) && providerMetadata), guardrail };
}

/** A part or a result without what a guard further inside has written to its metadata; the very one where none has. */
export function withoutOwnResults<Source extends object>(source: Source): Source {
  const metadata = recordOf(source, 'providerMetadata');
  const own = recordOf(metadata, 'guardrail');
  if (own === undefined || !written.has(own)) return source;
  const { guardrail: _, ...rest } = metadata ?? {};
  return { ...source, providerMetadata: rest };
}

/** The strictest that may travel, of those the latest, in their order. */
function strictest(verdicts: readonly GuardrailVerdict[]): readonly GuardrailVerdict[] {
  if (verdicts.length <= MAX_VERDICTS) return verdicts;
  const kept = new Set(
    verdicts
      .toReversed()
      .toSorted((one, other) => rankOf(other) - rankOf(one))
      .slice(0, MAX_VERDICTS),
  );
  return verdicts.filter((verdict) => kept.has(verdict));
}

/**
 * What the guard's checks said about a call: from a result of `generateText` or `generateObject` (all steps of it), one
 * step or a list of steps, a result of `embed`, `embedMany` or `generateImage`, `providerMetadata`, or a `finish-step`
 * part. Streams: `await result.steps` first. Empty where no guard was there.
 * @throws GuardrailConfigError for the result of a stream itself, whose properties are promises
 */
export function getGuardrailResults(resultOrProviderMetadata: unknown): GuardrailResults {
  const found = writtenIn(resultOrProviderMetadata);
  const verdicts = found.flatMap((guardrail) => {
    const { verdicts } = guardrail;
    return Array.isArray(verdicts) ? verdicts.filter(isVerdict) : [];
  });
  return summed(
    verdicts,
    found.reduce((sum, { omitted }) => sum + countOf(omitted), 0),
  );
}

function summed(verdicts: readonly GuardrailVerdict[], omitted: number): GuardrailResults {
  const rank = verdicts.reduce((strict, verdict) => Math.max(strict, rankOf(verdict)), 0);
  return { outcome: OUTCOMES[rank] ?? 'block', verdicts, ...(omitted > 0 && { omitted }) };
}

function rankOf({ outcome }: GuardrailVerdict): number {
  return OUTCOMES.indexOf(outcome);
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** What stands under the guard's key, step by step. */
function writtenIn(source: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(source)) return source.flatMap(writtenIn);
  if (!isObject(source)) return [];
  // To read a property of a stream's result would start to consume it.
  if ('textStream' in source || 'partialObjectStream' in source || 'then' in source) {
    throw new GuardrailConfigError('result', 'must be settled: pass `await result.steps` of a stream');
  }
  const { steps } = source;
  if (Array.isArray(steps)) return steps.flatMap(writtenIn);
  const guardrail = recordOf(recordOf(source, 'providerMetadata') ?? source, 'guardrail');
  if (guardrail === undefined) return [];
  const { images } = guardrail;
  return Array.isArray(images) ? images.filter(isObject) : [guardrail];
}

function isVerdict(value: unknown): value is GuardrailVerdict {
  if (!isObject(value) || !DIRECTIONS.includes(value['direction'])) return false;
  const result = recordOf(value, 'result');
  return (
    OUTCOMES.some((outcome) => outcome === value['outcome']) &&
    result !== undefined &&
    typeof result['action'] === 'string' &&
    Array.isArray(result['categories'])
  );
}
