import type { Rule } from '../rules/rule.js';
import { CharacterSets } from './character-sets.js';
import type { CompiledRule } from './compile.js';
import { LiteralPass } from './literal-pass.js';
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
  /** How far behind a name a match may begin. */
  readonly #reach: number;

  /** `named` are rules in groups with the same signs and flags. */
  constructor(starting: readonly CompiledRule[], named: readonly (readonly CompiledRule[])[]) {
    for (const ignoreCase of [false, true]) {
      const rules = starting.filter(({ rule }) => rule.pattern.ignoreCase === ignoreCase);
      for (const [literal, having] of byLiteral(rules, startsOf))
        this.#pass.add(literal, { ignoreCase, bounded: true }, { rules: having });
    }
    const sets = new CharacterSets();
    this.#groups = named.map((rules) => new NamedRules(rules, sets));
    this.#reach = this.#groups.reduce((most, group) => Math.max(most, group.reach), 0);
    const groups = byLiteral([...named.keys()], (group) =>
      (named[group] ?? []).flatMap(({ rule }) => namesOf(rule)?.names ?? []),
    );
    for (const [name, having] of groups)
      this.#pass.add(name, { ignoreCase: true, bounded: false }, { groups: having });
  }

  /** Visits every index from `from` on at which a match may begin; those of one rule come in order. */
  visit(text: string, from: number, visit: StartVisitor): void {
    const walks = this.#groups.map((): Walk => ({ next: from, sign: -1 }));
    this.#pass.scan(text, Math.max(0, from - this.#reach), (meaning, index) => {
      if ('rules' in meaning) {
        if (index >= from) for (const rule of meaning.rules) visit(rule, index);
        return;
      }
      for (const group of meaning.groups) {
        const walk = walks[group];
        if (walk !== undefined) this.#groups[group]?.visit(text, index, walk, visit);
      }
    });
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
  /** The signs, by code. */
  readonly #after = new Uint8Array(ASCII);
  readonly #any: RegExp;
  readonly #rules: readonly CompiledRule[];
  /** What the first characters of a match of any of them may be. */
  readonly #masks: SignMasks;

  constructor(rules: readonly CompiledRule[], sets: CharacterSets) {
    this.#rules = rules;
    this.#masks = masksOf(rules, sets);
    this.reach = rules.reduce((most, { behind }) => Math.max(most, behind), 0);
    const [first] = rules;
    const after = first === undefined ? '' : (namesOf(first.rule)?.after ?? '');
    for (const sign of after) this.#after[sign.charCodeAt(0)] = 1;
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
        if (!mayBegin(this.#masks, text, at)) continue;
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
    const after = this.#after;
    let index = Math.max(0, from);
    for (; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < ASCII && after[code] === 1) break;
    }
    return index;
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
