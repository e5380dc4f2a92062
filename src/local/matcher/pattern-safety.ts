import { CharacterSets, NONE, overlaps, unionOf } from './character-sets.js';
import type { CharacterSet } from './pattern-facts.js';
import { type Assertion, longest, type ParsedPattern, type PatternNode } from './pattern-node.js';
import { isNullable } from './program.js';

/** The longest match that may be tried natively at each character. */
const MAX_NATIVE_LENGTH = 600;

/** The longest look-around of one option that a backtracking engine may try at each character. */
const MAX_NATIVE_LOOK = 16;

/**
 * Tells whether each character decides how a match continues. Options then begin with different characters, and so do
 * another round of a repetition and the text after it (one-unambiguous expressions, as Brueggemann-Klein and Wood
 * define them). A backtracking engine has only one way to read a text, and tries a bounded number of characters at each
 * place. All characters beyond ASCII count as the same, so some deterministic patterns are not recognised.
 */
export function isDeterministic({ before, body, after }: ParsedPattern, flags: string): boolean {
  if (longest(body, 1) > MAX_NATIVE_LENGTH) return false;
  if (![...before, ...after].every(isSimple)) return false;
  const sets = new CharacterSets();
  return decides(body, NONE, (source) => sets.charactersOf(source, flags));
}

type Classes = (source: string) => CharacterSet;

/**
 * Tells whether each character decides how a match of the tree continues. `follow` has the characters that may come
 * after it.
 */
function decides(node: PatternNode, follow: CharacterSet, classes: Classes): boolean {
  switch (node.kind) {
    case 'char':
      return true;
    case 'choice': {
      if (node.options.filter(isNullable).length > 1) return false;
      let seen = isNullable(node) ? follow : NONE;
      return node.options.every((option) => {
        const first = firstOf(option, classes);
        const apart = !overlaps(first, seen);
        seen = unionOf(seen, first);
        return apart && decides(option, follow, classes);
      });
    }
    case 'sequence': {
      let next = follow;
      for (const item of node.items.toReversed()) {
        if (!decides(item, next, classes)) return false;
        const first = firstOf(item, classes);
        next = isNullable(item) ? unionOf(next, first) : first;
      }
      return true;
    }
    case 'repeat': {
      const { item, min, max } = node;
      if (max > 1 && isNullable(item)) return false;
      const first = firstOf(item, classes);
      if (min < max && overlaps(first, follow)) return false;
      return decides(item, max > 1 ? unionOf(first, follow) : follow, classes);
    }
  }
}

/** Returns the characters with which a match of the tree can begin. */
function firstOf(node: PatternNode, classes: Classes): CharacterSet {
  switch (node.kind) {
    case 'char':
      return classes(node.source);
    case 'choice':
      return node.options.map((option) => firstOf(option, classes)).reduce(unionOf, NONE);
    case 'repeat':
      return node.max === 0 ? NONE : firstOf(node.item, classes);
    case 'sequence': {
      let first = NONE;
      for (const item of node.items) {
        first = unionOf(first, firstOf(item, classes));
        if (!isNullable(item)) break;
      }
      return first;
    }
  }
}

/** Tells whether a look-around is a short list of literals or single characters. */
function isSimple({ node }: Assertion): boolean {
  const options = node.kind === 'choice' ? node.options : [node];
  return options.every((option) => longest(option, 1) <= MAX_NATIVE_LOOK && isLiteral(option));
}

function isLiteral(node: PatternNode): boolean {
  if (node.kind === 'sequence') return node.items.every(isLiteral);
  if (node.kind === 'repeat') return node.min === node.max && node.item.kind === 'char';
  return node.kind === 'char';
}
