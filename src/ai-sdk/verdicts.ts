import {
  GuardrailConfigError,
  type GuardrailResults,
  type GuardrailVerdict,
  isVerdict,
  OUTCOMES,
  resultsOf,
  travellingVerdict,
} from '../guard/index.js';
import { isObject, recordOf } from './parts.js';

/**
 * The most verdicts in the metadata of a call. A chat with hundreds of tool results has as many verdicts, and the
 * metadata of each step is stored and sent.
 */
const MAX_VERDICTS = 64;

/** The results that this guard wrote. Any other value under its key came from elsewhere and is replaced. */
const written = new WeakMap<object, GuardrailResults>();

/**
 * Adds the guard's verdicts to provider metadata as JSON: `{ guardrail: { outcome, verdicts } }`. Verdicts of an inner
 * guard come first, unless `first` is set. Without verdicts the metadata is returned unchanged.
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
  const guardrail = resultsOf(kept.map(travellingVerdict), (said?.omitted ?? 0) + all.length - kept.length);
  written.set(guardrail, guardrail);
  return { ...(isObject(providerMetadata) && providerMetadata), guardrail };
}

/** Adds verdicts to the `providerMetadata` of a part or a result. Without verdicts it returns the same object. */
export function withVerdicts<Source extends object>(
  source: Source,
  verdicts: readonly GuardrailVerdict[],
): Source {
  if (verdicts.length === 0) return source;
  return { ...source, providerMetadata: withResults(Reflect.get(source, 'providerMetadata'), verdicts) };
}

/** Adds verdicts to a model's result, if the value is an object. */
export function resultWith(result: unknown, verdicts: readonly GuardrailVerdict[]): unknown {
  return isObject(result) ? withVerdicts(result, verdicts) : result;
}

/** Returns a part or a result without the metadata of an inner guard. If there is none, it returns the same object. */
export function withoutOwnResults<Source extends object>(source: Source): Source {
  const metadata = recordOf(source, 'providerMetadata');
  const own = recordOf(metadata, 'guardrail');
  if (own === undefined || !written.has(own)) return source;
  const { guardrail: _, ...rest } = metadata ?? {};
  return { ...source, providerMetadata: rest };
}

/** Returns the strictest verdicts up to the limit, and of those the latest, in their original order. */
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
 * Returns the verdicts of the guard on a call. It takes a result of `generateText` or `generateObject` (all its steps),
 * one step or a list of steps, a result of `embed`, `embedMany` or `generateImage`, `providerMetadata`, or a
 * `finish-step` part. For a stream, await `result.steps` first. The list is empty if there was no guard.
 * @throws GuardrailConfigError for the result of a stream itself, whose properties are promises
 */
export function getGuardrailResults(resultOrProviderMetadata: unknown): GuardrailResults {
  const found = writtenIn(resultOrProviderMetadata);
  const verdicts = found.flatMap((guardrail) => {
    const { verdicts } = guardrail;
    return Array.isArray(verdicts) ? verdicts.filter(isVerdict) : [];
  });
  return resultsOf(
    verdicts,
    found.reduce((sum, { omitted }) => sum + countOf(omitted), 0),
  );
}

function rankOf({ outcome }: GuardrailVerdict): number {
  return OUTCOMES.indexOf(outcome);
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** Returns the values under the guard's key, step by step. */
function writtenIn(source: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(source)) return source.flatMap(writtenIn);
  if (!isObject(source)) return [];
  // Reading a property of a stream's result would start to consume it.
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
