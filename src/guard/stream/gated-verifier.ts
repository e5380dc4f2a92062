import { strictness } from '../policy/decision.js';
import { createArrivals } from './arrivals.js';
import type { Lane, LaneKind } from './lane.js';
import type { StreamProgress } from './stream-options.js';
import type { VerifierCore } from './verifier.js';
import type { ResponseVerdict, Verifier } from './verifier-face.js';

/** What a verifier of two scanners is told to report by. */
export interface GatedHooks {
  onSettled(verdict: ResponseVerdict): void;
  onProgress(progress: StreamProgress): void;
  /** Whether text waits for the observer to catch up, so that any window is worth a scan. */
  isHurried(): boolean;
}

/** How a gated verifier is made. */
export interface GatedParts {
  /** Verifies what leaves. */
  readonly openGate: (hooks: GatedHooks) => VerifierCore;
  /** Judges what has left. */
  readonly openObserver: (hooks: GatedHooks) => VerifierCore;
  /** How much may have left that the observer has not judged yet, in UTF-16 code units. */
  readonly maxUnverifiedChars: number;
  /** Told once, of what became of the response. */
  onSettled(verdict: ResponseVerdict): void;
  onProgress(progress: StreamProgress): void;
}

/** The observers of gated verifiers: an answer that follows in the same stream is observed on from them. */
const observers = new WeakMap<Verifier, Verifier>();

/** The observer of an answer that is gated; nothing of any other. */
export function observerOf(verifier: Verifier | undefined): Verifier | undefined {
  return verifier === undefined ? undefined : observers.get(verifier);
}

/** A block of the answer, in both verifiers. */
interface GatedLane {
  readonly gate: Lane;
  readonly observer: Lane;
  /** Up to here, in the text as it came, it has been handed to the observer and may leave. */
  fedTo: number;
}

/** The state of one gated verifier. */
interface Gated {
  readonly gate: VerifierCore;
  readonly observer: VerifierCore;
  readonly maxUnverifiedChars: number;
  /** Those that have something to hand over, or an end to tell. */
  readonly pending: Set<GatedLane>;
  fedChars: number;
  /** Text has been cleared by the gate and waits for the observer. */
  waiting: boolean;
  ended: boolean;
  observerEnded: boolean;
  /** What was there when text was handed over last: nothing has changed before one of them does. */
  seen: { cleared: number; passes: number; closed: number };
  /** How much of what was handed over the observer has not judged. */
  unjudged: number;
  closed: number;
  broken: Promise<void> | undefined;
}

/**
 * Makes a verifier of two scanners. What leaves has been verified, and redacted, by the gate's; as it leaves it is handed to
 * the observer, whose violation ends the answer. Text that the gate has cleared waits where the observer is behind by as much
 * as it may be.
 */
export function createGatedVerifier(parts: GatedParts): Verifier {
  const lanes: Lane[] = [];
  const settle = settleTogether(parts, () => lanes.reduce((sum, lane) => sum + lane.redactions.length, 0));
  const hooksOf = (own: 'gate' | 'observer'): GatedHooks => ({
    onSettled: (verdict) => settle(own, verdict),
    onProgress: (progress) => {
      const held = heldChars(state);
      const { arrivedChars } = state.gate.progress();
      parts.onProgress({ ...progress, arrivedChars, releasedChars: arrivedChars - held, heldChars: held });
    },
    isHurried: () => own === 'observer' && state.waiting,
  });
  const state: Gated = {
    gate: parts.openGate(hooksOf('gate')),
    observer: parts.openObserver(hooksOf('observer')),
    maxUnverifiedChars: parts.maxUnverifiedChars,
    pending: new Set(),
    fedChars: 0,
    waiting: false,
    ended: false,
    observerEnded: false,
    seen: { cleared: 0, passes: 0, closed: 0 },
    unjudged: 0,
    closed: 0,
    broken: undefined,
  };
  const openLane = (kind: LaneKind): Lane => {
    const lane = gatedLane(state, kind);
    lanes.push(lane);
    return lane;
  };
  const arrivals = {
    text: createArrivals(() => openLane('other')),
    reasoning: createArrivals(() => openLane('other')),
  };
  const { gate, observer } = state;
  const verifier: Verifier = {
    openLane,
    arrivalsOf: (kind) => arrivals[kind],
    get lastLanes() {
      return gate.lastLanes;
    },
    // A tool acts: its call waits for the scanner itself.
    withinBudget: observer.withinBudget,
    openToolInput: observer.openToolInput,
    settleBlocks: gate.settleBlocks,
    end() {
      state.ended = true;
      gate.end();
    },
    work: () => work(state),
    verdicts: settle.verdicts,
    get rewritten() {
      return gate.rewritten;
    },
    get heldChars() {
      return heldChars(state);
    },
    refuse() {
      try {
        return gate.refuse();
      } catch (error) {
        stop(state, error);
        throw error;
      }
    },
    stop: (reason) => stop(state, reason),
  };
  observers.set(verifier, observer);
  return verifier;
}

