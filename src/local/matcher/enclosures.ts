import { compileRule, prefixSource } from './compile.js';
import { PatternError } from './pattern-syntax.js';
import type { CompiledRule, RuleGroup } from './rule.js';
import { isBuiltInRule } from './trusted-patterns.js';

/** The beginning of an enclosing finding, and its kind. */
export interface Opening {
  readonly start: number;
  /** The end of the opening. */
  readonly end: number;
  readonly enclosure: Enclosure;
}

/** A rule whose finding goes on, over any length, until a pattern closes it or the text ends. */
export interface Enclosure {
  readonly detector: string;
  readonly label: string;
  readonly confidence: number;
  readonly closing: Landmark;
}

/**
 * A pattern that is searched for by itself: its first match, and the place where one may be growing at the end of a
 * text.
 */
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

  /** Joins all patterns into one search. A search for each would read the rest of the text again for every finding. */
  #joined(sourceOf: (rule: CompiledRule) => string): RegExp {
    return new RegExp(this.#rules.map((rule) => `(?:${sourceOf(rule)})`).join('|'), this.#flags);
  }

  /** Returns the first match that starts at `from` or later. */
  first(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
    // A pattern without options never matches, and would be tried at every character.
    if (this.#rules.length === 0) return undefined;
    this.#pattern ??= this.#joined(({ source }) => source);
    this.#pattern.lastIndex = from;
    const found = this.#pattern.exec(text);
    return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
  }

  /** Returns the first index from `from` on at which a match may be in progress, or the text's length. */
  unsettledFrom(text: string, from: number): number {
    if (this.#rules.length === 0) return text.length;
    this.#prefix ??= this.#joined(prefixSource);
    this.#prefix.lastIndex = from;
    return this.#prefix.exec(text)?.index ?? text.length;
  }
}

/** The enclosing rules of a set. They cut a text into pieces, and no other rule applies inside their findings. */
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
      // The engine's own patterns can be followed. Any other pattern must be checked now.
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

  /** Returns the first opening that starts at `from` or later. */
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
