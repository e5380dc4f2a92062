import { type Draft, dataText, isTellingName, put, type Segment } from '../guard/index.js';

/** Names of fields with signed or encrypted data of a provider, which nobody can read. */
const OPAQUE = /signature|encrypted|redacted_?data/i;

/** Bytes in base64, without a space that would make words of them. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Fields that name the kind of a part or its owner: words of a programmer, or ids. */
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

/** The shape of values in such fields. A value of another shape is judged, whatever its name. */
const STRUCTURAL = /^[\w.:/+-]{0,100}$/;

/** The fields of a part that are judged elsewhere. */
export interface ReadFields {
  /** Fields that are judged elsewhere if they hold a text. Any other value in them is judged here. */
  readonly texts?: readonly string[];
  /** Fields that are judged elsewhere, whatever they hold. */
  readonly values?: readonly string[];
}

/**
 * Returns every text in fields of a draft that are not read elsewhere. A client may write to any of them, and the
 * framework may send them on. Every text and number counts, and field names too. Values become copies that the segments
 * write to.
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

/** Returns the texts of a field at any depth, each as a segment. Values become copies. */
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

/** Returns the places inside a value, the last first. */
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
  // Base64 of bytes is no text. Base64 of a text is read as that text.
  if (OPAQUE.test(name) && BASE64.test(value)) return [{ text: dataText(value) }];
  return [writable(holder, name, value)];
}

function writable(holder: Draft, name: string, text: string): Segment {
  return { text, write: (redacted) => put(holder, name, redacted) };
}

/** Returns no segment for a name that a programmer would give. */
function nameSegment(name: string): Segment[] {
  return isTellingName(name) ? [{ text: name }] : [];
}

/** Fields in which a provider's data about a part comes back to it. */
const PROVIDER_FIELDS = [
  'providerMetadata',
  'callProviderMetadata',
  'resultProviderMetadata',
  'providerOptions',
  'providerReference',
];

/** Returns the fields of a part of an unknown kind, except those that are judged by their shape. */
export function unknownFields(part: Draft): ReadFields {
  return { values: Object.keys(part).filter((key) => !STRUCTURE.has(key) && !PROVIDER_FIELDS.includes(key)) };
}
