import type { SpanStream } from '../../scan/index.js';
import type { Replace } from '../redaction/redact-text.js';
import { createFinderChain, type FinderChain } from './finder-chain.js';
import type { LaneKind } from './lane.js';
import type { LaneFinder } from './lane-buffer.js';

/** The finders of sensitive data in the blocks of one answer while they stream. */
export interface LaneFinders {
  /** Returns the finder of a block at its first text, or undefined if nothing is to be found in it. */
  open(kind: LaneKind, isLate: boolean): LaneFinder | undefined;
  /** Ends all text. */
  end(): void;
}

/** The parts that finders are made from. */
export interface LaneFinderParts {
  /** True if nothing is found, because text leaves as it comes. */
  readonly observing: boolean;
  /** Replaces findings. Without it they are only held back. */
  readonly replace: Replace | undefined;
  findStream(): SpanStream | undefined;
}

/** Makes the finders of one answer. The words of all blocks are searched as one text, every other block by itself. */
export function createLaneFinders({ observing, replace, findStream }: LaneFinderParts): LaneFinders {
  let words: FinderChain | undefined;

  const chainFor = (isWords: boolean): FinderChain | undefined => {
    if (isWords && words !== undefined) return words;
    const stream = findStream();
    if (stream === undefined) return undefined;
    const chain = createFinderChain(stream, replace);
    if (isWords) words = chain;
    return chain;
  };

  return {
    open(kind, isLate) {
      // Reasoning cannot be rewritten, because providers sign it.
      if (kind === 'reasoning' || observing) return undefined;
      // A late block comes between others that are already searched as one text.
      const chain = chainFor(kind === 'text' && !isLate);
      if (chain === undefined) return undefined;
      return {
        push: chain.push,
        close() {
          if (chain !== words) chain.end();
        },
      };
    },
    end() {
      words?.end();
      words = undefined;
    },
  };
}
