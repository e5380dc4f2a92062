import type { CompiledRule } from './compile.js';
import { RuleTable } from './rule-table.js';
import type { StartVisitor } from './starts.js';

/** Digits further apart than this belong to different clusters (`Trigger`'s promise). */
const DIGIT_GAP = 8;

/** How many characters of a match are looked at before its expression is tried: most rules want digits of a certain number. */
const DEPTH = 12;

/** Digits that stand close to each other. */
interface Cluster {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Rules that are triggered by a number of digits: only about clusters of so many is it worth looking closer. */
export class DigitIndex {
  readonly #table: RuleTable;
  readonly #longest: number;
  readonly #most: number;
  /** For each count of digits, up to the most that a rule wants, and each distance in front of a cluster: what can begin there. */
  readonly #masks: Int32Array;

  constructor(rules: readonly CompiledRule[]) {
    this.#table = new RuleTable(rules, DEPTH);
    this.#longest = rules.reduce((most, { length }) => Math.max(most, length), 0);
    this.#most = rules.reduce((most, rule) => Math.max(most, digitsOf(rule)), 0);
    const { width } = this.#table;
    this.#masks = new Int32Array((this.#most + 1) * (this.#longest + 1) * width);
    for (let count = 0; count <= this.#most; count += 1) {
      for (let distance = 0; distance <= this.#longest; distance += 1) {
        const at = this.#maskAt(count, distance);
        for (const [number, rule] of rules.entries()) {
          if (digitsOf(rule) > count || rule.length <= distance) continue;
          const word = at + (number >> 5);
          this.#masks[word] = (this.#masks[word] ?? 0) | (1 << (number & 31));
        }
      }
    }
  }

  /** Visits indexes from `from` on at which a match may begin; those of one rule come in order, some of them twice. */
  visit(text: string, from: number, visit: StartVisitor): void {
    const digit = /[0-9]/g;
    digit.lastIndex = from;
    for (let found = digit.exec(text); found !== null; found = digit.exec(text)) {
      const { first, last, count } = clusterAt(text, found.index);
      for (let index = Math.max(from, first - this.#longest); index <= last; index += 1) {
        const mask = this.#maskAt(Math.min(count, this.#most), Math.max(0, first - index));
        if (!this.#table.narrow(text, index, this.#masks, mask)) continue;
        this.#table.some((rule) => {
          visit(rule, index);
          return false;
        });
      }
      digit.lastIndex = last + 1;
    }
  }

  #maskAt(count: number, distance: number): number {
    return (count * (this.#longest + 1) + distance) * this.#table.width;
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
