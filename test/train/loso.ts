import { judgeInjection } from '../../src/local/injection/judge.js';
import { type Calibration, evidenceFeatures, likelihoodOf, type TextKind } from '../../src/local/injection/likelihood.js';
import { type Sample } from './data.js';
import { hashOf } from './packages.js';
import { importanceOf, learn, likeliest, type Prepared, type Recipe } from './trainer.js';

/** What a model that never saw a text's origin says of it, beside what the phrasings say. */
export interface Held {
  readonly sample: Sample;
  readonly logit: number;
  readonly words: number;
  readonly phrasings: number;
  readonly importance: number;
}

/** Harmless origins are left out together in so many groups; every origin of attacks is left out by itself. */
const HARMLESS_FOLDS = 8;

/** Texts are left out in so many groups where their origin stays in. */
const TEXT_FOLDS = 5;

/**
 * Left-out log-odds of every sample, twice: by weights learnt without its origin, which is harder than life, and by weights
 * learnt without it and a fifth of the others, which is easier.
 */
export function leaveOut(prepared: readonly Prepared[], recipe: Recipe): { origins: Held[]; texts: Held[] } {
  const attacked = new Set(prepared.flatMap(({ sample }) => (sample.injection ? [sample.origin] : [])));
  const importance = importanceOf(prepared, recipe);
  const judged = prepared.map((item, index) => ({
    item,
    words: item.words,
    phrasings: judgeInjection(item.sample.text).score,
    importance: importance[index] ?? 1,
  }));
  const held = (foldOf: (sample: Sample) => string): Held[] =>
    [...new Set(prepared.map(({ sample }) => foldOf(sample)))].flatMap((fold) => {
      const model = learn(
        prepared.filter(({ sample }) => foldOf(sample) !== fold),
        recipe,
      );
      return judged
        .filter(({ item }) => foldOf(item.sample) === fold)
        .map(({ item, ...known }) => ({
          sample: item.sample,
          logit: likeliest(model, item).logit,
          ...known,
        }));
    });
  return {
    origins: held(({ origin }) =>
      attacked.has(origin) ? origin : `harmless ${hashOf(origin) % HARMLESS_FOLDS}`,
    ),
    texts: held(({ text }) => String(hashOf(text) % TEXT_FOLDS)),
  };
}

const ROUNDS = 4000;
const RATE = 0.5;

/** The calibration that makes left-out scores probabilities, were there so many harmless texts to each attack. */
export function calibrate(held: readonly Held[], harmlessPerAttack: number): Calibration {
  const rows = held
    .filter(({ sample, logit }) => Number.isFinite(logit) && sample.slice !== 'own')
    .map(({ sample, logit, phrasings, importance }) => ({
      features: evidenceFeatures(phrasings, logit),
      target: sample.injection ? 1 : 0,
      importance,
    }));
  const total = (target: number): number =>
    rows.reduce((sum, row) => sum + (row.target === target ? row.importance : 0), 0);
  const share = [1 / total(0), 1 / total(1) / harmlessPerAttack];
  const weights = [0, 1, 1, 1];
  const scale = 1 / (1 + 1 / harmlessPerAttack);
  for (let round = 0; round < ROUNDS; round++) {
    const slopes = [0, 0, 0, 0];
    for (const { features, target, importance } of rows) {
      const odds = features.reduce((sum, feature, at) => sum + feature * (weights[at] ?? 0), 0);
      const error = (1 / (1 + Math.exp(-odds)) - target) * importance * (share[target] ?? 0) * scale;
      for (const [at, feature] of features.entries()) slopes[at] = (slopes[at] ?? 0) + error * feature;
    }
    for (const [at, slope] of slopes.entries()) {
      // More evidence never makes a text more harmless.
      weights[at] =
        at === 0 ? (weights[at] ?? 0) - RATE * slope : Math.max(0, (weights[at] ?? 0) - RATE * slope);
    }
  }
  const [bias = 0, phrasings = 0, above = 0, below = 0] = weights.map((weight) => Number(weight.toFixed(4)));
  return { bias, phrasings, above, below };
}

