import type { ScanRequest, ScanResult } from '../scan/index.js';
import type { ScanMetadata, Subject } from './check-context.js';
import { placedResult, type Reading, sectionsOf } from './segments/readings.js';

/** Makes the request that has a reading of a subject judged. */
export function requestFor(
  { content }: Pick<Subject, 'content'>,
  reading: Reading,
  whose: ScanMetadata,
): ScanRequest {
  return { ...content(reading.text), ...sectionsOf(reading), ...whose };
}

/** Makes what puts the spans of a result at their places in the subject's text as it stands. */
export function placedBy(
  { field }: Pick<Subject, 'field'>,
  reading: Reading,
): (result: ScanResult) => ScanResult {
  return (result) => placedResult(reading, result, field);
}
