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

/** The judged text of a generated part: words of the answer, a tool's input, or a tool's output. */
export type PartText =
  | {
      readonly kind: 'answer';
      /** True if the first segment is text of the answer, which is read on from block to block. */
      readonly words?: boolean;
      /** True if the first segment is reasoning, which is read on from block to block. */
      readonly thought?: boolean;
      readonly segments: readonly Segment[];
    }
  | {
      readonly kind: 'toolInput' | 'toolOutput';
      readonly toolName: string;
      readonly segments: readonly Segment[];
    };

const SOURCE_TEXTS = ['url', 'title', 'filename'] as const;

/** Reads a complete part: of a result, or of a stream if it is not sent in deltas. */
export function readResultPart(part: Draft & Part): PartText {
  const toolName = stringOf(part, 'toolName') ?? 'unknown';
  const beside = besideSegments(part);
  switch (part.type) {
    case 'text':
      return { kind: 'answer', words: true, segments: [...textSegments(part), ...beside] };
    case 'reasoning':
      // The provider signed it and would refuse a changed text on the next turn.
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

/** Returns the output of a provider's tool. Older parts have it in another field. */
function resultSegments(part: Draft & Part): Segment[] {
  return ['result', 'output'].flatMap((key) => valueSegments(part, key).map((own) => rewriting(part, own)));
}

/**
 * Returns the words of an error that a provider sends in its stream. The rest of an error object is the provider
 * package's record of the exchange, for the application.
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

/** Returns the texts that V4 citations quote. They repeat places of the text that they belong to, by offset. */
export function citationTexts(part: Part): string[] {
  const { citations } = part;
  if (!Array.isArray(citations)) return [];
  return citations.flatMap((citation: unknown) => {
    const source = recordOf(citation, 'source');
    return [...textsWith(citation, ['citedText'], ['source']), ...textsWith(source, SOURCE_TEXTS)];
  });
}

/** Returns the named texts of a record unchanged, and its other text except for fields that are read elsewhere. */
function textsWith(record: unknown, names: readonly string[], elsewhere: readonly string[] = []): string[] {
  const said = names.filter((name) => stringOf(record, name) !== undefined);
  const texts = said.map((name) => stringOf(record, name) ?? '');
  return [...texts, ...fieldTexts(record, { read: new Set([...said, ...elsewhere]) })];
}

/**
 * Returns the name of a tool as a segment if it does not look like a name. It identifies a part, so it cannot be
 * replaced.
 */
export function toolNameSegments(part: Part): Segment[] {
  const { toolName } = part;
  return toolName === undefined || (typeof toolName === 'string' && TOOL_NAME.test(toolName))
    ? []
    : [{ text: fieldTexts({ toolName }).join('\n') }];
}

/** The names of tools that providers accept, including those of MCP servers and of Google's code tools. */
const TOOL_NAME = /^[\w.:/-]{1,128}$/;

/** Returns the input of a tool call, which is normally JSON text. */
export function inputSegments(part: Draft): Segment[] {
  return parseableText(rewriting(part, writableValue(part, 'input')));
}

/**
 * Returns the text and its citations. A finding in either removes the citations, because their offsets are then wrong
 * or they quote the finding.
 */
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

/**
 * Removes a part's provider data (log probabilities, annotations, traces) when its text is rewritten, because the data
 * may quote it.
 */
function rewriting(part: Draft, { text, write }: Segment): Segment {
  return { text, write: (redacted) => write?.(redacted) === true && withoutMetadata(part) };
}

function withoutMetadata(part: Draft): true {
  return put(part, 'providerMetadata', undefined);
}
