import type { ContextWords } from './context-words.js';
import type { CharacterSet, PatternFacts } from './pattern-facts.js';
import type { ParsedPattern } from './pattern-node.js';

/**
 * One recogniser of the embedded engine. Rules are data; the code in `matcher/` applies them.
 *
 * The grammar of patterns is small on purpose, so that they run in linear time and on streams. Look-behinds stand only
 * at the start and look-aheads only at the end of the whole pattern. There are no back-references, no `^` and no `$`.
 * Every quantifier is bounded (`{0,8}`, `?`; never `*`, `+`, `{n,}`). No two neighbours of variable length match the
 * same character.
 */
export interface Rule {
  /** The kind of finding, as in `DetectedSpan.label`. Several rules may share a label. */
  readonly label: string;
  /** The pattern, with flag `g`, and `i` or `u` if needed. */
  readonly pattern: RegExp;
  /** The engine that runs a pattern that is not built in. `defineDetector` sets it. */
  readonly engine?: RuleEngine;
  /**
   * Text that every match contains. Texts without it are not tried. Without a trigger the pattern runs over the whole
   * text.
   */
  readonly trigger?: Trigger;
  /** Returns the length of the accepted head of a match, or 0 to refuse it. Without it the whole match counts. */
  readonly accept?: (match: string) => number;
  /** Words in front of a match that make it a finding or raise its confidence. */
  readonly context?: Context;
  /**
   * Refuses a match if `before` matches the text right before it, up to `within` characters. `before` ends with `$`.
   */
  readonly unless?: { readonly before: RegExp; readonly within: number };
  /** Extends the finding to the end of the next match of this pattern, or to the end of the text if there is none. */
  readonly until?: RegExp;
  /** Returns a label read from the match, where one rule covers several kinds. It must not carry free text. */
  readonly labelOf?: (match: string) => string;
  /** The confidence of a match without context, from 0 to 1. At 0 only a match in context counts. */
  readonly confidence: number;
  /** Texts that must and must not match; tests check each of them. The published package leaves them out. */
  readonly examples?: { readonly match: readonly string[]; readonly noMatch: readonly string[] };
}

/**
 * Text that every match of a rule contains, so that a single pass over a text finds the few places at which a pattern
 * must be tried:
 * - `digits`: at least this many ASCII digits, with no two neighbouring ones more than 8 characters apart. With
 * `words`, one of these begins at most 64 characters in front of the match. The words are in lower case and have 2 or
 * more characters. They count in any case, also inside longer words.
 * - `chars`: one of these ASCII characters, in the match or at most 2 characters before it.
 * - `inside`: one of these ASCII characters, in the match, between two letters, digits, `_` or `-`.
 * - `names`: the match begins one or two characters after one of the characters `after`. Before it stands one of the
 * ASCII words `names`, no further away than its look-behind or its context reaches. The words are in lower case. They
 * count in any case, also inside longer words.
 * - `starts`: the match begins with one of these ASCII strings of 2 or more characters (in any case if the pattern has
 * flag `i`), and the character before it is not an ASCII letter or digit.
 */
export type Trigger =
  | { readonly digits: number; readonly words?: readonly string[] }
  | { readonly chars: string }
  | { readonly inside: string }
  | { readonly names: readonly string[]; readonly after: string }
  | { readonly starts: readonly string[] };

/** Words in front of a match. They are looked for as whole words, in any case, in the text that the pattern reads. */
export interface Context {
  /** The words, in lower case. A blank stands for one or more blanks, dashes or underscores. */
  readonly words: readonly string[];
  /** How many characters before the match are examined, at most 64. @default 48 */
  readonly within?: number;
  /** The confidence of a match in context. */
  readonly confidence: number;
}

/** The rules of one detector family. */
export interface RuleGroup {
  readonly detector: string;
  readonly rules: readonly Rule[];
}

/** A rule that is ready to run. Lengths are in UTF-16 code units. */
export interface CompiledRule {
  readonly rule: Rule;
  /** The number of the rule. Of two findings that are otherwise equal, the one of the lower number counts. */
  readonly order: number;
  /** The detector family of its spans. */
  readonly detector: string;
  /**
   * A source that native regular expressions can run on any text in linear time, to see where a match may begin. It is
   * the pattern itself if `isNative`, else one that matches everywhere. Rules with the same source and flags match the
   * same text. The caller adds the flags `gy`.
   */
  readonly source: string;
  /** The exact source of the pattern: with bounded quantifiers, otherwise as written. */
  readonly exactSource: string;
  /** The flags `i`, `s` and `u`, in this order. No other flag has an effect. */
  readonly flags: string;
  /** Whether native regular expressions run the pattern in linear time, whatever the text. */
  readonly isNative: boolean;
  /** The parsed pattern, made at first use. */
  readonly parsed: ParsedPattern;
  /** The generated facts about the pattern, if there are any. */
  readonly facts: PatternFacts | undefined;
  /** How far in front of a match the rule looks, including its context. */
  readonly behind: number;
  /** The length of the longest match. */
  readonly length: number;
  /** How far after a match the rule looks. */
  readonly ahead: number;
  /** Returns the words of the context, or undefined if the rule has none. */
  readonly context: () => ContextWords | undefined;
}

/** Applies the pattern of a rule to texts. Indexes are UTF-16 code units. It holds no text. */
export interface Expression {
  /** Returns the first match that starts at `from` or later. */
  search(text: string, from: number): Match | undefined;
  /** Returns the match that starts at an index. */
  matchAt(text: string, index: number): string | undefined;
  /**
   * Tells whether the text from an index to its end is the beginning of a match, or a match that must see the text
   * after it.
   */
  isBeginning(text: string, index: number): boolean;
  /**
   * Returns the first index from `from` on for which `isBeginning` holds, or the text's length. Expressions have it if
   * they can answer for all indexes at the cost of one.
   */
  firstBeginning?(text: string, from: number): number;
}

/** A match and its start. */
export interface Match {
  readonly start: number;
  readonly text: string;
}

/** Runs the pattern of a rule that is not built in, in linear time. */
export interface RuleEngine {
  /** Tells whether native regular expressions run the pattern in linear time, whatever the text. */
  isNative(parsed: ParsedPattern, flags: string): boolean;
  expression(compiled: CompiledRule): Expression;
  /** Returns the characters with which a match begins, if the pattern does not state them. */
  leading?(count: number): CharacterSet[];
}
