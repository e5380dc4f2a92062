import { type Draft, parseableText, put, type Segment, writableText, writableValue } from '../guard/index.js';
import { otherText } from './file-text.js';
import { type Part, recordOf, stringOf } from './parts.js';

/** What is judged in a generated part: words of the answer, a tool's input, or a tool's output. */
export type PartText =
  | {
      readonly kind: 'answer';
      /** The first segment is text of the answer, which runs on from block to block. */
      readonly words?: boolean;
      /** The segment is reasoning, which runs on from block to block. */
      readonly thought?: boolean;
      readonly segments: readonly Segment[];
    }
  | {
      readonly kind: 'toolInput' | 'toolOutput';
      readonly toolName: string;
      readonly segments: readonly Segment[];
    };

const SOURCE_TEXTS = ['url', 'title', 'filename'] as const;

/** Reads a part that comes whole: of a result, or of a stream where it is not sent in deltas. */
export function readResultPart(part: Draft & Part): PartText {
  const toolName = stringOf(part, 'toolName') ?? 'unknown';
  switch (part.type) {
    case 'text':
      return { kind: 'answer', words: true, segments: textSegments(part) };
    case 'reasoning':
      // Signed by the provider: a changed text would be refused on the next turn.
      return { kind: 'answer', thought: true, segments: [{ text: stringOf(part, 'text') ?? '' }] };
    case 'tool-call':
      return { kind: 'toolInput', toolName, segments: inputSegments(part) };
    case 'tool-result':
      return { kind: 'toolOutput', toolName, segments: [rewriting(part, writableValue(part, 'result'))] };
    case 'source':
      return {
        kind: 'answer',
        segments: SOURCE_TEXTS.map((key) => ({ text: stringOf(part, key) ?? '' })),
      };
    default:
      return { kind: 'answer', segments: [{ text: otherText(part) }] };
  }
}

/** Texts that V4 citations quote. They repeat places of the text that they belong to, by offset. */
export function citationTexts(part: Part): string[] {
  const { citations } = part;
  if (!Array.isArray(citations)) return [];
  return citations.flatMap((citation: unknown) => {
    const source = recordOf(citation, 'source');
    const texts = [stringOf(citation, 'citedText'), ...SOURCE_TEXTS.map((key) => stringOf(source, key))];
    return texts.filter((text) => text !== undefined);
  });
}

/** A tool call's input is JSON text, as a rule. */
export function inputSegments(part: Draft): Segment[] {
  return parseableText(rewriting(part, writableValue(part, 'input')));
}

/** A finding in the text or in what its citations quote drops the citations: their offsets are wrong, or they hold it. */
function textSegments(part: Draft & Part): Segment[] {
  const text = rewriting(part, writableText(part, 'text'));
  const uncited = (write: () => boolean): boolean => put(part, 'citations', undefined) && write();
  return [
    ...parseableText({
      text: text.text,
      write: (redacted) => uncited(() => text.write?.(redacted) === true),
    }),
    ...citationTexts(part).map((cited) => ({
      text: cited,
      write: () => uncited(() => withoutMetadata(part)),
    })),
  ];
}

/** What a provider attached to a part (log probabilities, annotations, traces) may quote it, and goes with the text. */
function rewriting(part: Draft, { text, write }: Segment): Segment {
  return { text, write: (redacted) => write?.(redacted) === true && withoutMetadata(part) };
}

function withoutMetadata(part: Draft): true {
  return put(part, 'providerMetadata', undefined);
}
