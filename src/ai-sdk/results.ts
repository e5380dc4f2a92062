import type { BlockReason, Decision, Direction, Outcome } from '../guard/index.js';
import { GuardrailConfigError, OUTCOMES } from '../guard/index.js';
import type { ScanResult } from '../scan/index.js';
import { isRecord, recordOf } from './parts.js';

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
  /** One for each check, in the order of steps, prompts before answers. */
  readonly verdicts: readonly GuardrailVerdict[];
}

const DIRECTIONS: readonly unknown[] = ['prompt', 'response', 'tool'];

/** The vocabulary's own fields; a scanner may add others, and what those hold is not known. */
const RESULT_FIELDS = [
  'action',
  'severity',
  'categories',
  'scanId',
  'reportId',
  'profileName',
  'promptDetected',
  'responseDetected',
  'toolDetected',
  'sessionId',
  'trId',
  'latencyMs',
  'error',
  'degraded',
  'scores',
  'spans',
  'source',
] as const satisfies readonly (keyof ScanResult)[];

/** What this guard wrote itself. Anything else under its key came from elsewhere, and is replaced. */
const written = new WeakMap<object, readonly GuardrailVerdict[]>();

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
  const known = Object.fromEntries(RESULT_FIELDS.map((field) => [field, result[field]]));
  return JSON.parse(JSON.stringify({ direction, outcome, reason, redactions, result: known }));
}

/**
 * Provider metadata with the guard's word beside the provider's own, as JSON: `{ guardrail: { outcome, verdicts } }`.
 * Those of a guard further inside come first. Without verdicts it stays as it is.
 */
export function withResults(providerMetadata: unknown, verdicts: readonly GuardrailVerdict[]): unknown {
  if (verdicts.length === 0) return providerMetadata;
  const inner = recordOf(providerMetadata, 'guardrail');
  const all = [...((inner && written.get(inner)) ?? []), ...verdicts.map(travelling)];
  const guardrail = summed(all);
  written.set(guardrail, all);
  return { ...(isRecord(providerMetadata) && providerMetadata), guardrail };
}

/**
 * What the guard's checks said about a call: from a result of `generateText` or `generateObject` (all steps of it), one
 * step or a list of steps, `providerMetadata`, or a `finish-step` part. Streams: `await result.steps` first. Empty where
 * no guard was there.
 * @throws GuardrailConfigError for the result of a stream itself, whose properties are promises
 */
export function getGuardrailResults(resultOrProviderMetadata: unknown): GuardrailResults {
  return summed(verdictsIn(resultOrProviderMetadata));
}

function summed(verdicts: readonly GuardrailVerdict[]): GuardrailResults {
  const ranks = verdicts.map(({ outcome }) => OUTCOMES.indexOf(outcome));
  return { outcome: OUTCOMES[Math.max(0, ...ranks)] ?? 'block', verdicts };
}

function verdictsIn(source: unknown): GuardrailVerdict[] {
  if (Array.isArray(source)) return source.flatMap(verdictsIn);
  if (!isRecord(source)) return [];
  // To read a property of a stream's result would start to consume it.
  if ('textStream' in source || 'partialObjectStream' in source || 'then' in source) {
    throw new GuardrailConfigError('result', 'must be settled: pass `await result.steps` of a stream');
  }
  const { steps } = source;
  if (Array.isArray(steps)) return steps.flatMap(verdictsIn);
  const metadata = recordOf(source, 'providerMetadata') ?? source;
  const verdicts = recordOf(metadata, 'guardrail')?.['verdicts'];
  return Array.isArray(verdicts) ? verdicts.filter(isVerdict) : [];
}

function isVerdict(value: unknown): value is GuardrailVerdict {
  if (!isRecord(value) || !DIRECTIONS.includes(value['direction'])) return false;
  const result = recordOf(value, 'result');
  return (
    OUTCOMES.some((outcome) => outcome === value['outcome']) &&
    result !== undefined &&
    typeof result['action'] === 'string' &&
    Array.isArray(result['categories'])
  );
}
