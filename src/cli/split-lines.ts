import { StringDecoder } from 'node:string_decoder';

/** A line without its break. A line that is too long is only marked as such. */
export type BoundedLine = { readonly text: string } | { readonly isTooLong: true };

/** Decodes a stream of bytes to whole characters. A byte order mark at the beginning is left out. */
export async function* decoded(
  stream: AsyncIterable<Buffer | Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8');
  let isFirst = true;
  for await (const chunk of stream) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    yield isFirst ? text.replace(/^\ufeff/, '') : text;
    if (text !== '') isFirst = false;
  }
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

/**
 * Splits a text that comes in pieces at its line feeds. Nothing is kept of a line longer than `max` UTF-16 code units.
 */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  max: number,
): AsyncGenerator<BoundedLine, void, undefined> {
  let parts: string[] = [];
  let length = 0;
  const take = (): BoundedLine => {
    const line: BoundedLine = length > max ? { isTooLong: true } : { text: parts.join('') };
    [parts, length] = [[], 0];
    return line;
  };
  const add = (part: string): void => {
    length += part.length;
    if (length <= max) parts.push(part);
    else parts = [];
  };
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      add(piece.slice(start, end));
      yield take();
      start = end + 1;
    }
    if (start < piece.length) add(piece.slice(start));
  }
  if (length > 0) yield take();
}
