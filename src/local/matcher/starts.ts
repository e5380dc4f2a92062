import { CharacterSets } from './character-sets.js';
import { LiteralPass } from './literal-pass.js';
import type { CompiledRule, Rule } from './rule.js';
import { masksOf, mayBegin, type SignMasks } from './sign-masks.js';
import { meter } from './work-meter.js';

/** Told of an index at which a match of a rule may start. */
export type StartVisitor = (rule: CompiledRule, start: number) => void;

const ASCII = 128;

/** What a literal stands for: rules whose matches begin with it, or a name in front of those of groups of rules. */
type Meaning = { readonly rules: readonly CompiledRule[] } | { readonly groups: readonly number[] };

/** Rules that are triggered by literals, all looked for in one pass: beginnings of matches, and names in front of them. */
export class LiteralIndex {
  readonly #pass = new LiteralPass<Meaning>();
  readonly #groups: readonly NamedRules[];
  /** For each ASCII character a bit for each group that it may stand in front of a match of; more than 32 share bits. */
  readonly #signs = new Int32Array(ASCII);
  /** How far behind a name a match may begin. */
  readonly #reach: number;

  /** `named` are rules in groups with the same signs and flags. */
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

  /** Visits every index from `from` on at which a match may begin; those of one rule come in order. */
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

/** By each literal those that have it, in order. */
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
  /** How far behind a name a match may begin. */
  readonly reach: number;
  readonly after: string;
  readonly #any: RegExp;
  readonly #rules: readonly CompiledRule[];
  /** What the first characters of a match of any of them may be. */
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
    // One try for all of them: hardly any place passes.
    if (this.#any.test(text)) for (const rule of this.#rules) visit(rule, index);
  }
}

/** One walk through a text, over the places behind its names: each is looked at once for all groups that it may belong to. */
class NamedWalk {
  readonly #groups: readonly NamedRules[];
  readonly #signs: Int32Array;
  /** The first index not looked at yet, and for each group where the last of its names so far ends to reach. */
  #next: number;
  readonly #ends: Int32Array;
  #end = 0;

  /** `signs` has for each ASCII character a bit for each group that it may stand in front of a match of. */
  constructor(groups: readonly NamedRules[], signs: Int32Array, from: number) {
    this.#groups = groups;
    this.#signs = signs;
    this.#next = from;
    this.#ends = new Int32Array(groups.length);
  }

  /** Goes on to a name of some groups. */
  name(text: string, index: number, groups: readonly number[], visit: StartVisitor): void {
    this.goTo(text, index + 1, visit);
    this.#next = Math.max(this.#next, index + 1);
    for (const group of groups) {
      const end = Math.min(text.length, index + 1 + (this.#groups[group]?.reach ?? 0));
      this.#ends[group] = end;
      this.#end = Math.max(this.#end, end);
    }
  }

  /** Visits the places before an index that names reach. */
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

/** The literals that a rule's matches begin with, in lower case where their case does not matter. */
function startsOf({ rule: { trigger, pattern } }: CompiledRule): readonly string[] {
  if (trigger === undefined || !('starts' in trigger)) return [];
  return pattern.ignoreCase ? trigger.starts.map((start) => start.toLowerCase()) : trigger.starts;
}

function namesOf({
  trigger,
}: Rule): { readonly names: readonly string[]; readonly after: string } | undefined {
  return trigger !== undefined && 'names' in trigger ? trigger : undefined;
}
