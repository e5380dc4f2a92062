import { longest, type PatternNode } from './pattern-node.js';

/** The largest count that replaces a missing upper bound. */
export const UNBOUNDED_REPEAT = 256;

/**
 * The limits that replace a missing upper bound, by the number of repetitions around it: a number of rounds, and a
 * number of characters for all rounds together. They keep matches short enough to be followed, however deep repetitions
 * are nested.
 */
const OPEN_BOUNDS = [
  { rounds: UNBOUNDED_REPEAT, characters: 2048 },
  { rounds: 64, characters: 512 },
  { rounds: 16, characters: 64 },
] as const;

/** Returns the tree with an upper bound for each repetition that has none. */
export function closed(node: PatternNode, depth: number): PatternNode {
  switch (node.kind) {
    case 'char':
      return node;
    case 'sequence':
      return { kind: 'sequence', items: node.items.map((item) => closed(item, depth)) };
    case 'choice':
      return { kind: 'choice', options: node.options.map((option) => closed(option, depth)) };
    case 'repeat': {
      const item = closed(node.item, node.max > 1 ? depth + 1 : depth);
      if (Number.isFinite(node.max)) return { ...node, item };
      const { rounds, characters } = OPEN_BOUNDS[Math.min(depth, 2)] ?? OPEN_BOUNDS[0];
      const fitting = Math.floor(characters / Math.max(1, longest(item, 1)));
      return { ...node, item, max: Math.max(node.min, 1, Math.min(rounds, fitting)) };
    }
  }
}
