/**
 * How phrasings and model come to one probability: `bias + phrasings * logit(p) + above * max(0, m) - below * max(0, -m)`
 * in log-odds, where `p` is what the phrasings say and `m` the log-odds of the model.
 */
export interface Calibration {
  readonly bias: number;
  readonly phrasings: number;
  readonly above: number;
  readonly below: number;
}

/** What a text is to the model that reads it: a message of a user, or what a tool or a document brought. */
export type ContentKind = 'prompt' | 'document';

/** Neither phrasings nor model are taken to be surer than this, in log-odds. */
const SUREST_PHRASING = 4;
/** A text without a phrasing may still be an attack: no less than this, in log-odds. */
const UNSPOKEN = -2;
const SUREST_MODEL = 8;
/** In what tools and documents bring attacks are rarer: so much less, in log-odds. */
const RARER = 0.9;
/** With a phrasing of less than this the model stands alone. */
const PHRASED = 0.3;
/** How sure it must be then to be heard at all. A document's words are seldom meant for a model. */
const HEARD: Readonly<Record<ContentKind, number>> = { prompt: 0.6, document: 0.9 };
/** A score from which on the model's word alone is enough for more than a warning. */
export const MODEL_ALONE = 0.9;
const DOUBT = 0.49;
/** With a phrasing of this much the model need not agree. */
const SUFFICIENT = 0.5;
/** Log-odds from which on the model agrees with a phrasing. */
const AGREED = 0.3;
/** In fewer words than this a bag of words says too little to be heard alone. */
const FEWEST_WORDS = 8;

/** The features that a calibration weighs, in the order of its fields. */
export function evidenceFeatures(
  phrasings: number,
  logit: number,
): readonly [number, number, number, number] {
  const model = Math.max(-SUREST_MODEL, Math.min(SUREST_MODEL, logit));
  const spoken = Math.log(phrasings / (1 - phrasings));
  return [1, Math.max(UNSPOKEN, Math.min(SUREST_PHRASING, spoken)), Math.max(0, model), Math.min(0, model)];
}

/** The probability that a text of so many words is an injection, by phrasings and model together. */
export function likelihoodOf(
  phrasings: number,
  { logit, words }: { readonly logit: number; readonly words: number },
  { bias, phrasings: slope, above, below }: Calibration,
  kind: ContentKind,
): number {
  const [one, spoken, surely, hardly] = evidenceFeatures(phrasings, logit);
  const odds = one * bias + slope * spoken + above * surely + below * hardly;
  const likelihood = 1 / (1 + Math.exp((kind === 'document' ? RARER : 0) - odds));
  const heard = words >= FEWEST_WORDS && likelihood >= HEARD[kind];
  // A phrasing that says little counts where the model agrees.
  if (phrasings < SUFFICIENT && logit < AGREED) return Math.min(likelihood, DOUBT);
  return phrasings < PHRASED && !heard ? Math.min(likelihood, DOUBT) : likelihood;
}

/** Whether the model's word carries a score by itself, without being sure enough for more than a warning. */
export function isModelAlone(phrasings: number, score: number): boolean {
  return phrasings < PHRASED && score < MODEL_ALONE;
}
