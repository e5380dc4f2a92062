import { HASH_SEED, HashTable, hashWord, mix } from './hashing.js';
import { leetLetter } from './leet-letters.js';
import { COMMON_WORDS } from './lexicon/common.js';
import { readGroups } from './number-groups.js';
import { PHRASINGS } from './phrasing-tables.js';
import { VOCABULARY } from './vocabulary-words.js';
import { beginningsOf, filterSlot, STEM_BITS } from './word-beginnings.js';

/** The approximate number of words in the vocabulary. */
const MOST_WORDS = 6000;

/** A word that was found in leet writing. */
interface LeetWord {
  readonly hash: number;
  readonly set: number;
}

/**
 * The meanings of words: from the hash of a folded word to a set of concepts. Sets are numbered from 1; 0 is the empty
 * set. Literal words in phrasings are concepts of their own, after the named ones.
 */
export interface Vocabulary {
  /** The whole words. */
  readonly words: HashTable;
  /** The beginnings of words. */
  readonly stems: HashTable;
  /** The concepts of each set. */
  readonly concepts: readonly (readonly number[])[];
  /**
   * The first named concept of each set, counted from 1; 0 if it has none. A model that learns these stays valid when
   * phrasings use other words.
   */
  readonly primaries: Uint16Array;
  /** 1 for each set with words of which chat template marks are made. */
  readonly marks: Uint8Array;
  /** 1 for each set that shows that a text is rot13 as a whole. */
  readonly rot13: Uint8Array;
  /** 1 for each set that shows that a text is written backwards. */
  readonly reversed: Uint8Array;
  /** Returns false only if no stem begins with the hashed two or three characters. */
  mayHaveStem(hash: number): boolean;
  /**
   * Returns the true hash and set of a word from its key in leet writing (see `leetKey`), or undefined if there is
   * none.
   */
  leetWord(key: number): LeetWord | undefined;
  /** Returns the number of a concept, or of a literal word in phrasings. Returns undefined for other names. */
  conceptOf(name: string): number | undefined;
}

let built: Vocabulary | undefined;

/** Returns the vocabulary. It is a constant that is built at first use, so that importing the module costs nothing. */
export function vocabulary(): Vocabulary {
  built ??= build();
  return built;
}

/** Calls `visit` for each word of a text with its hash and the number of its line, counted from 1. */
function eachWord(text: string, visit: (hash: number, line: number) => void): void {
  let hash = HASH_SEED;
  let size = 0;
  let line = 1;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 10;
    if (code > 32) {
      if (code >= 0xd800 && code <= 0xdbff) hash = mix(hash, text.codePointAt(at++) ?? 0);
      else hash = mix(hash, code);
      size++;
      continue;
    }
    if (size > 0) visit(hash, line);
    if (code === 10) line++;
    hash = HASH_SEED;
    size = 0;
  }
}

function build(): Vocabulary {
  const sets: readonly (readonly number[])[] = [[], ...readGroups(VOCABULARY.sets)];
  const names = new Map(PHRASINGS.concepts.split(' ').map((name, concept) => [name, concept]));
  const words = new HashTable(MOST_WORDS);
  eachWord(VOCABULARY.words, (hash, set) => words.set(hash, set));
  const stems = new HashTable(MOST_WORDS / 8);
  const beginnings = new Uint8Array(1 << STEM_BITS);
  eachWord(VOCABULARY.stems, (hash, set) => stems.set(hash, set));
  for (const stem of VOCABULARY.stems.split(/\s/))
    for (const beginning of beginningsOf(stem)) beginnings[filterSlot(beginning)] = 1;
  const rot13 = having(sets, names.get('ROT13'));
  const reversed = having(sets, names.get('REVERSED'));
  let leet: ReadonlyMap<number, LeetWord> | undefined;
  return {
    words,
    stems,
    concepts: sets,
    primaries: Uint16Array.from(sets, ([first = -1]) => (first < PHRASINGS.named ? first + 1 : 0)),
    marks: having(sets, names.get('MARK')),
    rot13,
    reversed,
    mayHaveStem: (hash) => beginnings[filterSlot(hash)] === 1,
    leetWord: (key) => {
      leet ??= leetTable(words, (set) => rot13[set] === 1 || reversed[set] === 1);
      return leet.get(key);
    },
    conceptOf: (name) => names.get(name),
  };
}

function having(sets: readonly (readonly number[])[], concept: number | undefined): Uint8Array {
  return Uint8Array.from(sets, (set) => (concept !== undefined && set.includes(concept) ? 1 : 0));
}

/** Makes a table of the words in Latin letters by their key in leet writing. Disguised words are left out. */
function leetTable(words: HashTable, isDisguised: (set: number) => boolean): Map<number, LeetWord> {
  const table = new Map<number, LeetWord>();
  const lines = VOCABULARY.words.split('\n').filter((_, index) => !isDisguised(index + 1));
  for (const [key, word] of leetWordsOf([VOCABULARY.leetFirst, ...lines, COMMON_WORDS])) {
    const hash = hashWord(word);
    table.set(key, { hash, set: words.get(hash) });
  }
  return table;
}

/** Returns words of Latin letters by their key in leet writing. Of several words with one key the first counts. */
export function leetWordsOf(lists: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const list of lists) {
    for (const word of list.split(/\s/)) {
      if (word.length < 2 || /[^a-z]/.test(word)) continue;
      let key = HASH_SEED;
      for (let at = 0; at < word.length; at++) key = mix(key, leetLetter(word.charCodeAt(at)));
      if (!found.has(key)) found.set(key, word);
    }
  }
  return found;
}
