/**
 * The regular expressions that rules are written in, as a tree. JavaScript's engine does the matching; the tree tells
 * what the engine cannot: how long a match can get, and whether a text that ends here may be the beginning of one.
 */
export type PatternNode =
  /** One character, as the pattern writes it: `a`, `\d`, `[^x]`. */
  | { readonly kind: 'char'; readonly source: string }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number };

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

/** Why a pattern cannot be used. The message quotes the pattern, which is code, never a scanned text. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** The longest count that stands in for a missing upper bound. */
export const UNBOUNDED_REPEAT = 256;

const QUANTIFIER = /\{(\d{1,5})(,(\d{0,5}))?\}/y;
const ESCAPE = /\\(?:x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]{1,6}\}|p\{[^}]{1,60}\}|c[a-z]|[\s\S])/iy;
const CLASS = /\[\^?(?:\\[\s\S]|[^\]\\])*\]/y;

/**
 * Takes a pattern apart. A quantifier without an upper bound counts as one up to `UNBOUNDED_REPEAT`.
 * @throws PatternError for what streaming cannot follow: back-references, `^`, `$`, look-arounds that are not at an edge
 */
export function parsePattern(source: string): ParsedPattern {
  const parser = new Parser(source);
  const before = parser.assertions(true);
  const body = parser.choice();
  if (!parser.done) parser.fail('a closing bracket too many');
  // The assertion would belong to one of the options only.
  if (body.kind === 'choice' && before.length + parser.trailing.length > 0)
    parser.fail('options that are not in brackets');
  return { before, body, after: parser.trailing };
}

/** Pattern source of a tree. */
export function sourceOf(node: PatternNode): string {
  switch (node.kind) {
    case 'char':
      return node.source;
    case 'sequence':
      return node.items.map(sourceOf).join('');
    case 'choice':
      return `(?:${node.options.map(sourceOf).join('|')})`;
    case 'repeat': {
      const item = node.item.kind === 'char' ? node.item.source : `(?:${sourceOf(node.item)})`;
      return `${item}{${node.min},${node.max}}`;
    }
  }
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

const OPENINGS = [
  ['(?<!', 'notBehind'],
  ['(?<=', 'behind'],
  ['(?!', 'notAhead'],
  ['(?=', 'ahead'],
] as const;

const EMPTY: PatternNode = { kind: 'sequence', items: [] };

class Parser {
  trailing: Assertion[] = [];
  #at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  get done(): boolean {
    return this.#at >= this.#source.length;
  }

  fail(problem: string): never {
    throw new PatternError(`pattern /${this.#source}/ has ${problem} at ${this.#at}`);
  }

  /** The look-arounds that stand here. */
  assertions(leading: boolean): Assertion[] {
    const found: Assertion[] = [];
    for (;;) {
      const start = this.#at;
      if (this.#eat('\\b')) {
        found.push({ source: '\\b', kind: 'boundary', node: EMPTY, width: 1 });
        continue;
      }
      const opening = OPENINGS.find(([text]) => this.#source.startsWith(text, this.#at));
      if (opening === undefined) return found;
      const [text, kind] = opening;
      const behind = text.startsWith('(?<');
      if (leading && !behind) return found;
      if (!leading && behind) this.fail('a look-behind that is not at its start');
      this.#at += text.length;
      const node = this.choice();
      if (!this.#eat(')')) this.fail('an open bracket');
      found.push({ source: this.#source.slice(start, this.#at), kind, node, width: longest(node, 1) });
    }
  }

  choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#eat('|')) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (!this.done && !'|)'.includes(this.#source.charAt(this.#at))) {
      const assertions = this.assertions(false);
      if (assertions.length > 0) {
        if (!this.done) this.fail('a look-around that is not at an edge');
        this.trailing = assertions;
        break;
      }
      items.push(this.#quantified(this.#atom()));
    }
    return { kind: 'sequence', items };
  }

  #atom(): PatternNode {
    const character = this.#source.charAt(this.#at);
    if (character === '(') return this.#group();
    if (character === '[') return { kind: 'char', source: this.#token(CLASS) };
    if (character === '\\') return { kind: 'char', source: this.#escape() };
    if ('^$'.includes(character)) this.fail('an anchor');
    if ('*+?'.includes(character)) this.fail('a quantifier without anything to repeat');
    const point = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += point.length;
    return { kind: 'char', source: point };
  }

  #escape(): string {
    const source = this.#token(ESCAPE);
    if (/^\\[1-9k]/.test(source)) this.fail('a back-reference');
    if (source === '\\B') this.fail('a boundary that is not at an edge');
    return source;
  }

  #group(): PatternNode {
    this.#at += 1;
    if (!this.#eat('?:') && this.#source.startsWith('?', this.#at)) {
      const name = /\?<[A-Za-z_]\w{0,60}>/y;
      name.lastIndex = this.#at;
      const named = name.exec(this.#source);
      if (named === null) this.fail('a look-around that is not at an edge');
      else this.#at += named[0].length;
    }
    const node = this.choice();
    if (!this.#eat(')')) this.fail('an open bracket');
    return node;
  }

  #quantified(item: PatternNode): PatternNode {
    const bounds = this.#bounds();
    if (bounds === undefined) return item;
    this.#eat('?'); // Lazy or greedy decides which match is found, not which text may be the beginning of one.
    const [min, max] = bounds;
    if (max < min) this.fail('bounds in the wrong order');
    return { kind: 'repeat', item, min, max };
  }

  #bounds(): readonly [min: number, max: number] | undefined {
    if (this.#eat('?')) return [0, 1];
    if (this.#eat('*')) return [0, UNBOUNDED_REPEAT];
    if (this.#eat('+')) return [1, UNBOUNDED_REPEAT];
    QUANTIFIER.lastIndex = this.#at;
    const counted = QUANTIFIER.exec(this.#source);
    if (counted === null) return undefined;
    this.#at += counted[0].length;
    const min = Number(counted[1]);
    if (counted[2] === undefined) return [min, min];
    return [min, counted[3] === '' ? Math.max(min, UNBOUNDED_REPEAT) : Number(counted[3])];
  }

  #token(shape: RegExp): string {
    shape.lastIndex = this.#at;
    const found = shape.exec(this.#source);
    if (found === null) this.fail('an open character class or a broken escape');
    const text = found?.[0] ?? '';
    this.#at += text.length;
    return text;
  }

  #eat(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}
