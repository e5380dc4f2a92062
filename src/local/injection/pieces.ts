import { fromBase32, fromBase64, fromHex, mayBeBase64 } from '../checks/text-codes.js';
import { isReadable, type Payload } from './payload.js';
import type { TokenList } from './tokens.js';

/** The shortest code, and the shortest piece of a code that was split. */
const SHORTEST = 16;
const SHORTEST_PIECE = 8;
/** The most characters between two pieces: a line break with characters that quote, indent or join the lines. */
const GAP = 24;

const CODE = new Uint8Array(128);
for (let code = 0; code < 128; code++) if (/[A-Za-z0-9+/_=-]/.test(String.fromCharCode(code))) CODE[code] = 1;

/** A run of characters of which codes consist. UTF-16, half open. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds codes in base64, base32, hexadecimal and bits, of any length. They are whole or in pieces of equal length
 * (lines, quoted pieces, items of a list). Linear in the text, because a run is part of one code only.
 */
export function codedRuns(text: string, tokens: TokenList): Payload[] {
  const payloads: Payload[] = [];
  let pieces: Run[] = [];
  const close = (): void => {
    const [first] = pieces;
    const last = pieces.at(-1);
    if (first !== undefined && last !== undefined) {
      const found = inPieces(text, pieces);
      if (found !== undefined) payloads.push(found);
      else if (pieces.length > 1)
        for (const piece of pieces) {
          const alone = inPieces(text, [piece]);
          if (alone !== undefined) payloads.push(alone);
        }
    }
    pieces = [];
  };
  let done = 0;
  for (let token = 0; token < tokens.count; token++) {
    const at = tokens.starts[token] ?? 0;
    const length = (tokens.ends[token] ?? 0) - at;
    if (length < SHORTEST_PIECE || at < done) continue;
    if (length < SHORTEST && !looksCoded(text, at, at + length)) continue;
    const run = runAround(text, at, done);
    done = run.end;
    if (isNext(pieces, run)) pieces.push(run);
    else {
      if (pieces.length > 0) close();
      if (mayBegin(text, run)) pieces.push(run);
    }
  }
  close();
  return payloads;
}

/** Tells whether a run continues the pieces before it. */
function isNext(pieces: readonly Run[], run: Run): boolean {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined || run.start - last.end > GAP) return false;
  const whole = first.end - first.start;
  return last.end - last.start === whole && run.end - run.start <= whole;
}

/** Tells whether a code may begin with a run. Most long words are ruled out at once. */
function mayBegin(text: string, { start, end }: Run): boolean {
  if (!looksCoded(text, start, end)) return false;
  if (mayBeBase64(text, start, end)) return true;
  const head = text.slice(start, start + 12);
  return /^(?:0x)?(?:[0-9a-f]{8}|[01]{8})/i.test(head) || /^(?:[A-Z2-7]{8}|[a-z2-7]{8})/.test(head);
}

function runAround(text: string, at: number, from: number): Run {
  let start = at;
  while (start > from && CODE[text.charCodeAt(start - 1)] === 1) start--;
  let end = at;
  while (end < text.length && CODE[text.charCodeAt(end)] === 1) end++;
  return { start, end };
}

/** Tells whether a run has capitals inside, or digits among letters, or digits only. Words have none of these. */
function looksCoded(text: string, start: number, end: number): boolean {
  let kinds = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) kinds |= 1;
    else if (code >= 97) kinds |= 2;
    else if (code >= 65 && code <= 90 && at > start) kinds |= 4;
  }
  return (kinds & (kinds - 1)) !== 0 || kinds === 4 || kinds === 1;
}

function inPieces(text: string, pieces: readonly Run[]): Payload | undefined {
  const code = pieces.map(({ start, end }) => text.slice(start, end)).join('');
  if (code.length < SHORTEST) return undefined;
  const decoded = decode(code) ?? (pieces.length > 2 ? decodeWithoutLast(text, pieces) : undefined);
  const [first] = pieces;
  const last = pieces.at(-1);
  if (decoded === undefined || first === undefined || last === undefined) return undefined;
  return { start: first.start, end: last.end, decoded };
}

/** Decodes pieces without the last one, which may be a word of the text after the code. */
function decodeWithoutLast(text: string, pieces: readonly Run[]): string | undefined {
  return decode(
    pieces
      .slice(0, -1)
      .map(({ start, end }) => text.slice(start, end))
      .join(''),
  );
}

function decode(code: string): string | undefined {
  const bare = code.replace(/^[-_=]+|[-_]+$/g, '').replace(/^0x/i, '');
  const decoders = [
    () => (/^[01]{48,}$/.test(bare) ? fromBits(bare) : undefined),
    () => fromHex(bare, SHORTEST),
    // Letters of one case are names, not base64.
    () => (/[a-z]/.test(bare) && /[A-Z]/.test(bare) ? fromBase64(bare) : undefined),
    () => fromBase32(bare.replaceAll('-', '')),
  ];
  for (const decoder of decoders) {
    const decoded = decoder();
    if (decoded !== undefined && isReadable(decoded)) return decoded;
  }
  return undefined;
}

function fromBits(bits: string): string | undefined {
  return bits.length % 8 === 0
    ? (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join('')
    : undefined;
}
