import { urlText } from '../guard/index.js';

/** Fields that name things: what stands in them as one word says nothing. */
const NAMES: ReadonlySet<string> = new Set([
  'type',
  'id',
  'index',
  'object',
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
  'signature',
  'thoughtSignature',
  'thought_signature',
  'encrypted_content',
  'encrypted_index',
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
const DATA: ReadonlySet<string> = new Set([
  'arguments',
  'args',
  'input',
  'parsed',
  'partial_json',
  'structured_output',
]);

/** The longest word that is taken for a name in any field, in UTF-16 code units. Keys and tokens are longer. */
const MAX_NAME = 32;

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
    if (BY_PIECE.has(key) && !isData) continue;
    if (typeof inner === 'string') {
      if (!isData && isNoText(key, inner)) continue;
      const parsed = nested < MAX_NESTED ? parsedJson(inner) : undefined;
      if (parsed !== undefined) pending.push({ key, value: parsed, nested: nested + 1, isData: true });
      else texts.add(/^data:/i.test(inner) ? urlText(inner) : inner);
    } else if (isData && (typeof inner === 'number' || typeof inner === 'bigint')) {
      texts.add(String(inner));
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
    isName(key, text) && (NAMES.has(key) || (/^[a-z_-]*$/i.test(text) && !said.includes(text)));
  return BY_PIECE.has(name) || hasPieces(value) || textsIn(name, value, isKept).length > 0;
}

/** Whether a record holds nothing but numbers, flags and what is called a name: as most chunks of a stream do. */
export function isMute(record: unknown): boolean {
  if (record === undefined) return true;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return false;
  for (const key in record) {
    const value: unknown = Reflect.get(record, key);
    const isName = typeof value === 'string' && NAMES.has(key) && !/\s/.test(value);
    const isSilent = ['number', 'boolean', 'undefined'].includes(typeof value) || value === null;
    if (!isName && !(isSilent && !DATA.has(key) && !BY_PIECE.has(key)) && !isEmpty(value)) return false;
  }
  return true;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return false;
  return true;
}

function hasPieces(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, item]) => BY_PIECE.has(key) || (Array.isArray(value) && hasPieces(item)),
  );
}

function isName(key: string, value: string): boolean {
  if (/\s/.test(value) || TEXTS.has(key)) return false;
  return NAMES.has(key) || (value.length <= MAX_NAME && /^[\w.:@/+-]*$/.test(value));
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
