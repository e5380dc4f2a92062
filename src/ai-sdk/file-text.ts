import { dataText, urlText } from '../guard/index.js';
import { type Part, recordOf, stringOf } from './parts.js';

/** Kinds of parts that hold a file, of prompts, tool results and answers of all versions. */
const FILES: ReadonlySet<string> = new Set([
  'file',
  'reasoning-file',
  'media',
  'file-data',
  'file-url',
  'image-data',
  'image-url',
]);

/** Fields that say what a part is and to whom it belongs, not what it says. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'type',
  'kind',
  'id',
  'fileId',
  'toolCallId',
  'approvalId',
  'mediaType',
  'providerMetadata',
  'providerOptions',
]);

/** What a part says that is neither words nor a tool's: a file's text, or every text of a kind unknown here. */
export function otherText(part: Part): string {
  return FILES.has(part.type) ? fileText(part) : lines(leaves(part));
}

/**
 * What a file part says in text: its name, its URL, or its content where that is text. V2 and V3 hold the data itself
 * (bytes, base64 or a URL), V4 a tagged object.
 */
function fileText(part: Part): string {
  const mediaType = stringOf(part, 'mediaType') ?? '';
  const tagged = recordOf(part, 'data');
  const texts = [stringOf(part, 'filename') ?? '', urlText(part['url'])];
  switch (stringOf(tagged, 'type')) {
    case 'text':
      texts.push(stringOf(tagged, 'text') ?? '');
      break;
    case 'url':
      texts.push(urlText(tagged?.['url']), urlText(tagged?.['originalUrl']));
      break;
    case 'data':
      texts.push(dataText(tagged?.['data'], mediaType));
      break;
    default:
      texts.push(dataText(part['data'], mediaType));
  }
  return lines(texts);
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value) || 'href' in value) return [dataText(value)];
  return Object.entries(value).flatMap(([key, inner]) => (STRUCTURE.has(key) ? [] : leaves(inner)));
}

function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
