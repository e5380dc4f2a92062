import type { ScanRequest, ScanResult } from '../scan/index.js';
import type { CheckContext, ScanMetadata, Subject } from './check-context.js';
import { type LabelledReading, labelTurns } from './segments/labelled-turns.js';
import { asItStands, placedResult, type Reading, sectionsOf } from './segments/readings.js';

/** Makes the request that scans a reading of a subject. */
export function requestFor(
  { content }: Pick<Subject, 'content'>,
  reading: Reading & Partial<LabelledReading>,
  whose: ScanMetadata,
): ScanRequest {
  return {
    ...content(reading.text),
    ...sectionsOf(reading),
    ...(reading.turns && { turns: reading.turns }),
    ...whose,
  };
}

/** Returns the part of a request that holds the prompt of a response. */
export function promptBeside({ prompt, turns }: CheckContext): Pick<ScanRequest, 'prompt' | 'turns'> {
  if (!prompt) return {};
  const labelled = labelTurns(asItStands(prompt), turns);
  return { prompt: labelled.text, ...(labelled.turns && { turns: labelled.turns }) };
}

/** Makes the function that moves the spans of a result to their places in the subject's text. */
export function placedBy(
  { field }: Pick<Subject, 'field'>,
  reading: Reading,
): (result: ScanResult) => ScanResult {
  return (result) => placedResult(reading, result, field);
}
