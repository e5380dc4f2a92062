import type { Calibration } from '../../src/local/injection/likelihood.js';
import {
  FEATURES_PER_TOKEN,
  featuresOf,
  type LinearModel,
  SMOOTH,
  stretches,
} from '../../src/local/injection/model.js';
import { tokenise } from '../../src/local/injection/tokenise.js';
import { vocabulary } from '../../src/local/injection/vocabulary.js';
import type { Sample } from './data.js';

/** How weights are learnt; part of the generated file's header. */
export interface Recipe {
  readonly bits: number;
  readonly epochs: number;
  readonly rate: number;
  /** Pull of every weight towards 0 with each update of it. */
  readonly decay: number;
  /** How much more a harmless text counts than an injection. */
  readonly harmlessWeight: number;
  /** How much more than that a harmless play-acting prompt counts: what is nearest to an attack teaches most. */
  readonly playWeight: number;
  readonly seed: number;
}

/** Weights before rounding. */
export interface Fit {
  readonly bits: number;
  readonly bias: number;
  readonly weights: Float64Array;
}

/** A sample made ready: the feature slots of each of its stretches. */
export interface Prepared {
  readonly sample: Sample;
  readonly parts: readonly Int32Array[];
  readonly words: number;
}

/** Tokenises samples; the work that every fold shares. */
export function prepare(samples: readonly Sample[], bits: number): Prepared[] {
  return samples.map((sample) => {
    const tokens = tokenise(sample.text, vocabulary());
    const slots = featuresOf(tokens, vocabulary(), bits);
    const parts = [...stretches(tokens.count)].map(([first, last]) =>
      slots.subarray(first * FEATURES_PER_TOKEN, last * FEATURES_PER_TOKEN).filter((slot) => slot >= 0),
    );
    return { sample, parts, words: tokens.count };
  });
}

/** Log-odds of the likeliest part, and which it is. */
export function likeliest({ weights, bias }: Fit, { parts }: Prepared): { logit: number; part: number } {
  let best = { logit: Number.NEGATIVE_INFINITY, part: 0 };
  for (const [part, slots] of parts.entries()) {
    let sum = 0;
    for (const slot of slots) sum += weights[slot] ?? 0;
    const logit = bias + sum / Math.sqrt(slots.length + SMOOTH);
    if (logit > best.logit) best = { logit, part };
  }
  return best;
}

/**
 * Logistic regression with AdaGrad. A text counts by its likeliest part (multiple-instance learning): an injection need
 * only show somewhere, a harmless text must not show anywhere. Sources count by the root of their size.
 */
export function learn(prepared: readonly Prepared[], recipe: Recipe): Fit {
  const size = 2 ** recipe.bits;
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-3);
  const model = { bits: recipe.bits, bias: 0, weights };
  let biasSquares = 1e-3;
  const importance = importanceOf(prepared, recipe);
  const order = prepared.map((_, index) => index);
  const random = generator(recipe.seed);
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const item = prepared[index];
      if (item === undefined || item.parts.length === 0) continue;
      // The whole text, or what of it fits a stretch, before the model has an opinion.
      const part = epoch === 0 ? item.parts.length - 1 : likeliest(model, item).part;
      const slots = item.parts[part] ?? new Int32Array();
      const norm = 1 / Math.sqrt(slots.length + SMOOTH);
      let logit = model.bias;
      for (const slot of slots) logit += (weights[slot] ?? 0) * norm;
      const error = 1 / (1 + Math.exp(-logit)) - (item.sample.injection ? 1 : 0);
      const gradient = error * (importance[index] ?? 1);
      biasSquares += gradient * gradient;
      model.bias -= (recipe.rate * gradient) / Math.sqrt(biasSquares);
      for (const slot of slots) {
        const weight = weights[slot] ?? 0;
        const slope = gradient * norm + recipe.decay * weight;
        const square = (squares[slot] ?? 0) + slope * slope;
        squares[slot] = square;
        weights[slot] = weight - (recipe.rate * slope) / Math.sqrt(square);
      }
    }
  }
  return model;
}

/** Rounds weights to signed bytes. */
export function quantise({ bits, bias, weights }: Fit, calibration: Calibration): LinearModel {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const step = largest / 127;
  const bytes = Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / step)).buffer);
  return {
    weights: bytes.toString('base64'),
    bits,
    bias: Number(bias.toFixed(5)),
    scale: Number(step.toPrecision(6)),
    calibration,
  };
}

/** How much each sample counts: sources by the root of their size, both classes as the recipe says. */
export function importanceOf(prepared: readonly Prepared[], recipe: Recipe): number[] {
  const sizes = new Map<string, number>();
  const key = ({ sample }: Prepared): string => `${sample.source} ${sample.slice}`;
  for (const item of prepared) sizes.set(key(item), (sizes.get(key(item)) ?? 0) + 1);
  const raw = prepared.map(
    (item) =>
      (/roleplay-benign|system-prompt/.test(item.sample.slice) ? recipe.playWeight : 1) /
      Math.sqrt(sizes.get(key(item)) ?? 1),
  );
  const total = (injection: boolean): number =>
    prepared.reduce(
      (sum, item, index) => sum + (item.sample.injection === injection ? (raw[index] ?? 0) : 0),
      0,
    );
  const half = prepared.length / 2;
  const factor = { yes: half / total(true), no: (half * recipe.harmlessWeight) / total(false) };
  return prepared.map(({ sample }, index) => (raw[index] ?? 0) * (sample.injection ? factor.yes : factor.no));
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
