import type { Calibration } from './likelihood.js';
import type { TokenList } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * A logistic regression over hashed features of words, neighbouring words and neighbouring concepts. The score of a
 * stretch of text is `bias + scale * sum(weights) / sqrt(features + smooth)`, in log-odds.
 */
export interface LinearModel {
  /** Base64 of 2^bits signed bytes. */
  readonly weights: string;
  readonly bits: number;
  readonly bias: number;
  readonly scale: number;
  /** The calibration of its log-odds and the phrasings. */
  readonly calibration: Calibration;
}

/** The log-odds of the likeliest stretch of a text, and the tokens of the stretch (last exclusive). */
export interface ModelVerdict {
  readonly logit: number;
  readonly first: number;
  readonly last: number;
}

/**
 * The sizes of the scored stretches, in tokens: one for an order in a long document, one for a whole jailbreak.
 * Multiples of 64.
 */
export const WINDOWS: readonly number[] = [64, 512];
/** A constant that keeps the scores of stretches with few features low. */
export const SMOOTH = 4;
/**
 * The most features of a token: the word, the word with the one before, its concept, the concept with the one before.
 */
export const FEATURES_PER_TOKEN = 4;
const CONCEPT_REACH = 6;

const decoded = new WeakMap<LinearModel, Int8Array>();

function weightsOf(model: LinearModel): Int8Array {
  const known = decoded.get(model);
  if (known !== undefined) return known;
  const weights = Int8Array.from(atob(model.weights), (char) => (char.charCodeAt(0) << 24) >> 24);
  decoded.set(model, weights);
  return weights;
}

const wordSlot = (hash: number, shift: number): number => Math.imul(hash, 0x9e3779b1) >>> shift;
const pairSlot = (hash: number, before: number, shift: number): number =>
  Math.imul(hash ^ Math.imul(before, 0x85ebca6b), 0xc2b2ae35) >>> shift;
const conceptSlot = (concept: number, shift: number): number => Math.imul(concept, 0x27d4eb2f) >>> shift;
const conceptPairSlot = (concept: number, before: number, shift: number): number =>
  Math.imul(concept * 4099 + before, 0x165667b1) >>> shift;

/** Returns the slots of the features of every token, `FEATURES_PER_TOKEN` each. A missing feature is -1. */
export function featuresOf(tokens: TokenList, words: Vocabulary, bits: number): Int32Array {
  const { count, hashes, sets, places } = tokens;
  const slots = new Int32Array(count * FEATURES_PER_TOKEN).fill(-1);
  const shift = 32 - bits;
  let before = 0;
  let concept = 0;
  let conceptPlace = -100;
  for (let token = 0; token < count; token++) {
    const hash = hashes[token] ?? 0;
    const at = token * FEATURES_PER_TOKEN;
    slots[at] = wordSlot(hash, shift);
    slots[at + 1] = pairSlot(hash, before, shift);
    before = hash;
    const set = sets[token] ?? 0;
    const primary = words.primaries[set] ?? 0;
    if (primary === 0) continue;
    slots[at + 2] = conceptSlot(primary, shift);
    const place = places[token] ?? 0;
    if (place - conceptPlace <= CONCEPT_REACH) {
      slots[at + 3] = conceptPairSlot(primary, concept, shift);
    }
    concept = primary;
    conceptPlace = place;
  }
  return slots;
}

/** Every stretch begins at a multiple of this number of tokens. */
const BLOCK = 32;

/**
 * Returns the sums of weights and the numbers of features before each block and in all. It uses the features of
 * `featuresOf` without listing them.
 */
function prefixSums(
  tokens: TokenList,
  words: Vocabulary,
  model: LinearModel,
): { readonly sums: readonly number[]; readonly sizes: readonly number[] } {
  const weights = weightsOf(model);
  const { count, hashes, sets, places } = tokens;
  const { primaries } = words;
  const sums: number[] = [];
  const sizes: number[] = [];
  const shift = 32 - model.bits;
  let before = 0;
  let concept = 0;
  let conceptPlace = -100;
  let sum = 0;
  let size = 0;
  for (let token = 0; token < count; token++) {
    if (token % BLOCK === 0) {
      sums.push(sum);
      sizes.push(size);
    }
    const hash = hashes[token] ?? 0;
    sum += (weights[wordSlot(hash, shift)] ?? 0) + (weights[pairSlot(hash, before, shift)] ?? 0);
    size += 2;
    before = hash;
    const set = sets[token] ?? 0;
    const primary = primaries[set] ?? 0;
    if (primary !== 0) {
      sum += weights[conceptSlot(primary, shift)] ?? 0;
      size++;
      const place = places[token] ?? 0;
      if (place - conceptPlace <= CONCEPT_REACH) {
        sum += weights[conceptPairSlot(primary, concept, shift)] ?? 0;
        size++;
      }
      concept = primary;
      conceptPlace = place;
    }
  }
  sums.push(sum);
  sizes.push(size);
  return { sums, sizes };
}

/**
 * Yields the stretches in which a text of `count` tokens is scored. Stretches overlap by half. First inclusive, last
 * exclusive.
 */
export function* stretches(count: number): Generator<readonly [number, number]> {
  for (const size of WINDOWS) {
    const step = size >>> 1;
    let first = 0;
    do {
      yield [first, Math.min(count, first + size)];
      first += step;
    } while (first + step < count);
    if (count <= size) return;
  }
}

/** Scores a text. Returns undefined if it has no words. */
export function scoreTokens(
  tokens: TokenList,
  words: Vocabulary,
  model: LinearModel,
): ModelVerdict | undefined {
  const { count } = tokens;
  if (count === 0) return undefined;
  const { sums, sizes } = prefixSums(tokens, words, model);
  let best: ModelVerdict = { logit: Number.NEGATIVE_INFINITY, first: 0, last: count };
  for (const [first, last] of stretches(count)) {
    const from = first / BLOCK;
    const to = Math.ceil(last / BLOCK);
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    const size = (sizes[to] ?? 0) - (sizes[from] ?? 0);
    const logit = model.bias + (model.scale * sum) / Math.sqrt(size + SMOOTH);
    if (logit > best.logit) best = { logit, first, last };
  }
  return best;
}
