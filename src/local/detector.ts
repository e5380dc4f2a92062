import { GuardrailError } from '../scan/index.js';
import { flagsOf } from './matcher/compile.js';
import { patternEngine, wordsEngine } from './matcher/custom-engine.js';
import { refuseFolded } from './matcher/folded-literals.js';
import type { Finding, MatcherOptions } from './matcher/matcher.js';
import { PatternError, parsePattern } from './matcher/pattern-syntax.js';
import { isNullable } from './matcher/program.js';
import { Redactor } from './matcher/redactor.js';
import type { Replacement } from './matcher/replacement.js';
import type { Context, Rule, Trigger } from './matcher/rule.js';
import type { StreamingFinder } from './matcher/streaming-finder.js';
import type { StreamingRedactor } from './matcher/streaming-redactor.js';
import { foldWord, longestSpelling } from './matcher/words-expression.js';

/** The flags that a detector of your own can set. The profile's effect for the flag decides what happens. */
export const DETECTOR_FLAGS = [
  'dlp',
  'topicViolation',
  'toxicContent',
  'maliciousCode',
  'dbSecurity',
] as const;

/** A flag that a detector of your own can set. */
export type DetectorFlag = (typeof DETECTOR_FLAGS)[number];

/** Finds things in texts and removes them, in whole texts or as they stream. It keeps no text. */
export interface Detector {
  readonly name: string;
  readonly flag: DetectorFlag;
  readonly rules: readonly Rule[];
  /** Returns findings by start, disjoint, in UTF-16 code units, half open. */
  readonly find: (text: string) => Finding[];
  /** Returns the text with its findings replaced. @default `[LABEL]` */
  readonly redact: (text: string, replacement?: Replacement) => string;
  /** Replaces findings in a text that comes in pieces. The output is the same however the text is cut into pieces. */
  readonly stream: (replacement?: Replacement) => StreamingRedactor;
  /** Returns the findings in a text that comes in pieces, with the text between them. */
  readonly findStream: () => StreamingFinder;
}

/** Options of a detector of your own: a pattern, or words. */
export interface DetectorOptions {
  /** The name of the detector in errors. */
  readonly name: string;
  /** The label of its spans. @default the name in capitals, with underscores */
  readonly label?: string;
  /**
   * The pattern to find. It runs in linear time, whatever it is. It has no back-references, no `^` and `$`, and
   * look-arounds only at its two ends. It has at most 2000 characters, and 4000 with its repetitions written out. A
   * quantifier without an upper bound stops at 256, or sooner inside another quantifier or a look-around. The flags
   * `i`, `s` and `u` count; `v` is not allowed. In the text that is matched, full-width forms, blanks and dashes are
   * ASCII, and invisible characters are left out.
   */
  readonly pattern?: RegExp;
  /**
   * Words or phrases to find instead of a pattern, in any case, as whole words. A blank stands for 1 to 8 blanks. At
   * most 1000, each of at most 200 characters.
   */
  readonly words?: readonly string[];
  /**
   * Decides whether a match counts. It returns the length of the head that counts, true for the whole match, false or 0
   * for none. If it throws or returns a promise, the match counts.
   */
  readonly validate?: (match: string) => boolean | number;
  /** Words that must stand before a match, or that raise its confidence. */
  readonly context?: Context;
  /** Text that every match contains, for speed. It must be true of every match, because no other place is tried. */
  readonly trigger?: Trigger;
  /**
   * Confidence from 0 to 1. A match below 0.5 is not reported. 0 together with `context` means: only in context.
   * @default 0.8
   */
  readonly confidence?: number;
  /** The flag to set. Redaction replaces findings of 'dlp'. @default 'dlp' */
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
const MAX_CONTEXT_WORDS = 100;
const MAX_DIGITS = 100;
/** The fields of each shape of a trigger. */
const TRIGGERS = [['digits'], ['digits', 'words'], ['chars'], ['inside'], ['names', 'after'], ['starts']];
const ASCII = /^[\t\n\r -~]{1,128}$/;
const ASCII_LITERAL = /^[\t\n\r -~]{2,128}$/;

/**
 * Makes a detector of your own, for `localScanner({ detectors })` or by itself.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` that names the detector and the field that is not valid
 */
export function defineDetector(options: DetectorOptions): Detector {
  if (typeof options !== 'object' || options === null)
    throw problem('(unnamed)', 'options', 'must be an object');
  const { name, flag = 'dlp' } = options;
  if (typeof name !== 'string' || name === '') throw problem('(unnamed)', 'name', 'must not be empty');
  const unknown = Object.keys(options).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw problem(name, unknown, 'is not an option');
  if (!DETECTOR_FLAGS.includes(flag))
    throw problem(name, 'flag', `must be one of ${DETECTOR_FLAGS.join(', ')}`);
  try {
    const rule = ruleOf(options);
    const flags = flagsOf(rule.pattern);
    const parsed = parsePattern(rule.pattern.source, flags);
    refuseFolded(parsed, flags);
    // A pattern that matches the empty text is found everywhere, so a stream would not know which text to hold back.
    if (isNullable(parsed.body)) throw new PatternError('must not match the empty text');
    return detectorOf(name, flag, [{ detector: flag, rules: [rule] }]);
  } catch (error) {
    if (error instanceof PatternError) throw problem(name, 'pattern', error.message);
    throw error;
  }
}

/** Makes a detector over rules that may belong to several families. */
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
    findStream: () => redactor.findStream(),
  };
}

