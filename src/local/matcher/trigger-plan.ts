import { DigitIndex } from './digit-index.js';
import { CharIndex, type CharRules, type RegionVisitor } from './regions.js';
import type { CompiledRule } from './rule.js';
import { LiteralIndex, type StartVisitor } from './starts.js';

const DIGIT = /[0-9]/;

/** The few passes over a text that find the places at which rules must be tried. */
export class TriggerPlan {
  readonly #byDigits: readonly CompiledRule[];
  readonly #minConfidence: number;
  /** Made for the first text with a digit. */
  #digits: DigitIndex | undefined;
  readonly #chars: CharIndex;
  readonly #literals: LiteralIndex;
  readonly #untriggered: CompiledRule[];

  /** Rules below `minConfidence` are only tried in context. */
  constructor(compiled: readonly CompiledRule[], minConfidence: number) {
    const byDigits: CompiledRule[] = [];
    const byChar = new Map<string, CompiledRule[]>();
    const byInside = new Map<string, CompiledRule[]>();
    const byName = new Map<string, CompiledRule[]>();
    const byStart: CompiledRule[] = [];
    const untriggered: CompiledRule[] = [];
    for (const rule of compiled) {
      const { trigger } = rule.rule;
      if (trigger === undefined) untriggered.push(rule);
      else if ('digits' in trigger) byDigits.push(rule);
      else if ('chars' in trigger) add(byChar, trigger.chars, rule);
      else if ('inside' in trigger) add(byInside, trigger.inside, rule);
      else if ('names' in trigger) add(byName, `${rule.flags} ${trigger.after}`, rule);
      else byStart.push(rule);
    }
    this.#byDigits = byDigits;
    this.#minConfidence = minConfidence;
    const groups = (map: Map<string, CompiledRule[]>, inside: boolean): CharRules[] =>
      [...map].map(([chars, rules]) => ({ chars, inside, rules }));
    this.#chars = new CharIndex([...groups(byChar, false), ...groups(byInside, true)]);
    this.#literals = new LiteralIndex(byStart, [...byName.values()]);
    this.#untriggered = untriggered;
  }

  /**
   * Visits every place from `from` on at which a match may start: parts of the text, and single indexes. The places of
   * one rule come in order.
   */
  visit(text: string, from: number, region: RegionVisitor, start: StartVisitor): void {
    if (this.#digits === undefined && DIGIT.test(text))
      this.#digits = new DigitIndex(this.#byDigits, this.#minConfidence);
    this.#digits?.visit(text, from, start);
    this.#chars.visit(text, from, region, start);
    this.#literals.visit(text, from, start);
    for (const rule of this.#untriggered) region(rule, from, text.length);
  }
}

function add<Key>(map: Map<Key, CompiledRule[]>, key: Key, rule: CompiledRule): void {
  const rules = map.get(key);
  if (rules === undefined) map.set(key, [rule]);
  else rules.push(rule);
}
