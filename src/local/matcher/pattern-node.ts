/**
 * The regular expressions that rules are written in, as a tree. JavaScript's engine does the matching; the tree tells
 * what the engine cannot: how long a match can get, and whether a text that ends here may be the beginning of one.
 */
export type PatternNode =
  /** One character, as the pattern writes it: `a`, `\d`, `[^x]`. */
  | { readonly kind: 'char'; readonly source: string }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number;
      /** Whether it is content with few rounds: `a??`. */
      readonly lazy?: boolean;
    };

/** A look-around or a word boundary at an edge of a pattern. */
export interface Assertion {
  readonly source: string;
  readonly kind: 'behind' | 'notBehind' | 'ahead' | 'notAhead' | 'boundary';
  readonly node: PatternNode;
  /** How many characters outside of the match it looks at. */
  readonly width: number;
}

/** A pattern taken apart: what must stand around a match, and the match itself. */
export interface ParsedPattern {
  readonly before: readonly Assertion[];
  readonly body: PatternNode;
  readonly after: readonly Assertion[];
}

/** The most characters (UTF-16 units; two for each under flag `u`) that a match of the tree has. */
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
