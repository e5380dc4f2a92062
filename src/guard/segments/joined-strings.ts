import { urlText } from '../file-text.js';
import { fileOr, hasItsShape, isTellingName, tokensOf, wholeText } from './field-texts.js';

/**
 * Strings that come piece by piece in many records, such as the provider's own chunks, by where they stand: what is read
 * together is put together. Work is linear in the records.
 */
export interface JoinedStrings {
  /** Takes in the strings of a record. */
  add(record: unknown): void;
  /** What stands in each place, put together; once where it is the same each time. */
  texts(): string[];
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
    // The same again is a word about the call, which each record repeats.
    else if (pieces.length > 1 || pieces[0] !== text) pieces.push(text);
  };
  const walk = (value: unknown, key: string, path: string, depth: number): void => {
    if (hasItsShape(key, value)) return;
    if (typeof value === 'string' && value !== '') put(path, /^data:/i.test(value) ? urlText(value) : value);
    else if (typeof value === 'number' || typeof value === 'bigint') put(path, String(value));
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
    texts: () => [...[...places.values()].map((pieces) => pieces.join('')), ...names],
  };
}
