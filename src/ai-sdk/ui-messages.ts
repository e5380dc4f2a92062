import { type Draft, fieldTexts, put, type Segment, valueSegments, writableText } from '../guard/index.js';
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
  if (type.startsWith('data-')) return words([...valueSegments(part, 'data'), ...beside(part, DATA_FIELDS)]);
  switch (type) {
    case 'text': {
      const [text, ...others] = readResultPart(part).segments;
      return words([...(text === undefined ? [] : [{ ...text, thread: 'words' as const }]), ...others]);
    }
    case 'reasoning':
      // Signed by the provider: a changed text would be refused.
      return words([
        { text: stringOf(part, 'text') ?? '', thread: 'thoughts' },
        ...beside(part, REASONING_FIELDS),
      ]);
    case 'source-url':
    case 'source-document':
      return words([
        ...SOURCE_TEXTS.map((key) => writableText(part, key)),
        ...beside(part, new Set([...SOURCE_TEXTS, 'sourceId'])),
      ]);
    case 'step-start':
      return words(beside(part, new Set()));
    case 'steering-message': {
      const { parts } = part;
      return Array.isArray(parts) ? readUiParts(part, parts) : words([]);
    }
    default:
      return words([{ text: otherText(part) }]);
  }
}

const SOURCE_TEXTS = ['url', 'title', 'filename'] as const;
const DATA_FIELDS: ReadonlySet<string> = new Set(['data']);
const REASONING_FIELDS: ReadonlySet<string> = new Set(['text']);
/** Of a tool's part; its id and its state say nothing to a model. */
const TOOL_FIELDS: ReadonlySet<string> = new Set([
  'input',
  'rawInput',
  'output',
  'errorText',
  'approval',
  'toolName',
]);

/** Fields that say what a part is and to whom it belongs: they stay where what is beside the content has to go. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'type',
  'id',
  'toolCallId',
  'sourceId',
  'mediaType',
  'state',
  'providerExecuted',
  'preliminary',
]);

/** What a part says beside its content, such as a provider's metadata, which the SDK hands on to the model. */
function beside(part: Draft, content: ReadonlySet<string>): Segment[] {
  const text = fieldTexts(part, { read: content }).join('\n');
  if (text === '') return [];
  const write = (): boolean => {
    for (const name of Object.keys(part))
      if (!content.has(name) && !STRUCTURE.has(name)) put(part, name, undefined);
    return true;
  };
  return [{ text, write }];
}

/** A tool's call is words of the history, as in a prompt; what it gave is a tool event. */
function readTool(part: Draft, toolName: string): UiText {
  const approval = recordOf(part, 'approval');
  const draft: Draft = { ...approval };
  if (approval !== undefined) put(part, 'approval', draft);
  const reasons = ['requestReason', 'reason'].map((key) => writableText(draft, key));
  return {
    words: [
      ...valueSegments(part, 'input'),
      ...valueSegments(part, 'rawInput'),
      ...reasons,
      ...beside(part, TOOL_FIELDS),
    ],
    toolResults: [
      { toolName, segments: [...valueSegments(part, 'output'), ...valueSegments(part, 'errorText')] },
    ],
  };
}

function words(segments: readonly Segment[]): UiText {
  return { words: [...segments], toolResults: [] };
}
