import { dataText, urlText } from './file-text.js';
import { PASSED_FIELDS, TIME } from './passed-fields.js';

/** Facts about a value whose fields are read. */
export interface FieldTextsOptions {
  /** The name of the value, if it is a field itself. */
  readonly name?: string;
  /** Texts that are judged elsewhere. A field is left out only if it equals one of them. */
  readonly known?: ReadonlySet<string>;
  /** Fields of the value that are read elsewhere. This does not apply to fields deeper inside. */
  readonly read?: ReadonlySet<string>;
  /** True if the kind of the value is unknown. Then no field but its `type` is passed unjudged. */
  readonly isUnknown?: boolean;
}

/** A plain name of a field: letters, at most one number of two digits, too short for a sentence. */
const PLAIN_NAME = /^(?=\D*\d{0,2}\D*$)[a-z][\w.-]{0,47}$/;

/** The least number that may be data. */
export const LEAST_NUMBER = 100_000_000;

/** Counts of tokens and similar fields. A number in them is data only if it is at least `LEAST_IN_COUNTS`. */
const COUNTS: ReadonlySet<string> = new Set([
  'usage',
  'usageMetadata',
  'usage_metadata',
  'tokenUsage',
  'token_usage',
  'estimatedTokenUsage',
  'tokenUsageEstimate',
]);
const LEAST_IN_COUNTS = 1_000_000_000_000;

/** Fields of data that the model wrote. Everything in them counts as text, including small numbers and field names. */
export const DATA_FIELDS: ReadonlySet<string> = new Set([
  'arguments',
  'args',
  'input',
  'parsed',
  'partial_json',
  'structured_output',
]);

interface Open {
  readonly name: string;
  readonly value: unknown;
  readonly key: string;
  readonly kind: ValueKind;
}

/** The surroundings of a value: counts of tokens and similar fields, data that the model wrote, or neither. */
type ValueKind = 'counts' | 'data' | undefined;

function kindOf(name: string, around?: ValueKind): ValueKind {
  if (around === 'data' || DATA_FIELDS.has(name)) return 'data';
  return around ?? (COUNTS.has(name) ? 'counts' : undefined);
}

/**
 * Returns every text in a value outside the content of a message or an answer: strings and long numbers with their
 * field names, and names that are not plain. Fields listed in `PASSED_FIELDS` are left out if they have the required
 * shape. Files are read as text. It works without recursion and takes linear time.
 */
export function fieldTexts(root: unknown, options: FieldTextsOptions = {}): string[] {
  const { name: rootName = '', known, read, isUnknown = false } = options;
  if (!isUnknown && saysNothing(root, options)) return [];
  const found: string[] = [];
  const seen = new Set<object>();
  const pending: Open[] = [{ name: rootName, key: rootName, value: root, kind: kindOf(rootName) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { name, key, value, kind } = next;
    const isOwn = value === root;
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) continue;
      seen.add(value);
      const whole = wholeText(value);
      if (whole !== undefined) {
        if (whole !== '') found.push(labelled(name, whole));
        continue;
      }
      for (const child of childrenOf(value, name, key).reverse()) {
        if (isOwn && read?.has(child.key) === true) continue;
        pending.push({ ...child, kind: kindOf(child.key, kind) });
      }
      // Each item of a list already carries the name.
      const isNamed = !Array.isArray(value) || value.length === 0;
      if (!isOwn && isNamed && isTelling(name, kind)) found.push(name);
      continue;
    }
    const text = leafText(value, kind);
    const isDecided = kind !== 'data' && (!isUnknown || isOwn || key === 'type');
    const passes = isDecided && hasItsShape(key, value);
    if (text === '' || passes || known?.has(text) === true) {
      // The value holds no text, but its name may.
      if (!isOwn && isTelling(name, kind)) found.push(name);
    } else found.push(labelled(name, text));
  }
  return found;
}

/** The depth to which a value is searched before it is taken to hold text. */
const SHALLOW = 6;

/**
 * Tells whether a value holds no text at all, as in most calls. This is a quick check that makes no list of the fields.
 */
function saysNothing(root: unknown, { name = '', known, read }: FieldTextsOptions): boolean {
  if (root === undefined || root === null) return true;
  return isSilent(root, name, undefined, known, read, 0);
}

function isSilent(
  value: unknown,
  key: string,
  around: ValueKind,
  known: ReadonlySet<string> | undefined,
  read: ReadonlySet<string> | undefined,
  depth: number,
): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return true;
  const kind = kindOf(key, around);
  if (kind === 'data') return false;
  if (typeof value === 'string') return value === '' || hasItsShape(key, value) || known?.has(value) === true;
  if (typeof value === 'number') return hasItsShape(key, value) || leafText(value, kind) === '';
  if (typeof value !== 'object' || depth > SHALLOW) return false;
  if (value instanceof Date) return true;
  const isList = Array.isArray(value);
  if (!isList && !isPlain(value)) return false;
  for (const field in value) {
    if (read?.has(field) === true) continue;
    if (!isList && isTellingName(field)) return false;
    const inner: unknown = Reflect.get(value, field);
    if (!isSilent(inner, isList ? key : field, kind, known, undefined, depth + 1)) return false;
  }
  return !isList || value.length < 2;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Tells whether a value has the shape that the field of that name requires, so that it is passed unjudged. */
