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

/** A chat of hundreds of tool results has as many verdicts, and a step's metadata is stored and sent with it. */
const MAX_VERDICTS = 64;

/** What this guard wrote itself. Anything else under its key came from elsewhere, and is replaced. */
const written = new WeakMap<object, GuardrailResults>();

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
  const guardrail = resultsOf(kept.map(travellingVerdict), (said?.omitted ?? 0) + all.length - kept.length);
  written.set(guardrail, guardrail);
  return { ...(isObject(providerMetadata) && providerMetadata), guardrail };
}

/** A part or a result with what the checks said in its `providerMetadata`; the very one where they said nothing. */
export function withVerdicts<Source extends object>(
  source: Source,
  verdicts: readonly GuardrailVerdict[],
): Source {
  if (verdicts.length === 0) return source;
  return { ...source, providerMetadata: withResults(Reflect.get(source, 'providerMetadata'), verdicts) };
}

/** The same for what a model gave, which may be no result. */
export function resultWith(result: unknown, verdicts: readonly GuardrailVerdict[]): unknown {
  return isObject(result) ? withVerdicts(result, verdicts) : result;
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
