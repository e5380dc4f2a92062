import type { RuleEngine } from '../matcher/rule-engine.js';

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
