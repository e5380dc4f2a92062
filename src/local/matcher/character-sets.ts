import type { CharacterSet } from './pattern-facts.js';
import type { Assertion, PatternNode } from './pattern-node.js';
import type { CompiledRule } from './rule.js';

/** The sign of any character beyond ASCII that has no sign of its own. */
export const BEYOND = 128;

/** The signs of a capital and of a small letter of Latin-1 beyond ASCII. */
const CAPITAL = 129;
const SMALL = 130;

/** The sign of a character whose other case is a letter of Latin-1 or ASCII, such as the long s or the Kelvin sign. */
const RELATIVE = 131;

/** The sign of the place before the first character of a text. */
export const NOTHING = 132;

/** The number of signs that a set distinguishes. */
export const SIGNS = 133;

/** Returns the sign of the UTF-16 unit at an index of a text. In ASCII it is the unit itself. */
export function signAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < BEYOND ? code : signBeyond(code);
}

function signBeyond(code: number): number {
  if (code < 0x100) {
    if (code < 0xc0 || code === TIMES || code === DIVIDED) return BEYOND;
    return code < 0xdf ? CAPITAL : SMALL;
  }
  if (code > 0x212b) return BEYOND;
  return RELATIVES.has(code) ? RELATIVE : BEYOND;
}

const TIMES = 0xd7;
const DIVIDED = 0xf7;
const RELATIVES: ReadonlySet<number> = new Set([0x17f, 0x178, 0x1e9e, 0x212a, 0x212b]);

/** The characters of Latin-1 beyond ASCII, by their sign. */
const LATIN_1: ReadonlyMap<number, string> = new Map(
  [BEYOND, CAPITAL, SMALL].map((sign) => [
    sign,
    Array.from({ length: 0x80 }, (_, place) => String.fromCharCode(0x80 + place))
      .filter((character) => signAt(character, 0) === sign)
      .join(''),
  ]),
);

/** Tells whether a sign belongs to a set. */
export const includesSign = (set: CharacterSet, sign: number): boolean =>
  (((set[sign >> 5] ?? 0) >> (sign & 31)) & 1) === 1;

/** Calls `visit` with each sign of a set. */
export function eachSign(set: CharacterSet, visit: (sign: number) => void): void {
  for (let word = 0; word < set.length; word += 1) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const sign = word * 32 + 31 - Math.clz32(bits & -bits);
      if (sign < SIGNS) visit(sign);
    }
  }
}

