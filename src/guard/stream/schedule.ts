import { spacing } from './budget.js';
import type { Lanes } from './lanes.js';
import { planWindow } from './plan-window.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import { type Window, wholeWindow } from './window.js';

/**
 * The longest answer that is kept so that it can be judged whole at its end, in UTF-16 code units. The service takes 2
 * MiB.
 */
const MAX_WHOLE = 500_000;

/**
 * With more active blocks than this, the next window is planned only when as many units have come as there are blocks.
 */
const FEW_LANES = 64;

/** The progress of an answer. */
export interface AnswerState {
  /** True if no more text comes. */
  readonly ended: boolean;
  /** True if the findings of the last scan may still grow. */
  readonly growing: boolean;
  /** True if all of it was judged. */
  readonly complete: boolean;
}

/** Chooses the next scan. */
export interface Schedule {
  /**
   * Returns the next window, or undefined while there is nothing to scan. `beside` is the window of the scan under way.
   */
  next(state: AnswerState, beside: Window | undefined): Window | undefined;
  /** Returns how much of the text that has left is still needed, in UTF-16 code units, or undefined if all of it is. */
  needed(): number | undefined;
}

/** The parts that a schedule uses. */
export interface ScheduleParts {
  readonly lanes: Lanes;
  readonly options: ResolvedStreamOptions;
  readonly lookahead: number;
  /** Returns the number of scans so far. */
  scans(): number;
  /** Returns the factor by which windows are widened because the scanner is called too often. */
  widening(): number;
  /** Tells whether any window is worth a scan. */
  isHurried(): boolean;
}

/** Makes the schedule of one answer. */
export function createSchedule(parts: ScheduleParts): Schedule {
  const { lanes, options, lookahead, scans, widening, isHurried } = parts;
  const { mode, finalScan, contextChars, maxScans } = options;
  const observing = mode === 'observe';
  /** The length of text and the number of settlements when the last window was planned. */
  let planned = { length: 0, settlements: 0 };

  /** Tells whether it is worth looking at all blocks. With very many blocks it is not, for each piece of one. */
  const isWorthPlanning = (ended: boolean): boolean => {
    const { active, length, settlements } = lanes;
    if (ended || isHurried() || active.length <= FEW_LANES || settlements !== planned.settlements)
      return true;
    return length - planned.length >= active.length;
  };

  return {
    next({ ended, growing, complete }, beside) {
      if (complete || (!ended && mode === 'buffer') || !isWorthPlanning(ended)) return undefined;
      const { length, settlements } = lanes;
      planned = { length, settlements };
      if (ended && length === 0) return undefined;
      const canBeWhole = ended && length <= MAX_WHOLE && lanes.all.every(({ isRemembered }) => isRemembered);
      if (canBeWhole && (finalScan === 'full' || mode === 'buffer'))
        return wholeWindow(lanes.all, contextChars);
      const minWindow = isHurried() ? 1 : options.minWindow * spacing(scans(), maxScans) * widening();
      return planWindow(lanes.active, {
        ...options,
        minWindow,
        lookahead,
        ended,
        growing,
        observing,
        beside,
      });
    },
    // A long answer is not kept, because it can no longer be judged whole.
    needed: () => (finalScan === 'full' && lanes.length <= MAX_WHOLE ? undefined : contextChars),
  };
}
