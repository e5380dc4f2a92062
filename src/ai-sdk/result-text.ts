import {
  type Draft,
  fieldTexts,
  parseableText,
  put,
  type Segment,
  valueSegments,
  writableText,
  writableValue,
} from '../guard/index.js';
import { fileText } from './file-text.js';
import { besideSegments, misplacedTexts } from './part-fields.js';
import { type Part, recordOf, stringOf } from './parts.js';

/** What is judged in a generated part: words of the answer, a tool's input, or a tool's output. */
export type PartText =
  | {
      readonly kind: 'answer';
      /** The first segment is text of the answer, which runs on from block to block. */
      readonly words?: boolean;
      /** The first segment is reasoning, which runs on from block to block. */
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
  const beside = besideSegments(part);
  switch (part.type) {
    case 'text':
      return { kind: 'answer', words: true, segments: [...textSegments(part), ...beside] };
    case 'reasoning':
      // Signed by the provider: a changed text would be refused on the next turn.
      return {
        kind: 'answer',
        thought: true,
        segments: [{ text: stringOf(part, 'text') ?? '' }, ...beside],
      };
    case 'tool-call':
      return {
        kind: 'toolInput',
        toolName,
        segments: [...inputSegments(part), ...toolNameSegments(part), ...beside],
      };
    case 'tool-result':
      return {
        kind: 'toolOutput',
        toolName,
        segments: [...resultSegments(part), ...toolNameSegments(part), ...beside],
      };
    case 'source':
      return {
        kind: 'answer',
        segments: [...SOURCE_TEXTS.map((key) => ({ text: stringOf(part, key) ?? '' })), ...beside],
      };
    case 'error':
      return { kind: 'answer', segments: [errorSegment(part)] };
    default:
      return {
        kind: 'answer',
        segments: [fileText(part), ...misplacedTexts(part)].map((text): Segment => ({ text })).concat(beside),
      };
  }
}

/** What a tool of the provider's gave; older parts have it in another field. */
function resultSegments(part: Draft & Part): Segment[] {
  return ['result', 'output'].flatMap((key) => valueSegments(part, key).map((own) => rewriting(part, own)));
}

/**
 * The words of an error that a provider sends in its stream. The rest of an error object is the provider package's own
 * record of the exchange, for the application.
 */
function errorSegment(part: Draft & Part): Segment {
  const { error } = part;
  if (!(error instanceof Error)) {
    const [own = { text: '' }] = valueSegments(part, 'error');
    return own;
  }
  return {
    text: error.message,
    write(redacted) {
      const clean = new Error(redacted);
      clean.name = error.name;
      return put(part, 'error', clean);
    },
  };
}

/** Texts that V4 citations quote. They repeat places of the text that they belong to, by offset. */
export function citationTexts(part: Part): string[] {
  const { citations } = part;
  if (!Array.isArray(citations)) return [];
  return citations.flatMap((citation: unknown) => {
    const source = recordOf(citation, 'source');
    return [...textsWith(citation, ['citedText'], ['source']), ...textsWith(source, SOURCE_TEXTS)];
  });
}

/** The named texts of a record as they stand, and what else it says but for fields that are read elsewhere. */
function textsWith(record: unknown, names: readonly string[], elsewhere: readonly string[] = []): string[] {
  const said = names.filter((name) => stringOf(record, name) !== undefined);
  const texts = said.map((name) => stringOf(record, name) ?? '');
  return [...texts, ...fieldTexts(record, { read: new Set([...said, ...elsewhere]) })];
}

/**
 * What a tool is called, where that is no name. It tells what a part is, and cannot be replaced.
 */
export function toolNameSegments(part: Part): Segment[] {
  const { toolName } = part;
  return toolName === undefined || (typeof toolName === 'string' && TOOL_NAME.test(toolName))
    ? []
    : [{ text: fieldTexts({ toolName }).join('\n') }];
}

/** What providers take for the name of a tool, those of MCP servers and of Google's code tools included. */
const TOOL_NAME = /^[\w.:/-]{1,128}$/;

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
