import { longest, type PatternNode } from './pattern-node.js';
import { PatternError } from './pattern-syntax.js';

/**
 * The most characters of a pattern with its repetitions written out, over all its parts. It bounds the work for one
 * character of a text.
 */
export const MAX_SIZE = 4000;

/** The most states that take no character, as a multiple of the size. */
const MAX_FORKS = 4;

/** The operations of a state. This one takes a character. */
export const CHARACTER = 0;
/** The operation that goes on to two states. */
export const SPLIT = 1;
/** The operation that ends a match. */
export const MATCH = 2;
/** The operation that matches nothing. */
export const FAIL = 3;

/**
 * A tree as a finite automaton. A `CHARACTER` state tests a character against the class `first` and goes on to
 * `second`. A `SPLIT` goes on to both, `first` before `second`. Paths in this order are those of a backtracking engine.
 */
export interface Program {
  readonly ops: Uint8Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly start: number;
}

/** Makes programs that share their classes. All their states together stay below the limit. */
export class ProgramBuilder {
  /** The sources of the classes, by number. */
  readonly classes: string[] = [];
  readonly #numbers = new Map<string, number>();
  #characters = 0;
  #states = 0;
  #ops: number[] = [];
  #first: number[] = [];
  #second: number[] = [];

  /**
   * Makes the program of a tree. With `reversed` the program reads the tree from its end.
   * @throws PatternError beyond `MAX_SIZE`
   */
  build(node: PatternNode, reversed = false): Program {
    this.#ops = [];
    this.#first = [];
    this.#second = [];
    const match = this.#state(MATCH, 0, 0);
    const start = this.#node(reversed ? mirrored(node) : node, match, match);
    return {
      ops: Uint8Array.from(this.#ops),
      first: Int32Array.from(this.#first),
      second: Int32Array.from(this.#second),
      start,
    };
  }

  /**
   * Adds the states of a tree and returns the first. The tree goes on to `taken` if a character was taken since the
   * enclosing round began, and to `untaken` if none was. A round beyond the least number must not be empty.
   */
  #node(node: PatternNode, taken: number, untaken: number): number {
    switch (node.kind) {
      case 'char':
        return this.#state(CHARACTER, this.classOf(node.source), taken);
      case 'choice':
        return node.options
          .map((option) => this.#node(option, taken, untaken))
          .reduceRight((rest, option) => this.#split(option, rest));
      case 'sequence':
        return this.#chain(node.items, taken, untaken);
      case 'repeat':
        return longest(node.item, 1) === 0 ? untaken : this.#repeat(node, taken, untaken);
    }
  }

  #chain(items: readonly PatternNode[], taken: number, untaken: number): number {
    let afterTaken = taken;
    let afterUntaken = untaken;
    for (let at = items.length - 1; at >= 0; at -= 1) {
      const item = items[at];
      if (item === undefined) continue;
      const same = afterTaken === afterUntaken || !isNullable(item);
      // No character has been taken before the first one.
      const next = same || at > 0 ? this.#node(item, afterTaken, afterTaken) : afterTaken;
      afterUntaken = same ? next : this.#node(item, afterTaken, afterUntaken);
      afterTaken = next;
    }
    return afterUntaken;
  }

  #repeat(node: PatternNode & { readonly kind: 'repeat' }, taken: number, untaken: number): number {
    const { item, min, max, lazy = false } = node;
    const either = (round: number, rest: number): number =>
      lazy ? this.#split(rest, round) : this.#split(round, rest);
    const fail = isNullable(item) ? this.#state(FAIL, 0, 0) : undefined;
    let afterTaken = taken;
    let afterUntaken = untaken;
    for (let round = min; round < max; round += 1) {
      const again = this.#node(item, afterTaken, fail ?? afterTaken);
      afterTaken = either(again, taken);
      if (taken === untaken) afterUntaken = afterTaken;
      else if (round === max - 1) afterUntaken = either(again, untaken);
    }
    return this.#chain(new Array<PatternNode>(min).fill(item), afterTaken, afterUntaken);
  }

  #split(first: number, second: number): number {
    return first === second ? first : this.#state(SPLIT, first, second);
  }

  #state(op: number, first: number, second: number): number {
    this.#states += 1;
    if (op === CHARACTER) this.#characters += 1;
    if (this.#characters > MAX_SIZE || this.#states > MAX_SIZE * MAX_FORKS)
      throw new PatternError(
        `is too large: its repetitions written out make more than ${MAX_SIZE} characters`,
      );
    this.#ops.push(op);
    this.#first.push(first);
    return this.#second.push(second) - 1;
  }

  /** Returns the number of a class. */
  classOf(source: string): number {
    const known = this.#numbers.get(source);
    if (known !== undefined) return known;
    this.#numbers.set(source, this.classes.length);
    return this.classes.push(source) - 1;
  }
}

/** Tells whether the tree matches the empty text. */
export function isNullable(node: PatternNode): boolean {
  switch (node.kind) {
    case 'char':
      return false;
    case 'choice':
      return node.options.some(isNullable);
    case 'sequence':
      return node.items.every(isNullable);
    case 'repeat':
      return node.min === 0 || isNullable(node.item);
  }
}

/** Returns the tree for texts that are read from their end. */
function mirrored(node: PatternNode): PatternNode {
  switch (node.kind) {
    case 'char':
      return node;
    case 'choice':
      return { kind: 'choice', options: node.options.map(mirrored) };
    case 'sequence':
      return { kind: 'sequence', items: node.items.map(mirrored).toReversed() };
    case 'repeat':
      return { ...node, item: mirrored(node.item) };
  }
}
