import { strictness } from '../policy/decision.js';
import { createArrivals } from './arrivals.js';
import type { Lane, LaneKind } from './lane.js';
import type { StreamProgress } from './stream-options.js';
import type { VerifierCore } from './verifier.js';
import type { ResponseVerdict, Verifier } from './verifier-face.js';

/** The hooks by which each of the two verifiers reports. */
export interface GatedHooks {
  onSettled(verdict: ResponseVerdict): void;
  onProgress(progress: StreamProgress): void;
  /** Tells whether text waits for the observer to catch up, so that any window is worth a scan. */
  isHurried(): boolean;
}

/** The parts of a gated verifier. */
export interface GatedParts {
  /** Opens the verifier of text that leaves. */
  readonly openGate: (hooks: GatedHooks) => VerifierCore;
  /** Opens the verifier of text that has left. */
  readonly openObserver: (hooks: GatedHooks) => VerifierCore;
  /** The most text that may have left without the observer's judgement, in UTF-16 code units. */
  readonly maxUnverifiedChars: number;
  /** Called once with the outcome of the response. */
  onSettled(verdict: ResponseVerdict): void;
  onProgress(progress: StreamProgress): void;
}

/** The observers of gated verifiers. The observer of the next answer in the same stream continues from them. */
const observers = new WeakMap<Verifier, Verifier>();

/** Returns the observer of a gated answer, or undefined for any other answer. */
export function observerOf(verifier: Verifier | undefined): Verifier | undefined {
  return verifier === undefined ? undefined : observers.get(verifier);
}

/** A block of the answer, in both verifiers. */
interface GatedLane {
  readonly gate: Lane;
  readonly observer: Lane;
  /** The end of the text that was handed to the observer and may leave, in the text as it came. */
  fedTo: number;
}

/** The state of one gated verifier. */
interface Gated {
  readonly gate: VerifierCore;
  readonly observer: VerifierCore;
  readonly maxUnverifiedChars: number;
  /** Lanes with text to hand over, or with an end to report. */
  readonly pending: Set<GatedLane>;
  fedChars: number;
  /** Whether text cleared by the gate waits for the observer. */
  waiting: boolean;
  ended: boolean;
  observerEnded: boolean;
  /** The counters at the last hand-over. Nothing can be handed over until one of them changes. */
  seen: { cleared: number; passes: number; closed: number };
  /** The length of text handed over that the observer has not judged. */
  unjudged: number;
  closed: number;
  broken: Promise<void> | undefined;
}

/**
 * Makes a verifier with two scanners. The gate's scanner verifies and redacts text before it leaves. The text is then
 * handed to the observer, and a violation there ends the answer. Text that the gate has cleared waits if the observer
 * is too far behind.
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
    // A tool acts, so its call waits for the guardrail's own scanner.
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

/** Starts the scans that are due, and returns the promise to wait for. */
function work(state: Gated): Promise<void> | undefined {
  if (state.broken !== undefined) return state.broken;
  const { gate, observer } = state;
  // The caller looks for text that may leave once this has settled.
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

/**
 * Hands over text that the gate has cleared, within the lead that the observer allows. Returns whether any text may
 * leave now.
 */
function feed(state: Gated): boolean {
  const { gate, observer, seen, pending, closed } = state;
  const cleared = gate.progress().releasedChars;
  const { passes } = observer;
  if (cleared === seen.cleared && passes === seen.passes && closed === seen.closed) return false;
  // It can only have become less now. Counting it means looking at all blocks.
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

/** Returns an offset that does not split a character, if there is one. */
function cutBefore({ gate, fedTo }: GatedLane, to: number): number {
  const last = gate.read(to - 1, to);
  const isCut = to < gate.length && /[\uD800-\uDBFF]$/.test(last);
  if (!isCut) return to;
  return to - 1 > fedTo ? to - 1 : Math.min(to + 1, gate.releasedTo);
}

type Settle = ((own: 'gate' | 'observer', verdict: ResponseVerdict) => void) & {
  readonly verdicts: readonly ResponseVerdict[];
};

/** Merges two verdicts into one: a block at once, otherwise the stricter when both are known. */
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
