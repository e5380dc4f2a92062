import { ContextWords } from './context-words.js';
import { type PatternFacts, readFacts, type WrittenFacts } from './pattern-facts.js';
import { type Assertion, longest, type ParsedPattern, type PatternNode } from './pattern-node.js';
import { PatternError, parsePattern, sourceOf } from './pattern-syntax.js';
import type { CompiledRule, Rule } from './rule.js';
import { factsPlaceOf, isBuiltIn } from './trusted-patterns.js';

/** How many characters before a match its context reaches where a rule does not say. */
export const DEFAULT_WITHIN = 48;

/** How many UTF-16 units a character takes at most. */
export const LONGEST_CHARACTER = 2;

/** End of the text. `$` would mean the end of a line under some flags. */
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
  // What is known of a pattern is known of one of the engine's own.
  const isNative = facts !== undefined || isRunNatively(rule, parsed(), flags);
  const { behind, length, ahead } = facts ?? extentOf(parsed(), flags);
  // The bounds of a pattern that is known are as they are written.
  const exactSource = facts === undefined ? boundedSource(parsed()) : pattern.source;
  const within = context === undefined ? 0 : (context.within ?? DEFAULT_WITHIN) + LONGEST_CHARACTER;
  return {
    rule,
    order,
    detector,
    // The number keeps rules with different patterns apart.
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

/** Whether the engine's own expressions may run a pattern of which nothing is known. */
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

/** How far a pattern looks, and how long its matches are. */
function extentOf(
  { before, body, after }: ParsedPattern,
  flags: string,
): Pick<PatternFacts, 'behind' | 'length' | 'ahead'> {
  const unit = flags.includes('u') ? LONGEST_CHARACTER : 1;
  const width = (assertions: readonly Assertion[]): number =>
    assertions.reduce((most, assertion) => Math.max(most, assertion.width), 0) * unit;
  return { behind: width(before), length: longest(body, unit), ahead: width(after) };
}

/** A pattern with an upper bound for each repetition. */
function boundedSource({ before, body, after }: ParsedPattern): string {
  const written = (assertions: readonly Assertion[]): string =>
    assertions.map(({ source }) => source).join('');
  return `${written(before)}${sourceOf(body)}${written(after)}`;
}

const READ = new WeakMap<WrittenFacts, readonly PatternFacts[]>();

/** What a generated module says of a rule's pattern; nothing where it was made for other rules. */
function factsOf({ pattern, engine }: Rule): PatternFacts | undefined {
  const place = factsPlaceOf(pattern);
  if (place === undefined || engine !== undefined) return undefined;
  const known = READ.get(place.facts) ?? readFacts(place.facts);
  READ.set(place.facts, known);
  return known.length === place.count ? known[place.index] : undefined;
}

/** Made at first use: there are many, and a text needs few. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * The flags of a pattern that count.
 * @throws PatternError for flag `v`, whose classes are read in another way
 */
export function flagsOf({ flags, source }: RegExp): string {
  if (flags.includes('v')) throw new PatternError(`/${source}/ has flag v; use flag u`);
  return ['i', 's', 'u'].filter((flag) => flags.includes(flag)).join('');
}

/**
 * Source of the rule's prefix form: it matches where everything up to the end of the text is the beginning of a match,
 * or a match with less behind it than the rule must see. While it matches, what the rule finds there is not settled.
 */
export function prefixSource({ parsed, ahead }: CompiledRule): string {
  const before = parsed.before.map((assertion) => assertion.source).join('');
  const inside = endsIn(parsed.body);
  const settled = ahead === 0 ? '' : `|${sourceOf(parsed.body)}[^]{0,${ahead - 1}}${END}`;
  return `${before}(?=[^])(?:${inside}${settled})`;
}

/** Source for "the text ends before this tree is complete", be it before its first character. */
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
