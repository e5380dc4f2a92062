import { labelKey, type ResolvedClassifier } from './classifier-options.js';

/** The score of each label that is a finding, by its key. */
export type LabelScores = ReadonlyMap<string, number>;

/** The reason why a classifier's answers are not valid. The message quotes nothing of the answers. */
export class ClassifierProblem extends Error {}

/** The rounding error of a sum of probabilities. In single precision it may be a little more than 1. */
const ROUNDING = 1e-3;

/**
 * Reads the scores of each text that was classified.
 * @throws ClassifierProblem for anything that is not a full answer
 */
export function readAnswers(
  answers: unknown,
  count: number,
  options: Pick<ResolvedClassifier, 'labels' | 'known'>,
): LabelScores[] {
  if (!Array.isArray(answers)) throw new ClassifierProblem('gave no list of answers');
  if (answers.length !== count)
    throw new ClassifierProblem(`gave ${answers.length} answers to ${count} texts`);
  return Array.from(answers, (answer: unknown) => readAnswer(answer, options));
}

function readAnswer(
  answer: unknown,
  { labels, known }: Pick<ResolvedClassifier, 'labels' | 'known'>,
): LabelScores {
  const given = new Map<string, number>();
  for (const [label, score] of pairsOf(answer)) {
    if (typeof label !== 'string') throw new ClassifierProblem('gave a label that is no text');
    const key = labelKey(label);
    given.set(key, Math.max(given.get(key) ?? 0, scoreOf(score)));
  }
  if (given.size === 0) throw new ClassifierProblem('gave an answer without labels');
  // If an answer names only some labels, each of the others gets what is left of 1.
  const rest = [...given.keys()].every((key) => known.has(key))
    ? Math.max(0, 1 - [...given.values()].reduce((sum, score) => sum + score, 0))
    : undefined;
  return new Map(
    labels.map(({ label, key }) => {
      const score = given.get(key) ?? rest;
      if (score === undefined) throw new ClassifierProblem(`gave no score for the label ${label}`);
      return [key, score];
    }),
  );
}

function scoreOf(score: unknown): number {
  if (typeof score !== 'number' || !(score >= -ROUNDING && score <= 1 + ROUNDING))
    throw new ClassifierProblem('gave a score that is no number from 0 to 1');
  return Math.min(1, Math.max(0, score));
}

function pairsOf(answer: unknown): (readonly [label: unknown, score: unknown])[] {
  if (Array.isArray(answer)) return Array.from(answer, pairOf);
  if (typeof answer !== 'object' || answer === null)
    throw new ClassifierProblem('gave an answer that is none');
  return 'label' in answer && typeof answer.label === 'string' ? [pairOf(answer)] : Object.entries(answer);
}

function pairOf(entry: unknown): readonly [label: unknown, score: unknown] {
  if (typeof entry !== 'object' || entry === null) throw new ClassifierProblem('gave an answer that is none');
  return [Reflect.get(entry, 'label'), Reflect.get(entry, 'score')];
}