function ruleOf(options: DetectorOptions): Rule {
  const { name, validate, context, trigger, confidence = 0.8 } = options;
  const label = options.label ?? name.toUpperCase().replace(/[^A-Z0-9]{1,64}/g, '_');
  if (!LABEL.test(label))
    throw problem(name, 'label', 'must be capitals, digits and underscores, at most 64');
  if (!isFraction(confidence)) throw problem(name, 'confidence', 'must be from 0 to 1');
  if (context !== undefined) checkContext(name, context);
  if (trigger !== undefined) checkTrigger(name, trigger);
  if (validate !== undefined && typeof validate !== 'function')
    throw problem(name, 'validate', 'must be a function');
  return {
    label,
    ...wantedOf(options),
    confidence,
    ...(trigger !== undefined && { trigger }),
    ...(context !== undefined && { context }),
    ...(validate !== undefined && { accept: acceptOf(validate) }),
  };
}

function wantedOf({ name, pattern, words }: DetectorOptions): Pick<Rule, 'pattern' | 'engine'> {
  if ((pattern === undefined) === (words === undefined))
    throw problem(name, 'pattern', 'or words is needed, one of them');
  if (pattern !== undefined) {
    if (!(pattern instanceof RegExp)) throw problem(name, 'pattern', 'must be a regular expression');
    return { pattern, engine: patternEngine };
  }
  if (!Array.isArray(words) || words.length === 0 || words.length > MAX_WORDS)
    throw problem(name, 'words', `must hold 1 to ${MAX_WORDS} entries`);
  const bad = words.findIndex(
    (word) => typeof word !== 'string' || word.length > MAX_WORD_LENGTH || foldWord(word) === '',
  );
  if (bad >= 0)
    throw problem(name, `words[${bad}]`, `must be text of 1 to ${MAX_WORD_LENGTH} visible characters`);
  const longest = Math.max(...words.map((word) => longestSpelling(foldWord(word))));
  return {
    engine: wordsEngine(words),
    pattern: new RegExp(`(?<![\\p{L}\\p{N}_])[^]{1,${longest}}(?![\\p{L}\\p{N}_])`, 'giu'),
  };
}

