import type { CompiledRule } from './compile.js';
import { escapeClass } from './escape.js';

/** Told of a part of the text in which matches of a rule may start and end; parts of one rule come in order, apart. */
export type RegionVisitor = (rule: CompiledRule, start: number, end: number) => void;

/** A trigger character stands in the match, or at most this far in front of it (`Trigger`'s promise). */
const CHAR_LEAD = 2;

/** Rules with the same trigger characters; with `inside`, only those between two letters, digits, `_` or `-` count. */
export interface CharRules {
  readonly chars: string;
  readonly inside: boolean;
  readonly rules: readonly CompiledRule[];
}

/** All trigger characters, looked for in one pass. */
export class CharIndex {
  readonly #groups: readonly CharRules[];
  readonly #pattern: RegExp;
  /** For each ASCII character, the groups that it triggers. */
  readonly #byCode: readonly (readonly number[])[];

  constructor(groups: readonly CharRules[]) {
    this.#groups = groups;
    this.#pattern = new RegExp(`[${escapeClass(groups.map(({ chars }) => chars).join(''))}]`, 'g');
    this.#byCode = Array.from({ length: 128 }, (_, code) =>
      groups.flatMap(({ chars }, index) => (chars.includes(String.fromCharCode(code)) ? [index] : [])),
    );
  }

  /** Visits the places around each of the characters. */
  visit(text: string, from: number, visit: RegionVisitor): void {
    if (this.#groups.length === 0) return;
    const pending: (RegionMerger | undefined)[] = [];
    this.#pattern.lastIndex = Math.max(0, from - CHAR_LEAD);
    for (let found = this.#pattern.exec(text); found !== null; found = this.#pattern.exec(text)) {
      const { index } = found;
      for (const number of this.#byCode[text.charCodeAt(index)] ?? []) {
        const group = this.#groups[number];
        if (group === undefined) continue;
        if (group.inside && !(isWord(text.charCodeAt(index - 1)) && isWord(text.charCodeAt(index + 1))))
          continue;
        const merger = pending[number] ?? new RegionMerger(group.rules, from, text.length, visit);
        pending[number] = merger;
        for (let rule = 0; rule < group.rules.length; rule += 1)
          merger.add(rule, index, index + 1 + CHAR_LEAD);
      }
    }
    for (const merger of pending) merger?.flush();
  }
}

/** Letters, digits, `_` and `-`; not the missing character before a text and behind it. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

/** Unites the places of each rule that overlap once they are widened by the length of a match. */
class RegionMerger {
  readonly #starts: number[];
  readonly #ends: number[];
  readonly #rules: readonly CompiledRule[];
  readonly #from: number;
  readonly #to: number;
  readonly #visit: RegionVisitor;

  constructor(rules: readonly CompiledRule[], from: number, to: number, visit: RegionVisitor) {
    this.#rules = rules;
    this.#from = from;
    this.#to = to;
    this.#visit = visit;
    this.#starts = rules.map(() => -1);
    this.#ends = rules.map(() => -1);
  }

  add(index: number, start: number, end: number): void {
    const length = this.#rules[index]?.length ?? 0;
    const widened = Math.max(this.#from, start - length);
    if (widened > (this.#ends[index] ?? -1)) {
      this.#emit(index);
      this.#starts[index] = widened;
    }
    this.#ends[index] = Math.min(this.#to, end + length);
  }

  flush(): void {
    for (let index = 0; index < this.#rules.length; index += 1) this.#emit(index);
  }

  #emit(index: number): void {
    const rule = this.#rules[index];
    const start = this.#starts[index] ?? -1;
    if (rule !== undefined && start >= 0) this.#visit(rule, start, this.#ends[index] ?? start);
    this.#starts[index] = -1;
  }
}
