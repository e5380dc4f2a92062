import { linkedSignal, untilAborted } from '../scan/index.js';
import { ClassifierProblem, type LabelScores, readAnswers } from './classifier-answer.js';
import type { ResolvedClassifier } from './classifier-options.js';

/** A call of `classify` that scans wait for. */
interface Flight {
  readonly texts: readonly string[];
  readonly answers: Promise<ReadonlyMap<string, LabelScores>>;
  readonly stop: (reason: unknown) => void;
  callers: number;
}

/** Classifies some texts, which are all different. */
export type ShareBatches = (
  texts: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, LabelScores>>;

/**
 * Makes the function that classifies texts. If another scan is classifying the same text, it waits for that call. A
 * call is aborted when nobody waits for it any more. Texts are held only while their call runs.
 */
export function shareBatches(options: ResolvedClassifier): ShareBatches {
  const flights = new Map<string, Flight>();

  const start = (texts: readonly string[]): Flight => {
    const { signal, stop } = linkedSignal(undefined);
    const flight: Flight = { texts, answers: classified(options, texts, signal), stop, callers: 0 };
    for (const text of texts) flights.set(text, flight);
    const land = (): void => forget(flight);
    flight.answers.then(land, land);
    return flight;
  };
  const forget = (flight: Flight): void => {
    for (const text of flight.texts) if (flights.get(text) === flight) flights.delete(text);
  };

  const wait = async (flight: Flight, signal: AbortSignal): Promise<ReadonlyMap<string, LabelScores>> => {
    flight.callers += 1;
    try {
      return await untilAborted(flight.answers, signal);
    } finally {
      flight.callers -= 1;
      if (flight.callers === 0 && signal.aborted) {
        // Later callers must not wait for an aborted call.
        forget(flight);
        flight.stop(signal.reason);
      }
    }
  };

  return async (texts, signal) => {
    signal.throwIfAborted();
    const own = texts.filter((text) => !flights.has(text));
    const joined = new Set(texts.flatMap((text) => flights.get(text) ?? []));
    const started = own.length > 0 ? [start(own)] : [];
    const answers = await Promise.all([...started, ...joined].map((flight) => wait(flight, signal)));
    const scores = new Map<string, LabelScores>();
    for (const text of texts) {
      const found = answers.flatMap((answer) => answer.get(text) ?? [])[0];
      if (found === undefined) throw new ClassifierProblem('gave no answer to a text');
      scores.set(text, found);
    }
    return scores;
  };
}

async function classified(
  options: ResolvedClassifier,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LabelScores>> {
  // The function may keep the list and change it.
  const answers: unknown = await options.classify([...texts], { signal });
  const read = readAnswers(answers, texts.length, options);
  return new Map(read.map((scores, index) => [texts[index] ?? '', scores]));
}
