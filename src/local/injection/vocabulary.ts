import { FAMILIES } from './families/index.js';
import { markedForm, skeleton } from './fold.js';
import { HASH_SEED, HashTable, hashWord, mix } from './hashing.js';
import { leetLetter } from './leet.js';
import { COMMON_WORDS, REVERSED_WORDS, ROT13_WORDS } from './lexicon/common.js';
import { CONCEPTS, type Lexicon } from './lexicon/concepts.js';
import { EAST_ASIAN, MANY, SLAVIC } from './lexicon/eastern.js';
import { ENGLISH } from './lexicon/english.js';
import { GERMANIC, ROMANCE } from './lexicon/western.js';

const LEXICONS: readonly Lexicon[] = [ENGLISH, ROMANCE, GERMANIC, SLAVIC, MANY, EAST_ASIAN];
const STEM_BITS = 12;
/** About as many words as the lexicons have. */
const MOST_WORDS = 6000;
/** Words so frequent that a search must not begin with them, most frequent first. */
const FREQUENT = `the to and of a in i you is for it that with this on be are as or your not if can from will what an at by my have me
  all how do no about one write so was which would they we who when each some any up out use make give more like time has but
  only other into new first create example using please work their also need should good answer text name between`;

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
  /** How often words of a concept stand in ordinary English, roughly; only comparisons mean something. */
  frequencyOf(concept: number): number;
  /** The number of a concept, or of a word that phrasings name; undefined for others. */
  conceptOf(name: string): number | undefined;
}

let built: Vocabulary | undefined;

/** The vocabulary, built at first use: a constant that importing need not pay for. */
export function vocabulary(): Vocabulary {
  built ??= build();
  return built;
}

/** A list of words of one concept, folded. */
interface Listing {
  readonly folded: string;
  readonly concept: number;
}

class Builder {
  readonly concepts = new Map<string, number>(CONCEPTS.map((name, index) => [name, index]));
  readonly listings: Listing[] = [];
  readonly words = new HashTable(MOST_WORDS);
  readonly stems = new HashTable(MOST_WORDS / 8);
  readonly sets: number[][] = [[]];
  readonly beginnings = new Uint8Array(1 << STEM_BITS);
  readonly #numbers = new Map<string, number>();
  readonly #wider = new Map<number, number>();

  list(words: string, concept: number): void {
    const marked: string[] = [];
    const plain = words.split(/\s+/).filter((word) => {
      const form = markedForm(word);
      if (form !== undefined) marked.push(form);
      return form === undefined;
    });
    this.listings.push({ folded: skeleton(plain.join(' ')), concept });
    if (marked.length > 0) this.listings.push({ folded: marked.join(' '), concept });
  }

  /** The concept of a part of a phrasing: a named one, or the word itself. */
  concept(name: string): number {
    const known = this.concepts.get(name);
    if (known !== undefined) return known;
    const added = this.concepts.size;
    this.concepts.set(name, added);
    this.list(name, added);
    return added;
  }

  /** The number of a set with one concept more. */
  with(set: number, concept: number): number {
    const key = set * 4096 + concept;
    const known = this.#wider.get(key);
    if (known !== undefined) return known;
    const members = this.sets[set] ?? [];
    const wider = members.includes(concept) ? members : [...members, concept].sort((a, b) => a - b);
    const name = wider.join();
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.sets.push(wider) - 1;
      this.#numbers.set(name, number);
    }
    this.#wider.set(key, number);
    return number;
  }

  addStems({ folded, concept }: Listing): void {
    if (!folded.includes('*')) return;
    for (const written of folded.split(/\s/)) {
      if (!written.endsWith('*')) continue;
      const stem = written.slice(0, -1);
      const hash = hashWord(stem);
      this.stems.set(hash, this.with(this.stems.get(hash), concept));
      let beginning = HASH_SEED;
      for (const [index, char] of [...stem].slice(0, 3).entries()) {
        const code = char.codePointAt(0) ?? 0;
        beginning = mix(beginning, code);
        if (index === 2 || (index === 1 && code >= 0x80)) this.beginnings[filterSlot(beginning)] = 1;
      }
    }
  }

  /** Adds the words of a list; one that a stem covers too has the stem's concepts as well. */
  addWords({ folded, concept }: Listing): void {
    let hash = HASH_SEED;
    let size = 0;
    let hopeful = false;
    let covering: number[] | undefined;
    for (let at = 0; at <= folded.length; at++) {
      const code = at < folded.length ? folded.charCodeAt(at) : 32;
      if (code > 32) {
        if (code >= 0xd800 && code <= 0xdbff) hash = mix(hash, folded.codePointAt(at++) ?? 0);
        else hash = mix(hash, code);
        size++;
        // A stem is no word: the star is the last character of one.
        if (code === 42) size = 0;
        if (size === 3 || (size === 2 && code >= 0x80)) hopeful ||= this.beginnings[filterSlot(hash)] === 1;
        const stem = hopeful ? this.stems.get(hash) : 0;
        if (stem !== 0) covering = [...(covering ?? []), ...(this.sets[stem] ?? [])];
        continue;
      }
      if (size > 0) {
        let set = this.with(this.words.get(hash), concept);
        for (const other of covering ?? []) set = this.with(set, other);
        this.words.set(hash, set);
      }
      hash = HASH_SEED;
      size = 0;
      hopeful = false;
      covering = undefined;
    }
  }
}

