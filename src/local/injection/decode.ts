import { fromHex, textOfBytes } from '../checks/text-codes.js';
import { escapedParts } from './escapes.js';
import { joinFragments } from './fragments.js';
import { hiddenRuns } from './hidden.js';
import { isReadable, type Payload } from './payload.js';
import { codedRuns } from './pieces.js';
import type { TokenList } from './tokens.js';
import { vocabulary } from './vocabulary.js';

/** The longest text, in characters, that is decoded as a whole or from percent signs. */
const LONGEST_PAYLOAD = 16_384;
const SHORTEST_ESCAPED = 8;
/** The number of telltale words that a text needs before it is decoded as a whole from rot13 or backward writing. */
const TELLTALES = 3;
/** The most characters between two such words. */
const TELLTALE_GAP = 300;

const ESCAPED = kindsOf('%+._~-');
const HEX = new Uint8Array(128);
for (const digit of '0123456789abcdefABCDEF') HEX[digit.charCodeAt(0)] = 1;

/**
 * Finds the encoded runs of a text and decodes them once. Each notation takes a part of the text at most once, so all
 * decoded texts together are at most a few times as long as the text.
 */
export function findPayloads(text: string, tokens: TokenList): Payload[] {
  const joined = joinFragments(text);
  return [
    ...codedRuns(text, tokens),
    ...unitRuns(text, tokens),
    ...escapedParts(text),
    ...(joined === undefined || !isReadable(joined.text)
      ? []
      : [{ start: joined.start, end: joined.end, decoded: joined.text }]),
    ...percentEncoded(text),
    ...wholes(text, tokens),
    ...hiddenRuns(text),
  ];
}

/** Finds texts that are written byte by byte: in pairs of hex digits, in bits, in decimal or octal codes. */
function unitRuns(text: string, tokens: TokenList): Payload[] {
  const payloads: Payload[] = [];
  let done = 0;
  for (let token = 0; token < tokens.count; token++) {
    const start = tokens.starts[token] ?? 0;
    if (start < done || !isUnit(text, start, tokens.ends[token] ?? 0)) continue;
    const last = endOfUnits(text, tokens, token);
    done = last.end;
    if (last.units < SHORTEST_ESCAPED) continue;
    const decoded = fromUnitRun(text.slice(start, last.end));
    if (decoded !== undefined) payloads.push({ start, end: last.end, decoded });
  }
  return payloads;
}

/** Decodes a text that is rot13 or backward writing as a whole. Words that only these produce give it away. */
function wholes(text: string, tokens: TokenList): Payload[] {
  const words = vocabulary();
  const whole = (telltale: Uint8Array, turn: (part: string) => string): Payload[] => {
    let count = 0;
    let start = 0;
    let end = 0;
    for (let token = 0; token < tokens.count; token++) {
      if (telltale[tokens.sets[token] ?? 0] !== 1) continue;
      const at = tokens.starts[token] ?? 0;
      // A single word now and then is chance.
      if (count > 0 && at - end > TELLTALE_GAP) {
        if (count >= TELLTALES) break;
        count = 0;
      }
      if (count++ === 0) start = at;
      end = tokens.ends[token] ?? 0;
      if (end - start > LONGEST_PAYLOAD) break;
    }
    if (count < TELLTALES) return [];
    const from = Math.max(0, start - 200);
    return [
      {
        start,
        end,
        decoded: turn(text.slice(from, Math.min(text.length, end + 200, from + LONGEST_PAYLOAD))),
      },
    ];
  };
  if (!shows(tokens, words.rot13, words.reversed)) return [];
  return [...whole(words.rot13, rot13), ...whole(words.reversed, (part) => [...part].reverse().join(''))];
}

function shows(tokens: TokenList, one: Uint8Array, other: Uint8Array): boolean {
  const { sets, count } = tokens;
  let seen = 0;
  for (let token = 0; token < count; token++) {
    const set = sets[token] ?? 0;
    if (set !== 0) seen += (one[set] ?? 0) + (other[set] ?? 0);
  }
  return seen >= TELLTALES;
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    const base = code < 97 ? 65 : 97;
    return String.fromCharCode(((code - base + 13) % 26) + base);
  });
}

