import type { TokenList } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * A logistic regression over hashed features of words, of neighbouring words and of neighbouring concepts. The score of a
 * stretch of text is `bias + scale * sum(weights) / sqrt(features + smooth)`, in log-odds.
 */
export interface LinearModel {
  /** Base64 of 2^bits signed bytes. */
  readonly weights: string;
  readonly bits: number;
  readonly bias: number;
  readonly scale: number;
}

/** Log-odds of the likeliest stretch of a text, and the tokens it spans (last exclusive). */
export interface ModelVerdict {
  readonly logit: number;
  readonly first: number;
  readonly last: number;
}

/** Sizes of the stretches that are scored, in tokens: an order in a long document, and a whole jailbreak. */
export const WINDOWS: readonly number[] = [64, 512];
/** Keeps stretches of few features from being sure of anything. */
export const SMOOTH = 4;
/** The features a token has at most: itself, with the word before, its concept, with the concept before. */
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

/** The slots of the features of every token, `FEATURES_PER_TOKEN` each; -1 where a token has fewer. */
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
    slots[at] = Math.imul(hash, 0x9e3779b1) >>> shift;
    slots[at + 1] = Math.imul(hash ^ Math.imul(before, 0x85ebca6b), 0xc2b2ae35) >>> shift;
    before = hash;
    const set = sets[token] ?? 0;
    if (set === 0) continue;
    const primary = (words.concepts[set]?.[0] ?? 0) + 1;
    slots[at + 2] = Math.imul(primary, 0x27d4eb2f) >>> shift;
    const place = places[token] ?? 0;
    if (place - conceptPlace <= CONCEPT_REACH) {
      slots[at + 3] = Math.imul(primary * 4099 + concept, 0x165667b1) >>> shift;
    }
    concept = primary;
    conceptPlace = place;
  }
  return slots;
}

/** The stretches a text of so many tokens is scored in: halves overlap. First inclusive, last exclusive. */
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

/** Scores a text; undefined where it has no words. */
export function scoreTokens(
  tokens: TokenList,
  words: Vocabulary,
  model: LinearModel,
): ModelVerdict | undefined {
  const { count } = tokens;
  if (count === 0) return undefined;
  const weights = weightsOf(model);
  const slots = featuresOf(tokens, words, model.bits);
  const sums = new Int32Array(count + 1);
  const sizes = new Int32Array(count + 1);
  for (let token = 0; token < count; token++) {
    let sum = 0;
    let size = 0;
    for (let at = token * FEATURES_PER_TOKEN; at < (token + 1) * FEATURES_PER_TOKEN; at++) {
      const slot = slots[at] ?? -1;
      if (slot < 0) continue;
      sum += weights[slot] ?? 0;
      size++;
    }
    sums[token + 1] = (sums[token] ?? 0) + sum;
    sizes[token + 1] = (sizes[token] ?? 0) + size;
  }
  let best: ModelVerdict | undefined;
  for (const [first, last] of stretches(count)) {
    const sum = (sums[last] ?? 0) - (sums[first] ?? 0);
    const size = (sizes[last] ?? 0) - (sizes[first] ?? 0);
    const logit = model.bias + (model.scale * sum) / Math.sqrt(size + SMOOTH);
    if (best === undefined || logit > best.logit) best = { logit, first, last };
  }
  return best;
}
