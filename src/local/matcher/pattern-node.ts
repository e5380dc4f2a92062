/**
 * The tree of a regular expression that a rule is written in. JavaScript's engine does the matching. The tree tells
 * what the engine cannot: the length of the longest match, and whether a text that ends here may be the beginning of
 * one.
 */
export type PatternNode =
  /** One character in the notation of the pattern: `a`, `\d`, `[^x]`. */
  | { readonly kind: 'char'; readonly source: string }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number;
      /** Whether it prefers few rounds: `a??`. */
      readonly lazy?: boolean;
    };

/** A look-around or a word boundary at an edge of a pattern. */
export interface Assertion {
  readonly source: string;
  readonly kind: 'behind' | 'notBehind' | 'ahead' | 'notAhead' | 'boundary';
  readonly node: PatternNode;
  /** How many characters outside the match it examines. */
  readonly width: number;
}

/** A pattern in parts: the assertions around a match, and the match itself. */
export interface ParsedPattern {
  readonly before: readonly Assertion[];
  readonly body: PatternNode;
  readonly after: readonly Assertion[];
}

/** Returns the length of the longest match of the tree, in UTF-16 units. Under flag `u` each character counts two. */
export function longest(node: PatternNode, unit: number): number {
  switch (node.kind) {
    case 'char':
      return unit;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + longest(item, unit), 0);
    case 'choice':
      return Math.max(0, ...node.options.map((option) => longest(option, unit)));
    case 'repeat':
      return node.max * longest(node.item, unit);
  }
}
