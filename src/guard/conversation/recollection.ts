import type { ScanResult } from '../../scan/index.js';
import type { Decision } from '../policy/decision.js';
import type { Known, PromptMemory } from './prompt-memory.js';
import type { Unit } from './ranges.js';
import { asDecision } from './rewrite-units.js';
import type { UnitKey } from './unit-keys.js';

/** The verdicts that one call knows for the units of its conversation: those remembered, and those learned since. */
export interface Recollection {
  /** Returns the verdict on a unit, or undefined if the unit has to be judged. */
  knownOf(unit: Unit): Known | undefined;
  /** Returns the key under which a unit was looked up, or undefined if it had none. */
  keyOf(unit: Unit): string | undefined;
  /** Looks a unit up in the memory, unless its verdict is already known. */
  recall(unit: Unit): void;
  /** Records the verdict on a unit. With `lasts`, the memory keeps it. */
  learn(unit: Unit, known: Known, lasts: boolean): void;
  /** Tells whether a verdict was remembered, not learned in this call. */
  isRecalled(known: Known): boolean;
  /** Returns the decision on a remembered unit. It is returned once for all units of the same scan. */
  repeat(unit: Unit): Decision | undefined;
  /**
   * Remembers rewritten units as passed. If a verdict on the originals was not sure enough to be remembered, the
   * rewritten units are not remembered either.
   */
  keep(written: readonly Unit[], judged: readonly Unit[]): void;
  /** Takes over a verdict that another process has learned. It counts as remembered. */
  adopt(unit: Unit, known: Known): void;
}

/** The hooks that a recollection calls for the verdicts that the memory keeps. */
export interface RecollectionHooks {
  /** The session that the call belongs to. */
  readonly session: string | undefined;
  /** Called for each unit that the memory is to keep. */
  kept(unit: Unit, known: Known): void;
}

const ALONE: RecollectionHooks = { session: undefined, kept: () => undefined };

/** Makes the recollection of one call. */
export function createRecollection(
  memory: PromptMemory | undefined,
  key: UnitKey,
  { session, kept }: RecollectionHooks = ALONE,
): Recollection {
  const keys = new Map<string, string>();
  const learned = new Map<string, Known>();
  const recalled = new Set<Known>();
  const repeated = new Set<ScanResult>();
  const knownOf = ({ id }: Unit): Known | undefined => learned.get(id);
  const remember = (unit: Unit, own: string | undefined, known: Known): void => {
    if (own === undefined || memory === undefined) return;
    memory.set(own, known, unit.part.kind === 'system' ? undefined : session);
  };
  const isRemembered = (own: string | undefined): boolean =>
    own !== undefined && memory?.get(own) !== undefined;

  return {
    knownOf,
    keyOf: ({ id }) => keys.get(id),
    recall(unit) {
      if (memory === undefined || learned.has(unit.id)) return;
      const own = key(unit);
      if (own === undefined) return;
      keys.set(unit.id, own);
      const known = memory.get(own);
      if (known === undefined) return;
      learned.set(unit.id, known);
      recalled.add(known);
    },
    learn(unit, known, lasts) {
      learned.set(unit.id, known);
      const own = keys.get(unit.id);
      if (own === undefined || memory === undefined || !lasts) return;
      remember(unit, own, known);
      kept(unit, known);
    },
    adopt(unit, known) {
      remember(unit, keys.get(unit.id), known);
      learned.set(unit.id, known);
      recalled.add(known);
    },
    isRecalled: (known) => recalled.has(known),
    repeat(unit) {
      const known = knownOf(unit);
      if (known === undefined || known.outcome === 'allow' || !recalled.has(known)) return undefined;
      if (repeated.has(known.result)) return undefined;
      repeated.add(known.result);
      return asDecision(unit, known);
    },
    keep(written, judged) {
      const [result] = judged.flatMap((unit) => knownOf(unit)?.result ?? []);
      if (result === undefined || !judged.every(({ id }) => isRemembered(keys.get(id)))) return;
      for (const unit of written) {
        const own = key(unit);
        if (own === undefined || isRemembered(own)) continue;
        const known: Known = { outcome: 'allow', result, redactions: [], json: false };
        remember(unit, own, known);
        kept(unit, known);
      }
    },
  };
}
