import type { ScanResult } from '../../scan/index.js';
import type { Decision } from '../policy/decision.js';
import type { Known, PromptMemory } from './prompt-memory.js';
import type { Unit } from './ranges.js';
import { asDecision } from './rewrite-units.js';
import type { UnitKey } from './unit-keys.js';

/** What one call knows of the units of its conversation: what was remembered, and what it has learned since. */
export interface Recollection {
  /** Returns what is known of a unit; nothing where it has to be judged. */
  knownOf(unit: Unit): Known | undefined;
  /** Returns the key that a unit was looked up by; nothing where it could not be. */
  keyOf(unit: Unit): string | undefined;
  /** Looks a unit up in the memory, unless something is known of it. */
  recall(unit: Unit): void;
  /** Notes what was said of a unit; `lasts` has the memory keep it. */
  learn(unit: Unit, known: Known, lasts: boolean): void;
  /** Whether something was remembered, and not learned in this call. */
  isRecalled(known: Known): boolean;
  /** Returns what was said of a remembered unit when it was judged, once for all that was judged with it. */
  repeat(unit: Unit): Decision | undefined;
  /**
   * Remembers units as passed, which are what was made of others by writing to them. What was not sure enough to be
   * remembered is not sure when it is written, either.
   */
  keep(written: readonly Unit[], judged: readonly Unit[]): void;
  /** Takes over what another process has learned of a unit; it counts as remembered. */
  adopt(unit: Unit, known: Known): void;
}

/** What a recollection tells of what it has the memory keep. */
export interface RecollectionHooks {
  /** The session that the call belongs to. */
  readonly session: string | undefined;
  /** Told of each unit that the memory is to keep. */
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
