import type { SpanStream } from '../../scan/index.js';
import type { Replace } from '../redaction.js';
import { createFinderChain, type FinderChain } from './finder-chain.js';
import { LaneBuffer, type LaneFinder, type LaneKind, type Tally } from './lane.js';

/** The blocks of one answer. */
export interface Lanes {
  /** In the order they were opened. */
  readonly all: readonly LaneBuffer[];
  /** Those of them that something is to be done for. */
  readonly active: readonly LaneBuffer[];
  /** Leaves out what has left. Nobody needs more than the last `keep` units of it, where that is given. */
  tidy(keep?: number): void;
  open(kind: LaneKind): LaneBuffer;
  /** Opens a text that is judged beside the answer, and in which nothing can be replaced. */
  openApart(text: string): LaneBuffer;
  /** What comes next is no text. */
  settle(): void;
  /** No more text comes. */
  end(): void;
  /** How much has come, and how much may leave. */
  readonly length: number;
  readonly released: number;
  readonly rewritten: boolean;
  /** All has been judged: what was withheld may leave. */
  release(): void;
}

/** How lanes are made. */
export interface LanesParts {
  /** Text leaves as it comes, and nothing is found in it. */
  readonly observing: boolean;
  /** Nothing leaves before `release`. */
  readonly withheld: boolean;
  /** What replaces findings while the text flows; without it they are only held back. */
  readonly replace: Replace | undefined;
  findStream(): SpanStream | undefined;
}

/** Makes the lanes of one answer: blocks of one kind read on from one another. */
export function createLanes({ observing, withheld, replace, findStream }: LanesParts): Lanes {
  const all: LaneBuffer[] = [];
  let active: LaneBuffer[] = [];
  const tally: Tally = { length: 0, cleared: 0, rewritten: false, withheld };
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

  /** The block that a new one reads on from. A chain of empty ones would be walked again and again. */
  const lastSaid = (kind: LaneKind): LaneBuffer | undefined => {
    const lane = last.get(kind);
    return lane?.closed === true && lane.length === 0 ? lane.before : lane;
  };

  /** A block that says nothing is done with when it is closed. */
  const leaveOut = (lane: LaneBuffer): void => {
    if (lane.length > 0) return;
    if (active.at(-1) === lane) active.pop();
    else active = active.filter((other) => other !== lane);
    if (all.at(-1) === lane) all.pop();
  };

  return {
    all,
    get active() {
      return active;
    },
    tidy(keep) {
      if (keep !== undefined) for (const lane of active) lane.forget(keep);
      if (active.some((lane) => lane.done)) active = active.filter((lane) => !lane.done);
    },
    open(kind) {
      const finder = finderOf(kind);
      const lane = new LaneBuffer({
        kind,
        finder,
        replacing: finder !== undefined && replace !== undefined,
        released: observing,
        before: kind === 'other' ? undefined : lastSaid(kind),
        tally,
        onClose: leaveOut,
      });
      all.push(lane);
      active.push(lane);
      last.set(kind, lane);
      return lane;
    },
    openApart(text) {
      const lane = new LaneBuffer({ kind: 'reasoning', apart: true, released: observing, tally });
      all.push(lane);
      active.push(lane);
      lane.push(text);
      lane.close();
      lane.settled = true;
      return lane;
    },
    settle() {
      const reading = new Set([...last.values()].filter(({ closed }) => !closed).map(({ kind }) => kind));
      // Its end reads on in a block that is open.
      for (const lane of active) lane.settled ||= lane.closed && !reading.has(lane.kind);
      if (!reading.has('text')) endWords();
    },
    end() {
      for (const lane of [...active]) lane.close();
      endWords();
    },
    get length() {
      return tally.length;
    },
    get released() {
      return tally.withheld ? 0 : tally.cleared;
    },
    get rewritten() {
      return tally.rewritten;
    },
    release() {
      tally.withheld = false;
    },
  };
}
