import type { ContextWords } from './context-words.js';
import type { CharacterSet, PatternFacts } from './pattern-facts.js';
import type { ParsedPattern } from './pattern-node.js';

/**
 * One recogniser of the embedded engine. Rules are data: what applies them lives in `matcher/`.
 *
 * The pattern's grammar is small on purpose, so that linear time and streaming follow from it: look-behinds only at the
 * very start, look-aheads only at the very end of the whole pattern, no back-reference, no `^` and `$`, every quantifier
 * bounded (`{0,8}`, `?`; never `*`, `+`, `{n,}`), and no two neighbours of variable length that match the same character.
 */
export interface Rule {
  /** What was found, as `DetectedSpan.label` says it. Several rules may share a label. */
  readonly label: string;
  /** Flags `g`, and `i` or `u` where needed. */
  readonly pattern: RegExp;
  /** What runs the pattern where it is not one of the engine's own; `defineDetector` knows. */
  readonly engine?: RuleEngine;
  /** What every match contains; text without it is not tried. Without a trigger the pattern runs over the whole text. */
  readonly trigger?: Trigger;
  /** How long the accepted head of a match is; 0 refuses it. Without it the whole match counts. */
  readonly accept?: (match: string) => number;
  /** Words in front of the match that make it a finding, or a surer one. */
  readonly context?: Context;
  /** What makes a match none where it matches what stands right before it, up to so many characters; it ends with `$`. */
  readonly unless?: { readonly before: RegExp; readonly within: number };
  /** The finding runs on to the end of the next match of this, or to the end of the text where there is none. */
  readonly until?: RegExp;
  /** A label read from the match, where one rule covers several kinds. Must not carry free text. */
  readonly labelOf?: (match: string) => string;
  /** 0..1, how sure a match without context is a finding; 0 where only a match in context counts. */
  readonly confidence: number;
  /** Texts that must and must not match, each driven by a test. The published package goes without them. */
  readonly examples?: { readonly match: readonly string[]; readonly noMatch: readonly string[] };
}

/**
 * What every match of a rule contains, so that a single pass over a text finds the few places worth a pattern:
 * - `digits`: at least so many ASCII digits, no two neighbouring ones more than 8 characters apart; with `words`, at most 64
 *   characters in front of the match begins one of these, in lower case, of 2 or more characters, in any case, also inside
 *   of longer words;
 * - `chars`: one of these ASCII characters, in the match or at most 2 characters before it;
 * - `inside`: one of these ASCII characters, in the match, between two letters, digits, `_` or `-`;
 * - `names`: it begins one or two characters after one of the characters `after`, and at most as far as its look-behind
 *   reaches (or its context) after one of the lower-case ASCII words `names`, in any case, also inside of longer words;
 * - `starts`: the match begins with one of these ASCII strings of 2 or more characters (in any case where the pattern has
 *   flag `i`), and the character before it is no ASCII letter or digit.
 */
export type Trigger =
  | { readonly digits: number; readonly words?: readonly string[] }
  | { readonly chars: string }
  | { readonly inside: string }
  | { readonly names: readonly string[]; readonly after: string }
  | { readonly starts: readonly string[] };

/** Words in front of a match. They are looked for as whole words, in any case, in the text as it stands. */
export interface Context {
  /** Lower case; a blank stands for one or more blanks, dashes or underscores. */
  readonly words: readonly string[];
  /** How many characters before the match are looked at. At most 64. @default 48 */
  readonly within?: number;
  /** The confidence of a match in context. */
  readonly confidence: number;
}

/** Rules of one detector family. */
export interface RuleGroup {
  readonly detector: string;
  readonly rules: readonly Rule[];
}

/** A rule ready to run. Lengths are in UTF-16 code units. */
export interface CompiledRule {
  readonly rule: Rule;
  /** Its place among the rules: of two findings that are alike in all else the first rule's counts. */
  readonly order: number;
  /** Detector family that its spans carry. */
  readonly detector: string;
  /**
   * What the engine's own expressions may run, on any text in linear time, to see where a match may begin: the pattern
   * itself where `isNative`, else one that holds everywhere. Rules with the same source and flags match the same. Flags
   * `gy` are added by who runs it.
   */
  readonly source: string;
  /** The pattern as it is to match: quantifiers bounded, all else as written. */
  readonly exactSource: string;
  /** `i`, `s` and `u`, in this order: no other flag has an effect. */
  readonly flags: string;
  /** Whether the engine's own expressions run the pattern in linear time, whatever the text. */
  readonly isNative: boolean;
  /** The pattern taken apart, when first asked for. */
  readonly parsed: ParsedPattern;
  /** What is known of the pattern anyway. */
  readonly facts: PatternFacts | undefined;
  /** How far in front of a match the rule looks, its context included. */
  readonly behind: number;
  /** The longest match. */
  readonly length: number;
  /** How far behind a match the rule looks. */
  readonly ahead: number;
  /** The words of the context, undefined where the rule has none. */
  readonly context: () => ContextWords | undefined;
}

/** What a rule's pattern does to a text. Indexes are UTF-16 code units. Holds no text. */
export interface Expression {
  /** The first match that starts at `from` or behind. */
  search(text: string, from: number): Match | undefined;
  /** The match that starts at an index. */
  matchAt(text: string, index: number): string | undefined;
  /** Whether the text from an index to its end is the beginning of a match, or a match that must see what follows it. */
  isBeginning(text: string, index: number): boolean;
  /**
   * The first index from `from` on for which `isBeginning` holds, or the text's length: all of them at the cost of one,
   * where an expression knows how.
   */
  firstBeginning?(text: string, from: number): number;
}

/** A match, and where it starts. */
export interface Match {
  readonly start: number;
  readonly text: string;
}

/** What runs the pattern of a rule that is not one of the engine's own, in linear time. */
export interface RuleEngine {
  /** Whether the engine's own expressions run the pattern in linear time, whatever the text. */
  isNative(parsed: ParsedPattern, flags: string): boolean;
  expression(compiled: CompiledRule): Expression;
  /** The characters that a match begins with, where the pattern does not say. */
  leading?(count: number): CharacterSet[];
}
