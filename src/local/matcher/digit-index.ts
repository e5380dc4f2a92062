import { DIGIT_GAP, leadOf } from './digit-lead.js';
import { LiteralPass } from './literal-pass.js';
import { NearWords } from './near-words.js';
import type { CompiledRule, Rule } from './rule.js';
import { type RuleChoice, RuleTable } from './rule-table.js';
import type { StartVisitor } from './starts.js';

/**
 * The number of characters of a match that are examined before its expression is tried. Most rules need digits at
 * certain places.
 */
export const DIGIT_DEPTH = 12;

/** A group of digits that stand close to each other. */
interface Cluster {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** The furthest reach of a context (`Context`'s promise), and the longest word that may begin just before it. */
const CONTEXT_REACH = 64 + 32;

/**
 * Finds the starts of rules that are triggered by a number of digits. Only clusters of enough digits are examined. Most
 * of these rules count in context alone, and are left out if none of their words is near.
 */
export class DigitIndex {
  readonly #table: RuleTable;
  /**
   * How far in front of a cluster a match may begin, by the 32-bit word of a rule's bit. Rules are ordered by this
   * distance, the furthest first, so that few are asked far from a cluster.
   */
  readonly #leads: readonly number[];
  /** How far in front of a cluster context words may stand. */
  readonly #reach: number;
  readonly #most: number;
  /** The rules for which a count of digits is enough, by count, up to the most that a rule needs. */
  readonly #byCount: Int32Array;
  /** The rules whose matches can begin at a distance in front of the cluster, by distance. */
  readonly #byDistance: Int32Array;
  /** The rules that need no context. */
  readonly #plain: Int32Array;
  /** The context words, each with its rules. */
  readonly #words = new LiteralPass<Int32Array>();
  /** The choice of rules if no word is near, by the count of digits; made at first use. */
  readonly #plainChoices: (RuleChoice | undefined)[] = [];

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
    const byWord = new Map<string, Int32Array>();
    const inside = new Set<string>();
    let furthest = 0;
    for (const [number, compiled] of rules.entries()) {
      const { rule } = compiled;
      const words = wordsOf(rule, minConfidence);
      if (words === undefined) {
        addTo(this.#plain, 0, number);
        continue;
      }
      furthest = Math.max(furthest, lead(compiled));
      for (const word of words) {
        const masks = byWord.get(word) ?? new Int32Array(width);
        byWord.set(word, masks);
        addTo(masks, 0, number);
        if (rule.trigger !== undefined && 'words' in rule.trigger) inside.add(word);
      }
    }
    this.#reach = furthest + CONTEXT_REACH;
    for (const [word, masks] of byWord) {
      // A context word stands by itself, except in scripts without blanks.
      const apart = !inside.has(word) && word.charCodeAt(0) < 128;
      this.#words.add(word, { ignoreCase: true, bounded: apart, closed: apart }, masks);
    }
    this.#byCount = new Int32Array((this.#most + 1) * width);
    this.#byDistance = new Int32Array(((this.#leads[0] ?? 0) + 1) * width);
    for (const [number, rule] of rules.entries()) {
      addTo(this.#byCount, digitsOf(rule) * width, number);
      addTo(this.#byDistance, lead(rule) * width, number);
    }
    // A larger count is enough for the rules of every smaller one. A rule that reaches further also reaches nearer
    // places.
    for (let at = width; at < this.#byCount.length; at += 1)
      this.#byCount[at] = (this.#byCount[at] ?? 0) | (this.#byCount[at - width] ?? 0);
    for (let at = this.#byDistance.length - width - 1; at >= 0; at -= 1)
      this.#byDistance[at] = (this.#byDistance[at] ?? 0) | (this.#byDistance[at + width] ?? 0);
  }

  /**
   * Visits indexes from `from` on at which a match may begin. The indexes of one rule come in order, some of them
   * twice.
   */
  visit(text: string, from: number, visit: StartVisitor): void {
    const reach = this.#reach;
    const near = new NearWords(this.#table.width);
    const note = (rules: Int32Array, index: number): void => near.add(index, rules);
    let read = 0;
    let done = from;
    let asked: RuleChoice | undefined;
    for (let found = nextDigit(text, from); found < text.length; ) {
      const { first, last, count } = clusterAt(text, found);
      this.#words.scan(text, Math.max(read, first - reach), note, last);
      read = last;
      near.dropBefore(first - reach);
      const choice = this.#choiceFor(Math.min(count, this.#most), near);
      // If the cluster before asked for the same rules or more, its places need not be visited again.
      const begin = asked !== undefined && includesAll(asked, choice) ? done : from;
      if (choice.words.length > 0) this.#visitCluster(text, begin, first, last, choice, visit);
      asked = choice;
      done = last + 1;
      found = nextDigit(text, last + 1);
    }
  }

  /** Visits the places around a cluster, from far to near. At each place only the rules that reach so far are asked. */
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
      // The next word of rules does not reach places before this one.
      const end = asked < words.length ? Math.min(last + 1, first - leadAt(asked)) : last + 1;
      const among = (words[asked - 1] ?? 0) + 1;
      for (; index < end; index += 1) {
        index = table.nextStart(text, index, end, among);
        if (index >= end) break;
        const distance = Math.max(0, first - index) * table.width;
        if (!table.narrow(text, index, choice, asked, this.#byDistance, distance)) continue;
        for (let place = 0; place < asked; place += 1) {
          const word = words[place] ?? 0;
          for (let bits = table.alive[word] ?? 0; bits !== 0; bits &= bits - 1) {
            const rule = table.rules[word * 32 + 31 - Math.clz32(bits & -bits)];
            if (rule !== undefined) visit(rule, index);
          }
        }
      }
    }
  }

  /** Returns the rules for a cluster with `count` digits and these words near it. */
  #choiceFor(count: number, near: NearWords): RuleChoice {
    const allowed = near.with(this.#plain);
    if (allowed !== this.#plain) return this.#choiceAmong(allowed, count);
    const known = this.#plainChoices[count] ?? this.#choiceAmong(allowed, count);
    this.#plainChoices[count] = known;
    return known;
  }

  /** Returns those of the allowed rules for which `count` digits are enough. */
  #choiceAmong(allowed: Int32Array, count: number): RuleChoice {
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
}

/** Tells whether a choice has all rules of another. */
const includesAll = (one: RuleChoice, other: RuleChoice): boolean =>
  one === other || other.words.every((word) => ((other.rules[word] ?? 0) & ~(one.rules[word] ?? 0)) === 0);

/** Returns the index of the first digit from an index on, or the text's length. */
function nextDigit(text: string, from: number): number {
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) break;
  }
  return index;
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

/** Returns the words of which one must be near for a match to count, or undefined if it may count without. */
function wordsOf(
  { trigger, confidence, context }: Rule,
  minConfidence: number,
): readonly string[] | undefined {
  if (trigger !== undefined && 'words' in trigger) return trigger.words;
  return confidence < minConfidence ? firstWords(context?.words ?? []) : undefined;
}

/** Returns the first words of phrases, or undefined if one of them is too short to be looked for. */
function firstWords(words: readonly string[]): string[] | undefined {
  const firsts = words.map((word) => word.split(' ')[0] ?? '');
  return firsts.some((word) => word.length < 2) ? undefined : firsts;
}
