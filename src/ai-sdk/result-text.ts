import { type Segment, writeJson } from '../guard/index.js';
import { fileText } from './file-text.js';
import { type Draft, jsonOf, type Part, put, recordOf, stringOf, writableText } from './parts.js';

/** What is judged in a generated part: words of the answer, a tool's input, or a tool's output. */
export type PartText =
  | { readonly kind: 'answer'; readonly segments: readonly Segment[] }
  | {
      readonly kind: 'toolInput' | 'toolOutput';
      readonly toolName: string;
      readonly segments: readonly Segment[];
    };

/** Reads a part that comes whole: of a result, or of a stream where it is not sent in deltas. */
export function readResultPart(part: Draft & Part): PartText {
  const toolName = stringOf(part, 'toolName') ?? 'unknown';
  switch (part.type) {
    case 'text':
      return { kind: 'answer', segments: [textSegment(part), ...citationTexts(part)] };
    case 'reasoning':
      // Signed by the provider: a changed text would be refused on the next turn.
      return { kind: 'answer', segments: [{ text: stringOf(part, 'text') ?? '' }] };
    case 'tool-call':
      return { kind: 'toolInput', toolName, segments: [writableInput(part)] };
    case 'tool-result':
      return { kind: 'toolOutput', toolName, segments: [writableResult(part)] };
    case 'source':
      return {
        kind: 'answer',
        segments: ['url', 'title', 'filename'].map((key) => ({ text: stringOf(part, key) ?? '' })),
      };
    default:
      return { kind: 'answer', segments: [{ text: fileText(part) }] };
  }
}

/**
 * Texts that V4 citations quote. They repeat places of the text by offset, so a finding in them, or in the text that
 * they belong to, drops them.
 */
export function citationTexts(part: Draft): Segment[] {
  const { citations } = part;
  if (!Array.isArray(citations)) return [];
  return citations.flatMap((citation: unknown) => {
    const source = recordOf(citation, 'source');
    const texts = [stringOf(citation, 'citedText'), stringOf(source, 'title'), stringOf(source, 'url')];
    return texts.map((text) => ({ text: text ?? '', write: () => put(part, 'citations', undefined) }));
  });
}

/** A tool call's input is JSON text, as a rule, and then has to stay so. */
export function writableInput(part: Draft): Segment {
  const original = stringOf(part, 'input') ?? '';
  const parses = writeJson(() => undefined);
  return {
    text: original,
    write: (text) => (!parses(original) || parses(text)) && put(part, 'input', text),
  };
}

function writableResult(part: Draft): Segment {
  const { result } = part;
  if (typeof result === 'string') return writableText(part, 'result');
  return { text: jsonOf(result), write: writeJson((value) => put(part, 'result', value)) };
}

function textSegment(part: Draft): Segment {
  const own = writableText(part, 'text');
  return { text: own.text, write: (text) => put(part, 'citations', undefined) && own.write?.(text) === true };
}
