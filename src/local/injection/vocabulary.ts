import { FAMILIES } from './families/index.js';
import { skeleton } from './fold.js';
import { HASH_SEED, HashTable, hashWord, mix } from './hashing.js';
import { leetKey } from './leet.js';
import { COMMON_WORDS, REVERSED_WORDS, ROT13_WORDS } from './lexicon/common.js';
import { CONCEPTS, type Lexicon } from './lexicon/concepts.js';
import { EAST_ASIAN, MANY, SLAVIC } from './lexicon/eastern.js';
import { ENGLISH } from './lexicon/english.js';
import { GERMANIC, ROMANCE } from './lexicon/western.js';

const LEXICONS: readonly Lexicon[] = [ENGLISH, ROMANCE, GERMANIC, SLAVIC, MANY, EAST_ASIAN];
const STEM_BITS = 12;

/**
 * What words mean: from the hash of a folded word to a set of concepts. Sets are numbered from 1; 0 is the empty one.
 * Words that phrasings name as such are concepts of their own, behind the named ones.
 */
export interface Vocabulary {
  /** Whole words. */
  readonly words: HashTable;
  /** Beginnings of words. */
  readonly stems: HashTable;
  /** Words as leet writing spells them: numbers for `leetWord`. */
  readonly leet: HashTable;
  /** Concepts by set. */
  readonly concepts: readonly (readonly number[])[];
  /** 1 for each set whose words marks of chat templates are made of. */
  readonly marks: Uint8Array;
  /** 1 for each set that shows a text to be rot13 as a whole. */
  readonly rot13: Uint8Array;
  /** 1 for each set that shows a text to be written backwards. */
  readonly reversed: Uint8Array;
  /** False only where no stem begins with the two or three characters hashed. */
  mayHaveStem(hash: number): boolean;
  /** The true hash and set of a word found in `leet`. */
  leetWord(number: number): { readonly hash: number; readonly set: number };
  /** The number of a concept, or of a word that phrasings name; undefined for others. */
  conceptOf(name: string): number | undefined;
}

let built: Vocabulary | undefined;

/** The vocabulary, built at first use: a constant that importing need not pay for. */
export function vocabulary(): Vocabulary {
  built ??= build();
  return built;
}

class Builder {
  readonly concepts = new Map<string, number>(CONCEPTS.map((name, index) => [name, index]));
  readonly words = new Map<string, Set<number>>();
  readonly stems = new Map<string, Set<number>>();

  add(written: string, concept: number): void {
    const isStem = written.endsWith('*');
    const word = skeleton(isStem ? written.slice(0, -1) : written);
    const into = isStem ? this.stems : this.words;
    const known = into.get(word) ?? new Set();
    into.set(word, known.add(concept));
  }

  /** The concept of a part of a phrasing: a named one, or the word itself. */
  concept(name: string): number {
    const known = this.concepts.get(name);
    if (known !== undefined) return known;
    const added = this.concepts.size;
    this.concepts.set(name, added);
    this.add(name, added);
    return added;
  }
}

function build(): Vocabulary {
  const builder = new Builder();
  for (const lexicon of LEXICONS) {
    for (const [name, words] of Object.entries(lexicon)) {
      const concept = builder.concept(name);
      for (const word of listed(words)) builder.add(word, concept);
    }
  }
  for (const { phrasings } of FAMILIES) {
    for (const { sequence } of phrasings) {
      for (const part of sequence.split(/[ |]/)) if (/\D/.test(part)) builder.concept(part);
    }
  }
  addDisguised(builder);

  const concepts: number[][] = [[]];
  const numbers = new Map<string, number>();
  const setOf = (members: ReadonlySet<number>): number => {
    const sorted = [...members].sort((a, b) => a - b);
    const key = sorted.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, concepts.length);
    return concepts.push(sorted) - 1;
  };
  // A word that a stem covers too has the stem's concepts as well.
  const beginningsOfStems = new Set([...builder.stems.keys()].map((stem) => stem.slice(0, 2)));
  for (const [word, members] of builder.words) {
    if (!beginningsOfStems.has(word.slice(0, 2))) continue;
    for (let size = 2; size <= word.length; size++) {
      for (const concept of builder.stems.get(word.slice(0, size)) ?? []) members.add(concept);
    }
  }
  const hashed = (table: ReadonlyMap<string, ReadonlySet<number>>): Map<number, number> =>
    new Map([...table].map(([word, members]) => [hashWord(word), setOf(members)]));
  const words = hashed(builder.words);
  const leet = leetTable([...builder.words.keys()], words);
  const beginnings = stemFilter([...builder.stems.keys()]);
  return {
    words: new HashTable(words),
    stems: new HashTable(hashed(builder.stems)),
    leet: new HashTable(leet.table),
    concepts,
    marks: having(concepts, builder.concept('MARK')),
    rot13: having(concepts, builder.concept('ROT13')),
    reversed: having(concepts, builder.concept('REVERSED')),
    mayHaveStem: (hash) => beginnings[filterSlot(hash)] === 1,
    leetWord: (number) => leet.readings[number - 1] ?? { hash: 0, set: 0 },
    conceptOf: (name) => builder.concepts.get(name),
  };
}

function having(sets: readonly (readonly number[])[], concept: number): Uint8Array {
  return Uint8Array.from(sets, (set) => (set.includes(concept) ? 1 : 0));
}

function listed(words: string): string[] {
  return words.split(/\s/).filter((word) => word !== '');
}

function filterSlot(hash: number): number {
  return (hash ^ (hash >>> 13)) & ((1 << STEM_BITS) - 1);
}

/** Slots of the hashes of each stem's first two and three characters. */
function stemFilter(stems: readonly string[]): Uint8Array {
  const filter = new Uint8Array(1 << STEM_BITS);
  for (const stem of stems) {
    let hash = HASH_SEED;
    for (const [index, char] of [...stem].slice(0, 3).entries()) {
      const code = char.codePointAt(0) ?? 0;
      hash = mix(hash, code);
      if (index === 2 || (index === 1 && code >= 0x80)) filter[filterSlot(hash)] = 1;
    }
  }
  return filter;
}

function leetTable(
  known: readonly string[],
  sets: ReadonlyMap<number, number>,
): { table: Map<number, number>; readings: { hash: number; set: number }[] } {
  const table = new Map<number, number>();
  const readings: { hash: number; set: number }[] = [];
  for (const word of [...known, ...listed(COMMON_WORDS)]) {
    if (word.length < 2 || /[^a-z]/.test(word) || table.has(leetKey(word))) continue;
    const hash = hashWord(word);
    table.set(leetKey(word), readings.push({ hash, set: sets.get(hash) ?? 0 }));
  }
  return { table, readings };
}

/** Key words as rot13 or backward writing shows them, where that is no word itself. */
function addDisguised(builder: Builder): void {
  const known = new Set([...builder.words.keys(), ...listed(COMMON_WORDS)]);
  const add = (word: string, concept: number): void => {
    if (word.length > 2 && !known.has(word)) builder.add(word, concept);
  };
  const rot13 = builder.concept('ROT13');
  for (const word of listed(ROT13_WORDS)) {
    const shifted = [...word].map((letter) => ((letter.charCodeAt(0) - 97 + 13) % 26) + 97);
    add(String.fromCharCode(...shifted), rot13);
  }
  const reversed = builder.concept('REVERSED');
  for (const word of listed(REVERSED_WORDS)) add([...word].reverse().join(''), reversed);
}
