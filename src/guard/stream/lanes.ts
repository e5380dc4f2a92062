import { firstIndex, type SpanStream } from '../../scan/index.js';
import type { Replace } from '../redaction/redact-text.js';
import { createFinderChain, type FinderChain } from './finder-chain.js';
import type { LaneKind } from './lane.js';
import { LaneBuffer, type LaneFinder } from './lane-buffer.js';
import type { Tally } from './tally.js';

/** The blocks of one answer. */
export interface Lanes {
  /** Those that have said something, in the order they began to. */
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
  /** Whether a quote has come. */
  readonly quoted: boolean;
  /** How often blocks were settled. */
  readonly settlements: number;
  /** The last block of each kind that said something: what comes after the answer reads on from them. */
  readonly last: ReadonlyMap<LaneKind, LaneBuffer>;
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
  /** The last blocks of an answer that this one follows in the same stream. */
  readonly after?: ReadonlyMap<LaneKind, LaneBuffer> | undefined;
}

/** Makes the lanes of one answer: blocks of one kind read on from one another, in the order they begin to speak. */
export function createLanes({ observing, withheld, replace, findStream, after }: LanesParts): Lanes {
  const all: LaneBuffer[] = [];
  let active: LaneBuffer[] = [];
  const tally: Tally = { length: 0, cleared: 0, rewritten: false, withheld, quoted: false, escaped: false };
  const last = new Map<LaneKind, LaneBuffer>(after);
  /** What finds data in the words, from block to block. */
  let words: FinderChain | undefined;
  let settlements = 0;
  /** Those that are closed and not settled, by their kind. */
  const closed = new Map<LaneKind, LaneBuffer[]>();

  /** How many have been opened, and the blocks that have said something, by kind, in the order they were opened. */
  let opened = 0;
  const spoken = new Map<LaneKind, { readonly place: number; readonly lane: LaneBuffer }[]>();

  /** Takes a block that begins to speak in. Of those that were opened behind it, the first reads on from it. */
  const takeIn = (kind: LaneKind, place: number, lane: LaneBuffer): LaneBuffer | undefined => {
    const known = spoken.get(kind) ?? [];
    spoken.set(kind, known);
    const index = firstIndex(known.length, (at) => (known[at]?.place ?? 0) > place);
    const follower = known[index]?.lane;
    known.splice(index, 0, { place, lane });
    return follower;
  };
  const insert = (list: LaneBuffer[], lane: LaneBuffer, follower: LaneBuffer | undefined): void => {
    const index = follower === undefined ? -1 : list.indexOf(follower);
    if (index < 0) list.push(lane);
    else list.splice(index, 0, lane);
  };

  const finderOf = (kind: LaneKind, isLate: boolean): LaneFinder | undefined => {
    // A thought cannot be rewritten: providers sign it.
    if (kind === 'reasoning' || observing) return undefined;
    // One that speaks late stands between others, whose data is being found as one text.
    let chain = kind === 'text' && !isLate ? words : undefined;
    if (chain === undefined) {
      const stream = findStream();
      if (stream === undefined) return undefined;
      chain = createFinderChain(stream, replace);
      if (kind === 'text' && !isLate) words = chain;
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
      if (active.some((lane) => lane.done)) active = active.filter((lane) => !lane.done);
    },
    open(kind) {
      opened += 1;
      const place = opened;
      return new LaneBuffer({
        kind,
        released: observing,
        tally,
        begin(lane) {
          const follower = kind === 'other' ? undefined : takeIn(kind, place, lane);
          const finder = finderOf(kind, follower !== undefined);
          const before =
            kind === 'other' ? undefined : follower === undefined ? last.get(kind) : follower.before;
          insert(all, lane, follower);
          insert(active, lane, follower);
          if (follower === undefined) last.set(kind, lane);
          else follower.before = lane;
          const onClose = (): void => {
            const own = closed.get(kind);
            if (own === undefined) closed.set(kind, [lane]);
            else own.push(lane);
          };
          return { finder, replacing: finder !== undefined && replace !== undefined, before, onClose };
        },
      });
    },
    settle() {
      settlements += 1;
      for (const [kind, lanes] of closed) {
        // Its end reads on in a block that is open.
        if (last.get(kind)?.closed === false) continue;
        for (const lane of lanes) lane.settled = true;
        closed.delete(kind);
      }
    },
    end() {
      for (const lane of [...active]) lane.close();
      words?.end();
      words = undefined;
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
    get quoted() {
      return tally.quoted;
    },
    get settlements() {
      return settlements;
    },
    last,
    release() {
      tally.withheld = false;
    },
  };
}
