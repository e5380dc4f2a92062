import { dataText, fieldTexts, isUnscanned, urlText } from '../guard/index.js';
import { isObject, type Part, recordOf, stringOf } from './parts.js';

/** Kinds of parts that hold a file, in prompts, tool results and answers of all versions. */
const FILES: ReadonlySet<string> = new Set([
  'file',
  'reasoning-file',
  'media',
  'file-data',
  'file-url',
  'image-data',
  'image-url',
]);

/**
 * Returns the text of a file part: its name, its URL, and its content if that is text. Returns '' for other parts. V2
 * and V3 hold the data itself (bytes, base64 or a URL), V4 a tagged object.
 */
export function fileText(part: Part): string {
  if (!FILES.has(part.type)) return '';
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
    case 'reference':
      // The ids are stored under the name of the provider that made them.
      texts.push(...fieldTexts({ reference: tagged?.['reference'] }));
      break;
    default:
      texts.push(dataText(part['data'], mediaType));
  }
  return lines(texts);
}

/** Counts the parts with files that nobody judges because they are not text. */
export function countUnscanned(parts: unknown): number {
  return Array.isArray(parts) ? parts.filter(isUnscannedPart).length : 0;
}

/** The media type that the type of a part implies. */
const IMPLIED: ReadonlyMap<string, string> = new Map([
  ['image', 'image/*'],
  ['image-data', 'image/*'],
  ['image-url', 'image/*'],
  ['image-file-id', 'image/*'],
]);

function isUnscannedPart(part: unknown): boolean {
  if (!isObject(part) || typeof part['type'] !== 'string') return false;
  const { type, data } = part;
  const mediaType = IMPLIED.get(type) ?? stringOf(part, 'mediaType') ?? '';
  if (type === 'image') return isUnscanned(part['image'], mediaType);
  if (type === 'image-file-id' || type === 'file-id' || type === 'file-reference') return true;
  if (!FILES.has(type)) return false;
  switch (stringOf(data, 'type')) {
    case 'text':
      return false;
    case 'url':
      return isUnscanned(Reflect.get(Object(data), 'url'), mediaType);
    case 'data':
      return isUnscanned(Reflect.get(Object(data), 'data'), mediaType);
    case 'reference':
      return true;
    default:
      return isUnscanned(data ?? part['url'], mediaType);
  }
}

function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
