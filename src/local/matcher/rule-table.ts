import { CharacterSets, eachSign, NOTHING, SIGNS, signAt } from './character-sets.js';
import type { CharacterSet } from './pattern-facts.js';
import type { CompiledRule } from './rule.js';
import { meter } from './work-meter.js';

const UNKNOWN = 0;
const YES = 1;
const NO = 2;

/** A set of rules to choose from. */
export interface RuleChoice {
  readonly rules: Int32Array;
  /** The words of `rules` that are not empty. Only these need be examined. */
  readonly words: readonly number[];
}

/**
 * Tells which rules allow which character at which place. It keeps a set of rules, as bits, for each sign in front of a
 * match and at each of its first places. The intersection of a few of these sets leaves few rules whose expression must
 * be tried at an index.
 */
export class RuleTable {
  /** The number of 32-bit words of a set of rules. */
  readonly width: number;
  /** The rules that `narrow` left for an index. */
  readonly alive: Int32Array;
  /** All rules, as a choice. */
  readonly all: RuleChoice;
  /** The rules, by number. The number of a rule is the place of its bit, 32 to a word. */
  readonly rules: readonly CompiledRule[];
  readonly #depth: number;
  /**
   * One table for each word of rules, with the rules that allow each sign: in front of a match, then at each of its
   * first places. The parts for one word are next to each other in memory.
   */
  readonly #words: readonly Int32Array[];
  /**
   * Whether any rule can begin at each pair of signs, by the number of words that are asked. The entries are made at
   * first use.
   */
  readonly #begins: Uint8Array[] = [];

  /** `depth` is the number of characters of a match that are examined. */
  constructor(rules: readonly CompiledRule[], depth: number) {
    this.rules = rules;
    this.width = Math.ceil(rules.length / 32);
    this.alive = new Int32Array(this.width);
    this.all = { rules: new Int32Array(this.width).fill(-1), words: [...this.alive.keys()] };
    this.#depth = depth;
    this.#words = Array.from(this.alive, () => new Int32Array((depth + 1) * SIGNS));
    const sets = new CharacterSets();
    const places = Array.from({ length: depth + 1 }, () => new RulesBySet(this.width));
    for (const [number, rule] of rules.entries()) {
      for (const [place, set] of [sets.before(rule), ...sets.leading(rule, depth)].entries())
        places[place]?.add(set, number);
    }
    for (const [place, bySet] of places.entries()) bySet.enter(this.#words, place);
  }

  /**
   * Returns the first index from `from` on and before `to` at which any rule can begin, by the character there and the
   * one before. Returns `to` if there is none. Only rules of the first `words` words are asked.
   */
  nextStart(text: string, from: number, to: number, words = this.width): number {
    const known = this.#begins[words] ?? new Uint8Array(SIGNS * SIGNS);
    this.#begins[words] = known;
    let previous = from === 0 ? NOTHING : signAt(text, from - 1);
    let index = from;
    for (; index < to; index += 1) {
      const next = signAt(text, index);
      const begins = known[previous * SIGNS + next];
      if (begins === YES || (begins === UNKNOWN && this.#canBegin(known, words, previous, next))) break;
      previous = next;
    }
    if (meter !== undefined) meter.steps += Math.max(0, index - from);
    return Math.min(index, to);
  }

  /**
   * Tells whether a match may begin at an index, by its first characters, and sets `alive` to the rules that remain.
   * Near the end of the text only the existing characters count. The rules are those of the first `asked` words of a
   * choice that are also in a set, which begins at word `at` of `sets`. Only these words of `alive` are valid.
   */
  narrow(
    text: string,
    index: number,
    { rules, words }: RuleChoice = this.all,
    asked = words.length,
    sets = rules,
    at = 0,
  ): boolean {
    if (meter !== undefined) meter.comparisons += 1;
    const { alive } = this;
    const before = index === 0 ? NOTHING : signAt(text, index - 1);
    const first = SIGNS + signAt(text, index);
    const depth = Math.min(this.#depth, text.length - index);
    let any = 0;
    for (let number = 0; number < asked; number += 1) {
      const word = words[number] ?? 0;
      const table = this.#words[word];
      if (table === undefined) continue;
      let left = (table[before] ?? 0) & (table[first] ?? 0) & (rules[word] ?? 0) & (sets[at + word] ?? 0);
      for (let place = 1; left !== 0 && place < depth; place += 1)
        left &= table[(place + 1) * SIGNS + signAt(text, index + place)] ?? 0;
      alive[word] = left;
      any |= left;
    }
    return any !== 0;
  }

  /**
   * Calls `visit` with each rule in `alive` of the first `asked` words of a choice, by number. Stops and returns true
   * when `visit` returns true.
   */
  some(
    visit: (rule: CompiledRule, number: number) => boolean,
    { words }: RuleChoice = this.all,
    asked = words.length,
  ): boolean {
    for (let place = 0; place < asked; place += 1) {
      const word = words[place] ?? 0;
      for (let bits = this.alive[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const number = word * 32 + 31 - Math.clz32(bits & -bits);
        const rule = this.rules[number];
        if (rule !== undefined && visit(rule, number)) return true;
      }
    }
    return false;
  }

  #canBegin(known: Uint8Array, words: number, previous: number, next: number): boolean {
    const any = this.#words
      .slice(0, words)
      .some((table) => ((table[previous] ?? 0) & (table[SIGNS + next] ?? 0)) !== 0);
    known[previous * SIGNS + next] = any ? YES : NO;
    return any;
  }
}

/** Groups rules by their sets of characters. Many rules share a set, which is then entered once. */
class RulesBySet {
  readonly #rules = new Map<CharacterSet, Int32Array>();
  readonly #width: number;

  constructor(width: number) {
    this.#width = width;
  }

  add(set: CharacterSet, number: number): void {
    const rules = this.#rules.get(set) ?? new Int32Array(this.#width);
    this.#rules.set(set, rules);
    rules[number >> 5] = (rules[number >> 5] ?? 0) | (1 << (number & 31));
  }

  /** Enters the rules, by word, under each sign of their set at a place. */
  enter(tables: readonly Int32Array[], place: number): void {
    for (const [set, rules] of this.#rules) {
      for (let word = 0; word < rules.length; word += 1) {
        const own = rules[word] ?? 0;
        const table = tables[word];
        if (own === 0 || table === undefined) continue;
        eachSign(set, (sign) => {
          const at = place * SIGNS + sign;
          table[at] = (table[at] ?? 0) | own;
        });
      }
    }
  }
}
