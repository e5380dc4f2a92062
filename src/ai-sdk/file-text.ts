import { type Part, recordOf, stringOf } from './parts.js';

/** Media types whose bytes are text that a model reads. */
const TEXT_MEDIA =
  /^(?:text\/|application\/(?:json|xml|yaml|x-yaml|javascript|csv|x-ndjson)\b|[a-z]+\/[\w.-]{1,80}\+(?:json|xml)\b)/i;

/**
 * What a file part says in text: its URL, or its content where the media type is textual. V2 and V3 hold the data
 * itself (bytes, base64 or a URL), V4 a tagged object.
 */
export function fileText(part: Part): string {
  const tagged = recordOf(part, 'data');
  const kind = stringOf(tagged, 'type');
  const texts = [stringOf(part, 'filename') ?? ''];
  if (kind === 'text') texts.push(stringOf(tagged, 'text') ?? '');
  else if (kind === 'url') texts.push(urlText(tagged?.['url']), urlText(tagged?.['originalUrl']));
  else
    texts.push(
      dataText(kind === 'data' ? tagged?.['data'] : part['data'], stringOf(part, 'mediaType') ?? ''),
    );
  return texts.filter((text) => text !== '').join('\n');
}

/** A URL in words. A `data:` URL is content, not an address. */
function urlText(value: unknown): string {
  const text = value instanceof URL ? value.href : typeof value === 'string' ? value : '';
  return text.startsWith('data:') ? dataUrlText(text) : text;
}

function dataUrlText(url: string): string {
  const comma = url.indexOf(',');
  const header = url.slice('data:'.length, comma);
  const mediaType = header.split(';')[0] || 'text/plain';
  if (comma < 0 || !TEXT_MEDIA.test(mediaType)) return '';
  const body = url.slice(comma + 1);
  try {
    return header.endsWith(';base64') ? decodeBase64(body) : decodeURIComponent(body);
  } catch {
    return body;
  }
}

function dataText(data: unknown, mediaType: string): string {
  if (data instanceof URL) return urlText(data);
  if (typeof data === 'string' && /^(?:https?|data):/i.test(data)) return urlText(data);
  if (!TEXT_MEDIA.test(mediaType)) return '';
  if (data instanceof Uint8Array) return new TextDecoder().decode(data);
  return typeof data === 'string' ? decodeBase64(data) : '';
}

/** Text of base64; what is not base64 is text already. */
function decodeBase64(text: string): string {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return text;
  }
}
