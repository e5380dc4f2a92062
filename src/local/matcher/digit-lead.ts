import type { PatternNode } from './pattern-node.js';

/** The most characters between two digits of one cluster (`Trigger`'s promise). */
export const DIGIT_GAP = 8;

const DIGIT = /^(?:\\d|\d|\[[\d-]{1,20}\])$/;

/** The distances between a tree's digits, measured at the places where only a digit can stand. */
interface Stretches {
  /** Whether every match has such a place. */
  readonly always: boolean;
  /** The most characters before the first such place, between two of them, and after the last. */
  readonly before: number;
  readonly between: number;
  readonly behind: number;
  readonly length: number;
}

/**
 * Returns how many characters in front of its digits a match may begin. It is the length of the match if its digits may
 * be too far apart for one cluster.
 */
export function leadOf(body: PatternNode, length: number): number {
  const { always, before, between, behind } = stretches(body);
  return always && between <= DIGIT_GAP && behind <= DIGIT_GAP ? Math.min(before, length) : length;
}

function free(length: number): Stretches {
  return { always: false, before: length, between: 0, behind: length, length };
}

function stretches(node: PatternNode): Stretches {
  switch (node.kind) {
    case 'char':
      return DIGIT.test(node.source)
        ? { always: true, before: 0, between: 0, behind: 0, length: 1 }
        : free(2); // With flag u a character may take two units.
    case 'sequence':
      return node.items.map(stretches).reduce(joined, free(0));
    case 'choice': {
      const options = node.options.map(stretches);
      const most = (key: 'before' | 'between' | 'behind' | 'length'): number =>
        Math.max(0, ...options.map((option) => option[key]));
      return {
        always: options.every(({ always }) => always),
        before: most('before'),
        between: most('between'),
        behind: most('behind'),
        length: most('length'),
      };
    }
    case 'repeat': {
      const item = stretches(node.item);
      if (node.min === 0 || !item.always) return free(item.length * node.max);
      const between = node.max > 1 ? Math.max(item.between, item.behind + item.before) : item.between;
      return { ...item, between, length: item.length * node.max };
    }
  }
}

function joined(a: Stretches, b: Stretches): Stretches {
  const length = a.length + b.length;
  if (!a.always && !b.always) return free(length);
  if (!a.always) return { ...b, before: a.length + b.before, length };
  if (!b.always) return { ...a, behind: a.behind + b.length, length };
  const between = Math.max(a.between, b.between, a.behind + b.before);
  return { always: true, before: a.before, between, behind: b.behind, length };
}