function build(): Vocabulary {
  const builder = new Builder();
  for (const lexicon of LEXICONS) {
    for (const [name, words] of Object.entries(lexicon)) builder.list(words, builder.concept(name));
  }
  for (const { phrasings } of FAMILIES) {
    for (const { sequence } of phrasings) {
      for (const part of sequence.split(/[ |]/)) if (part > '9') builder.concept(part);
    }
  }
  for (const listing of builder.listings) builder.addStems(listing);
  for (const listing of builder.listings) builder.addWords(listing);
  addDisguised(builder);
  const { sets, listings, beginnings, words, stems } = builder;
  const frequencies = frequenciesOf(builder);
  let leet: ReadonlyMap<number, LeetWord> | undefined;
  return {
    words,
    stems,
    concepts: sets,
    primaries: Uint16Array.from(sets, ([first = -1]) => (first < CONCEPTS.length ? first + 1 : 0)),
    marks: having(sets, builder.concept('MARK')),
    rot13: having(sets, builder.concept('ROT13')),
    reversed: having(sets, builder.concept('REVERSED')),
    mayHaveStem: (hash) => beginnings[filterSlot(hash)] === 1,
    leetWord: (key) => {
      leet ??= leetTable([...listings.map(({ folded }) => folded), COMMON_WORDS], words);
      return leet.get(key);
    },
    frequencyOf: (concept) => frequencies[concept] ?? 0,
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

/** Zipf's law over the frequent words, a little for every other one. */
function frequenciesOf({ concepts, words, sets }: Builder): Float64Array {
  const result = new Float64Array(concepts.size);
  for (const [set, count] of words.tally(sets.length).entries())
    for (const concept of sets[set] ?? []) result[concept] = (result[concept] ?? 0) + count * 0.02;
  for (const [rank, word] of listed(FREQUENT).entries()) {
    for (const concept of sets[words.get(hashWord(word))] ?? []) {
      result[concept] = (result[concept] ?? 0) + 100 / (rank + 2);
    }
  }
  return result;
}

/** Words of Latin letters by the key that leet writing of them has. */
function leetTable(lists: readonly string[], words: HashTable): Map<number, LeetWord> {
  const table = new Map<number, LeetWord>();
  for (const list of lists) {
    for (const word of list.split(/\s/)) {
      if (word.length < 2 || /[^a-z]/.test(word)) continue;
      let key = HASH_SEED;
      for (let at = 0; at < word.length; at++) key = mix(key, leetLetter(word.charCodeAt(at)));
      if (table.has(key)) continue;
      const hash = hashWord(word);
      table.set(key, { hash, set: words.get(hash) });
    }
  }
  return table;
}

/** Key words as rot13 or backward writing shows them, where that is no word itself. */
function addDisguised(builder: Builder): void {
  const common = new Set(listed(COMMON_WORDS));
  const add = (words: string, turn: (word: string) => string, name: string): void => {
    const disguised = listed(words)
      .map(turn)
      .filter((word) => word.length > 2 && !common.has(word) && builder.words.get(hashWord(word)) === 0);
    builder.addWords({ folded: disguised.join(' '), concept: builder.concept(name) });
  };
  const shift = (word: string): string =>
    String.fromCharCode(...[...word].map((letter) => ((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
  add(ROT13_WORDS, shift, 'ROT13');
  add(REVERSED_WORDS, (word) => [...word].reverse().join(''), 'REVERSED');
}