/** Slices that reach a model through tools. */
const kindOf = ({ slice }: Sample): TextKind => (slice.startsWith('package-') ? 'document' : 'prompt');

/** What left-out scores come to over all, by rank and at 0.5; play-acting, system prompts and own texts aside. */
export function summary(held: readonly Held[], calibration: Calibration): string {
  const aside = /roleplay|system-prompt|own/;
  const scored = held
    .filter(({ sample }) => !aside.test(sample.slice))
    .map(({ sample, logit, words, phrasings }) => ({
      score: likelihoodOf(phrasings, { logit, words }, calibration, kindOf(sample)),
      injection: sample.injection,
    }))
    .sort((a, b) => b.score - a.score);
  const attacks = scored.filter(({ injection }) => injection).length;
  const harmless = scored.length - attacks;
  let seen = 0;
  let wins = 0;
  for (const { injection } of scored) {
    if (injection) seen++;
    else wins += seen;
  }
  const recallAt = (share: number): string => {
    const bar = scored.filter(({ injection }) => !injection)[Math.floor(share * harmless)]?.score ?? 0;
    const found = scored.filter(({ injection, score }) => injection && score > bar).length;
    return `${((100 * found) / attacks).toFixed(1)} % (score > ${bar.toFixed(3)})`;
  };
  const at = (injection: boolean): string => {
    const group = scored.filter((row) => row.injection === injection);
    return ((100 * group.filter(({ score }) => score >= 0.5).length) / group.length).toFixed(2);
  };
  return `left out: AUROC ${(wins / attacks / harmless).toFixed(4)}, recall at 1 % ${recallAt(0.01)}, at 0.5 % ${recallAt(0.005)}; at 0.5: recall ${at(true)} %, false ${at(false)} %`;
}

/** How often left-out scores of a range were attacks, were there so many harmless texts to each attack. */
export function reliability(
  held: readonly Held[],
  calibration: Calibration,
  harmlessPerAttack: number,
): string[] {
  const bins = Array.from({ length: 10 }, () => ({ attacks: 0, harmless: 0 }));
  const total = { attacks: 0, harmless: 0 };
  for (const { sample, logit, words, phrasings, importance } of held) {
    const score = likelihoodOf(phrasings, { logit, words }, calibration, kindOf(sample));
    const bin = bins[Math.min(9, Math.floor(score * 10))];
    const side = sample.injection ? 'attacks' : 'harmless';
    total[side] += importance;
    if (bin !== undefined) bin[side] += importance;
  }
  return bins.map(({ attacks, harmless }, index) => {
    const a = attacks / total.attacks / harmlessPerAttack;
    const h = harmless / total.harmless;
    return `score ${(index / 10).toFixed(1)} to ${((index + 1) / 10).toFixed(1)}: ${((100 * a) / (a + h)).toFixed(0)} % attacks`;
  });
}

/** Recall of every origin: by the phrasings alone, and with the model. */
export function report(held: readonly Held[], calibration: Calibration): string[] {
  const groups = new Map<string, { n: number; model: number; rules: number; both: number }>();
  for (const { sample, logit, words, phrasings } of held) {
    const key = `${sample.injection ? 'attack  ' : 'harmless'} ${sample.source} ${sample.slice}`;
    const group = groups.get(key) ?? { n: 0, model: 0, rules: 0, both: 0 };
    group.n++;
    if (likelihoodOf(0, { logit, words }, calibration, kindOf(sample)) >= 0.5) group.model++;
    if (phrasings >= 0.5) group.rules++;
    if (likelihoodOf(phrasings, { logit, words }, calibration, kindOf(sample)) >= 0.5) group.both++;
    groups.set(key, group);
  }
  const share = (part: number, n: number): string => `${((100 * part) / n).toFixed(1)} %`.padStart(8);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, { n, model, rules, both }]) =>
        `${key.padEnd(72)} n ${String(n).padStart(4)}  model ${share(model, n)}  rules ${share(rules, n)}  both ${share(both, n)}`,
    );
}
