import { GuardrailError } from '../scan/index.js';
import type { Finding, MatcherOptions } from './matcher/matcher.js';
import { assertUnambiguous } from './matcher/pattern-safety.js';
import { PatternError, parsePattern } from './matcher/pattern-syntax.js';
import { Redactor, type Replacement } from './matcher/redactor.js';
import type { StreamingRedactor } from './matcher/streaming-redactor.js';
import type { Context, Rule, Trigger } from './rules/rule.js';

/** Flag that a detector of your own sets; the profile's effect of that flag decides what happens. */
export const DETECTOR_FLAGS = [
  'dlp',
  'topicViolation',
  'toxicContent',
  'maliciousCode',
  'dbSecurity',
] as const;

/** See `DETECTOR_FLAGS`. */
export type DetectorFlag = (typeof DETECTOR_FLAGS)[number];

/** Finds things in texts and takes them out, whole or as they stream. Holds no text. */
export interface Detector {
  readonly name: string;
  readonly flag: DetectorFlag;
  readonly rules: readonly Rule[];
  /** Findings by start, disjoint. UTF-16 code units, half open. */
  readonly find: (text: string) => Finding[];
  /** The text with its findings replaced. @default `[LABEL]` */
  readonly redact: (text: string, replacement?: Replacement) => string;
  /** The same for a text that comes in pieces: what leaves is the same for every way to cut it. */
  readonly stream: (replacement?: Replacement) => StreamingRedactor;
}

/** What a detector of your own looks for: a pattern, or words. */
export interface DetectorOptions {
  /** Names it in errors. */
  readonly name: string;
  /** What its spans are called. @default the name in capitals, with underscores */
  readonly label?: string;
  /**
   * What to find. No back-references, no `^` and `$`; look-arounds only at the two ends. A quantifier without an upper
   * bound stops at 256. Flags `i` and `u` count.
   */
  readonly pattern?: RegExp;
  /** Words or phrases to find instead, in any case, as whole words. At most 1000, each of at most 200 characters. */
  readonly words?: readonly string[];
  /** Whether a match is one: the length of the head that counts, true for all of it, false or 0 for none. */
  readonly validate?: (match: string) => boolean | number;
  /** Words that must stand before a match, or make it surer. */
  readonly context?: Context;
  /** What every match contains, to be fast. It must be true of every match: nothing else is tried. */
  readonly trigger?: Trigger;
  /** 0..1; below 0.5 a match is not reported. 0 together with `context` means: only in context. @default 0.8 */
  readonly confidence?: number;
  /** @default 'dlp', which is what redaction replaces */
  readonly flag?: DetectorFlag;
}

const KEYS: ReadonlySet<string> = new Set([
  'name',
  'label',
  'pattern',
  'words',
  'validate',
  'context',
  'trigger',
  'confidence',
  'flag',
]);
const LABEL = /^[A-Z][A-Z0-9_]{0,63}$/;
const MAX_WORDS = 1000;
const MAX_WORD_LENGTH = 200;
const MAX_WITHIN = 64;

/**
 * Makes a detector of your own, for `localScanner({ detectors })` or by itself.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` that names the detector and the field that is not valid
 */
export function defineDetector(options: DetectorOptions): Detector {
  const { name, flag = 'dlp' } = options;
  if (typeof name !== 'string' || name === '') throw problem('(unnamed)', 'name', 'must not be empty');
  const unknown = Object.keys(options).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw problem(name, unknown, 'is not an option');
  if (!DETECTOR_FLAGS.includes(flag))
    throw problem(name, 'flag', `must be one of ${DETECTOR_FLAGS.join(', ')}`);
  try {
    const rule = ruleOf(options);
    const { source, ignoreCase, unicode } = rule.pattern;
    const flags = `${ignoreCase ? 'i' : ''}${unicode ? 'u' : ''}`;
    assertUnambiguous(parsePattern(source).body, flags);
    return detectorOf(name, flag, [{ detector: flag, rules: [rule] }]);
  } catch (error) {
    if (error instanceof PatternError) throw problem(name, 'pattern', error.message);
    throw error;
  }
}

/** A detector over rules that may belong to several families. */
export function detectorOf(
  name: string,
  flag: DetectorFlag,
  groups: readonly { readonly detector: string; readonly rules: readonly Rule[] }[],
  options?: MatcherOptions,
): Detector {
  const redactor = new Redactor(groups, options);
  return {
    name,
    flag,
    rules: groups.flatMap(({ rules }) => rules),
    find: (text) => redactor.find(text),
    redact: (text, replacement) => redactor.redact(text, replacement),
    stream: (replacement) => redactor.stream(replacement),
  };
}

function ruleOf(options: DetectorOptions): Rule {
  const { name, validate, context, trigger, confidence = 0.8 } = options;
  const label = options.label ?? name.toUpperCase().replace(/[^A-Z0-9]{1,64}/g, '_');
  if (!LABEL.test(label))
    throw problem(name, 'label', 'must be capitals, digits and underscores, at most 64');
  if (!(confidence >= 0 && confidence <= 1)) throw problem(name, 'confidence', 'must be from 0 to 1');
  if (context !== undefined) checkContext(name, context);
  return {
    label,
    pattern: patternOf(options),
    confidence,
    ...(trigger !== undefined && { trigger }),
    ...(context !== undefined && { context }),
    ...(validate !== undefined && { accept: acceptOf(validate) }),
  };
}

function patternOf({ name, pattern, words }: DetectorOptions): RegExp {
  if ((pattern === undefined) === (words === undefined))
    throw problem(name, 'pattern', 'or words is needed, one of them');
  if (pattern !== undefined) {
    if (!(pattern instanceof RegExp)) throw problem(name, 'pattern', 'must be a regular expression');
    return pattern;
  }
  const list = words ?? [];
  if (list.length === 0 || list.length > MAX_WORDS)
    throw problem(name, 'words', `must hold 1 to ${MAX_WORDS} entries`);
  const bad = list.findIndex(
    (word) => typeof word !== 'string' || word.trim() === '' || word.length > MAX_WORD_LENGTH,
  );
  if (bad >= 0) throw problem(name, `words[${bad}]`, `must be text of 1 to ${MAX_WORD_LENGTH} characters`);
  // Longest first: of two words that begin alike the longer one is meant.
  const source = [...list]
    .sort((a, b) => b.length - a.length)
    .map((word) =>
      word
        .trim()
        .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
        .replace(/\s{1,200}/g, '\\s{1,8}'),
    )
    .join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`, 'giu');
}

function checkContext(name: string, { words, within = 1, confidence }: Context): void {
  if (!Array.isArray(words) || words.length === 0) throw problem(name, 'context.words', 'must not be empty');
  if (!(within >= 1 && within <= MAX_WITHIN))
    throw problem(name, 'context.within', `must be from 1 to ${MAX_WITHIN}`);
  if (!(confidence > 0 && confidence <= 1))
    throw problem(name, 'context.confidence', 'must be above 0 and at most 1');
}

/** A validator that throws lets the match count: what could not be judged does not pass. */
function acceptOf(validate: (match: string) => boolean | number): (match: string) => number {
  return (match) => {
    let verdict: unknown;
    try {
      verdict = validate(match);
    } catch {
      return match.length;
    }
    if (verdict === true) return match.length;
    return typeof verdict === 'number' && verdict > 0 ? Math.min(match.length, Math.floor(verdict)) : 0;
  };
}

function problem(name: string, field: string, what: string): GuardrailError {
  return new GuardrailError('ERR_GUARDRAIL_CONFIG', `defineDetector ${name}: ${field} ${what}`);
}