function heldChars({ gate, fedChars }: Gated): number {
  return gate.progress().arrivedChars - fedChars;
}

function stop(state: Gated, reason: unknown): void {
  if (state.broken !== undefined) return;
  state.broken = Promise.reject(reason);
  // Mark the rejection as handled; callers of work() still see it.
  state.broken.catch(() => undefined);
  state.gate.stop(reason);
  state.observer.stop(reason);
}

function gatedLane(state: Gated, kind: LaneKind): Lane {
  const gate = state.gate.openLane(kind);
  const own: GatedLane = { gate, observer: state.observer.openLane(kind), fedTo: 0 };
  return {
    kind,
    get length() {
      return gate.length;
    },
    get releasedTo() {
      return own.fedTo;
    },
    get closed() {
      return gate.closed;
    },
    get rewritten() {
      return gate.rewritten;
    },
    get redactions() {
      return gate.redactions;
    },
    push(text) {
      gate.push(text);
      state.pending.add(own);
    },
    close() {
      gate.close();
      state.pending.add(own);
      state.closed += 1;
    },
    take: (from, to) => gate.take(from, to),
    read: (from, to) => gate.read(from, to),
    isInsideReplaced: (offset) => gate.isInsideReplaced(offset),
  };
}

/** Starts the scans that are due, and says what is to be waited for. */
function work(state: Gated): Promise<void> | undefined {
  if (state.broken !== undefined) return state.broken;
  const { gate, observer } = state;
  // Who asks looks for what may leave once this has settled.
  if (feed(state)) return Promise.resolve();
  const gating = gate.work();
  if (state.ended && gating === undefined && !state.waiting && !state.observerEnded) {
    state.observerEnded = true;
    observer.end();
  }
  const observing = observer.work();
  const waits = [gating, observing].filter((wait) => wait !== undefined);
  if (waits.length === 0) return undefined;
  const next = Promise.race(waits).catch((error: unknown) => {
    stop(state, error);
    throw error;
  });
  next.catch(() => undefined);
  return next;
}

/** Hands over what the gate has cleared, as far as the observer may be behind. Returns whether anything may leave by that. */
function feed(state: Gated): boolean {
  const { gate, observer, seen, pending, closed } = state;
  const cleared = gate.progress().releasedChars;
  const { passes } = observer;
  if (cleared === seen.cleared && passes === seen.passes && closed === seen.closed) return false;
  // Only then can it have become less, and to count it means to look at all blocks.
  if (passes !== seen.passes) state.unjudged = observer.unjudgedChars();
  state.seen = { cleared, passes, closed };
  const before = state.fedChars;
  state.waiting = false;
  for (const lane of pending) {
    const ready = lane.gate.releasedTo;
    if (ready > lane.fedTo) feedLane(state, lane, ready);
    if (ready > lane.fedTo) state.waiting = true;
    if (lane.fedTo < lane.gate.length) continue;
    if (lane.gate.closed) lane.observer.close();
    pending.delete(lane);
  }
  return state.fedChars > before;
}

function feedLane(state: Gated, lane: GatedLane, ready: number): void {
  const room = state.maxUnverifiedChars - state.unjudged;
  if (room <= 0) return;
  const to = cutBefore(lane, Math.min(ready, lane.fedTo + room));
  const text = lane.gate.read(lane.fedTo, to);
  const from = lane.observer.length;
  lane.observer.push(text);
  lane.observer.take(from, lane.observer.length);
  state.unjudged += text.length;
  state.fedChars += to - lane.fedTo;
  lane.fedTo = to;
}

/** An offset that cuts no character in two, as far as one can be had. */
function cutBefore({ gate, fedTo }: GatedLane, to: number): number {
  const last = gate.read(to - 1, to);
  const isCut = to < gate.length && /[\uD800-\uDBFF]$/.test(last);
  if (!isCut) return to;
  return to - 1 > fedTo ? to - 1 : Math.min(to + 1, gate.releasedTo);
}

type Settle = ((own: 'gate' | 'observer', verdict: ResponseVerdict) => void) & {
  readonly verdicts: readonly ResponseVerdict[];
};

/** Makes one verdict of two: a block as soon as there is one, else the stricter once both are there. */
function settleTogether({ onSettled }: Pick<GatedParts, 'onSettled'>, redactions: () => number): Settle {
  const verdicts: ResponseVerdict[] = [];
  const said: Partial<Record<'gate' | 'observer', ResponseVerdict>> = {};
  const settle = (own: 'gate' | 'observer', verdict: ResponseVerdict): void => {
    said[own] = verdict;
    if (verdicts.length > 0) return;
    const { gate, observer } = said;
    if (verdict.outcome !== 'block' && (gate === undefined || observer === undefined)) return;
    const other = own === 'gate' ? observer : gate;
    const isStricter =
      other === undefined ||
      verdict.outcome === 'block' ||
      strictness(verdict.outcome) >= strictness(other.outcome);
    const settled = { ...(isStricter ? verdict : other), redactions: redactions() };
    verdicts.push(settled);
    onSettled(settled);
  };
  return Object.assign(settle, { verdicts });
}
