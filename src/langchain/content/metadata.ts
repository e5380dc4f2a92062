import { fieldTexts, hasItsShape, isTellingName, LEAST_NUMBER } from '../../guard/index.js';
import { field } from '../fields.js';
import type { AnyMessage } from './rebuild-message.js';

/** A name of a tool or a person: letters, with at most three digits. */
const CALLED = /^(?=\D*(?:\d\D*){0,3}$)[a-z_][\w.-]{0,63}$/i;

/** Fields that repeat the answer piece by piece. They are removed if it is rewritten. */
const BY_PIECE: ReadonlySet<string> = new Set(['logprobs']);

/** A plain word, such as a mode or a reason. */
const PLAIN_WORD = /^[a-z_-]{1,40}$/i;

/** Tells whether a field is the name of a tool or a person. */
export function isCalled(key: string, value: unknown): boolean {
  return key === 'name' && typeof value === 'string' && CALLED.test(value);
}

/**
 * Reads the texts of a field beside the content of a message, such as a provider's metadata. Each text has the name of
 * its field in front.
 * @param known texts that are judged elsewhere, and left out here
 */
export function metadataTexts(name: string, value: unknown, known?: ReadonlySet<string>): string[] {
  if (isCalled(name, value)) return [];
  const texts = fieldTexts({ [name]: value }, known === undefined ? {} : { known });
  return texts.length < 2 ? texts : [...new Set(texts)];
}

/**
 * Tells whether a field may repeat the answer, so that it is removed if the answer is rewritten.
 * @param words the words of the answer; a field of plain words without any of these does not repeat it
 */
export function saysSomething(name: string, value: unknown, words?: () => ReadonlySet<string>): boolean {
  if (BY_PIECE.has(name) || hasPieces(value)) return true;
  const texts = metadataTexts(name, value);
  if (words === undefined || !areWords(texts)) return texts.length > 0;
  return texts.some((text) => words().has(unlabelled(text).toLowerCase()));
}

/** Collects the words of texts in lower case. */
export function wordSet(texts: Iterable<string>): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) for (const word of text.toLowerCase().match(/[a-z_-]+/g) ?? []) words.add(word);
  return words;
}

/** Tells whether texts are plain words, such as a mode or a kind, and not part of the answer. */
export function areWords(texts: readonly string[]): boolean {
  return texts.every((text) => PLAIN_WORD.test(unlabelled(text)));
}

/** Returns a text without the name in front. */
function unlabelled(text: string): string {
  return text.slice(text.indexOf(': ') < 0 ? 0 : text.indexOf(': ') + 2);
}

/** Tells whether a record holds only small numbers, flags and names, as in most chunks of a stream. */
export function isMute(record: unknown): boolean {
  if (record === undefined) return true;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return false;
  for (const key in record) {
    const value: unknown = Reflect.get(record, key);
    if (BY_PIECE.has(key) || isTellingName(key)) return false;
    if (hasItsShape(key, value) || isCalled(key, value) || isEmpty(value)) continue;
    const isCount = typeof value === 'number' && Math.abs(value) < LEAST_NUMBER;
    if (!isCount && value !== undefined && value !== null && typeof value !== 'boolean') return false;
  }
  return true;
}

function isEmpty(value: unknown): boolean {
  if (value === '') return true;
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return false;
  return true;
}

/** Lists the strings in a record that are not a provider's names, each with its path. */
export function stringPaths(record: unknown, path: string, depth = 0): [path: string, text: string][] {
  if (typeof record !== 'object' || record === null || depth > 8) return [];
  return Object.entries(record).flatMap(([key, value]): [string, string][] => {
    if (hasItsShape(key, value) || BY_PIECE.has(key)) return [];
    if (typeof value !== 'string') return stringPaths(value, `${path}.${key}`, depth + 1);
    return value === '' ? [] : [[`${path}.${key}`, value]];
  });
}

function hasPieces(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, item]) => BY_PIECE.has(key) || (Array.isArray(value) && hasPieces(item)),
  );
}

/** Internal fields that LangChain has in every message. */
const INTERNAL: ReadonlySet<string> = new Set(['lc_kwargs', 'lc_namespace', 'lc_serializable']);

/**
 * Reads the constructor fields of a message that it does not have as fields. LangChain's serialisation contains them.
 */
export function hiddenTexts(message: AnyMessage, known: ReadonlySet<string>): string[] {
  const made = Object(field(message, 'lc_kwargs'));
  const names = Object.keys(made).filter((name) => !(name in message));
  const internal = Object.keys(message).filter((name) => name.startsWith('lc_') && !INTERNAL.has(name));
  return [
    ...names.flatMap((name) => metadataTexts(name, field(made, name), known)),
    ...internal.flatMap((name) => metadataTexts(name, field(message, name), known)),
  ];
}
