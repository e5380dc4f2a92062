import { HASH_SEED, HashTable, hashWord, mix } from './hashing.js';
import { leetLetter } from './leet-letters.js';
import { COMMON_WORDS } from './lexicon/common.js';
import { readGroups } from './number-groups.js';
import { PHRASINGS } from './phrasing-tables.js';
import { VOCABULARY } from './vocabulary-words.js';
import { beginningsOf, filterSlot, STEM_BITS } from './word-beginnings.js';

/** About as many words as the vocabulary has. */
const MOST_WORDS = 6000;

/** A word found behind leet writing. */
interface LeetWord {
  readonly hash: number;
  readonly set: number;
}

/**
 * What words mean: from the hash of a folded word to a set of concepts. Sets are numbered from 1; 0 is the empty one.
 * Words that phrasings name as such are concepts of their own, behind the named ones.
 */
export interface Vocabulary {
  /** Whole words. */
  readonly words: HashTable;
  /** Beginnings of words. */
  readonly stems: HashTable;
  /** Concepts by set. */
  readonly concepts: readonly (readonly number[])[];
  /**
   * The first named concept of each set, counted from 1; 0 where it has none. What a model learns of these holds when
   * phrasings name other words.
   */
  readonly primaries: Uint16Array;
  /** 1 for each set whose words marks of chat templates are made of. */
  readonly marks: Uint8Array;
  /** 1 for each set that shows a text to be rot13 as a whole. */
  readonly rot13: Uint8Array;
  /** 1 for each set that shows a text to be written backwards. */
  readonly reversed: Uint8Array;
  /** False only where no stem begins with the two or three characters hashed. */
  mayHaveStem(hash: number): boolean;
  /** The true hash and set of a word that leet writing spells with a key as of `leetKey`; undefined where there is none. */
  leetWord(key: number): LeetWord | undefined;
  /** The number of a concept, or of a word that phrasings name; undefined for others. */
  conceptOf(name: string): number | undefined;
}

let built: Vocabulary | undefined;

/** The vocabulary, built at first use: a constant that importing need not pay for. */
export function vocabulary(): Vocabulary {
  built ??= build();
  return built;
}

/** Calls with each word of a text, by its hash, and the number of its line, counted from 1. */
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

/** Words of Latin letters by the key that leet writing of them has; those in disguise are none. */
function leetTable(words: HashTable, isDisguised: (set: number) => boolean): Map<number, LeetWord> {
  const table = new Map<number, LeetWord>();
  const lines = VOCABULARY.words.split('\n').filter((_, index) => !isDisguised(index + 1));
  for (const [key, word] of leetWordsOf([VOCABULARY.leetFirst, ...lines, COMMON_WORDS])) {
    const hash = hashWord(word);
    table.set(key, { hash, set: words.get(hash) });
  }
  return table;
}

/** Words of Latin letters by their key in leet writing; of several with one key the first. */
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
