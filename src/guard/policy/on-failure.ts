import { type FailureKind, failureKindOf, oneOf, oneOfKeys, type ScanResult } from '../../scan/index.js';
import type { Direction, FailureEffect } from './effects.js';

/** The effects of failed scans, by class of failure. */
export type FailureEffects = Readonly<Partial<Record<FailureKind, FailureEffect>>>;

type ByDirection = Readonly<Partial<Record<Direction, FailureEffect | FailureEffects>>>;

/**
 * The effect of failed or incomplete scans. A single effect other than `block` applies to failures of the scanner,
 * `outage` and `response`. Failing open is meant for outages: content that the service refuses (`refused`), content
 * that cannot be scanned (`content`) and missing set-up (`config`) keep the effect of the preset. `block` applies to
 * all classes. An object sets effects by class, or one of these for each direction. An object with only the key
 * `response` names the direction. Classes that are not named keep the effect of the preset. An incomplete verdict, and
 * a failure without a class, count as `outage`.
 */
export type OnScanFailure = FailureEffect | FailureEffects | ByDirection;

/** The effect of each class of failure in one direction. */
export type ResolvedFailures = Readonly<Record<FailureKind, FailureEffect>>;

const KINDS: readonly FailureKind[] = ['outage', 'refused', 'content', 'response', 'config'];
/** The classes that do not share their name with a direction. */
const OWN_KINDS: ReadonlySet<string> = new Set(KINDS.filter((kind) => kind !== 'response'));
const DIRECTIONS: readonly Direction[] = ['prompt', 'response', 'tool'];
const EFFECTS: readonly FailureEffect[] = ['allow', 'warn', 'block', 'local'];
const FIELD = 'policy.onScanFailure';

/**
 * Completes the effects of failures in one direction.
 * @param preset the effect that the preset gives to every class
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

/** Returns the effect of a failed scan. A class that is not known blocks. */
export function failureEffectOf(failures: ResolvedFailures, result: ScanResult): FailureEffect {
  const kind = failureKindOf(result);
  return KINDS.includes(kind) ? failures[kind] : 'block';
}

/** Tells whether any class of failure has one of these effects. */
export function anyFailure(failures: ResolvedFailures, effects: readonly FailureEffect[]): boolean {
  return KINDS.some((kind) => effects.includes(failures[kind]));
}
