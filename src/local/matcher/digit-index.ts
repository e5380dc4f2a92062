import type { CompiledRule } from './compile.js';
import { ContextWords } from './context-words.js';
import { DIGIT_GAP, leadOf } from './digit-lead.js';
import { NearWords } from './near-words.js';
import { type RuleChoice, RuleTable } from './rule-table.js';
import type { StartVisitor } from './starts.js';

/** How many characters of a match are looked at before its expression is tried: most rules want digits of a certain number. */
export const DIGIT_DEPTH = 12;

/** Digits that stand close to each other. */
interface Cluster {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** The furthest that a context reaches (`Context`'s promise), and the longest word that may begin just before that. */
const CONTEXT_REACH = 64 + 32;

const NO_RULES = new Int32Array(0);

/**
 * Rules that are triggered by a number of digits: only about clusters of so many is it worth looking closer. Most of them
 * count in context alone: they are left out where no word of theirs is near.
 */
export class DigitIndex {
  readonly #table: RuleTable;
  /**
   * How far in front of a cluster a match may begin, by the word that a rule's bit stands in. Rules stand in the order of
   * this, the furthest first: far from a cluster only few are asked.
   */
  readonly #leads: readonly number[];
  /** How far in front of a cluster words may stand that are context. */
  readonly #reach: number;
  readonly #most: number;
  /** For each count of digits, up to the most that a rule wants, the rules that so many are enough for. */
  readonly #byCount: Int32Array;
  /** For each distance in front of a cluster the rules whose matches can begin there. */
  readonly #byDistance: Int32Array;
  /** The rules that need no context. */
  readonly #plain: Int32Array;
  readonly #words: ContextWords;
  /** The rules that a word is context for. */
  readonly #byWord = new Map<string, Int32Array>();

  constructor(unordered: readonly CompiledRule[], minConfidence: number) {
    const leadsOf = new Map(
      unordered.map((rule) => [rule, rule.facts?.lead ?? leadOf(rule.parsed.body, rule.length)]),
    );
    const lead = (rule: CompiledRule | undefined): number =>
      rule === undefined ? 0 : (leadsOf.get(rule) ?? 0);
    const rules = unordered.toSorted((one, other) => lead(other) - lead(one));
    this.#table = new RuleTable(rules, DIGIT_DEPTH);
    const { width } = this.#table;
    this.#leads = Array.from({ length: width }, (_, word) => lead(rules[word * 32]));
    this.#most = rules.reduce((most, rule) => Math.max(most, digitsOf(rule)), 0);
    this.#plain = new Int32Array(width);
    let furthest = 0;
    for (const [number, compiled] of rules.entries()) {
      const { rule } = compiled;
      const words = rule.confidence < minConfidence ? firstWords(rule.context?.words ?? []) : undefined;
      if (words === undefined) {
        addTo(this.#plain, 0, number);
        continue;
      }
      furthest = Math.max(furthest, lead(compiled));
      for (const word of words) addTo(this.#masksOf(word), 0, number);
    }
    this.#reach = furthest + CONTEXT_REACH;
    this.#words = new ContextWords(this.#byWord.keys());
    this.#byCount = new Int32Array((this.#most + 1) * width);
    this.#byDistance = new Int32Array(((this.#leads[0] ?? 0) + 1) * width);
    for (const [number, rule] of rules.entries()) {
      for (let count = digitsOf(rule); count <= this.#most; count += 1)
        addTo(this.#byCount, count * width, number);
      for (let distance = 0; distance <= lead(rule); distance += 1)
        addTo(this.#byDistance, distance * width, number);
    }
  }

  /** Visits indexes from `from` on at which a match may begin; those of one rule come in order, some of them twice. */
  visit(text: string, from: number, visit: StartVisitor): void {
    const reach = this.#reach;
    const digit = /[0-9]/g;
    digit.lastIndex = from;
    const near = new NearWords(this.#table.width);
    const note = (word: string, index: number): void => near.add(index, this.#byWord.get(word) ?? NO_RULES);
    let read = 0;
    for (let found = digit.exec(text); found !== null; found = digit.exec(text)) {
      const { first, last, count } = clusterAt(text, found.index);
      this.#words.visit(text, Math.max(read, first - reach), last, note);
      read = last;
      near.dropBefore(first - reach);
      digit.lastIndex = last + 1;
      const choice = this.#choiceFor(Math.min(count, this.#most), near.with(this.#plain));
      if (choice.words.length === 0) continue;
      this.#visitCluster(text, from, first, last, choice, visit);
    }
  }

  /** Visits the places around a cluster, from far to near: at each only rules are asked that reach so far. */
  #visitCluster(
    text: string,
    from: number,
    first: number,
    last: number,
    choice: RuleChoice,
    visit: StartVisitor,
  ): void {
    const table = this.#table;
    const { words } = choice;
    const leadAt = (asked: number): number => this.#leads[words[asked] ?? 0] ?? 0;
    let index = Math.max(from, first - leadAt(0));
    for (let asked = 1; asked <= words.length; asked += 1) {
      // Up to here the next word of rules does not reach.
      const end = asked < words.length ? Math.min(last + 1, first - leadAt(asked)) : last + 1;
      const among = (words[asked - 1] ?? 0) + 1;
      for (; index < end; index += 1) {
        index = table.nextStart(text, index, end, among);
        if (index >= end) break;
        const distance = Math.max(0, first - index) * table.width;
        if (!table.narrow(text, index, choice, asked, this.#byDistance, distance)) continue;
        const begin = (rule: CompiledRule): boolean => {
          visit(rule, index);
          return false;
        };
        table.some(begin, choice, asked);
      }
    }
  }

  /** Of some rules those that so many digits are enough for. */
  #choiceFor(count: number, allowed: Int32Array): RuleChoice {
    const { width } = this.#table;
    const rules = new Int32Array(width);
    const words: number[] = [];
    for (let word = 0; word < width; word += 1) {
      const left = (allowed[word] ?? 0) & (this.#byCount[count * width + word] ?? 0);
      rules[word] = left;
      if (left !== 0) words.push(word);
    }
    return { rules, words };
  }

  #masksOf(word: string): Int32Array {
    const known = this.#byWord.get(word) ?? new Int32Array(this.#table.width);
    this.#byWord.set(word, known);
    return known;
  }
}

function clusterAt(text: string, first: number): Cluster {
  let count = 1;
  let last = first;
  for (let index = first + 1; index < text.length && index - last <= DIGIT_GAP + 1; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) continue;
    count += 1;
    last = index;
  }
  return { first, last, count };
}

function digitsOf({ rule: { trigger } }: CompiledRule): number {
  return trigger !== undefined && 'digits' in trigger ? trigger.digits : 0;
}

function addTo(masks: Int32Array, at: number, number: number): void {
  masks[at + (number >> 5)] = (masks[at + (number >> 5)] ?? 0) | (1 << (number & 31));
}

/** Of phrases the first word is looked for; undefined where one is too short for it. */
function firstWords(words: readonly string[]): string[] | undefined {
  const firsts = words.map((word) => word.split(' ')[0] ?? '');
  return firsts.some((word) => word.length < 2) ? undefined : firsts;
}
