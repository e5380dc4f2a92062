import {
  assertFunction,
  GuardrailConfigError,
  MAX_TIMER_MS,
  oneOf,
  oneOfKeys,
  wholeNumber,
} from '../scan/index.js';

/** The detectors that a label can stand for: all detectors of any side of a request. */
export const CLASSIFIER_FLAGS = [
  'injection',
  'dlp',
  'urlCats',
  'dbSecurity',
  'toxicContent',
  'maliciousCode',
  'agent',
  'ungrounded',
  'topicViolation',
  'sourceCode',
] as const;

/** The detector that a classifier's label stands for: its flag in a verdict, and its name in a policy. */
export type ClassifierFlag = (typeof CLASSIFIER_FLAGS)[number];

/** A label and the classifier's confidence in it, 0..1. */
export interface LabelScore {
  readonly label: string;
  readonly score: number;
}

/** A classifier's answer for one text. */
export type ClassifierAnswer = LabelScore | readonly LabelScore[] | Readonly<Record<string, number>>;

/** The options that `classify` is called with after the texts. */
export interface ClassifyOptions {
  /** Aborts when nobody waits for the answer any more, or when it is late. */
  readonly signal: AbortSignal;
}

/** Options of `classifierScanner`. */
export interface ClassifierScannerOptions {
  /**
   * Returns the scores of labels for each text, in the order of the texts: a list of `{ label, score }` (as a
   * `text-classification` pipeline gives with `top_k: null`), a single one, or a record of label to score. Scores are
   * from 0 to 1.
   */
  readonly classify: (
    texts: readonly string[],
    options: ClassifyOptions,
  ) => Promise<readonly ClassifierAnswer[]> | readonly ClassifierAnswer[];
  /**
   * The detector of each label that is a finding, in any case, and `false` for labels that are none. An answer must
   * score every label that is a finding. It may leave them out if all labels that it names are known: given here, or
   * harmless by name (`SAFE`, `BENIGN`, `LEGIT`, ...). Each label that is left out then scores what is left of 1.
   */
  readonly labels: Readonly<Record<string, ClassifierFlag | false>>;
  /**
   * The least score at which a label is a finding, above 0 and at most 1.
   * @default 0.5
   */
  readonly threshold?: number;
  /**
   * The UTF-16 code units of a window, 16..1000000. A model does not see text beyond its own limit. 500 code units stay
   * within 512 tokens in nearly every script.
   * @default 500
   */
  readonly windowChars?: number;
  /**
   * The length of a window that is repeated in the next one, from 0 to half of `windowChars`.
   * @default a fifth of `windowChars`
   */
  readonly overlapChars?: number;
  /**
   * The most windows of one scan, 1..100000. The scan of a longer text fails.
   * @default 512
   */
  readonly maxWindows?: number;
  /**
   * The most texts of one call of `classify`, 1..10000.
   * @default 16
   */
  readonly batchSize?: number;
  /**
   * The most milliseconds of one scan, 1..2147483647.
   * @default 30000
   */
  readonly timeoutMs?: number;
  /**
   * The name of the scanner in events and errors.
   * @default 'classifier'
   */
  readonly name?: string;
}

/** A label that is a finding. */
export interface LabelFlag {
  /** The label as the options spell it. */
  readonly label: string;
  /** The label as it is looked up. */
  readonly key: string;
  readonly flag: ClassifierFlag;
}

/** Options in the form that the scanner uses. */
export interface ResolvedClassifier extends Required<Omit<ClassifierScannerOptions, 'labels'>> {
  readonly labels: readonly LabelFlag[];
  /** The keys of all labels that are known to be a finding or harmless. */
  readonly known: ReadonlySet<string>;
}

/** Returns the form in which labels are compared. */
export const labelKey = (label: string): string => label.trim().toLowerCase();

/** The labels of classifiers for a text without a finding. */
const HARMLESS_LABELS = [
  'acceptable',
  'allow',
  'allowed',
  'benign',
  'clean',
  'good',
  'ham',
  'harmless',
  'legit',
  'legitimate',
  'neutral',
  'no',
  'none',
  'normal',
  'ok',
  'safe',
  'trusted',
];

const KEYS = [
  'classify',
  'labels',
  'threshold',
  'windowChars',
  'overlapChars',
  'maxWindows',
  'batchSize',
  'timeoutMs',
  'name',
] as const satisfies readonly (keyof ClassifierScannerOptions)[];

const MAX_LABELS = 1000;
const MAX_NAME = 100;

/**
 * Completes the options.
 * @throws GuardrailConfigError that names the field and its limits
 */
export function resolveClassifier(options: ClassifierScannerOptions): ResolvedClassifier {
  oneOfKeys('options', options, KEYS);
  const { classify, threshold = 0.5, name = 'classifier' } = options;
  if (classify === undefined) throw new GuardrailConfigError('classify', 'must be a function');
  assertFunction('classify', classify);
  if (!(typeof threshold === 'number' && threshold > 0 && threshold <= 1))
    throw new GuardrailConfigError('threshold', 'must be above 0 and at most 1');
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME)
    throw new GuardrailConfigError('name', `must be text of 1 to ${MAX_NAME} characters`);
  const windowChars = wholeNumber('windowChars', options.windowChars, 500, [16, 1_000_000]);
  const overlap = Math.floor(windowChars / 5);
  return {
    classify,
    ...labelsOf(options.labels),
    threshold,
    windowChars,
    overlapChars: wholeNumber('overlapChars', options.overlapChars, overlap, [
      0,
      Math.floor(windowChars / 2),
    ]),
    maxWindows: wholeNumber('maxWindows', options.maxWindows, 512, [1, 100_000]),
    batchSize: wholeNumber('batchSize', options.batchSize, 16, [1, 10_000]),
    timeoutMs: wholeNumber('timeoutMs', options.timeoutMs, 30_000, [1, MAX_TIMER_MS]),
    name,
  };
}

function labelsOf(given: unknown): Pick<ResolvedClassifier, 'labels' | 'known'> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new GuardrailConfigError('labels', 'must be an object of label to detector');
  const entries = Object.entries(given);
  if (entries.length > MAX_LABELS)
    throw new GuardrailConfigError('labels', `must hold at most ${MAX_LABELS} labels`);
  const seen = new Set<string>();
  const labels: LabelFlag[] = [];
  for (const [label, flag] of entries) {
    const key = labelKey(label);
    if (key === '') throw new GuardrailConfigError('labels', 'must not hold an empty label');
    if (seen.has(key)) throw new GuardrailConfigError(`labels.${label}`, 'is there twice but for its case');
    seen.add(key);
    if (flag === false) continue;
    labels.push({ label, key, flag: oneOf(`labels.${label}`, flag, CLASSIFIER_FLAGS) });
  }
  if (labels.length === 0) throw new GuardrailConfigError('labels', 'must hold a label with a detector');
  return { labels, known: new Set([...seen, ...HARMLESS_LABELS]) };
}
