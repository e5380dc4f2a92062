import type { Rule } from '../rules/rule.js';
import type { CompiledRule } from './compile.js';
import { escapeClass, escapeLiteral } from './escape.js';

/** Told of an index at which a match of a rule may start. */
export type StartVisitor = (rule: CompiledRule, start: number) => void;

/** Literal beginnings of matches, found with one pattern and told apart by their first two characters. */
export class StartIndex {
  readonly #pattern: RegExp | undefined;
  readonly #byPair = new Map<string, { readonly literal: string; readonly rule: CompiledRule }[]>();
  readonly #fold: (text: string) => string;

  constructor(rules: readonly CompiledRule[], ignoreCase: boolean) {
    this.#fold = ignoreCase ? (text) => text.toLowerCase() : (text) => text;
    const literals = new Set<string>();
    for (const rule of rules) {
      const { trigger } = rule.rule;
      if (trigger === undefined || !('starts' in trigger)) continue;
      for (const start of trigger.starts) {
        const literal = this.#fold(start);
        literals.add(literal);
        const pair = literal.slice(0, 2);
        this.#byPair.set(pair, [...(this.#byPair.get(pair) ?? []), { literal, rule }]);
      }
    }
    if (literals.size > 0) {
      const source = [...literals].sort().map(escapeLiteral).join('|');
      this.#pattern = new RegExp(`(?<![A-Za-z0-9])(?:${source})`, ignoreCase ? 'gi' : 'g');
    }
  }

  /** Visits, in order, every index from `from` on at which a match may begin. */
  visit(text: string, from: number, visit: StartVisitor): void {
    const pattern = this.#pattern;
    if (pattern === undefined) return;
    pattern.lastIndex = from;
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const { index } = found;
      for (const { literal, rule } of this.#byPair.get(this.#fold(text.slice(index, index + 2))) ?? []) {
        if (this.#fold(text.slice(index, index + literal.length)) === literal) visit(rule, index);
      }
      pattern.lastIndex = index + 1;
    }
  }
}

/** Matches that stand behind a name and a sign: few texts have the names, so few places are tried. */
export class NameIndex {
  readonly #names: RegExp;
  readonly #groups: readonly NamedRules[];

  /** Rules in groups with the same signs and flags. */
  constructor(groups: readonly (readonly CompiledRule[])[]) {
    const names = new Set(groups.flat().flatMap(({ rule }) => namesOf(rule)?.names ?? []));
    this.#names = new RegExp([...names].sort().map(escapeLiteral).join('|'), 'gi');
    this.#groups = groups.map((rules) => new NamedRules(rules));
  }

  /** Visits, in order, every index from `from` on at which a match may begin. */
  visit(text: string, from: number, visit: StartVisitor): void {
    const reach = this.#groups.reduce((most, group) => Math.max(most, group.reach), 0);
    const done = this.#groups.map(() => from);
    this.#names.lastIndex = Math.max(0, from - reach);
    for (let found = this.#names.exec(text); found !== null; found = this.#names.exec(text)) {
      const { index } = found;
      for (const [number, group] of this.#groups.entries()) {
        done[number] = group.visit(text, Math.max(done[number] ?? from, index + 1), index, visit);
      }
      this.#names.lastIndex = index + 1;
    }
  }
}

/** Rules with the same signs between name and value. */
class NamedRules {
  /** How far behind a name a match may begin. */
  readonly reach: number;
  readonly #after: RegExp;
  readonly #any: RegExp;
  readonly #rules: readonly CompiledRule[];

  constructor(rules: readonly CompiledRule[]) {
    this.#rules = rules;
    this.reach = rules.reduce((most, { behind }) => Math.max(most, behind), 0);
    const [first] = rules;
    const after = first === undefined ? '' : (namesOf(first.rule)?.after ?? '');
    this.#after = new RegExp(`[${escapeClass(after)}]`, 'g');
    this.#any = new RegExp(rules.map(({ source }) => `(?:${source})`).join('|'), `${first?.flags ?? ''}y`);
  }

  /** Visits the indexes from `start` on that the name at `name` reaches. Returns the first index not visited. */
  visit(text: string, start: number, name: number, visit: StartVisitor): number {
    const end = Math.min(text.length, name + this.reach + 1);
    let next = start;
    this.#after.lastIndex = Math.max(0, start - 2);
    for (
      let sign = this.#after.exec(text);
      sign !== null && sign.index < end;
      sign = this.#after.exec(text)
    ) {
      const last = Math.min(end, sign.index + 3);
      for (let at = Math.max(next, sign.index + 1); at < last; at += 1) {
        next = at + 1;
        this.#any.lastIndex = at;
        // One try for all of them: hardly any place passes.
        if (this.#any.test(text)) for (const rule of this.#rules) visit(rule, at);
      }
    }
    return Math.max(next, end);
  }
}

function namesOf({
  trigger,
}: Rule): { readonly names: readonly string[]; readonly after: string } | undefined {
  return trigger !== undefined && 'names' in trigger ? trigger : undefined;
}
