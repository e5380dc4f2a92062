import type { Rule } from '../rules/rule.js';
import { longest, type ParsedPattern, type PatternNode, parsePattern, sourceOf } from './pattern-syntax.js';

/** A rule ready to run. Lengths are in UTF-16 code units. */
export interface CompiledRule {
  readonly rule: Rule;
  /** Its place among the rules: of two findings that are alike in all else the first rule's counts. */
  readonly order: number;
  /** Detector family that its spans carry. */
  readonly detector: string;
  /** Flags `gy` are added by who runs it. */
  readonly source: string;
  readonly flags: string;
  readonly parsed: ParsedPattern;
  /** How far in front of a match the rule looks, its context included. */
  readonly behind: number;
  /** The longest match. */
  readonly length: number;
  /** How far behind a match the rule looks. */
  readonly ahead: number;
  /** The words of the context, undefined where the rule has none. */
  readonly context: RegExp | undefined;
}

/** How many characters before a match its context reaches where a rule does not say. */
export const DEFAULT_WITHIN = 48;

/** End of the text. `$` would mean the end of a line under some flags. */
const END = '(?![^])';

/**
 * Makes a rule ready to run.
 * @throws PatternError for a pattern that cannot be followed through a stream
 */
export function compileRule(rule: Rule, detector: string, order = 0): CompiledRule {
  const parsed = parsePattern(rule.pattern.source);
  const { unicode } = rule.pattern;
  const unit = unicode ? 2 : 1;
  const width = (assertions: readonly { readonly width: number }[]): number =>
    assertions.reduce((most, assertion) => Math.max(most, assertion.width), 0) * unit;
  const source = (assertions: readonly { readonly source: string }[]): string =>
    assertions.map((assertion) => assertion.source).join('');
  const within = rule.context === undefined ? 0 : (rule.context.within ?? DEFAULT_WITHIN);
  return {
    rule,
    order,
    detector,
    source: `${source(parsed.before)}${sourceOf(parsed.body)}${source(parsed.after)}`,
    flags: `${rule.pattern.ignoreCase ? 'i' : ''}${unicode ? 'u' : ''}`,
    parsed,
    behind: Math.max(width(parsed.before), within),
    length: longest(parsed.body, unit),
    ahead: width(parsed.after),
    context: rule.context === undefined ? undefined : contextPattern(rule.context.words),
  };
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

function contextPattern(words: readonly string[]): RegExp {
  const source = words
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[\\s_-]{1,3}'))
    .join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'iu');
}
