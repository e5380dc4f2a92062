import { type Draft, dataText, isTellingName, put, type Segment } from '../guard/index.js';

/** Names of fields that hold what a provider signed or encrypted, and nobody can read. */
const OPAQUE = /signature|encrypted|redacted_?data/i;

/** Bytes as they are written, without a space that would make words of them. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Fields that say what a part is and to whom it belongs: words of a programmer, or ids. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'type',
  'role',
  'state',
  'id',
  'toolCallId',
  'toolName',
  'itemId',
  'approvalId',
  'sourceId',
  'messageId',
  'mediaType',
  'createdAt',
]);

/** How the values of such fields look; what looks otherwise is judged, whatever its name. */
const STRUCTURAL = /^[\w.:/+-]{0,100}$/;

/** The fields of a part that are judged as what they are. */
export interface ReadFields {
  /** Where they are texts; anything else in their place is judged here. */
  readonly texts?: readonly string[];
  /** Whatever they hold. */
  readonly values?: readonly string[];
}

/**
 * Whatever a draft says in fields that nobody else reads: a client may write to any of them, and the framework may send
 * them on. Every text and number counts, names too; each becomes a copy that the segments write to.
 */
export function otherFields(draft: Draft, { texts = [], values = [] }: ReadFields): Segment[] {
  const segments: Segment[] = [];
  for (const key of Object.keys(draft)) {
    if (values.includes(key) || (texts.includes(key) && typeof draft[key] === 'string')) continue;
    if (!STRUCTURE.has(key)) segments.push(...nameSegment(key));
    segments.push(...leafSegments(draft, key));
  }
  return segments;
}

/** The texts of a field, however deep, each as a segment. What is read becomes a copy. */
function leafSegments(target: Draft, key: string): Segment[] {
  const segments: Segment[] = [];
  const pending: { readonly target: Draft; readonly key: string }[] = [{ target, key }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { target: holder, key: name } = next;
    const value = holder[name];
    if (typeof value === 'string') segments.push(...textSegments(holder, name, value));
    else if (typeof value === 'number' || typeof value === 'bigint')
      segments.push({ text: String(value), write: (text) => put(holder, name, text) });
    else if (typeof value === 'object' && value !== null)
      pending.push(...inner(holder, name, value, segments));
  }
  return segments;
}

/** The places inside a value, the last first. */
function inner(holder: Draft, name: string, value: object, segments: Segment[]) {
  if (!isPlain(value)) {
    segments.push({ text: dataText(value) });
    return [];
  }
  if (Array.isArray(value)) {
    const items: Draft = Object.assign([], value) as never;
    put(holder, name, items);
    return [...value.keys()].reverse().map((key) => ({ target: items, key: String(key) }));
  }
  const copy: Draft = {};
  for (const [key, item] of Object.entries(value))
    Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true });
  put(holder, name, copy);
  const keys = Object.keys(copy);
  for (const key of keys) segments.push(...nameSegment(key));
  return keys.reverse().map((key) => ({ target: copy, key }));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype;
}

function textSegments(holder: Draft, name: string, value: string): Segment[] {
  if (STRUCTURE.has(name) && STRUCTURAL.test(value)) return [];
  // Bytes that are no text; a text in base64 is read as what it says.
  if (OPAQUE.test(name) && BASE64.test(value)) return [{ text: dataText(value) }];
  return [writable(holder, name, value)];
}

function writable(holder: Draft, name: string, text: string): Segment {
  return { text, write: (redacted) => put(holder, name, redacted) };
}

/** A name that a programmer would give says nothing. */
function nameSegment(name: string): Segment[] {
  return isTellingName(name) ? [{ text: name }] : [];
}

/** Where what a provider said of a part comes back to it. */
const PROVIDER_FIELDS = [
  'providerMetadata',
  'callProviderMetadata',
  'resultProviderMetadata',
  'providerOptions',
  'providerReference',
];

/** The fields of a part of a kind unknown here, but for those that are judged by their shape. */
export function unknownFields(part: Draft): ReadFields {
  return { values: Object.keys(part).filter((key) => !STRUCTURE.has(key) && !PROVIDER_FIELDS.includes(key)) };
}
