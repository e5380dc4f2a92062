const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text; undefined where they are none. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text that a hexadecimal code holds; undefined for what is no such code. */
export function fromHex(code: string): string | undefined {
  if (code.length % 2 !== 0 || !/^[0-9a-f]{24,}$/i.test(code)) return undefined;
  return utf8(
    Uint8Array.from({ length: code.length / 2 }, (_, at) =>
      Number.parseInt(code.slice(at * 2, at * 2 + 2), 16),
    ),
  );
}

/** The text that a base64 code holds, of either alphabet, with or without its padding (RFC 4648 sections 4 and 5). */
export function fromBase64(code: string): string | undefined {
  if (!/^[\w+/-]{16,}={0,3}$/.test(code)) return undefined;
  const bare = code.replaceAll('=', '').replaceAll('-', '+').replaceAll('_', '/');
  // A last character that stands for no byte is what a cut leaves.
  const whole = bare.length % 4 === 1 ? bare.slice(0, -1) : bare;
  const binary = globalThis.atob(whole);
  return utf8(Uint8Array.from(binary, (char) => char.charCodeAt(0))) ?? utf8Head(binary);
}

/** The text of bytes whose last character is cut. */
function utf8Head(binary: string): string | undefined {
  const head = binary.slice(-3).replace(/[\xc0-\xff][\x80-\xbf]{0,2}$/, '');
  const bytes = Uint8Array.from(binary.slice(0, -3) + head, (char) => char.charCodeAt(0));
  return bytes.length < binary.length ? utf8(bytes) : undefined;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The text that a base32 code holds, in either case (RFC 4648 section 6). */
export function fromBase32(code: string): string | undefined {
  if (!/^(?:[A-Z2-7]{24,}|[a-z2-7]{24,})={0,6}$/.test(code)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of code.replaceAll('=', '').toUpperCase()) {
    held = ((held << 5) | BASE32.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return utf8(Uint8Array.from(bytes));
}
