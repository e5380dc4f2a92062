import { closed } from './open-bounds.js';
import { type Assertion, longest, type ParsedPattern, type PatternNode } from './pattern-node.js';

/** Reports why a pattern cannot be used. The message quotes the pattern, which is code, and never a scanned text. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** The longest pattern, in UTF-16 units of its source. */
const MAX_PATTERN_LENGTH = 2000;

const QUANTIFIER = /\{(\d{1,5})(,(\d{0,5}))?\}/y;
const ESCAPE = /\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|[\s\S])/iy;
/** Under flag `u` two escapes may make one character. */
const UNICODE_ESCAPE = /\\(?:u[\da-f]{4}|u\{[\da-f]{1,6}\}|p\{[^}]{1,60}\}|x[\da-f]{2}|c[a-z]|[\s\S])/iy;
const ESCAPED_PAIR = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}/y;
const CLASS = /\[\^?(?:\\[\s\S]|[^\]\\]){0,2000}\]/y;

/**
 * Parses a pattern. A quantifier without an upper bound gets the bound `UNBOUNDED_REPEAT`, or less inside another
 * repetition, inside a look-around, or around a long part. Of the flags only `u` matters here.
 * @throws PatternError for what streaming cannot follow: back-references, `^`, `$`, look-arounds that are not at an
 * edge
 */
export function parsePattern(source: string, flags: string): ParsedPattern {
  if (source.length > MAX_PATTERN_LENGTH)
    throw new PatternError(`is ${source.length} characters long; at most ${MAX_PATTERN_LENGTH} can be used`);
  const parser = new Parser(source, flags.includes('u'));
  const options = parser.options();
  if (!parser.done) parser.fail('a closing bracket too many');
  const [{ before, after } = { before: [], after: [] }] = options;
  const edges = options.map((option) => sourcesOf(option.before, option.after));
  if (edges.some((edge) => edge !== edges[0]))
    parser.fail('options with look-arounds of their own, which need brackets around the options');
  const bodies = options.map(({ body }) => body);
  const [only] = bodies;
  const body: PatternNode =
    bodies.length === 1 && only !== undefined ? only : { kind: 'choice', options: bodies };
  const bounded = (assertion: Assertion): Assertion => {
    // A look-around may be tried at every character.
    const node = closed(assertion.node, 1);
    return { ...assertion, node, width: assertion.kind === 'boundary' ? 1 : longest(node, 1) };
  };
  return { before: before.map(bounded), body: closed(body, 0), after: after.map(bounded) };
}

const sourcesOf = (before: readonly Assertion[], after: readonly Assertion[]): string =>
  `${before.map(({ source }) => source).join('')} ${after.map(({ source }) => source).join('')}`;

/** Returns the pattern source of a tree. */
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
      return `${item}{${node.min},${node.max}}${node.lazy === true ? '?' : ''}`;
    }
  }
}

const OPENINGS = [
  ['(?<!', 'notBehind'],
  ['(?<=', 'behind'],
  ['(?!', 'notAhead'],
  ['(?=', 'ahead'],
] as const;

const isHalf = (character: string): boolean => /^[\ud800-\udfff]$/.test(character);

const EMPTY: PatternNode = { kind: 'sequence', items: [] };

/** One option of a whole pattern, with the assertions around it. */
interface Option {
  readonly before: Assertion[];
  readonly body: PatternNode;
  readonly after: Assertion[];
}

class Parser {
  #trailing: Assertion[] = [];
  #at = 0;
  readonly #source: string;
  readonly #unicode: boolean;

  constructor(source: string, unicode: boolean) {
    this.#source = source;
    this.#unicode = unicode;
  }

  get done(): boolean {
    return this.#at >= this.#source.length;
  }

  fail(problem: string): never {
    throw new PatternError(`/${this.#source}/ has ${problem} at ${this.#at}`);
  }

  /** Parses the options of the whole pattern, between its bars. */
  options(): Option[] {
    const found: Option[] = [];
    do {
      this.#trailing = [];
      const before = this.#assertions(true);
      const body = this.#sequence(true);
      found.push({ before, body, after: this.#trailing });
    } while (this.#eat('|'));
    return found;
  }

  /** Parses the look-arounds at this place. */
  #assertions(leading: boolean): Assertion[] {
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
      const node = this.#choice();
      if (!this.#eat(')')) this.fail('an open bracket');
      found.push({ source: this.#source.slice(start, this.#at), kind, node, width: 0 });
    }
  }

  #choice(): PatternNode {
    const options = [this.#sequence(false)];
    while (this.#eat('|')) options.push(this.#sequence(false));
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
  }

  /** Parses a sequence. Only a sequence outside brackets ends with the pattern, and may have look-arounds there. */
  #sequence(outside: boolean): PatternNode {
    const items: PatternNode[] = [];
    while (!this.done && !'|)'.includes(this.#source.charAt(this.#at))) {
      const assertions = this.#assertions(false);
      if (assertions.length > 0) {
        if (!outside || !(this.done || this.#source.startsWith('|', this.#at)))
          this.fail('a look-around that is not at an edge');
        this.#trailing = assertions;
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
    // Without flag u the halves of a pair are two characters.
    const code = this.#unicode ? this.#source.codePointAt(this.#at) : this.#source.charCodeAt(this.#at);
    const point = String.fromCodePoint(code ?? 0);
    this.#at += point.length;
    return { kind: 'char', source: isHalf(point) ? `\\u${point.charCodeAt(0).toString(16)}` : point };
  }

  #escape(): string {
    if (!this.#unicode && /^\\(?:p\{|P\{|u\{)/.test(this.#source.slice(this.#at, this.#at + 3)))
      this.fail('an escape that needs flag u');
    ESCAPED_PAIR.lastIndex = this.#at;
    if (this.#unicode && ESCAPED_PAIR.test(this.#source)) return this.#token(ESCAPED_PAIR);
    const source = this.#token(this.#unicode ? UNICODE_ESCAPE : ESCAPE);
    if (/^\\[1-9k]/.test(source)) this.fail('a back-reference');
    if (source === '\\B') this.fail('a boundary that is not at an edge');
    if (source === '\\c' || (source === '\\0' && /\d/.test(this.#source.charAt(this.#at))))
      this.fail('an escape of an old kind');
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
    const node = this.#choice();
    if (!this.#eat(')')) this.fail('an open bracket');
    return node;
  }

  #quantified(item: PatternNode): PatternNode {
    const bounds = this.#bounds();
    if (bounds === undefined) return item;
    const lazy = this.#eat('?');
    const [min, max] = bounds;
    if (max < min) this.fail('bounds in the wrong order');
    return { kind: 'repeat', item, min, max, ...(lazy && { lazy }) };
  }

  #bounds(): readonly [min: number, max: number] | undefined {
    if (this.#eat('?')) return [0, 1];
    if (this.#eat('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#eat('+')) return [1, Number.POSITIVE_INFINITY];
    QUANTIFIER.lastIndex = this.#at;
    const counted = QUANTIFIER.exec(this.#source);
    if (counted === null) return undefined;
    this.#at += counted[0].length;
    const min = Number(counted[1]);
    if (counted[2] === undefined) return [min, min];
    return [min, counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3])];
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