function checkContext(name: string, context: Context): void {
  if (typeof context !== 'object' || context === null) throw problem(name, 'context', 'must be an object');
  const { words, within = 1, confidence } = context;
  if (!Array.isArray(words) || words.length === 0 || words.length > MAX_CONTEXT_WORDS)
    throw problem(name, 'context.words', `must hold 1 to ${MAX_CONTEXT_WORDS} entries`);
  const bad = words.findIndex(
    (word) => typeof word !== 'string' || word.trim() === '' || word.length > MAX_WITHIN,
  );
  if (bad >= 0) throw problem(name, `context.words[${bad}]`, `must be text of 1 to ${MAX_WITHIN} characters`);
  if (!(typeof within === 'number' && within >= 1 && within <= MAX_WITHIN))
    throw problem(name, 'context.within', `must be from 1 to ${MAX_WITHIN}`);
  if (!isFraction(confidence) || confidence === 0)
    throw problem(name, 'context.confidence', 'must be above 0 and at most 1');
}

/**
 * Checks that a trigger has one of the shapes that `Trigger` documents.
 * @throws GuardrailError if it has none of them
 */
function checkTrigger(name: string, trigger: Trigger): void {
  const keys = typeof trigger === 'object' && trigger !== null ? Object.keys(trigger) : [];
  const known = TRIGGERS.some(
    (shape) => shape.length === keys.length && shape.every((key) => keys.includes(key)),
  );
  if (!known) throw problem(name, 'trigger', 'must have digits, chars, inside, starts, or names and after');
  const demand = (field: string, holds: boolean, what: string): void => {
    if (!holds) throw problem(name, `trigger.${field}`, what);
  };
  const isText = (value: unknown): boolean => typeof value === 'string' && ASCII.test(value);
  const areLiterals = (list: unknown, fits: (literal: string) => boolean): boolean =>
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((entry) => typeof entry === 'string' && ASCII_LITERAL.test(entry) && fits(entry));
  if ('digits' in trigger) {
    const { digits } = trigger;
    const fits = Number.isInteger(digits) && digits >= 1 && digits <= MAX_DIGITS;
    demand('digits', fits, `must be a whole number from 1 to ${MAX_DIGITS}`);
    const { words = ['..'] } = trigger;
    const areWords =
      Array.isArray(words) &&
      words.length > 0 &&
      words.every(
        (word) =>
          typeof word === 'string' &&
          word.length >= 2 &&
          word.length <= MAX_WITHIN &&
          word === word.toLowerCase(),
      );
    demand('words', areWords, 'must be a list of lower-case words of 2 or more characters');
  }
  if ('chars' in trigger) demand('chars', isText(trigger.chars), 'must be ASCII characters');
  if ('inside' in trigger) demand('inside', isText(trigger.inside), 'must be ASCII characters');
  if ('starts' in trigger)
    demand(
      'starts',
      areLiterals(trigger.starts, () => true),
      'must be a list of 2 or more ASCII characters each',
    );
  if ('names' in trigger) {
    const fits = areLiterals(trigger.names, (entry) => entry === entry.toLowerCase());
    demand('names', fits, 'must be a list of lower-case words of 2 or more ASCII characters');
    demand('after', isText(trigger.after), 'must be ASCII characters');
  }
}

const isFraction = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** Makes a validator accept the match if it throws or returns a promise. An unjudged match must not pass. */
function acceptOf(validate: (match: string) => boolean | number): (match: string) => number {
  return (match) => {
    let verdict: unknown;
    try {
      verdict = validate(match);
    } catch {
      return match.length;
    }
    if (verdict === true) return match.length;
    if (verdict instanceof Promise) {
      verdict.catch(() => {}); // A rejection must not end the process.
      return match.length;
    }
    return typeof verdict === 'number' && verdict > 0 ? Math.min(match.length, Math.floor(verdict)) : 0;
  };
}

function problem(name: string, field: string, what: string): GuardrailError {
  return new GuardrailError('ERR_GUARDRAIL_CONFIG', `defineDetector ${name}: ${field} ${what}`);
}
