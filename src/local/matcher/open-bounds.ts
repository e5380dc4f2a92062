import { longest, type PatternNode } from './pattern-node.js';

/** The longest count that stands in for a missing upper bound. */
export const UNBOUNDED_REPEAT = 256;

/**
 * What stands in for a missing upper bound, by how many repetitions it is inside of: so many rounds, but no more than
 * make so many characters together. Matches stay short enough to be followed, whatever is nested.
 */
const OPEN_BOUNDS = [
  { rounds: UNBOUNDED_REPEAT, characters: 2048 },
  { rounds: 64, characters: 512 },
  { rounds: 16, characters: 64 },
] as const;

/** The tree with an upper bound for each repetition that has none. */
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
