import { BASE64_VALUES } from './base64-digits.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The length of the head of a code that is decoded to see whether the rest is worth decoding. */
const SAMPLE = 96;

/**
 * Decodes bytes as UTF-8, or as UTF-16 if every second byte is 0. A last character that was cut is left out. Returns
 * undefined for bytes that are not text. One character of `binary` is one byte.
 */
export function textOfBytes(binary: string): string | undefined {
  // Pictures and programs are recognised by their first bytes, and the rest is not decoded.
  if (binary.length > SAMPLE && decoded(binary.slice(0, SAMPLE)) === undefined) return undefined;
  return decoded(binary);
}

function decoded(binary: string): string | undefined {
  const isWide = binary.length >= 8 && binary.length % 2 === 0;
  if (isWide && zeros(binary, 1)) return wide(binary, 0);
  if (isWide && zeros(binary, 0)) return wide(binary, 1);
  return (
    utf8(binary) ??
    utf8(`${binary.slice(0, -3)}${binary.slice(-3).replace(/[\xc0-\xff][\x80-\xbf]{0,2}$/, '')}`)
  );
}

function zeros(binary: string, from: number): boolean {
  for (let at = from; at < Math.min(binary.length, SAMPLE); at += 2)
    if (binary.charCodeAt(at) !== 0) return false;
  return true;
}

/** Decodes 16-bit units of ASCII, whose low bytes are at even or odd places. */
function wide(binary: string, low: number): string {
  let text = '';
  for (let at = 0; at < binary.length; at += 2)
    text += String.fromCharCode(binary.charCodeAt(at + low) | (binary.charCodeAt(at + 1 - low) << 8));
  return text;
}

function utf8(binary: string): string | undefined {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Matches a byte, among the first eight, that no text has there: a control character, or a byte that begins no UTF-8
 * character.
 */
const NO_TEXT = /^(?:[2-7].){0,7}(?:0[1-8bcef]|1.|[89ab].|c[01]|f[5-f])/i;

/** Decodes a hexadecimal code of at least `least` digits that holds a text. Returns undefined for anything else. */
export function fromHex(code: string, least = 24): string | undefined {
  if (code.length < least || code.length % 2 !== 0 || NO_TEXT.test(code) || /[^0-9a-f]/i.test(code))
    return undefined;
  let binary = '';
  for (let at = 0; at < code.length; at += 2)
    binary += String.fromCharCode(Number.parseInt(code.slice(at, at + 2), 16));
  return textOfBytes(binary);
}

/** Decodes base64 that holds a text, in either alphabet, with or without padding (RFC 4648 sections 4 and 5). */
export function fromBase64(code: string): string | undefined {
  if (!/^[\w+/-]{16,}={0,3}$/.test(code)) return undefined;
  const bare = code.replaceAll('=', '').replaceAll('-', '+').replaceAll('_', '/');
  // A last character that encodes no byte is left over from a cut.
  const whole = bare.length % 4 === 1 ? bare.slice(0, -1) : bare;
  if (whole.length > 2 * SAMPLE && textOfBytes(globalThis.atob(whole.slice(0, SAMPLE))) === undefined)
    return undefined;
  return textOfBytes(globalThis.atob(whole));
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Decodes base32 that holds a text, in either case (RFC 4648 section 6). */
export function fromBase32(code: string): string | undefined {
  if (!/^(?:[A-Z2-7]{24,}|[a-z2-7]{24,})={0,6}$/.test(code)) return undefined;
  const bare = code.replaceAll('=', '').toUpperCase();
  const sample = base32Bytes(bare.slice(0, SAMPLE));
  return textOfBytes(sample) === undefined ? undefined : textOfBytes(base32Bytes(bare));
}

function base32Bytes(code: string): string {
  let binary = '';
  let bits = 0;
  let held = 0;
  for (const char of code) {
    held = ((held << 5) | BASE32.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    binary += String.fromCharCode((held >> bits) & 0xff);
  }
  return binary;
}

/** The number of digits that are examined to see whether a code may hold a text. */
const HEAD = 16;

/**
 * Tells whether the text at an offset may be base64 of a text, by its first twelve bytes. It is quick, and only a
 * `false` is certain. About one name in code in ten thousand passes by chance.
 */
export function mayBeBase64(text: string, start: number, end: number): boolean {
  let held = 0;
  let bits = 0;
  let pending = 0;
  let seen = 0;
  let zero = 0;
  for (let at = start; at < Math.min(end, start + HEAD); at++) {
    const value = BASE64_VALUES[text.charCodeAt(at)] ?? -1;
    if (value < 0) return seen >= 6;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    seen++;
    if (byte === 0) {
      // In UTF-16 every second byte is zero.
      if (++zero > 6 || (seen > 3 && zero * 3 < seen)) return false;
    } else if (pending > 0) {
      if (byte >> 6 !== 2) return false;
      pending--;
    } else if (byte >= 0x80) {
      if (byte < 0xc2 || byte > 0xf4) return false;
      pending = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    } else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return false;
  }
  return true;
}
