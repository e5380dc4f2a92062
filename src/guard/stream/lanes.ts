import type { SpanStream } from '../../scan/index.js';
import type { Replace } from '../redaction.js';
import { createFinderChain, type FinderChain } from './finder-chain.js';
import { LaneBuffer, type LaneFinder, type LaneKind } from './lane.js';

/** The blocks of one answer. */
export interface Lanes {
  /** In the order they were opened. */
  readonly all: readonly LaneBuffer[];
  /** Those of them that something is to be done for. */
  readonly active: readonly LaneBuffer[];
  /** Leaves out what has left. Nobody needs more than the last `keep` units of it, where that is given. */
  tidy(keep?: number): void;
  open(kind: LaneKind): LaneBuffer;
  /** What comes next is no text. */
  settle(): void;
  /** No more text comes. */
  end(): void;
  /** How much has come, and how much may leave. */
  readonly length: number;
  readonly released: number;
  readonly rewritten: boolean;
}

/** How lanes are made. */
export interface LanesParts {
  /** Text leaves as it comes, and nothing is found in it. */
  readonly observing: boolean;
  /** What replaces findings while the text flows; without it they are only held back. */
  readonly replace: Replace | undefined;
  findStream(): SpanStream | undefined;
}

/** Makes the lanes of one answer: blocks of one kind read on from one another. */
export function createLanes({ observing, replace, findStream }: LanesParts): Lanes {
  const all: LaneBuffer[] = [];
  let active: LaneBuffer[] = [];
  /** Length of the lanes that are not active. */
  let doneLength = 0;
  const last = new Map<LaneKind, LaneBuffer>();
  /** What finds data in the words, from block to block. */
  let words: FinderChain | undefined;

  /** Nothing reads on from the words before, or what does is not known to. */
  const endWords = (): void => {
    words?.end();
    words = undefined;
  };

  const finderOf = (kind: LaneKind): LaneFinder | undefined => {
    // A thought cannot be rewritten: providers sign it.
    if (kind === 'reasoning' || observing) return undefined;
    const isOpen = last.get('text')?.closed === false;
    let chain = kind === 'text' && !isOpen ? words : undefined;
    if (chain === undefined) {
      const stream = findStream();
      if (stream === undefined) return undefined;
      chain = createFinderChain(stream, replace);
      // Blocks that are open side by side have a chain each; the later one goes on.
      if (kind === 'text') words = chain;
    }
    const own = chain;
    return {
      push: own.push,
      close() {
        if (own !== words) own.end();
      },
    };
  };

  return {
    all,
    get active() {
      return active;
    },
    tidy(keep) {
      if (keep !== undefined) for (const lane of active) lane.forget(keep);
      if (!active.some((lane) => lane.done)) return;
      doneLength += active.reduce((sum, lane) => sum + (lane.done ? lane.length : 0), 0);
      active = active.filter((lane) => !lane.done);
    },
    open(kind) {
      if (kind === 'reasoning' && last.get('text')?.closed === true) endWords();
      const finder = finderOf(kind);
      const lane = new LaneBuffer({
        kind,
        finder,
        replacing: finder !== undefined && replace !== undefined,
        released: observing,
        before: kind === 'other' ? undefined : last.get(kind),
      });
      all.push(lane);
      active.push(lane);
      last.set(kind, lane);
      return lane;
    },
    settle() {
      const reading = new Set([...last.values()].filter(({ closed }) => !closed).map(({ kind }) => kind));
      // Its end reads on in a block that is open.
      for (const lane of active) lane.settled ||= lane.closed && !reading.has(lane.kind);
      if (!reading.has('text')) endWords();
    },
    end() {
      for (const lane of active) lane.close();
      endWords();
    },
    get length() {
      return active.reduce((sum, lane) => sum + lane.length, doneLength);
    },
    get released() {
      return active.reduce((sum, lane) => sum + lane.releasedTo, doneLength);
    },
    get rewritten() {
      return all.some((lane) => lane.rewritten);
    },
  };
}