/** Makes a table of ASCII letters, digits and the given signs. */
function kindsOf(signs: string): Uint8Array {
  const kinds = new Uint8Array(128);
  for (let code = 48; code < 123; code++) if (/[A-Za-z0-9]/.test(String.fromCharCode(code))) kinds[code] = 1;
  for (const sign of signs) kinds[sign.charCodeAt(0)] = 1;
  return kinds;
}

/** Returns the run of characters of a kind around an offset. */
function runOf(text: string, at: number, kinds: Uint8Array): { start: number; end: number } {
  const isKind = (offset: number): boolean =>
    offset >= 0 && offset < text.length && kinds[text.charCodeAt(offset)] === 1;
  let start = at;
  while (at - start < 64 && isKind(start - 1)) start--;
  let end = at;
  while (end < text.length && end - start < LONGEST_PAYLOAD) {
    if (!isKind(end)) break;
    end++;
  }
  return { start, end };
}

/**
 * Tells whether a run is one unit of byte-by-byte writing: two hex digits, six to eight bits, or a decimal or octal
 * code of three digits.
 */
function isUnit(text: string, start: number, end: number): boolean {
  const size = end - start;
  if (size < 2 || size > 8 || size === 4 || size === 5) return false;
  // Three digits are a character code; six or more are a binary byte.
  const highest = size >= 6 ? 49 : 57;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (size === 2 ? HEX[code] !== 1 : code < 48 || code > highest) return false;
  }
  return size !== 3 || text.charCodeAt(start) <= 49;
}

function endOfUnits(text: string, tokens: TokenList, from: number): { end: number; units: number } {
  let end = tokens.ends[from] ?? 0;
  let token = from + 1;
  while (token < tokens.count && (tokens.starts[token] ?? 0) - end <= 2) {
    if (!isUnit(text, tokens.starts[token] ?? 0, tokens.ends[token] ?? 0)) break;
    end = tokens.ends[token] ?? 0;
    token++;
  }
  return { end, units: token - from };
}

function fromUnitRun(run: string): string | undefined {
  const units = run.split(/[^0-9a-f]/i).filter((unit) => unit !== '');
  const readings = [
    () => (units.every((unit) => /^[01]{6,8}$/.test(unit)) ? fromUnits(units, 2) : undefined),
    () =>
      units.every((unit) => /^[0-9]{2,3}$/.test(unit)) && units.some((unit) => Number(unit) > 96)
        ? fromUnits(units, 10)
        : undefined,
    () => (units.every((unit) => /^[0-7]{3}$/.test(unit)) ? fromUnits(units, 8) : undefined),
    () => (units.every((unit) => unit.length === 2) ? fromHex(units.join(''), 2) : undefined),
  ];
  for (const read of readings) {
    const decoded = read();
    if (decoded !== undefined && isReadable(decoded)) return decoded;
  }
  return undefined;
}

function fromUnits(units: readonly string[], radix: number): string {
  return units.map((unit) => String.fromCharCode(Number.parseInt(unit, radix) & 0xffff)).join('');
}

/** How many times a text may be percent-encoded. */
const LEVELS = 3;

function fromPercent(text: string): string | undefined {
  return textOfBytes(
    text.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
  );
}

function percentEncoded(text: string): Payload[] {
  const payloads: Payload[] = [];
  for (let at = text.indexOf('%'); at >= 0; ) {
    const run = runOf(text, at, ESCAPED);
    const word = text.slice(run.start, run.end);
    const escapes = word.split(/%[0-9a-f]{2}/i).length - 1;
    if (escapes >= 3) {
      let decoded = fromPercent(word.replaceAll('+', ' '));
      for (let level = 1; level < LEVELS && decoded !== undefined && /%[0-9a-f]{2}/i.test(decoded); level++)
        decoded = fromPercent(decoded);
      if (decoded !== undefined && isReadable(decoded)) payloads.push({ ...run, decoded });
    }
    at = text.indexOf('%', Math.max(run.end, at + 1));
  }
  return payloads;
}
