import { urlText } from '../guard/index.js';
import { OPAQUE } from './content-blocks.js';
import { field, list } from './message-text.js';

/** Fields that name things: what stands in them as one word says nothing. */
const NAMES: ReadonlySet<string> = new Set([
  'type',
  'id',
  'index',
  'name',
  'object',
  'tool_call_id',
  'created',
  'created_at',
  'role',
  'status',
  'model',
  'model_name',
  'model_id',
  'model_provider',
  'finish_reason',
  'stop_reason',
  'system_fingerprint',
  'service_tier',
  'output_version',
  'call_id',
  'item_id',
  'response_id',
  'previous_response_id',
  'request_id',
  'safety_identifier',
  'prompt_cache_key',
]);

/** Fields of text: a single word there is no name. */
const TEXTS: ReadonlySet<string> = new Set([
  'text',
  'content',
  'refusal',
  'delta',
  'output_text',
  'transcript',
  'thinking',
  'reasoning',
  'reasoning_content',
  'cited_text',
  'quote',
  'title',
]);

/** Fields of data that the model wrote: all of it says something, what the fields are called and numbers included. */
export const DATA: ReadonlySet<string> = new Set([
  'arguments',
  'args',
  'input',
  'parsed',
  'partial_json',
  'structured_output',
]);

/** What is taken for a name in a field of names, in UTF-16 code units: what a provider made, not what a model wrote. */
const MAX_NAME = 256;

/** A plain word, which is no data, in any field: that of a flag, a mode or a reason. */
const WORD = /^[a-z_-]{0,40}$/i;

/** Counts and times have fewer digits than card numbers. */
const LONG_NUMBER = 13;

/** What tools and people are called: few digits, as a number may be data. */
const CALLED = /^[a-z_](?:[a-z_.-]|\d(?!\d{4})){0,63}$/i;

/** Fields that repeat the answer piece by piece: they go with it. */
const BY_PIECE: ReadonlySet<string> = new Set(['logprobs']);

/** How often JSON within JSON is looked into. */
const MAX_NESTED = 8;

/**
 * The texts in a field of a provider's metadata, JSON within it included; not names, numbers and flags, but for those in
 * data that the model wrote.
 */
export function metadataTexts(name: string, value: unknown): string[] {
  return textsIn(name, value, isName);
}

function textsIn(name: string, value: unknown, isNoText: (key: string, text: string) => boolean): string[] {
  const texts = new Set<string>();
  const seen = new Set<object>();
  // Without recursion, so that depth does not matter.
  const pending: { key: string; value: unknown; nested: number; isData: boolean }[] = [
    { key: name, value, nested: 0, isData: false },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { key, value: inner, nested } = next;
    const isData = next.isData || DATA.has(key);
    if (BY_PIECE.has(key) && !isData) {
      texts.add(piecesOf(inner));
      continue;
    }
    if (typeof inner === 'string') {
      if (!isData && isNoText(key, inner)) continue;
      const parsed = nested < MAX_NESTED ? parsedJson(inner) : undefined;
      if (parsed !== undefined) pending.push({ key, value: parsed, nested: nested + 1, isData: true });
      else texts.add(/^data:/i.test(inner) ? urlText(inner) : inner);
    } else if (typeof inner === 'number' || typeof inner === 'bigint') {
      if (isData || (!NAMES.has(key) && String(inner).length >= LONG_NUMBER)) texts.add(String(inner));
    } else if (
      typeof inner === 'object' &&
      inner !== null &&
      !seen.has(inner) &&
      !ArrayBuffer.isView(inner)
    ) {
      seen.add(inner);
      const items = Object.entries(inner).reverse();
      for (const [own, item] of items) {
        const isListed = Array.isArray(inner);
        if (isData && !isListed) texts.add(own);
        pending.push({ key: isListed ? key : own, value: item, nested, isData });
      }
    }
  }
  texts.delete('');
  return [...texts];
}

/**
 * Whether a field may say what the answer says: then it goes where the answer is rewritten. There only what is called a name,
 * or is a plain word that was not said, counts as one.
 * @param said what the answer says, as far as that is known
 */
export function saysSomething(name: string, value: unknown, said = ''): boolean {
  const isKept = (key: string, text: string): boolean =>
    isName(key, text) && (NAMES.has(key) || OPAQUE.has(key) || !said.includes(text));
  return BY_PIECE.has(name) || hasPieces(value) || textsIn(name, value, isKept).length > 0;
}

/** What the tokens of log probabilities say together. */
function piecesOf(value: unknown): string {
  const tokens = list(field(value, 'content')).map((piece) => field(piece, 'token'));
  return tokens.filter((token) => typeof token === 'string').join('');
}

/** Whether a record holds nothing but numbers, flags and what is called a name: as most chunks of a stream do. */
export function isMute(record: unknown): boolean {
  if (record === undefined) return true;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return false;
  for (const key in record) {
    const value: unknown = Reflect.get(record, key);
    const isNamed = typeof value === 'string' && isName(key, value);
    const isCount = typeof value === 'number' && String(value).length < LONG_NUMBER;
    const isSilent = isCount || value === undefined || value === null || typeof value === 'boolean';
    if (!isNamed && !(isSilent && !DATA.has(key) && !BY_PIECE.has(key)) && !isEmpty(value)) return false;
  }
  return true;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return false;
  return true;
}

/** The strings in a record that are no names of a provider's, by where they stand. */
export function stringsIn(record: unknown, path: string, depth = 0): [path: string, text: string][] {
  if (typeof record !== 'object' || record === null || depth > 8) return [];
  return Object.entries(record).flatMap(([key, value]): [string, string][] => {
    if (NAMES.has(key) || OPAQUE.has(key) || BY_PIECE.has(key)) return [];
    if (typeof value !== 'string') return stringsIn(value, `${path}.${key}`, depth + 1);
    return value === '' ? [] : [[`${path}.${key}`, value]];
  });
}

function hasPieces(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, item]) => BY_PIECE.has(key) || (Array.isArray(value) && hasPieces(item)),
  );
}

function isName(key: string, value: string): boolean {
  if (OPAQUE.has(key)) return true;
  if (/\s/.test(value) || TEXTS.has(key)) return false;
  if (WORD.test(value)) return true;
  return key === 'name' ? CALLED.test(value) : NAMES.has(key) && value.length <= MAX_NAME;
}

function parsedJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
