import { createJsonPrefix } from './json-prefix.js';
import type { Lane } from './lane.js';

/** Looks at the words of an answer, as who joins its blocks reads them, for JSON whose escapes spell something. */
export interface JsonWatch {
  /** Takes the next piece of a block, once the block has it. */
  push(lane: Lane, piece: string): void;
  /** No more of a block comes. */
  close(lane: Lane): void;
  /** Up to where a block may leave: from the first escape on it waits for what the whole says. */
  freeTo(lane: Lane): number;
  /** No more blocks come. */
  end(): void;
}

/** One text that may be JSON: a block, or blocks that follow one another. */
interface Reading {
  push(lane: Lane, piece: string): void;
  /** Whether the next block may go on with it. */
  readonly isOpen: boolean;
  freeTo(lane: Lane): number;
  /** Nothing more comes: what it says is judged, be it cut off, which some readers mend. */
  end(): void;
  readonly complete: boolean;
}

/** Makes a watch; `judge` opens a judged text that is not rewritten, and leaves nowhere. */
export function createJsonWatch(judge: (text: string) => Lane): JsonWatch {
  /** The blocks that follow one another. */
  let joined: { readonly reading: Reading; open: Lane | undefined } | undefined;
  /** What a block is part of: of itself, too, where it goes on with another. */
  const readings = new WeakMap<Lane, Reading[]>();
  const alone = new Map<Lane, Reading>();

  const begin = (lane: Lane): Reading[] => {
    const own = createReading(judge);
    if (joined === undefined || (joined.open === undefined && !joined.reading.isOpen)) {
      joined = { reading: own, open: lane };
      return [own];
    }
    alone.set(lane, own);
    // Blocks that are open side by side are read apart.
    if (joined.open !== undefined) return [own];
    joined.open = lane;
    return [joined.reading, own];
  };

  return {
    push(lane, piece) {
      let own = readings.get(lane);
      if (own === undefined) {
        if (piece === '') return;
        own = begin(lane);
        readings.set(lane, own);
      }
      for (const reading of own) reading.push(lane, piece);
    },
    close(lane) {
      alone.get(lane)?.end();
      alone.delete(lane);
      if (joined?.open !== lane) return;
      joined.open = undefined;
      if (!joined.reading.complete) return;
      joined.reading.end();
      joined = undefined;
    },
    freeTo(lane) {
      const own = readings.get(lane) ?? [];
      return own.reduce((least, reading) => Math.min(least, reading.freeTo(lane)), Number.POSITIVE_INFINITY);
    },
    end() {
      joined?.reading.end();
      for (const reading of alone.values()) reading.end();
    },
  };
}

function createReading(judge: (text: string) => Lane): Reading {
  const prefix = createJsonPrefix();
  const lanes: Lane[] = [];
  let endsInBackslash = false;
  let firstEscape: { readonly lane: Lane; readonly offset: number; readonly index: number } | undefined;
  let said: Lane | undefined;
  let over = false;

  const find = (lane: Lane, piece: string): void => {
    const before = endsInBackslash ? '\\' : '';
    const found = (before + piece).search(/\\[u/]/);
    // The backslash before it may stand in the block before, and have left.
    if (found >= 0) {
      const offset = Math.max(0, lane.length - piece.length - before.length + found);
      firstEscape = { lane, offset, index: lanes.length - 1 };
    }
    endsInBackslash = piece.endsWith('\\');
  };

  return {
    push(lane, piece) {
      if (over || piece === '') return;
      if (lanes.at(-1) !== lane) lanes.push(lane);
      if (firstEscape === undefined) find(lane, piece);
      prefix.push(piece);
      over = !prefix.viable;
    },
    get isOpen() {
      return !over;
    },
    get complete() {
      return !over && prefix.complete;
    },
    freeTo(lane) {
      if (firstEscape === undefined || (over && said === undefined)) return Number.POSITIVE_INFINITY;
      if (said !== undefined && said.releasedTo === said.length) return Number.POSITIVE_INFINITY;
      if (lane === firstEscape.lane) return firstEscape.offset;
      return lanes.indexOf(lane) < firstEscape.index ? Number.POSITIVE_INFINITY : 0;
    },
    end() {
      if (over) return;
      over = true;
      if (firstEscape === undefined) return;
      const text = lanes.map((lane) => lane.read(0, lane.length)).join('');
      const spelled = withoutEscapes(text);
      if (spelled !== text) said = judge(spelled);
    },
  };
}

/** A text of JSON with what its escapes spell in their place, but for those that JSON cannot do without. */
function withoutEscapes(text: string): string {
  return text.replace(
    /\\(?:u([\da-f]{4})|(.))/gis,
    (match, hex: string | undefined, char: string | undefined) =>
      hex === undefined ? (char === '/' ? '/' : match) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
