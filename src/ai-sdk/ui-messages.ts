import { type Draft, put, type Segment, valueSegments, writableText } from '../guard/index.js';
import { otherFields, type ReadFields, unknownFields } from './client-text.js';
import { otherText } from './part-fields.js';
import { type Part, recordOf, stringOf } from './parts.js';
import type { ToolResultText } from './prompt-text.js';
import { readResultPart } from './result-text.js';

/** The words of a UI message, and the results of its tools. */
export interface UiText {
  readonly words: Segment[];
  readonly toolResults: ToolResultText[];
}

/** Reads the parts of a UI message. `message.parts` becomes a copy that the segments write to. */
export function readUiParts(message: Draft, parts: readonly Part[]): UiText {
  const copies = parts.map((part): Draft & Part => ({ ...part }));
  put(message, 'parts', copies);
  const read = copies.map((part) => {
    const { words, toolResults } = readUiPart(part);
    // The parts of a nested message were already read.
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
    case 'text': {
      // Fields beside the text are read one by one.
      const [text] = readResultPart(part).segments;
      return words(text === undefined ? [] : [{ ...text, thread: 'words' }]);
    }
    case 'reasoning':
      // The provider signed it and would refuse a changed text.
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

/** Returns the fields of a part that `readUiPart` reads. */
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

/** Reads a tool part. The call counts as words of the history, as in a prompt. The result is a tool event. */
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
