import { fileOr, hasItsShape, isTellingName, LEAST_NUMBER, tokensOf, wholeText } from './field-texts.js';
import { urlText } from './file-text.js';

/**
 * Joins strings that arrive in pieces over many records, such as the provider's own chunks. Pieces with the same path
 * are read as one text. The work is linear in the records.
 */
export interface JoinedStrings {
  /** Adds the strings of a record. */
  add(record: unknown): void;
  /** Returns the text of each path, joined as by `saidTogether`. */
  texts(): string[];
}

/** A repeated piece that may be a part of a number. */
const PIECE_OF_NUMBER = /^[^a-z]{0,4}\d[\d -]{0,11}$/i;

/**
 * Tells whether a piece equal to the previous one may continue it. If not, it is a fact about the call that each record
 * repeats.
 */
export function mayGoOn(piece: string): boolean {
  return PIECE_OF_NUMBER.test(piece);
}

/** Joins the pieces of one path to one text. A word that is the same in every record occurs once. */
export function saidTogether(pieces: readonly string[]): string {
  const [first = ''] = pieces;
  const isWord = !mayGoOn(first) && pieces.every((piece) => piece === first);
  return isWord ? first : pieces.join('');
}

/** The depth to which records are read. Deeper values are read as one JSON text. */
const MAX_DEPTH = 32;

/** Makes an empty joiner. */
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
      // The tokens of a list spell one text together.
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