/** Matches notation that may stand for characters of any script. */
const MAY_BE_ANY = /\\[uxpPWDSs]|\[\^|^\.$/;
const NOT_ASCII = /[\u0080-\uffff]/g;

const WORDS = Math.ceil(SIGNS / 32);
const EVERY: CharacterSet = new Int32Array(WORDS).fill(-1);
/** The empty set. */
export const NONE: CharacterSet = new Int32Array(WORDS);

/**
 * Works out which characters a pattern can have at which place. Rules share most of their classes, and each class is
 * worked out once.
 */
export class CharacterSets {
  readonly #known = new Map<string, CharacterSet>();
  readonly #covering = new Map<string, readonly number[]>();

  /** Returns the characters that may stand just before a match, by the rule's look-behinds of one character. */
  before(rule: CompiledRule): CharacterSet {
    const { flags, facts } = rule;
    if (facts !== undefined) return facts.before;
    return rule.parsed.before.reduce<CharacterSet>(
      (allowed, assertion) => intersection(allowed, this.#allowedBy(assertion, flags)),
      EVERY,
    );
  }

  /**
   * Returns the possible characters of each of the first `count` UTF-16 units of a match. All characters are possible
   * after the end of a short match.
   */
  leading(compiled: CompiledRule, count: number): readonly CharacterSet[] {
    const { flags, rule, facts } = compiled;
    if (facts !== undefined && count <= facts.leading.length) return facts.leading.slice(0, count);
    const own = rule.engine?.leading?.(count);
    if (own !== undefined) return own;
    const sets: CharacterSet[] = Array.from({ length: count }, () => NONE);
    const ends = this.#walk(compiled.parsed.body, new Set([0]), flags, sets);
    const shortest = Math.min(...ends, count);
    return sets.map((set, index) => (index >= shortest ? EVERY : set));
  }

  /** Adds the possible characters of the tree from each offset on. Returns the offsets at which it may end. */
  #walk(node: PatternNode, from: ReadonlySet<number>, flags: string, sets: CharacterSet[]): Set<number> {
    switch (node.kind) {
      case 'char':
        return this.#walkCharacter(node.source, from, flags, sets);
      case 'choice':
        return new Set(node.options.flatMap((option) => [...this.#walk(option, from, flags, sets)]));
      case 'sequence':
        return node.items.reduce((at, item) => this.#walk(item, at, flags, sets), new Set(from));
      case 'repeat': {
        const ends = new Set(node.min === 0 ? from : []);
        let at = new Set(from);
        // Each round takes at least one character. Otherwise more rounds add nothing.
        for (let turn = 1; turn <= Math.min(node.max, node.min + sets.length); turn += 1) {
          at = this.#walk(node.item, at, flags, sets);
          if (turn >= node.min) for (const end of at) ends.add(end);
          if (at.size === 1 && at.has(sets.length)) return ends.add(sets.length);
        }
        return ends;
      }
    }
  }

  #walkCharacter(
    source: string,
    from: ReadonlySet<number>,
    flags: string,
    sets: CharacterSet[],
  ): Set<number> {
    const own = this.charactersOf(source, flags);
    // With flag u a character may take two units.
    const wide = flags.includes('u') && includesSign(own, BEYOND);
    const ends = new Set<number>();
    for (const offset of from) {
      for (let unit = offset; unit <= (wide ? offset + 1 : offset); unit += 1) {
        const set = sets[unit];
        if (set !== undefined) sets[unit] = unionOf(set, own);
        ends.add(Math.min(sets.length, unit + 1));
      }
    }
    return ends;
  }

  #allowedBy({ kind, node }: Assertion, flags: string): CharacterSet {
    if (kind === 'behind') {
      const { set, empty } = this.#last(node, flags);
      return empty ? EVERY : set;
    }
    if (kind !== 'notBehind') return EVERY;
    // A look-around that refuses longer texts says nothing about one character.
    const refused = singlesOf(node).reduce(
      (set, source) => unionOf(set, this.charactersOf(source, flags)),
      NONE,
    );
    const allowed = EVERY.map((word, index) => (index < BEYOND >> 5 ? word & ~(refused[index] ?? 0) : word));
    for (const source of singlesOf(node))
      for (const sign of this.#covered(source, flags)) remove(allowed, sign);
    return allowed;
  }

  /** Returns the letters of Latin-1, as signs, that one place of a pattern can be. */
  #covered(source: string, flags: string): readonly number[] {
    const key = `${flags} ${source}`;
    const known = this.#covering.get(key);
    if (known !== undefined) return known;
    const possible = this.charactersOf(source, flags);
    const covered = [CAPITAL, SMALL].filter((sign) => {
      const letters = LATIN_1.get(sign) ?? '';
      return (
        includesSign(possible, sign) && new RegExp(`^(?:${source}){${letters.length}}$`, flags).test(letters)
      );
    });
    this.#covering.set(key, covered);
    return covered;
  }

  /** Returns the characters with which a match of the tree can end, and whether the match can be empty. */
  #last(node: PatternNode, flags: string): { readonly set: CharacterSet; readonly empty: boolean } {
    switch (node.kind) {
      case 'char':
        return { set: this.charactersOf(node.source, flags), empty: false };
      case 'choice': {
        const options = node.options.map((option) => this.#last(option, flags));
        return {
          set: options.reduce((all, { set }) => unionOf(all, set), NONE),
          empty: options.some(({ empty }) => empty),
        };
      }
      case 'sequence': {
        let all = NONE;
        for (const item of node.items.toReversed()) {
          const { set, empty } = this.#last(item, flags);
          all = unionOf(all, set);
          if (!empty) return { set: all, empty: false };
        }
        return { set: all, empty: true };
      }
      case 'repeat': {
        const { set, empty } = this.#last(node.item, flags);
        return { set: node.max === 0 ? NONE : set, empty: empty || node.min === 0 };
      }
    }
  }

  /** Returns the characters that one place of a pattern, such as `\d` or `[^x]`, can be. */
  charactersOf(source: string, flags: string): CharacterSet {
    const key = `${flags} ${source}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const pattern = new RegExp(`^(?:${source})$`, flags);
    const found = new Int32Array(WORDS);
    for (let code = 0; code < BEYOND; code += 1) {
      if (pattern.test(ASCII[code] ?? '')) add(found, code);
    }
    for (const sign of signsBeyond(source, flags)) add(found, sign);
    // Under flags i and u they have other cases beyond ASCII: the Kelvin sign and the long s.
    const relatives = flags.includes('i') && flags.includes('u');
    if (relatives && ['k', 's'].some((letter) => includesSign(found, letter.charCodeAt(0))))
      add(found, RELATIVE);
    this.#known.set(key, found);
    return found;
  }
}

const ASCII = Array.from({ length: BEYOND }, (_, code) => String.fromCharCode(code));

/** Returns the signs beyond ASCII that one place of a pattern can have. The result may have more. */
function signsBeyond(source: string, flags: string): readonly number[] {
  const mentioned = source.match(NOT_ASCII) ?? [];
  const isLatin1 = mentioned.every((character) => [CAPITAL, SMALL].includes(signAt(character, 0)));
  if (MAY_BE_ANY.test(source) || !isLatin1) return [BEYOND, CAPITAL, SMALL, RELATIVE];
  if (mentioned.length === 0) return [];
  const pattern = new RegExp(source, flags);
  // Characters between two letters of a range count too.
  const own = [...LATIN_1].filter(([, characters]) => pattern.test(characters)).map(([sign]) => sign);
  return flags.includes('i') ? [...own, RELATIVE] : own;
}

function remove(set: CharacterSet, sign: number): void {
  set[sign >> 5] = (set[sign >> 5] ?? 0) & ~(1 << (sign & 31));
}

function add(set: CharacterSet, sign: number): void {
  set[sign >> 5] = (set[sign >> 5] ?? 0) | (1 << (sign & 31));
}

/** Returns the possible characters of folded words at one place. `i`, `k` and `s` have other cases beyond ASCII. */
export function setOfUnits(units: ReadonlySet<number> | undefined): CharacterSet {
  if (units === undefined) return EVERY;
  const set = new Int32Array(WORDS);
  for (const unit of units) {
    const character = String.fromCharCode(unit);
    if (unit >= BEYOND || character === 'i') add(set, BEYOND);
    if (unit >= BEYOND || 'ks'.includes(character)) add(set, RELATIVE);
    if (unit >= BEYOND) for (const sign of [CAPITAL, SMALL]) add(set, sign);
    if (unit < BEYOND) {
      add(set, unit);
      add(set, character.toUpperCase().charCodeAt(0));
    }
  }
  return set;
}

/** Returns the union of two sets. */
export const unionOf = (one: CharacterSet, other: CharacterSet): CharacterSet =>
  one === NONE || one === other ? other : one.map((word, index) => word | (other[index] ?? 0));

/** Tells whether two sets share a character. Beyond ASCII equal signs count as equal characters. */
export const overlaps = (one: CharacterSet, other: CharacterSet): boolean =>
  one.some((word, index) => (word & (other[index] ?? 0)) !== 0);

const intersection = (one: CharacterSet, other: CharacterSet): CharacterSet =>
  one.map((word, index) => word & (other[index] ?? 0));

/** Returns the classes of those matches of a tree that are one character long. */
function singlesOf(node: PatternNode): string[] {
  switch (node.kind) {
    case 'char':
      return [node.source];
    case 'choice':
      return node.options.flatMap(singlesOf);
    case 'repeat':
      return node.min <= 1 && node.max >= 1 ? singlesOf(node.item) : [];
    case 'sequence': {
      const needed = node.items.filter((item) => item.kind !== 'repeat' || item.min > 0);
      if (needed.length > 1) return [];
      return (needed.length === 1 ? needed : node.items).flatMap(singlesOf);
    }
  }
}
