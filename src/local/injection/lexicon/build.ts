import { conceptNames } from '../families/concept-names.js';
import { markedForm, skeleton } from '../fold.js';
import { HASH_SEED, HashTable, hashWord, mix } from '../hashing.js';
import { writeGroups } from '../number-groups.js';
import { leetWordsOf } from '../vocabulary.js';
import { beginningsOf, filterSlot, STEM_BITS } from '../word-beginnings.js';
import type { WrittenVocabulary } from '../written-vocabulary.js';
import { COMMON_WORDS, REVERSED_WORDS, ROT13_WORDS } from './common.js';
import { CONCEPTS, type Lexicon } from './concepts.js';
import { EAST_ASIAN, MANY, SLAVIC } from './eastern.js';
import { ENGLISH } from './english.js';
import { GERMANIC, ROMANCE } from './western.js';

// This module puts the lexicons together to the vocabulary of the package: `npm run generate`.

const LEXICONS: readonly Lexicon[] = [ENGLISH, ROMANCE, GERMANIC, SLAVIC, MANY, EAST_ASIAN];
/** The approximate number of words in the lexicons. */
const MOST_WORDS = 6000;
/** Words that are too frequent for a search to begin with them, the most frequent first. */
const FREQUENT = `the to and of a in i you is for it that with this on be are as or your not if can from will what an at by my have me
  all how do no about one write so was which would they we who when each some any up out use make give more like time has but
  only other into new first create example using please work their also need should good answer text name between`;

/** A list of folded words of one concept. */
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
  /** The words and stems, by their hashes. */
  readonly texts = new Map<number, string>();
  readonly stemTexts = new Map<number, string>();
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

  /** Returns the concept of a part of a phrasing: a named concept, or the word itself. */
  concept(name: string): number {
    const known = this.concepts.get(name);
    if (known !== undefined) return known;
    const added = this.concepts.size;
    this.concepts.set(name, added);
    this.list(name, added);
    return added;
  }

  /** Returns the number of a set with one more concept. */
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
      this.stemTexts.set(hash, stem);
      for (const beginning of beginningsOf(stem)) this.beginnings[filterSlot(beginning)] = 1;
    }
  }

  /** Adds the words of a list. A word that a stem also covers gets the concepts of the stem too. */
  addWords({ folded, concept }: Listing): void {
    let hash = HASH_SEED;
    let size = 0;
    let hopeful = false;
    let covering: number[] | undefined;
    let from = 0;
    for (let at = 0; at <= folded.length; at++) {
      const code = at < folded.length ? folded.charCodeAt(at) : 32;
      if (code > 32) {
        if (code >= 0xd800 && code <= 0xdbff) hash = mix(hash, folded.codePointAt(at++) ?? 0);
        else hash = mix(hash, code);
        size++;
        // A stem is not a word. The star is the last character of a stem.
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
        this.texts.set(hash, folded.slice(from, at));
      }
      from = at + 1;
      hash = HASH_SEED;
      size = 0;
      hopeful = false;
      covering = undefined;
    }
  }
}

/** The lexicons as one vocabulary. */
export interface BuiltVocabulary {
  /** The vocabulary in the form that the package carries. */
  readonly written: WrittenVocabulary;
  /** A rough frequency of each concept's words in ordinary English. Only comparisons are meaningful. */
  readonly frequencies: readonly number[];
}

/** Puts the lexicons together. */
export function buildVocabulary(): BuiltVocabulary {
  const builder = new Builder();
  for (const lexicon of LEXICONS) {
    for (const [name, words] of Object.entries(lexicon)) builder.list(words, builder.concept(name));
  }
  for (const name of conceptNames()) builder.concept(name);
  for (const listing of builder.listings) builder.addStems(listing);
  for (const listing of builder.listings) builder.addWords(listing);
  const listed = new Set(builder.texts.keys());
  addDisguised(builder);
  const frequencies = Array.from(frequenciesOf(builder), (often) => Number(often.toPrecision(3)));
  return { written: written(builder, listed), frequencies };
}

function written(builder: Builder, listed: ReadonlySet<number>): WrittenVocabulary {
  const { sets, words, stems, texts, stemTexts, listings } = builder;
  const bySet = grouped(texts, (hash) => words.get(hash));
  const stemsBySet = grouped(stemTexts, (hash) => stems.get(hash));
  // Sets that were only steps to larger sets have no words.
  const used = [...sets.keys()].filter((set) => bySet.has(set) || stemsBySet.has(set));
  const data = {
    words: used.map((set) => (bySet.get(set) ?? []).sort().join(' ')).join('\n'),
    stems: used.map((set) => (stemsBySet.get(set) ?? []).join(' ')).join('\n'),
    sets: writeGroups(used.map((set) => sets[set] ?? [])),
  };
  return { ...data, leetFirst: leetFirst(listings, data, listed).join(' ') };
}

function grouped(texts: ReadonlyMap<number, string>, setOf: (hash: number) => number): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const [hash, text] of texts) groups.set(setOf(hash), [...(groups.get(setOf(hash)) ?? []), text]);
  return groups;
}

/**
 * Returns the words that must take precedence over another word with the same leet writing. The first in the lexicons
 * counts, but here it comes later.
 */
function leetFirst(
  listings: readonly Listing[],
  { words }: Pick<WrittenVocabulary, 'words'>,
  listed: ReadonlySet<number>,
): string[] {
  const wanted = leetWordsOf([...listings.map(({ folded }) => folded), COMMON_WORDS]);
  const plain = words.split(/\s/).filter((word) => listed.has(hashWord(word)));
  const found = leetWordsOf([plain.join(' '), COMMON_WORDS]);
  return [...wanted].flatMap(([key, word]) => (found.get(key) === word ? [] : [word]));
}

function listed(words: string): string[] {
  return words.split(/\s/).filter((word) => word !== '');
}

/** Estimates frequencies: Zipf's law over the frequent words, a little for every other word. */
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

/** Adds key words in rot13 or backward writing, unless the result is a word itself. */
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
