import { type FailureKind, oneOf, oneOfKeys, type ScanResult } from '../../scan/index.js';
import type { Direction, FailureEffect } from './effects.js';

/** Effects of failed scans by the class of the failure. */
export type FailureEffects = Readonly<Partial<Record<FailureKind, FailureEffect>>>;

type ByDirection = Readonly<Partial<Record<Direction, FailureEffect | FailureEffects>>>;

/**
 * What a failed or incomplete scan leads to. One effect is for failures of the scanner, `outage` and `response`: failing
 * open is for outages, and what the service refuses (`refused`), what cannot be scanned as it is (`content`) and what is
 * not set up (`config`) stay blocked. `block` is for all. Effects by class name them one by one; both can be given for each
 * direction. Under a key `response` alone the direction is meant. What is not named is as the preset says. An incomplete
 * verdict, and a failure without a class, count as `outage`.
 */
export type OnScanFailure = FailureEffect | FailureEffects | ByDirection;

/** The effect of each class of failure in one direction. */
export type ResolvedFailures = Readonly<Record<FailureKind, FailureEffect>>;

const KINDS: readonly FailureKind[] = ['outage', 'refused', 'content', 'response', 'config'];
/** Classes whose name no direction has. */
const OWN_KINDS: ReadonlySet<string> = new Set(KINDS.filter((kind) => kind !== 'response'));
const DIRECTIONS: readonly Direction[] = ['prompt', 'response', 'tool'];
const EFFECTS: readonly FailureEffect[] = ['allow', 'warn', 'block', 'local'];
const FIELD = 'policy.onScanFailure';

/**
 * Completes the effects of failures in one direction.
 * @param preset what the preset says of every class
 * @throws GuardrailConfigError that names the field for anything unknown
 */
export function resolveFailures(
  given: OnScanFailure | undefined,
  direction: Direction,
  preset: FailureEffect,
): ResolvedFailures {
  if (!isByDirection(given)) return completed(FIELD, given, preset);
  oneOfKeys(FIELD, given, DIRECTIONS);
  return completed(`${FIELD}.${direction}`, given[direction], preset);
}

function isByDirection(given: OnScanFailure | undefined): given is ByDirection {
  return typeof given === 'object' && !Object.keys(given ?? {}).some((key) => OWN_KINDS.has(key));
}

function completed(
  field: string,
  given: FailureEffect | FailureEffects | undefined,
  preset: FailureEffect,
): ResolvedFailures {
  const all: ResolvedFailures = {
    outage: preset,
    refused: preset,
    content: preset,
    response: preset,
    config: preset,
  };
  if (given === undefined) return all;
  if (typeof given !== 'object') {
    const effect = oneOf(field, given, EFFECTS);
    if (effect !== 'block') return { ...all, outage: effect, response: effect };
    return { outage: effect, refused: effect, content: effect, response: effect, config: effect };
  }
  oneOfKeys(field, given, KINDS);
  const named = KINDS.flatMap((kind): [FailureKind, FailureEffect][] => {
    const effect = given[kind];
    return effect === undefined ? [] : [[kind, oneOf(`${field}.${kind}`, effect, EFFECTS)]];
  });
  return { ...all, ...Object.fromEntries(named) };
}

/** Returns what the failure of a scan leads to. A class that a scanner made up blocks. */
export function failureEffectOf(failures: ResolvedFailures, result: ScanResult): FailureEffect {
  const kind = result.failure?.kind ?? 'outage';
  return KINDS.includes(kind) ? failures[kind] : 'block';
}

/** Whether any failure has one of these effects. */
export function anyFailure(failures: ResolvedFailures, effects: readonly FailureEffect[]): boolean {
  return KINDS.some((kind) => effects.includes(failures[kind]));
}
