import { BASE64_VALUES } from '../checks/base64-digits.js';
import { foldText } from './fold.js';

/** A part of a text that encodes another text in base64 or hexadecimal. UTF-16 code units, half open. */
export interface EncodedRun {
  readonly start: number;
  readonly end: number;
  /** The decoded text, folded as for patterns. */
  readonly text: string;
}

/** The longest run that is decoded, in characters. A stream holds as much text back. */
export const LONGEST_RUN = 4096;
/** The shortest run, in characters. It encodes nine bytes, which is a social security number without dashes. */
const SHORTEST_BASE64 = 12;
const SHORTEST_HEX = 18;

/** The number of characters in the tables. */
const ASCII = 128;

/** The value of each ASCII character as a hexadecimal digit; -1 for another character. */
const SIXTEEN = new Int8Array(128).fill(-1);
for (const [value, character] of [...'0123456789abcdef'].entries()) {
  SIXTEEN[character.charCodeAt(0)] = value;
  SIXTEEN[character.toUpperCase().charCodeAt(0)] = value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Finds the runs that begin from an index on and hold text. Each is decoded once. */
export function encodedRuns(text: string, from: number): EncodedRun[] {
  const runs: EncodedRun[] = [];
  // A run covers at least one of any places at this distance. Most words cover none.
  let index = from + SHORTEST_BASE64 - 1;
  while (index < text.length) {
    if (!isRunCharacter(text, index)) {
      index += SHORTEST_BASE64;
      continue;
    }
    let start = index;
    while (start > from && isRunCharacter(text, start - 1)) start -= 1;
    let end = index + 1;
    while (end < text.length && isRunCharacter(text, end)) end += 1;
    const last = end;
    index = last + SHORTEST_BASE64;
    // Characters that continue the text before `from` are the rest of a run that is too long.
    if (start > 0 && isRunCharacter(text, start - 1)) continue;
    while (end < last + 2 && text.charAt(end) === '=') end += 1;
    if (end - start < SHORTEST_BASE64 || end - start > LONGEST_RUN || isRunCharacter(text, end)) continue;
    const decoded = textOf(text.slice(start, end));
    if (decoded !== undefined) runs.push({ start, end, text: foldText(decoded).text });
  }
  return runs;
}

/** Returns the beginning, from an index on, of a run that the end of a text may have cut, or the text's length. */
export function cutRunAt(text: string, from: number): number {
  let end = text.length;
  while (end > text.length - 2 && text.charAt(end - 1) === '=') end -= 1;
  let start = end;
  const first = Math.max(from, end - LONGEST_RUN - 1);
  while (start > first && isRunCharacter(text, start - 1)) start -= 1;
  const length = text.length - start;
  if (start === end || length > LONGEST_RUN || isRunCharacter(text, start - 1)) return text.length;
  if (end < text.length && length < SHORTEST_BASE64) return text.length;
  const run = text.slice(start, end);
  return bytesOf(run, BASE64_VALUES, 6) !== undefined || bytesOf(run, SIXTEEN, 4) !== undefined
    ? start
    : text.length;
}

function isRunCharacter(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  // A table becomes slow for good after a read beyond its end.
  return code < ASCII && (BASE64_VALUES[code] ?? -1) >= 0;
}

function textOf(run: string): string | undefined {
  const digits = run.replace(/={1,2}$/, '');
  const isHex = digits.length >= SHORTEST_HEX && digits.length % 2 === 0;
  return (
    (isHex ? decoded(bytesOf(digits, SIXTEEN, 4)) : undefined) ??
    (digits.length % 4 === 1 ? undefined : decoded(bytesOf(digits, BASE64_VALUES, 6)))
  );
}

/**
 * Returns the bytes of digits with `bits` bits each. Returns undefined at the first byte that is not UTF-8 text without
 * control characters. For nearly all runs that is one of the first digits.
 */
function bytesOf(digits: string, values: Int8Array, bits: number): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((digits.length * bits) / 8));
  let count = 0;
  let rest = 0;
  let held = 0;
  let following = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const code = digits.charCodeAt(index);
    const value = code < ASCII ? (values[code] ?? -1) : -1;
    if (value < 0) return undefined;
    rest = ((rest << bits) | value) & 0xffff;
    held += bits;
    if (held < 8) continue;
    held -= 8;
    const byte = (rest >> held) & 0xff;
    const next = followingBytes(byte, following);
    if (next < 0) return undefined;
    following = next;
    bytes[count] = byte;
    count += 1;
  }
  return bytes;
}

/**
 * Returns the number of bytes that must follow a byte of UTF-8 text (RFC 3629), or -1 if the byte cannot stand here.
 * `expected` is the number that had to follow before it.
 */
function followingBytes(byte: number, expected: number): number {
  if (expected > 0) return byte >= 0x80 && byte < 0xc0 ? expected - 1 : -1;
  if (byte < 0x20) return byte === 9 || byte === 10 || byte === 13 ? 0 : -1;
  if (byte < 0x80) return byte === 0x7f ? -1 : 0;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

function decoded(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
