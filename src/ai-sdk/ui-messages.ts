import { type Draft, put, type Segment, valueSegments, writableText } from '../guard/index.js';
import { otherText } from './part-fields.js';
import { type Part, recordOf, stringOf } from './parts.js';
import type { ToolResultText } from './prompt-text.js';
import { readResultPart } from './result-text.js';

/** Words of a UI message, and what its tools gave. */
export interface UiText {
  readonly words: Segment[];
  readonly toolResults: ToolResultText[];
}

/** Reads the parts of a UI message; `message.parts` becomes a copy that the segments write to. */
export function readUiParts(message: Draft, parts: readonly Part[]): UiText {
  const copies = parts.map((part): Draft & Part => ({ ...part }));
  put(message, 'parts', copies);
  const read = copies.map(readUiPart);
  return {
    words: read.flatMap(({ words }) => words),
    toolResults: read.flatMap(({ toolResults }) => toolResults),
  };
}

function readUiPart(part: Draft & Part): UiText {
  const { type } = part;
  if (type === 'dynamic-tool') return readTool(part, stringOf(part, 'toolName') ?? 'unknown');
  if (type.startsWith('tool-')) return readTool(part, type.slice('tool-'.length));
  if (type.startsWith('data-')) return words(valueSegments(part, 'data'));
  switch (type) {
    case 'text':
      return words(readResultPart(part).segments);
    case 'reasoning':
      // Signed by the provider: a changed text would be refused.
      return words([{ text: stringOf(part, 'text') ?? '' }]);
    case 'source-url':
    case 'source-document':
      return words(['url', 'title', 'filename'].map((key) => writableText(part, key)));
    case 'step-start':
      return words([]);
    case 'steering-message': {
      const { parts } = part;
      return Array.isArray(parts) ? readUiParts(part, parts) : words([]);
    }
    default:
      return words([{ text: otherText(part) }]);
  }
}

/** A tool's call is words of the history, as in a prompt; what it gave is a tool event. */
function readTool(part: Draft, toolName: string): UiText {
  const approval = recordOf(part, 'approval');
  const draft: Draft = { ...approval };
  if (approval !== undefined) put(part, 'approval', draft);
  const reasons = ['requestReason', 'reason'].map((key) => writableText(draft, key));
  return {
    words: [...valueSegments(part, 'input'), ...valueSegments(part, 'rawInput'), ...reasons],
    toolResults: [
      { toolName, segments: [...valueSegments(part, 'output'), ...valueSegments(part, 'errorText')] },
    ],
  };
}

function words(segments: readonly Segment[]): UiText {
  return { words: [...segments], toolResults: [] };
}
