import type { Rule } from '../rules/rule.js';
import type { CompiledRule } from './compile.js';
import { escapeClass } from './escape.js';
import { pairAt, standsAt } from './literal-at.js';
import { type LiteralKind, LiteralPass } from './literal-pass.js';
import { meter } from './work-meter.js';

/** Told of an index at which a match of a rule may start. */
export type StartVisitor = (rule: CompiledRule, start: number) => void;

const EXACT: LiteralKind = 1;
const ANY_CASE: LiteralKind = 2;
const NAME: LiteralKind = 4;

/** Rules that are triggered by literals, all looked for in one pass: beginnings of matches, and names in front of them. */
export class LiteralIndex {
  readonly #pass = new LiteralPass();
  readonly #exact: StartIndex;
  readonly #anyCase: StartIndex;
  readonly #names: NameIndex;

  /** `named` are rules in groups with the same signs and flags. */
  constructor(starting: readonly CompiledRule[], named: readonly (readonly CompiledRule[])[]) {
    this.#exact = new StartIndex(
      starting.filter(({ rule }) => !rule.pattern.ignoreCase),
      false,
    );
    this.#anyCase = new StartIndex(
      starting.filter(({ rule }) => rule.pattern.ignoreCase),
      true,
    );
    this.#names = new NameIndex(named);
    for (const literal of this.#exact.literals) this.#pass.add(literal, EXACT, false);
    for (const literal of this.#anyCase.literals) this.#pass.add(literal, ANY_CASE, true);
    for (const name of this.#names.names) this.#pass.add(name, NAME, true);
  }

  /** Visits every index from `from` on at which a match may begin; those of one rule come in order. */
  visit(text: string, from: number, visit: StartVisitor): void {
    const walks = this.#names.walks(from);
    this.#pass.scan(text, Math.max(0, from - this.#names.reach), (kinds, index) => {
      if ((kinds & NAME) !== 0) this.#names.visitAt(text, index, walks, visit);
      if (index < from || isAlphanumeric(text.charCodeAt(index - 1))) return;
      if ((kinds & EXACT) !== 0) this.#exact.visitAt(text, index, visit);
      if ((kinds & ANY_CASE) !== 0) this.#anyCase.visitAt(text, index, visit);
    });
  }
}

/** Literal beginnings of matches, told apart by their first two characters. */
class StartIndex {
  readonly literals = new Set<string>();
  readonly #byPair = new Map<number, { readonly literal: string; readonly rule: CompiledRule }[]>();
  readonly #ignoreCase: boolean;

  constructor(rules: readonly CompiledRule[], ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
    for (const rule of rules) {
      const { trigger } = rule.rule;
      if (trigger === undefined || !('starts' in trigger)) continue;
      for (const start of trigger.starts) {
        const literal = ignoreCase ? start.toLowerCase() : start;
        this.literals.add(literal);
        const pair = pairAt(literal, 0, ignoreCase);
        this.#byPair.set(pair, [...(this.#byPair.get(pair) ?? []), { literal, rule }]);
      }
    }
  }

  /** Visits the rules with a literal that stands at `index`. */
  visitAt(text: string, index: number, visit: StartVisitor): void {
    const known = this.#byPair.get(pairAt(text, index, this.#ignoreCase));
    if (known === undefined) return;
    if (meter !== undefined) meter.comparisons += known.length;
    for (const { literal, rule } of known) {
      if (standsAt(text, index, literal, this.#ignoreCase)) visit(rule, index);
    }
  }
}

/** Matches that stand behind a name and a sign: few texts have the names, so few places are tried. */
class NameIndex {
  readonly names: ReadonlySet<string>;
  /** How far behind a name a match may begin. */
  readonly reach: number;
  /** By the first two characters: each name, and which groups have it. */
  readonly #byPair = new Map<number, { readonly name: string; readonly groups: readonly number[] }[]>();
  readonly #groups: readonly NamedRules[];

  constructor(groups: readonly (readonly CompiledRule[])[]) {
    this.names = new Set(groups.flat().flatMap(({ rule }) => namesOf(rule)?.names ?? []));
    this.#groups = groups.map((rules) => new NamedRules(rules));
    for (const name of this.names) {
      const having = [...groups.keys()].filter((number) =>
        groups[number]?.some(({ rule }) => namesOf(rule)?.names.includes(name) === true),
      );
      const pair = pairAt(name, 0, true);
      this.#byPair.set(pair, [...(this.#byPair.get(pair) ?? []), { name, groups: having }]);
    }
    this.reach = this.#groups.reduce((most, group) => Math.max(most, group.reach), 0);
  }

  walks(from: number): Walk[] {
    return this.#groups.map(() => ({ next: from, sign: -1 }));
  }

  /** If names stand at `index`, visits the indexes behind them at which a match of their groups may begin. */
  visitAt(text: string, index: number, walks: readonly Walk[], visit: StartVisitor): void {
    const known = this.#byPair.get(pairAt(text, index, true));
    if (known === undefined) return;
    if (meter !== undefined) meter.comparisons += known.length;
    for (const { name, groups } of known) {
      if (!standsAt(text, index, name, true)) continue;
      for (const number of groups) {
        const walk = walks[number];
        if (walk !== undefined) this.#groups[number]?.visit(text, index, walk, visit);
      }
    }
  }
}

/** How far one walk through a text has come. */
interface Walk {
  /** The first index not visited yet. */
  next: number;
  /** A sign with none between it and the place where the search for it began; the text's length where there is none. */
  sign: number;
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

  /** Visits the indexes that the name at `name` reaches and that the walk has not come to. */
  visit(text: string, name: number, walk: Walk, visit: StartVisitor): void {
    const end = Math.min(text.length, name + this.reach + 1);
    walk.next = Math.max(walk.next, name + 1);
    // The sign found last is still the next one as long as it lies ahead: no part of the text is searched twice.
    if (walk.sign < walk.next - 2) walk.sign = this.#signFrom(text, walk.next - 2);
    while (walk.sign < end) {
      const last = Math.min(end, walk.sign + 3);
      for (let at = Math.max(walk.next, walk.sign + 1); at < last; at += 1) {
        walk.next = at + 1;
        this.#any.lastIndex = at;
        if (meter !== undefined) meter.tries += 1;
        // One try for all of them: hardly any place passes.
        if (this.#any.test(text)) for (const rule of this.#rules) visit(rule, at);
      }
      // The places behind this sign that lie beyond `end` are left to the next name.
      if (walk.sign + 3 > end) return;
      walk.sign = this.#signFrom(text, walk.sign + 1);
    }
    walk.next = Math.max(walk.next, end);
  }

  #signFrom(text: string, from: number): number {
    this.#after.lastIndex = Math.max(0, from);
    return this.#after.exec(text)?.index ?? text.length;
  }
}

function namesOf({
  trigger,
}: Rule): { readonly names: readonly string[]; readonly after: string } | undefined {
  return trigger !== undefined && 'names' in trigger ? trigger : undefined;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}