export function hasItsShape(name: string, value: unknown): boolean {
  const shape = PASSED_FIELDS.get(name);
  if (shape === undefined) return false;
  // A number may be a time, but it is never a name.
  if (typeof value === 'number') return shape === TIME && shape.test(String(value));
  return typeof value === 'string' && shape.test(value);
}

function isTelling(name: string, kind: ValueKind): boolean {
  return kind === 'data' ? name !== '' && !DATA_FIELDS.has(name) : isTellingName(name);
}

function labelled(name: string, text: string): string {
  return name === '' ? text : `${name}: ${text}`;
}

/** Tells whether a field name may carry a message. The author of the answer may have made it up. */
export function isTellingName(name: string): boolean {
  return name !== '' && !PLAIN_NAME.test(name) && !PASSED_FIELDS.has(name);
}

/** Returns the text of an object that is read as a whole: bytes, a URL, a date. */
export function wholeText(value: object): string | undefined {
  if (ArrayBuffer.isView(value)) return dataText(value);
  if (value instanceof ArrayBuffer) return dataText(new Uint8Array(value));
  if (value instanceof Date) return '';
  return value instanceof URL ? urlText(value) : undefined;
}

type Child = Omit<Open, 'kind'>;

function childrenOf(value: object, name: string, key: string): Child[] {
  if (Array.isArray(value)) return itemsOf(value, name, key);
  if (value instanceof Map || value instanceof Set)
    return [...value].map((item: unknown) => ({ name, key, value: item }));
  // Ids may be stored under the name of the provider that made them.
  const isReference = PASSED_FIELDS.has(key);
  const own = Object.entries(value).map(([field, item]) => ({
    name: field,
    key: isReference && typeof item === 'string' ? key : field,
    value: fileOr(item, field, value),
  }));
  if (!(value instanceof Error)) return own;
  // The message and the cause of an error are not enumerable.
  return [
    ...own,
    { name: '', key: 'message', value: value.message },
    ...(value.cause === undefined ? [] : [{ name: '', key: 'cause', value: value.cause }]),
  ];
}

/** The most pieces in which a number may come. */
const MAX_PIECES = 8;

/** Returns the items of a list. Tokens of log probabilities are joined, because together they spell the text. */
function itemsOf(list: readonly unknown[], name: string, key: string): Child[] {
  const tokens = tokensOf(list);
  if (tokens !== undefined) {
    const others = list.map((item): Child => ({ name, key, value: withoutToken(item) }));
    return [{ name, key, value: tokens.join('') }, ...others];
  }
  const items = list.map((item): Child => ({ name, key, value: item }));
  // A number may also come in pieces.
  const isNumber =
    list.length > 1 && list.length <= MAX_PIECES && list.every((item) => Number.isInteger(item));
  return isNumber ? [{ name, key, value: Number(list.join('')) }, ...items] : items;
}

/** Returns the tokens of a list that holds only tokens, such as one of log probabilities. */
export function tokensOf(list: readonly unknown[]): readonly string[] | undefined {
  const tokens = list.map(tokenOf);
  return tokens.length > 1 && tokens.every((token) => token !== undefined) ? tokens : undefined;
}

function tokenOf(item: unknown): string | undefined {
  const token: unknown =
    typeof item === 'object' && item !== null && 'token' in item ? item.token : undefined;
  return typeof token === 'string' ? token : undefined;
}

function withoutToken(item: unknown): unknown {
  return Object.fromEntries(Object.entries(Object(item)).filter(([field]) => field !== 'token'));
}

/** Returns a value unchanged, or as text if it is the data of a file. */
export function fileOr(value: unknown, key: string, parent: object): unknown {
  if (key !== 'data' || typeof value !== 'string') return value;
  const mediaType: unknown = ['mediaType', 'mimeType', 'mime_type', 'media_type']
    .map((field) => Reflect.get(parent, field))
    .find((type) => typeof type === 'string');
  return typeof mediaType === 'string' ? dataText(value, mediaType) : value;
}

/** Returns a value without fields as text. */
function leafText(value: unknown, kind: ValueKind): string {
  if (typeof value === 'string') return /^data:/i.test(value) ? urlText(value) : value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return '';
  const least = kind === 'data' ? 0 : kind === 'counts' ? LEAST_IN_COUNTS : LEAST_NUMBER;
  return Math.abs(value) >= least ? String(value) : '';
}
