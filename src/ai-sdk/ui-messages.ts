import { type Draft, put, type Segment, valueSegments, writableText } from '../guard/index.js';
import { otherFields, type ReadFields, unknownFields } from './client-text.js';
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
  const read = copies.map((part) => {
    const { words, toolResults } = readUiPart(part);
    // Of what is a message in itself, the parts have been read.
    return { words: [...words, ...otherFields(part, fieldsRead(part))], toolResults };
  });
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
      return words(
        readResultPart(part).segments.map((segment, index) =>
          index === 0 ? { ...segment, thread: 'words' } : segment,
        ),
      );
    case 'reasoning':
      // Signed by the provider: a changed text would be refused.
      return words([{ text: stringOf(part, 'text') ?? '', thread: 'thoughts' }]);
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

const FILE: ReadFields = { texts: ['filename'], values: ['url', 'data'] };

/** The fields of a part that `readUiPart` reads. */
function fieldsRead(part: Part): ReadFields {
  const { type } = part;
  if (type === 'dynamic-tool' || type.startsWith('tool-'))
    return { values: ['input', 'rawInput', 'output', 'errorText', 'approval'] };
  if (type.startsWith('data-')) return { values: ['data'] };
  switch (type) {
    case 'text':
    case 'reasoning':
      return { texts: ['text'] };
    case 'source-url':
    case 'source-document':
      return { texts: ['url', 'title', 'filename'] };
    case 'file':
    case 'reasoning-file':
      return FILE;
    case 'steering-message':
      return Array.isArray(part['parts']) ? { values: ['parts'] } : {};
    case 'step-start':
      return {};
    default:
      return unknownFields(part);
  }
}

/** A tool's call is words of the history, as in a prompt; what it gave is a tool event. */
function readTool(part: Draft, toolName: string): UiText {
  const approval = recordOf(part, 'approval');
  const draft: Draft = { ...approval };
  if (approval !== undefined) put(part, 'approval', draft);
  const said = ['requestReason', 'reason'];
  const reasons = [...said.map((key) => writableText(draft, key)), ...otherFields(draft, { texts: said })];
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
