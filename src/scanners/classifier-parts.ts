import { DETECTORS, type ScanRequest, type SpanField, sectionedText } from '../scan/index.js';
import type { LabelFlag } from './classifier-options.js';

/** A text of a request, and the labels that count for it. */
export interface ClassifiedPart {
  readonly text: string;
  readonly side: 'prompt' | 'response' | 'tool';
  /** The field that spans refer to. It is undefined for code, because results have no span field for code. */
  readonly field: SpanField | undefined;
  readonly sections: readonly number[] | undefined;
  readonly labels: readonly LabelFlag[];
}

type Row = Pick<ClassifiedPart, 'side' | 'field'> & { readonly text: string | undefined };

/** Tells whether everything to scan is text. Other values would be cut and joined into a text that nobody reads. */
export function holdsTextsOnly(request: ScanRequest): boolean {
  return rowsOf(request).every(({ text }) => text === undefined || typeof text === 'string');
}

/** Returns the texts of a request for which some label counts. Returns undefined if the request has no text at all. */
export function classifiedParts(
  request: ScanRequest,
  labels: readonly LabelFlag[],
): ClassifiedPart[] | undefined {
  const rows = rowsOf(request).filter(({ text }) => text !== undefined && text !== '');
  if (rows.length === 0) return undefined;
  const { sections } = request;
  const sectioned = sectionedText(request);
  return rows
    .map(({ text = '', side, field }) => ({
      text,
      side,
      field,
      sections: field !== undefined && text === sectioned ? sections : undefined,
      labels: labels.filter(({ flag }) => DETECTORS[side].includes(flag)),
    }))
    .filter((part) => part.labels.length > 0);
}

function rowsOf(request: ScanRequest): readonly Row[] {
  const { prompt, response, codePrompt, codeResponse, toolEvent } = request;
  return [
    { side: 'prompt', field: 'prompt', text: prompt },
    { side: 'prompt', field: undefined, text: codePrompt },
    { side: 'response', field: 'response', text: response },
    { side: 'response', field: undefined, text: codeResponse },
    { side: 'tool', field: 'toolInput', text: toolEvent?.input },
    { side: 'tool', field: 'toolOutput', text: toolEvent?.output },
  ];
}
