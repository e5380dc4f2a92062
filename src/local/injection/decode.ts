import { joinFragments } from './fragments.js';
import { hiddenRuns } from './hidden.js';
import type { TokenList } from './tokens.js';
import { vocabulary } from './vocabulary.js';

/** A run of a text that stands for another text. Offsets are UTF-16 into the text around, half open. */
export interface Payload {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

/** Runs that are decoded in one text at most, and characters of each. */
export const MOST_PAYLOADS = 16;
export const LONGEST_PAYLOAD = 16_384;
const SHORTEST = 16;
const SHORTEST_ESCAPED = 8;
/** Words that must show for a text to be tried as rot13 or backwards as a whole. */
const TELLTALES = 3;
/** Characters between two such words. */
const TELLTALE_GAP = 300;

const BASE64 = kindsOf('+/_=-');
const ESCAPED = kindsOf('%+._~-');
const HEX = new Uint8Array(128);
for (const digit of '0123456789abcdefABCDEF') HEX[digit.charCodeAt(0)] = 1;

const ENCODINGS: readonly { readonly run: RegExp; readonly read: (run: string) => string | undefined }[] = [
  { run: /(?:\\x[0-9a-f]{2}){6,4096}/giu, read: (run) => fromHex(run.replaceAll(/\\x/gi, '')) },
  { run: /(?:\\u[0-9a-f]{4}){6,4096}/giu, read: (run) => fromUnits(run.split(/\\u/i), 16) },
  { run: /(?:&#[0-9]{2,5};){6,4096}/gu, read: (run) => fromUnits(run.split(/[&#;]/), 10) },
  { run: /(?:&#x[0-9a-f]{2,5};){6,4096}/giu, read: (run) => fromUnits(run.split(/[&#x;]+/i), 16) },
  { run: /(?:\\u\{[0-9a-f]{2,5}\}){6,4096}/giu, read: (run) => fromUnits(run.split(/[\\u{}]+/i), 16) },
  { run: /(?:\\[0-3]?[0-7]{2}){6,4096}/gu, read: (run) => fromUnits(run.split('\\'), 8) },
];

/** Encoded runs of a text, decoded once: what they hold is not decoded again. Bounded in number and size. */
export function findPayloads(text: string, tokens: TokenList): Payload[] {
  const payloads: Payload[] = [];
  const add = (start: number, end: number, decoded: string | undefined): void => {
    if (decoded !== undefined && decoded.length >= 6 && isReadable(decoded))
      payloads.push({ start, end, decoded });
  };
  const covered = { end: 0 };
  for (let token = 0; token < tokens.count && payloads.length < MOST_PAYLOADS; token++) {
    const start = tokens.starts[token] ?? 0;
    const end = tokens.ends[token] ?? 0;
    const size = end - start;
    if (size !== 2 && size !== 3 && size !== 8 && size < SHORTEST) continue;
    if (start < covered.end) continue;
    if (size >= SHORTEST) {
      const run = runOf(text, start, BASE64);
      covered.end = run.end;
      const word = text.slice(run.start, run.end);
      add(
        run.start,
        run.end,
        !/[^0-9a-f]/i.test(word) && word.length % 2 === 0 ? fromHex(word) : fromBase64(word),
      );
    } else if (isUnit(text, start, end)) {
      const last = endOfUnits(text, tokens, token);
      covered.end = last.end;
      if (last.units >= SHORTEST_ESCAPED) add(start, last.end, fromUnitRun(text.slice(start, last.end)));
    }
  }
  if (text.includes('\\') || text.includes('&#')) {
    for (const { run, read } of ENCODINGS) {
      for (const match of text.matchAll(run)) {
        if (payloads.length >= MOST_PAYLOADS) break;
        add(match.index, match.index + match[0].length, read(match[0].slice(0, LONGEST_PAYLOAD)));
      }
    }
  }
  const joined = joinFragments(text);
  if (joined !== undefined) add(joined.start, joined.end, joined.text);
  payloads.push(...percentEncoded(text), ...wholes(text, tokens), ...hiddenRuns(text));
  return payloads;
}

/** Rot13 and backward writing turn a whole text; words that only they produce give them away. */
function wholes(text: string, tokens: TokenList): Payload[] {
  const words = vocabulary();
  const whole = (telltale: Uint8Array, turn: (part: string) => string): Payload[] => {
    let count = 0;
    let start = 0;
    let end = 0;
    for (let token = 0; token < tokens.count; token++) {
      if (telltale[tokens.sets[token] ?? 0] !== 1) continue;
      const at = tokens.starts[token] ?? 0;
      // One here and there is chance.
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

/** ASCII letters, digits and the signs given, as a table. */
function kindsOf(signs: string): Uint8Array {
  const kinds = new Uint8Array(128);
  for (let code = 48; code < 123; code++) if (/[A-Za-z0-9]/.test(String.fromCharCode(code))) kinds[code] = 1;
  for (const sign of signs) kinds[sign.charCodeAt(0)] = 1;
  return kinds;
}

/** The run of characters of a kind around an offset; line breaks inside are let pass. */
function runOf(text: string, at: number, kinds: Uint8Array): { start: number; end: number } {
  const isKind = (offset: number): boolean =>
    offset >= 0 && offset < text.length && kinds[text.charCodeAt(offset)] === 1;
  let start = at;
  while (at - start < 64 && isKind(start - 1)) start--;
  let end = at;
  while (end < text.length && end - start < LONGEST_PAYLOAD) {
    if (isKind(end)) end++;
    else if (end - start >= 16 && text.charCodeAt(end) === 10 && isKind(end + 1)) end++;
    else break;
  }
  return { start, end };
}

function fromBase64(word: string): string | undefined {
  const plain = word.replaceAll(/\s|=/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (plain.length < SHORTEST || plain.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(plain)) return undefined;
  // Words of one case are names, not base64.
  if (!/[a-z]/.test(plain) || !/[A-Z]/.test(plain)) return undefined;
  return fromBytes(atob(plain));
}

function fromHex(digits: string): string | undefined {
  let bytes = '';
  for (let at = 0; at + 1 < digits.length; at += 2) {
    bytes += String.fromCharCode(Number.parseInt(digits.slice(at, at + 2), 16));
  }
  return fromBytes(bytes);
}

function fromUnits(units: readonly string[], radix: number): string {
  return String.fromCharCode(
    ...units.filter((unit) => unit !== '').map((unit) => Number.parseInt(unit, radix) & 0xffff),
  );
}

/** Two hex digits, eight bits, or a decimal code of three digits: what byte by byte writing consists of. */
function isUnit(text: string, start: number, end: number): boolean {
  const size = end - start;
  if (size !== 2 && size !== 8 && size !== 3) return false;
  // Three digits are a character code, eight binary ones a byte.
  const highest = size === 8 ? 49 : 57;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (size === 2 ? HEX[code] !== 1 : code < 48 || code > highest) return false;
  }
  return size !== 3 || text.charCodeAt(start) === 49;
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
  const units = run
    .split(/[^0-9a-f]/i)
    .filter((unit) => unit !== '')
    .slice(0, LONGEST_PAYLOAD / 3);
  if (units.every((unit) => /^[01]{8}$/.test(unit))) return fromUnits(units, 2);
  if (units.every((unit) => /^[0-9]{2,3}$/.test(unit)) && units.some((unit) => Number(unit) > 96))
    return fromUnits(units, 10);
  return units.every((unit) => unit.length === 2) ? fromHex(units.join('')) : undefined;
}

function percentEncoded(text: string): Payload[] {
  const payloads: Payload[] = [];
  for (let at = text.indexOf('%'); at >= 0 && payloads.length < MOST_PAYLOADS; ) {
    const run = runOf(text, at, ESCAPED);
    const word = text.slice(run.start, run.end);
    const escapes = word.split(/%[0-9a-f]{2}/i).length - 1;
    if (escapes >= 3) {
      const bytes = word
        .replaceAll('+', ' ')
        .replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
          String.fromCharCode(Number.parseInt(digits, 16)),
        );
      const decoded = fromBytes(bytes);
      if (decoded !== undefined && isReadable(decoded)) payloads.push({ ...run, decoded });
    }
    at = text.indexOf('%', Math.max(run.end, at + 1));
  }
  return payloads;
}

/** Bytes as UTF-8, or undefined where they are none. */
function fromBytes(bytes: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}

/** Mostly letters and blanks: what is judged must be a text. */
function isReadable(decoded: string): boolean {
  const sample = decoded.slice(0, 512);
  return sample.replaceAll(/[^\p{L}\p{N}\s.,:;!?'"()_-]/gu, '').length >= sample.length * 0.85;
}
