import type { CompiledRule, Expression } from './rule.js';
import { RuleTable } from './rule-table.js';
import { meter } from './work-meter.js';

/** The number of characters of a match that are examined before its expression is tried. */
export const PREFIX_DEPTH = 6;

/** The most characters after a match by which a rule can be ruled out. Rules that must see more are always asked. */
const MOST_AHEAD = 8;

/**
 * Tells where more text could still make a finding. An expression for each rule tells whether the rest of a text may be
 * the beginning of a match. The table leaves few of these expressions to try, or even to make.
 */
export class PrefixTable {
  readonly #table: RuleTable;
  readonly #expressions: readonly Expression[];
  /**
   * The rules whose matches may contain a blank. Matches of the other rules have ended once a blank is this far from
   * the end.
   */
  readonly #blank: Int32Array;
  readonly #ahead: number;
  /** The expressions that are asked once for a text. */
  readonly #searching: readonly Expression[];

  constructor(rules: ReadonlyMap<CompiledRule, Expression>) {
    // Rules with the same source and flags give the same answer, so one of them is enough.
    const distinct = new Map([...rules].map(([rule, expression]) => [keyOf(rule), { rule, expression }]));
    const all = [...distinct.values()].filter(({ expression }) => expression.firstBeginning === undefined);
    this.#searching = [...rules.values()].filter(({ firstBeginning }) => firstBeginning !== undefined);
    this.#table = new RuleTable(
      all.map(({ rule }) => rule),
      PREFIX_DEPTH,
    );
    this.#expressions = all.map(({ expression }) => expression);
    this.#blank = new Int32Array(this.#table.width);
    let ahead = 0;
    for (const [number, { rule }] of all.entries()) {
      const holdsNone = rule.facts?.blanks === 0 && rule.ahead <= MOST_AHEAD;
      if (holdsNone) ahead = Math.max(ahead, rule.ahead);
      else this.#blank[number >> 5] = (this.#blank[number >> 5] ?? 0) | (1 << (number & 31));
    }
    this.#ahead = ahead;
  }

  /**
   * Returns the first index from `from` on at which a match may be in progress, or the text's length. It may return one
   * of the last few indexes although no match can begin there.
   */
  unsettledFrom(text: string, from: number): number {
    const end = this.#searching.reduce(
      (first, expression) => Math.min(first, expression.firstBeginning?.(text, from) ?? first),
      text.length,
    );
    const blank = text.lastIndexOf(' ', text.length - 1 - this.#ahead);
    const { all } = this.#table;
    const next = (index: number): number => this.#table.nextStart(text, index, end);
    for (let index = next(from); index < end; index = next(index + 1)) {
      // Blanks at the end may be characters that a rule must see after a match.
      const rules = index <= blank ? this.#blank : all.rules;
      if (!this.#table.narrow(text, index, all, all.words.length, rules)) continue;
      // The last few characters are held without a closer look. Nearly always they belong to a word that is held
      // anyway.
      if (text.length - index <= PREFIX_DEPTH) return index;
      const isBeginning = (_rule: CompiledRule, number: number): boolean => {
        if (meter !== undefined) meter.tries += 1;
        return this.#expressions[number]?.isBeginning(text, index) === true;
      };
      if (this.#table.some(isBeginning)) return index;
    }
    return end;
  }
}

const keyOf = ({ flags, source }: CompiledRule): string => `${flags} ${source}`;
