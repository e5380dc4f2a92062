import { compileRule, prefixSource } from './compile.js';
import { PatternError } from './pattern-syntax.js';
import type { CompiledRule, RuleGroup } from './rule.js';
import { isBuiltInRule } from './trusted-patterns.js';

/** Where an enclosing finding begins, and which kind it is. */
export interface Opening {
  readonly start: number;
  /** The end of what opens it. */
  readonly end: number;
  readonly enclosure: Enclosure;
}

/** A rule whose finding runs on, over any length, until something closes it or the text ends. */
export interface Enclosure {
  readonly detector: string;
  readonly label: string;
  readonly confidence: number;
  readonly closing: Landmark;
}

/** A pattern looked for by itself: where it is first, and where it may be growing at the end of a text. */
export class Landmark {
  readonly #rules: readonly CompiledRule[];
  readonly #flags: string;
  #pattern: RegExp | undefined;
  #prefix: RegExp | undefined;

  /** @throws PatternError for rules with different flags */
  constructor(rules: readonly CompiledRule[]) {
    const flags = new Set(rules.map((rule) => rule.flags));
    if (flags.size > 1) throw new PatternError('rules with `until` need the same flags');
    const [shared = ''] = flags;
    this.#rules = rules;
    this.#flags = `${shared}g`;
  }

  /** One search for all: a search for each would read the rest of the text again for every finding. */
  #joined(sourceOf: (rule: CompiledRule) => string): RegExp {
    return new RegExp(this.#rules.map((rule) => `(?:${sourceOf(rule)})`).join('|'), this.#flags);
  }

  /** The first match that starts at `from` or behind. */
  first(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
    // A pattern without options never matches, and would be tried at every character.
    if (this.#rules.length === 0) return undefined;
    this.#pattern ??= this.#joined(({ source }) => source);
    this.#pattern.lastIndex = from;
    const found = this.#pattern.exec(text);
    return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
  }

  /** The first index from `from` on at which a match may be under way, or the text's length. */
  unsettledFrom(text: string, from: number): number {
    if (this.#rules.length === 0) return text.length;
    this.#prefix ??= this.#joined(prefixSource);
    this.#prefix.lastIndex = from;
    return this.#prefix.exec(text)?.index ?? text.length;
  }
}

/** The enclosing rules of a set: they cut a text in pieces, and what they cover belongs to them alone. */
export class Enclosures {
  readonly opening: Landmark;
  readonly #rules: { readonly sticky: RegExp; readonly enclosure: Enclosure }[];

  constructor(groups: readonly RuleGroup[]) {
    const compiled = groups.flatMap(({ detector, rules }) =>
      rules.filter((rule) => rule.until !== undefined).map((rule) => compileRule(rule, detector)),
    );
    this.opening = new Landmark(compiled);
    this.#rules = compiled.map((compiledRule) => {
      const { rule, detector, source, flags } = compiledRule;
      const close = (): Landmark =>
        new Landmark([compileRule({ ...rule, pattern: rule.until ?? rule.pattern }, detector)]);
      // What is the engine's own can be followed; of all else that must be known now.
      let closing = isBuiltInRule(rule) ? undefined : close();
      const { label, confidence } = rule;
      return {
        sticky: new RegExp(source, `${flags}y`),
        enclosure: {
          detector,
          label,
          confidence,
          get closing() {
            closing ??= close();
            return closing;
          },
        },
      };
    });
  }

  /** The first opening that starts at `from` or behind. */
  next(text: string, from: number): Opening | undefined {
    const found = this.opening.first(text, from);
    if (found === undefined) return undefined;
    const rule = this.#rules.find(({ sticky }) => {
      sticky.lastIndex = found.start;
      return sticky.test(text);
    });
    return rule === undefined ? undefined : { ...found, enclosure: rule.enclosure };
  }
}
