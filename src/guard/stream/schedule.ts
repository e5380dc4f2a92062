import { spacing } from './budget.js';
import type { Lanes } from './lanes.js';
import { planWindow } from './plan-window.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import { type Window, wholeWindow } from './window.js';

/** The longest answer that is kept to be judged whole at its end, in UTF-16 code units; the service takes 2 MiB. */
const MAX_WHOLE = 500_000;

/** With more blocks than this under way, a window is planned once as many units have come as there are blocks. */
const FEW_LANES = 64;

/** How far an answer has come. */
export interface AnswerState {
  /** No more text comes. */
  readonly ended: boolean;
  /** The last scan found what may still grow. */
  readonly growing: boolean;
  /** All of it has been judged. */
  readonly complete: boolean;
}

/** Says what is scanned next. */
export interface Schedule {
  /** The next window, or undefined while there is nothing to scan. `beside`: the window of the scan under way. */
  next(state: AnswerState, beside: Window | undefined): Window | undefined;
  /** How much of what has left is still needed, in UTF-16 code units; undefined where all of it is. */
  needed(): number | undefined;
}

/** What a schedule goes by. */
export interface ScheduleParts {
  readonly lanes: Lanes;
  readonly options: ResolvedStreamOptions;
  readonly lookahead: number;
  /** How many scans were made. */
  scans(): number;
  /** How many times wider windows are because the scanner is asked too often. */
  widening(): number;
  /** Whether any window is worth a scan. */
  isHurried(): boolean;
}

/** Makes the schedule of one answer. */
export function createSchedule(parts: ScheduleParts): Schedule {
  const { lanes, options, lookahead, scans, widening, isHurried } = parts;
  const { mode, finalScan, contextChars, maxScans } = options;
  const observing = mode === 'observe';
  /** How much had come, and how often blocks were settled, when a window was planned last. */
  let planned = { length: 0, settlements: 0 };

  /** Whether it is worth to look at all blocks: with very many of them not for each piece of one. */
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
    // A long answer is not kept: it can no longer be judged whole.
    needed: () => (finalScan === 'full' && lanes.length <= MAX_WHOLE ? undefined : contextChars),
  };
}
