/**
 * The weights that turn phrasings and model into one probability: `bias + phrasings * logit(p) + above * max(0, m) -
 * below * max(0, -m)` in log-odds, where `p` is the likelihood by the phrasings and `m` the log-odds of the model.
 */
export interface Calibration {
  readonly bias: number;
  readonly phrasings: number;
  readonly above: number;
  readonly below: number;
}

/** The kind of a text for the model that reads it: a message of a user, or text from a tool or a document. */
export type ContentKind = 'prompt' | 'document';

/** The most that phrasings or model may count, in log-odds. */
const SUREST_PHRASING = 4;
/** The least that phrasings may count, in log-odds. A text without a phrasing may still be an attack. */
const UNSPOKEN = -2;
const SUREST_MODEL = 8;
/** The deduction for text from tools and documents, in log-odds. Attacks are rarer there. */
const RARER = 0.9;
/** The strength of a phrasing below which the model stands alone. */
const PHRASED = 0.3;
/** The probability from which a model that stands alone counts. Words of a document are seldom meant for a model. */
const HEARD: Readonly<Record<ContentKind, number>> = { prompt: 0.6, document: 0.9 };
/** The score from which the model alone is enough for more than a warning. */
export const MODEL_ALONE = 0.9;
const DOUBT = 0.49;
/** The strength of a phrasing from which the model need not agree. */
const SUFFICIENT = 0.5;
/** The log-odds from which the model agrees with a phrasing. */
const AGREED = 0.3;
/** The fewest words of a text in which a model alone counts. In fewer, a bag of words says too little. */
const FEWEST_WORDS = 8;

/** Returns the features that a calibration weighs, in the order of its fields. */
export function evidenceFeatures(
  phrasings: number,
  logit: number,
): readonly [number, number, number, number] {
  const model = Math.max(-SUREST_MODEL, Math.min(SUREST_MODEL, logit));
  const spoken = Math.log(phrasings / (1 - phrasings));
  return [1, Math.max(UNSPOKEN, Math.min(SUREST_PHRASING, spoken)), Math.max(0, model), Math.min(0, model)];
}

/** Returns the probability that a text is an injection, from phrasings, model and number of words together. */
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
  // A weak phrasing counts only if the model agrees.
  if (phrasings < SUFFICIENT && logit < AGREED) return Math.min(likelihood, DOUBT);
  return phrasings < PHRASED && !heard ? Math.min(likelihood, DOUBT) : likelihood;
}

/** Tells whether a score rests on the model alone, without being high enough for more than a warning. */
export function isModelAlone(phrasings: number, score: number): boolean {
  return phrasings < PHRASED && score < MODEL_ALONE;
}
