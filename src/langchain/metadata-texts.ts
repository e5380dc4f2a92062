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

/** The longest word that is taken for a name in any field, in UTF-16 code units. Keys and tokens are longer. */
const MAX_NAME = 32;

/** Fields that repeat the answer piece by piece: they go with it. */
const BY_PIECE: ReadonlySet<string> = new Set(['logprobs']);

/** How often JSON within JSON is looked into. */
const MAX_NESTED = 8;

/** The texts in a field of a provider's metadata, JSON within it included; not names, numbers and flags. */
export function metadataTexts(name: string, value: unknown): string[] {
  const texts = new Set<string>();
  const seen = new Set<object>();
  // Without recursion, so that depth does not matter.
  const pending: { key: string; value: unknown; nested: number }[] = [{ key: name, value, nested: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { key, value: inner, nested } = next;
    if (BY_PIECE.has(key)) continue;
    if (typeof inner === 'string') {
      if (isName(key, inner)) continue;
      const parsed = nested < MAX_NESTED ? parsedJson(inner) : undefined;
      if (parsed !== undefined) pending.push({ key, value: parsed, nested: nested + 1 });
      else texts.add(/^data:/i.test(inner) ? urlText(inner) : inner);
    } else if (
      typeof inner === 'object' &&
      inner !== null &&
      !seen.has(inner) &&
      !ArrayBuffer.isView(inner)
    ) {
      seen.add(inner);
      const items = Object.entries(inner).reverse();
      for (const [own, item] of items)
        pending.push({ key: Array.isArray(inner) ? key : own, value: item, nested });
    }
  }
  texts.delete('');
  return [...texts];
}

/** Whether a field may say what the answer says: then it goes where the answer is rewritten. */
export function saysSomething(name: string, value: unknown): boolean {
  return BY_PIECE.has(name) || hasPieces(value) || metadataTexts(name, value).length > 0;
}

function hasPieces(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, item]) => BY_PIECE.has(key) || (Array.isArray(value) && hasPieces(item)),
  );
}

function isName(key: string, value: string): boolean {
  if (/\s/.test(value)) return false;
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
