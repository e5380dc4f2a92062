import { fileOr, hasItsShape, isTellingName, LEAST_NUMBER, tokensOf, wholeText } from './field-texts.js';
import { urlText } from './file-text.js';

/**
 * Strings that come piece by piece in many records, such as the provider's own chunks, by where they stand: what is read
 * together is put together. Work is linear in the records.
 */
export interface JoinedStrings {
  /** Takes in the strings of a record. */
  add(record: unknown): void;
  /** What stands in each place, put together as `saidTogether` does. */
  texts(): string[];
}

/** The same over and over that may be a piece of a number. */
const PIECE_OF_NUMBER = /^[^a-z]{0,4}\d[\d -]{0,11}$/i;

/**
 * Whether a piece that is the same as the one before it may go on what that said; otherwise it is a word about the call,
 * which each record repeats.
 */
export function mayGoOn(piece: string): boolean {
  return PIECE_OF_NUMBER.test(piece);
}

/** Joins the pieces of one place to one text; a word that is the same each time stands there once. */
export function saidTogether(pieces: readonly string[]): string {
  const [first = ''] = pieces;
  const isWord = !mayGoOn(first) && pieces.every((piece) => piece === first);
  return isWord ? first : pieces.join('');
}

/** How deep records are read; what is deeper is read as one JSON. */
const MAX_DEPTH = 32;

/** Starts with nothing. */
export function createJoinedStrings(): JoinedStrings {
  const places = new Map<string, string[]>();
  const names = new Set<string>();
  const put = (path: string, text: string): void => {
    if (text === '') return;
    const pieces = places.get(path);
    if (pieces === undefined) places.set(path, [text]);
    else pieces.push(text);
  };
  const walk = (value: unknown, key: string, path: string, depth: number): void => {
    if (hasItsShape(key, value)) return;
    if (typeof value === 'string' && value !== '') put(path, /^data:/i.test(value) ? urlText(value) : value);
    else if (typeof value === 'bigint' || (typeof value === 'number' && Math.abs(value) >= LEAST_NUMBER))
      put(path, String(value));
    else if (typeof value !== 'object' || value === null) return;
    else if (depth > MAX_DEPTH) put(path, JSON.stringify(value) ?? '');
    else {
      const whole = wholeText(value);
      if (whole !== undefined) {
        put(path, whole);
        return;
      }
      const isList = Array.isArray(value);
      // Tokens one by one say what they say together.
      if (isList) put(`${path}/tokens`, tokensOf(value)?.join('') ?? '');
      for (const [name, given] of Object.entries(value)) {
        const item = isList ? given : fileOr(given, name, value);
        if (!isList && isTellingName(name)) names.add(name);
        walk(item, isList ? key : name, `${path}/${name}`, depth + 1);
      }
    }
  };
  return {
    add: (record) => walk(record, '', '', 0),
    texts: () => [...[...places.values()].map(saidTogether), ...names],
  };
}
