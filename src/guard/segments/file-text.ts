/** Media types whose bytes are text that a model reads. */
const TEXT_MEDIA =
  /^(?:text(?:\/|$)|application\/(?:json|xml|yaml|x-yaml|javascript|csv|x-ndjson)\b|[a-z]+\/[\w.-]{1,80}\+(?:json|xml)\b)/i;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/**
 * The length of the probe that tells text from bytes in a file of another media type. It must be a multiple of four.
 */
const PROBE_LENGTH = 4096;

/** Returns a URL as text. A `data:` URL is decoded, because it is content, not an address. */
export function urlText(value: unknown): string {
  const url = typeof value === 'string' ? value : hrefOf(value);
  return /^data:/i.test(url) ? dataUrlText(url) : url;
}

/**
 * Returns the content of a file if that is text, whatever its media type claims, and '' for an image, sound or other
 * bytes. A string that is not base64 is already text.
 */
export function dataText(data: unknown, mediaType = ''): string {
  const textual = TEXT_MEDIA.test(mediaType);
  if (ArrayBuffer.isView(data)) return readable(data) ?? (textual || isMostlyText(data) ? legible(data) : '');
  if (typeof data !== 'string') return urlText(data);
  if (/^(?:data|https?):/i.test(data)) return urlText(data);
  const base64 = /\s/.test(data) ? data.replace(/\s+/g, '') : data;
  if (!BASE64.test(base64)) return data;
  // Words with blanks between them are also kept unchanged, even if they are valid base64.
  const asItStands = data.includes(' ') ? data : '';
  const probe = decode(base64.slice(0, PROBE_LENGTH)) ?? NOTHING;
  const isText = textual || isMostlyText(probe);
  if (!isText && readable(probe, true) === undefined) return asItStands;
  const bytes = decode(base64);
  if (bytes === undefined) return data;
  const text = readable(bytes);
  if (text !== undefined) return asItStands === '' ? text : `${asItStands}\n${text}`;
  // Short plain text can look like base64.
  return isText ? `${data}\n${legible(bytes)}` : asItStands;
}

/**
 * The least percentage of bytes that are ASCII, or zeros of UTF-16, in a text. A text in any charset may have some
 * other letters.
 */
const MOSTLY = 85;

/** Tells from the beginning of the bytes whether they are text that is not UTF-8. The media type does not count. */
function isMostlyText(bytes: ArrayBufferView): boolean {
  const begin = new Uint8Array(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, PROBE_LENGTH));
  let letters = 0;
  let zeros = 0;
  for (const byte of begin) {
    if (byte === 0) zeros += 1;
    else if ((byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d) letters += 1;
  }
  const ascii = letters + Math.min(zeros, letters);
  return begin.length >= 8 && ascii * 100 >= begin.length * MOSTLY;
}

const NOTHING = new Uint8Array();

/** Returns the address of a URL object, which may come from another realm. */
function hrefOf(value: unknown): string {
  const href: unknown = typeof value === 'object' && value !== null && 'href' in value ? value.href : '';
  return typeof href === 'string' ? href : '';
}

/**
 * Returns the readable part of a text in another charset than UTF-8: its ASCII characters. UTF-16 separates them with
 * zero bytes.
 */
function legible(bytes: ArrayBufferView): string {
  return new TextDecoder().decode(bytes).replaceAll('\0', '');
}

function dataUrlText(url: string): string {
  const comma = url.indexOf(',');
  if (comma < 0) return url;
  const header = url.slice('data:'.length, comma);
  const body = url.slice(comma + 1);
  let plain = body;
  try {
    plain = decodeURIComponent(body);
  } catch {
    // The escapes are not valid, so the body is used unchanged.
  }
  return /;\s*base64$/i.test(header) ? dataText(plain, header.split(';')[0] || 'text/plain') : plain;
}

/** Returns bytes as text, or undefined if they are not UTF-8. With `cut`, they may end inside a character. */
function readable(bytes: ArrayBufferView, cut = false): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function decode(base64: string): Uint8Array | undefined {
  try {
    const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Media that a model sees or hears, even if parts can be read as text. */
const SEEN_OR_HEARD = /^(?:image\/(?!svg\+xml)|audio\/|video\/|application\/(?:pdf|x-pdf)\b)/i;
const ADDRESS = /^(?!data:)[a-z][a-z0-9+.-]{1,20}:/i;
/** The first characters of a PDF, as they are and in base64. */
const PDF = /^(?:%PDF-|JVBERi0)/;

/**
 * Tells whether a file holds anything that nobody judges because it is not text: images, sound, PDFs and other bytes,
 * or the content at an address that is not fetched here.
 * @param data bytes, base64, a text, or a URL
 */
export function isUnscanned(data: unknown, mediaType = ''): boolean {
  if (data === undefined || data === null || data === '') return false;
  if (SEEN_OR_HEARD.test(mediaType)) return true;
  if (ArrayBuffer.isView(data)) {
    const begin = new Uint8Array(data.buffer, data.byteOffset, Math.min(data.byteLength, 8));
    return data.byteLength > 0 && (PDF.test(legible(begin)) || dataText(data, mediaType) === '');
  }
  const text = typeof data === 'string' ? data : hrefOf(data);
  if (text === '') return typeof data === 'object';
  if (/^data:/i.test(text)) {
    const header = text.slice('data:'.length, Math.max(0, text.indexOf(',')));
    return SEEN_OR_HEARD.test(header) || (text.indexOf(',') < text.length - 1 && urlText(text) === '');
  }
  return ADDRESS.test(text) || PDF.test(text) || dataText(text, mediaType) === '';
}
