import type { CompiledRule } from './compile.js';
import { CharIndex, type CharRules, type RegionVisitor, visitDigitRegions } from './regions.js';
import { NameIndex, StartIndex, type StartVisitor } from './starts.js';

/** The few passes over a text that tell where which rules are worth a try. */
export class TriggerPlan {
  readonly #digitRules: CompiledRule[] = [];
  readonly #digitMinimums: number[] = [];
  readonly #chars: CharIndex;
  readonly #starts: StartIndex[];
  readonly #names: NameIndex | undefined;
  readonly #untriggered: CompiledRule[];

  constructor(compiled: readonly CompiledRule[]) {
    const byDigits: { readonly rule: CompiledRule; readonly least: number }[] = [];
    const byChar = new Map<string, CompiledRule[]>();
    const byInside = new Map<string, CompiledRule[]>();
    const byName = new Map<string, CompiledRule[]>();
    const byStart = new Map<boolean, CompiledRule[]>();
    const untriggered: CompiledRule[] = [];
    for (const rule of compiled) {
      const { trigger, pattern } = rule.rule;
      if (trigger === undefined) untriggered.push(rule);
      else if ('digits' in trigger) byDigits.push({ rule, least: trigger.digits });
      else if ('chars' in trigger) add(byChar, trigger.chars, rule);
      else if ('inside' in trigger) add(byInside, trigger.inside, rule);
      else if ('names' in trigger) add(byName, `${rule.flags} ${trigger.after}`, rule);
      else add(byStart, pattern.ignoreCase, rule);
    }
    for (const { rule, least } of byDigits.sort((a, b) => a.least - b.least)) {
      this.#digitRules.push(rule);
      this.#digitMinimums.push(least);
    }
    const groups = (map: Map<string, CompiledRule[]>, inside: boolean): CharRules[] =>
      [...map].map(([chars, rules]) => ({ chars, inside, rules }));
    this.#chars = new CharIndex([...groups(byChar, false), ...groups(byInside, true)]);
    this.#starts = [...byStart].map(([ignoreCase, rules]) => new StartIndex(rules, ignoreCase));
    this.#names = byName.size === 0 ? undefined : new NameIndex([...byName.values()]);
    this.#untriggered = untriggered;
  }

  /**
   * Visits every place from `from` on at which a match may start: parts of the text, and single indexes. Those of one
   * rule come in order.
   */
  visit(text: string, from: number, region: RegionVisitor, start: StartVisitor): void {
    visitDigitRegions(text, from, this.#digitRules, this.#digitMinimums, region);
    this.#chars.visit(text, from, region);
    for (const index of this.#starts) index.visit(text, from, start);
    this.#names?.visit(text, from, start);
    for (const rule of this.#untriggered) region(rule, from, text.length);
  }
}

function add<Key>(map: Map<Key, CompiledRule[]>, key: Key, rule: CompiledRule): void {
  const rules = map.get(key);
  if (rules === undefined) map.set(key, [rule]);
  else rules.push(rule);
}
