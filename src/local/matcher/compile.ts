import { ContextWords } from './context-words.js';
import { type PatternFacts, readFacts, type WrittenFacts } from './pattern-facts.js';
import { type Assertion, longest, type ParsedPattern, type PatternNode } from './pattern-node.js';
import { PatternError, parsePattern, sourceOf } from './pattern-syntax.js';
import type { CompiledRule, Rule } from './rule.js';
import { factsPlaceOf, isBuiltIn } from './trusted-patterns.js';

/** The reach of a context before a match, in characters, if a rule does not state it. */
export const DEFAULT_WITHIN = 48;

/** The most UTF-16 units of a character. */
export const LONGEST_CHARACTER = 2;

/** Matches the end of the text. `$` would mean the end of a line under some flags. */
const END = '(?![^])';

/**
 * Makes a rule ready to run.
 * @throws PatternError for a pattern that cannot be followed through a stream
 */
export function compileRule(rule: Rule, detector: string, order = 0): CompiledRule {
  const { pattern, context, unless } = rule;
  const flags = flagsOf(pattern);
  const facts = factsOf(rule);
  const parsed = lazily(() => parsePattern(pattern.source, flags));
  // Facts exist only for the engine's own patterns.
  const isNative = facts !== undefined || isRunNatively(rule, parsed(), flags);
  const { behind, length, ahead } = facts ?? extentOf(parsed(), flags);
  // A pattern with facts has its bounds written out.
  const exactSource = facts === undefined ? boundedSource(parsed()) : pattern.source;
  const within = context === undefined ? 0 : (context.within ?? DEFAULT_WITHIN) + LONGEST_CHARACTER;
  return {
    rule,
    order,
    detector,
    // The number distinguishes rules with different patterns.
    source: isNative ? exactSource : `(?:|${order})`,
    exactSource,
    flags,
    isNative,
    get parsed() {
      return parsed();
    },
    facts,
    behind: Math.max(behind, within, unless?.within ?? 0),
    length,
    ahead,
    context: lazily(() => (context === undefined ? undefined : new ContextWords(context.words))),
  };
}

/** Tells whether native regular expressions may run a pattern without facts. */
function isRunNatively({ pattern, engine, until }: Rule, parsed: ParsedPattern, flags: string): boolean {
  if (engine === undefined && !isBuiltIn(pattern))
    throw new PatternError(`/${pattern.source}/ is not one of the engine's own; use defineDetector`);
  const isNative = engine?.isNative(parsed, flags) ?? true;
  if (!isNative && until !== undefined)
    throw new PatternError(
      `/${pattern.source}/ leaves open how to read a character, which a rule with \`until\` must not`,
    );
  return isNative;
}

/** Returns how far a pattern looks around a match, and how long its matches are. */
function extentOf(
  { before, body, after }: ParsedPattern,
  flags: string,
): Pick<PatternFacts, 'behind' | 'length' | 'ahead'> {
  const unit = flags.includes('u') ? LONGEST_CHARACTER : 1;
  const width = (assertions: readonly Assertion[]): number =>
    assertions.reduce((most, assertion) => Math.max(most, assertion.width), 0) * unit;
  return { behind: width(before), length: longest(body, unit), ahead: width(after) };
}

/** Returns the source of a pattern with an upper bound for each repetition. */
function boundedSource({ before, body, after }: ParsedPattern): string {
  const written = (assertions: readonly Assertion[]): string =>
    assertions.map(({ source }) => source).join('');
  return `${written(before)}${sourceOf(body)}${written(after)}`;
}

const READ = new WeakMap<WrittenFacts, readonly PatternFacts[]>();

/** Returns the generated facts of a rule's pattern, or undefined if they were made for other rules. */
function factsOf({ pattern, engine }: Rule): PatternFacts | undefined {
  const place = factsPlaceOf(pattern);
  if (place === undefined || engine !== undefined) return undefined;
  const known = READ.get(place.facts) ?? readFacts(place.facts);
  READ.set(place.facts, known);
  return known.length === place.count ? known[place.index] : undefined;
}

/** Makes a value at first use. There are many such values, and a text needs few. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Returns the flags of a pattern that matter.
 * @throws PatternError for flag `v`, which changes the syntax of classes
 */
export function flagsOf({ flags, source }: RegExp): string {
  if (flags.includes('v')) throw new PatternError(`/${source}/ has flag v; use flag u`);
  return ['i', 's', 'u'].filter((flag) => flags.includes(flag)).join('');
}

/**
 * Returns the source of the rule's prefix form. It matches if everything up to the end of the text is the beginning of
 * a match, or a match with less text after it than the rule must see. While it matches, the finding is not settled.
 */
export function prefixSource({ parsed, ahead }: CompiledRule): string {
  const before = parsed.before.map((assertion) => assertion.source).join('');
  const inside = endsIn(parsed.body);
  const settled = ahead === 0 ? '' : `|${sourceOf(parsed.body)}[^]{0,${ahead - 1}}${END}`;
  return `${before}(?=[^])(?:${inside}${settled})`;
}

/** Returns a source that matches where the text ends before this tree is complete, or before its first character. */
function endsIn(node: PatternNode): string {
  switch (node.kind) {
    case 'char':
      return END;
    case 'choice':
      return `(?:${[...new Set(node.options.map(endsIn))].join('|')})`;
    case 'repeat':
      return node.max === 0
        ? '(?!)'
        : `${sourceOf({ ...node, min: 0, max: node.max - 1 })}${endsIn(node.item)}`;
    case 'sequence': {
      const [first, ...rest] = node.items;
      if (first === undefined) return '(?!)';
      if (rest.length === 0) return endsIn(first);
      return `(?:${endsIn(first)}|${sourceOf(first)}${endsIn({ kind: 'sequence', items: rest })})`;
    }
  }
}
