import type { CompiledRule } from './compile.js';
import type { Assertion, PatternNode } from './pattern-syntax.js';

/** Stands for any character beyond ASCII. */
export const BEYOND = 128;

/** Stands for the place before the first character of a text. */
export const NOTHING = 129;

/** How many signs a set tells apart: ASCII, `BEYOND`, `NOTHING`. */
export const SIGNS = 130;

/** A set of signs, a bit for each. */
export type CharacterSet = Int32Array;

/** Whether a sign belongs to a set. */
export const includesSign = (set: CharacterSet, sign: number): boolean =>
  (((set[sign >> 5] ?? 0) >> (sign & 31)) & 1) === 1;

/** Writing that may stand for characters beyond ASCII. */
const MAY_BE_BEYOND = /[\u0080-\uffff]|\\[uxpPWDSs]|\[\^|^\.$/;

const WORDS = Math.ceil(SIGNS / 32);
const EVERY: CharacterSet = new Int32Array(WORDS).fill(-1);
/** The empty set. */
export const NONE: CharacterSet = new Int32Array(WORDS);

/** Works out which characters a pattern can have where. Rules share most of their classes: each is worked out once. */
export class CharacterSets {
  readonly #known = new Map<string, CharacterSet>();

  /** The characters that may stand just before a match: what the rule's look-behinds say of one character. */
  before({ parsed, flags }: CompiledRule): CharacterSet {
    return parsed.before.reduce<CharacterSet>(
      (allowed, assertion) => intersection(allowed, this.#allowedBy(assertion, flags)),
      EVERY,
    );
  }

  /**
   * For each of the first `count` UTF-16 units of a match, whatever its course, the characters it may be. Behind the end
   * of a short match all are allowed.
   */
  leading({ parsed, flags, rule }: CompiledRule, count: number): CharacterSet[] {
    const own = rule.engine?.leading?.(count);
    if (own !== undefined) return own;
    const sets: CharacterSet[] = Array.from({ length: count }, () => NONE);
    const ends = this.#walk(parsed.body, new Set([0]), flags, sets);
    const shortest = Math.min(...ends, count);
    return sets.map((set, index) => (index >= shortest ? EVERY : set));
  }

  /** Notes what the tree may match from each offset on; returns the offsets at which it may end, up to the count. */
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
        // Each turn takes a character at least, or nothing new comes of more turns.
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
    // What takes more than one character to refuse cannot be told from one.
    const refused = singlesOf(node).reduce(
      (set, source) => unionOf(set, this.charactersOf(source, flags)),
      NONE,
    );
    return EVERY.map((word, index) => (index < BEYOND >> 5 ? word & ~(refused[index] ?? 0) : word));
  }

  /** The characters that a match of the tree can end with, and whether it can be empty. */
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

  /** The characters that one place of a pattern, such as `\d` or `[^x]`, can be. */
  charactersOf(source: string, flags: string): CharacterSet {
    const key = `${flags} ${source}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const pattern = new RegExp(`^(?:${source})$`, flags);
    const found = new Int32Array(WORDS);
    for (let code = 0; code < BEYOND; code += 1) {
      if (pattern.test(ASCII[code] ?? '')) add(found, code);
    }
    // Under flags i and u k and s have relatives beyond ASCII.
    if (MAY_BE_BEYOND.test(source) || (flags.includes('i') && flags.includes('u'))) add(found, BEYOND);
    this.#known.set(key, found);
    return found;
  }
}

const ASCII = Array.from({ length: BEYOND }, (_, code) => String.fromCharCode(code));

function add(set: CharacterSet, sign: number): void {
  set[sign >> 5] = (set[sign >> 5] ?? 0) | (1 << (sign & 31));
}

/** The characters that folded words have at one place, in either case; `i`, `k` and `s` have relatives beyond ASCII. */
export function setOfUnits(units: ReadonlySet<number> | undefined): CharacterSet {
  if (units === undefined) return EVERY;
  const set = new Int32Array(WORDS);
  for (const unit of units) {
    const character = String.fromCharCode(unit);
    if (unit >= BEYOND || 'iks'.includes(character)) add(set, BEYOND);
    if (unit < BEYOND) {
      add(set, unit);
      add(set, character.toUpperCase().charCodeAt(0));
    }
  }
  return set;
}

/** The union of two sets. */
export const unionOf = (one: CharacterSet, other: CharacterSet): CharacterSet =>
  one === NONE || one === other ? other : one.map((word, index) => word | (other[index] ?? 0));

/** Whether two sets share a character; all beyond ASCII count as one. */
export const overlaps = (one: CharacterSet, other: CharacterSet): boolean =>
  one.some((word, index) => (word & (other[index] ?? 0)) !== 0);

const intersection = (one: CharacterSet, other: CharacterSet): CharacterSet =>
  one.map((word, index) => word & (other[index] ?? 0));

/** The classes of the matches of a tree that are one character long. */
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
