import { judgeInjection, united } from '../../src/local/injection/judge.js';
import { likelihoodOf } from '../../src/local/injection/model.js';
import type { Sample } from './data.js';
import { type Fit, learn, likeliest, type Prepared, type Recipe } from './trainer.js';

/** What a model that never saw a text's origin says of it. */
export interface Held {
  readonly sample: Sample;
  readonly logit: number;
  /** How many it has. */
  readonly words: number;
}

/** Left-out log-odds of every sample: each origin is judged by weights learnt without it. */
export function leaveOneOriginOut(prepared: readonly Prepared[], recipe: Recipe): Held[] {
  const origins = [...new Set(prepared.map(({ sample }) => sample.origin))].sort();
  return origins.flatMap((origin) => {
    const model: Fit = learn(
      prepared.filter(({ sample }) => sample.origin !== origin),
      recipe,
    );
    return prepared
      .filter(({ sample }) => sample.origin === origin)
      .map((item) => ({ sample: item.sample, logit: likeliest(model, item).logit, words: item.words }));
  });
}

/** The log-odds that a share of values exceeds. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => b - a);
  return sorted[Math.floor(share * sorted.length)] ?? 0;
}

/** What left-out scores come to over all: model and rules together, by rank; play-acting and own texts aside. */
export function summary(held: readonly Held[], threshold: number, stretch: number): string {
  const scored = held
    .filter(({ sample }) => sample.slice !== 'roleplay-benign' && sample.slice !== 'own')
    .map(({ sample, logit, words }) => {
      const likelihood = likelihoodOf((logit - threshold) * stretch, words);
      const score = united(judgeInjection(sample.text).score, likelihood);
      return { score, injection: sample.injection };
    });
  const attacks = scored.filter(({ injection }) => injection).map(({ score }) => score);
  const harmless = scored.filter(({ injection }) => !injection).map(({ score }) => score);
  const wins = attacks.reduce(
    (sum, score) =>
      sum +
      harmless.filter((other) => other < score).length +
      harmless.filter((other) => other === score).length / 2,
    0,
  );
  const at = (share: number): string => {
    const bar = quantile(harmless, share);
    return `${((100 * attacks.filter((score) => score > bar).length) / attacks.length).toFixed(1)} % (score > ${bar.toFixed(3)})`;
  };
  const above = (scores: readonly number[]): string =>
    ((100 * scores.filter((score) => score >= 0.5).length) / scores.length).toFixed(2);
  return `left out: AUROC ${(wins / attacks.length / harmless.length).toFixed(4)}, recall at 1 % ${at(0.01)}, at 0.5 % ${at(0.005)}; at 0.5: recall ${above(attacks)} %, false ${above(harmless)} %`;
}

/** Recall of every origin at given log-odds, by the model alone and with the rules. */
export function report(held: readonly Held[], threshold: number, stretch: number): string[] {
  const groups = new Map<string, { n: number; model: number; rules: number; both: number }>();
  for (const { sample, logit, words } of held) {
    const rules = judgeInjection(sample.text).score;
    const likelihood = likelihoodOf((logit - threshold) * stretch, words);
    const key = `${sample.injection ? 'attack  ' : 'harmless'} ${sample.source} ${sample.slice}`;
    const group = groups.get(key) ?? { n: 0, model: 0, rules: 0, both: 0 };
    group.n++;
    if (likelihood >= 0.5) group.model++;
    if (rules >= 0.5) group.rules++;
    if (united(rules, likelihood) >= 0.5) group.both++;
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
