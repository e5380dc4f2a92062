import type { SpanStream } from '../../scan/index.js';
import type { Replace } from '../redaction/redact-text.js';
import { createFinderChain, type FinderChain } from './finder-chain.js';
import type { LaneKind } from './lane.js';
import type { LaneFinder } from './lane-buffer.js';

/** What finds sensitive data in the blocks of one answer while they flow. */
export interface LaneFinders {
  /** Returns the finder of a block that begins to speak; nothing where nothing is found in it. */
  open(kind: LaneKind, isLate: boolean): LaneFinder | undefined;
  /** No more text comes. */
  end(): void;
}

/** How finders are made. */
export interface LaneFinderParts {
  /** Nothing is found: text leaves as it comes. */
  readonly observing: boolean;
  /** What replaces findings; without it they are only held back. */
  readonly replace: Replace | undefined;
  findStream(): SpanStream | undefined;
}

/** Makes the finders of one answer. Words are searched from block to block as one text, other blocks by themselves. */
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
      // A thought cannot be rewritten: providers sign it.
      if (kind === 'reasoning' || observing) return undefined;
      // A block that speaks late stands between others, whose data is being found as one text.
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
