import { CharacterSets } from './character-sets.js';
import { LiteralPass } from './literal-pass.js';
import type { CompiledRule, Rule } from './rule.js';
import { masksOf, mayBegin, type SignMasks } from './sign-masks.js';
import { meter } from './work-meter.js';

/** Called with an index at which a match of a rule may start. */
export type StartVisitor = (rule: CompiledRule, start: number) => void;

const ASCII = 128;

/**
 * The meaning of a literal: rules whose matches begin with it, or groups of rules with this name in front of their
 * matches.
 */
type Meaning = { readonly rules: readonly CompiledRule[] } | { readonly groups: readonly number[] };

/** Finds all literals that trigger rules in one pass: beginnings of matches, and names in front of them. */
export class LiteralIndex {
  readonly #pass = new LiteralPass<Meaning>();
  readonly #groups: readonly NamedRules[];
  /**
   * A bit for each group of rules, by the ASCII characters that may stand in front of their matches. More than 32
   * groups share bits.
   */
  readonly #signs = new Int32Array(ASCII);
  /** How far after a name a match may begin. */
  readonly #reach: number;

  /** `named` are groups of rules with the same signs and flags. */
  constructor(starting: readonly CompiledRule[], named: readonly (readonly CompiledRule[])[]) {
    for (const ignoreCase of [false, true]) {
      const rules = starting.filter(({ rule }) => rule.pattern.ignoreCase === ignoreCase);
      for (const [literal, having] of byLiteral(rules, startsOf))
        this.#pass.add(literal, { ignoreCase, bounded: true, closed: false }, { rules: having });
    }
    const sets = new CharacterSets();
    this.#groups = named.map((rules) => new NamedRules(rules, sets));
    this.#reach = this.#groups.reduce((most, group) => Math.max(most, group.reach), 0);
    for (const [number, { after }] of this.#groups.entries()) {
      for (const sign of after) {
        const code = sign.charCodeAt(0);
        this.#signs[code] = (this.#signs[code] ?? 0) | (1 << (number & 31));
      }
    }
    const groups = byLiteral([...named.keys()], (group) =>
      (named[group] ?? []).flatMap(({ rule }) => namesOf(rule)?.names ?? []),
    );
    for (const [name, having] of groups)
      this.#pass.add(name, { ignoreCase: true, bounded: false, closed: false }, { groups: having });
  }

  /** Visits every index from `from` on at which a match may begin. The indexes of one rule come in order. */
  visit(text: string, from: number, visit: StartVisitor): void {
    const walk = new NamedWalk(this.#groups, this.#signs, from);
    this.#pass.scan(text, Math.max(0, from - this.#reach), (meaning, index) => {
      if ('rules' in meaning) {
        if (index >= from) for (const rule of meaning.rules) visit(rule, index);
        return;
      }
      walk.name(text, index, meaning.groups, visit);
    });
    walk.goTo(text, text.length, visit);
  }
}

/** Returns the items of each literal, in order. */
function byLiteral<Having>(
  all: readonly Having[],
  literalsOf: (having: Having) => readonly string[],
): Map<string, Having[]> {
  const map = new Map<string, Having[]>();
  for (const having of all) {
    for (const literal of new Set(literalsOf(having)))
      map.set(literal, [...(map.get(literal) ?? []), having]);
  }
  return map;
}

/** Rules with the same signs between name and value. */
class NamedRules {
  /** How far after a name a match may begin. */
  readonly reach: number;
  readonly after: string;
  readonly #any: RegExp;
  readonly #rules: readonly CompiledRule[];
  /** The possible first characters of a match of any of these rules. */
  readonly #masks: SignMasks;

  constructor(rules: readonly CompiledRule[], sets: CharacterSets) {
    this.#rules = rules;
    this.#masks = masksOf(rules, sets);
    this.reach = rules.reduce((most, { behind }) => Math.max(most, behind), 0);
    const [first] = rules;
    this.after = first === undefined ? '' : (namesOf(first.rule)?.after ?? '');
    this.#any = new RegExp(rules.map(({ source }) => `(?:${source})`).join('|'), `${first?.flags ?? ''}y`);
  }

  /** Visits the rules if a match of one of them may begin at an index. */
  visitAt(text: string, index: number, visit: StartVisitor): void {
    if (!mayBegin(this.#masks, text, index)) return;
    this.#any.lastIndex = index;
    if (meter !== undefined) meter.tries += 1;
    // One expression tries all of them, and few places pass.
    if (this.#any.test(text)) for (const rule of this.#rules) visit(rule, index);
  }
}

/** Walks once through a text, over the places after names. Each place is examined once for all its groups. */
class NamedWalk {
  readonly #groups: readonly NamedRules[];
  readonly #signs: Int32Array;
  /** The first index that has not been examined. `#ends` has the end of the reach of the last name, for each group. */
  #next: number;
  readonly #ends: Int32Array;
  #end = 0;

  /** `signs` has a bit for each group, by the ASCII characters that may stand in front of its matches. */
  constructor(groups: readonly NamedRules[], signs: Int32Array, from: number) {
    this.#groups = groups;
    this.#signs = signs;
    this.#next = from;
    this.#ends = new Int32Array(groups.length);
  }

  /** Walks to a name, and notes the reach of its groups. */
  name(text: string, index: number, groups: readonly number[], visit: StartVisitor): void {
    this.goTo(text, index + 1, visit);
    this.#next = Math.max(this.#next, index + 1);
    for (const group of groups) {
      const end = Math.min(text.length, index + 1 + (this.#groups[group]?.reach ?? 0));
      this.#ends[group] = end;
      this.#end = Math.max(this.#end, end);
    }
  }

  /** Visits the places before an index that are in reach of names. */
  goTo(text: string, index: number, visit: StartVisitor): void {
    const end = Math.min(index, this.#end);
    const begin = this.#next;
    if (begin >= end) return;
    let before = begin > 1 ? this.#signAt(text, begin - 2) : 0;
    for (let at = begin; at < end; at += 1) {
      const last = this.#signAt(text, at - 1);
      const signs = before | last;
      before = last;
      if (signs !== 0) this.#visitAt(text, at, signs, visit);
    }
    if (meter !== undefined) meter.steps += end - begin;
    this.#next = end;
  }

  #visitAt(text: string, at: number, signs: number, visit: StartVisitor): void {
    for (let group = 0; group < this.#groups.length; group += 1) {
      if (((signs >> (group & 31)) & 1) === 1 && at < (this.#ends[group] ?? 0))
        this.#groups[group]?.visitAt(text, at, visit);
    }
  }

  #signAt(text: string, index: number): number {
    const code = text.charCodeAt(index);
    return code < ASCII ? (this.#signs[code] ?? 0) : 0;
  }
}

/** Returns the literals with which a rule's matches begin, in lower case if their case does not matter. */
function startsOf({ rule: { trigger, pattern } }: CompiledRule): readonly string[] {
  if (trigger === undefined || !('starts' in trigger)) return [];
  return pattern.ignoreCase ? trigger.starts.map((start) => start.toLowerCase()) : trigger.starts;
}

function namesOf({
  trigger,
}: Rule): { readonly names: readonly string[]; readonly after: string } | undefined {
  return trigger !== undefined && 'names' in trigger ? trigger : undefined;
}
