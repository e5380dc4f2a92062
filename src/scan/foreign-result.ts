import { CATEGORIES, CATEGORY_TABLE } from './categories.js';
import { printable } from './printable.js';
import type { ScanResult } from './result.js';

/**
 * The longest text in a result, in characters: a name, an error's message, or a label, which appears in redacted text.
 */
const MAX_NAME = 100;
const MAX_LABEL = 64;
const MAX_ERROR = 400;

/**
 * The most items of a list, and the most fields of an object. Spans are not cut, because an unredacted finding would
 * pass.
 */
const MAX_ITEMS = 100;

/** The deepest level of a result that is examined. Our own data is three levels deep. */
const MAX_DEPTH = 5;

/** The replacement for a name without printable characters. The fact that there was a name must not get lost. */
const UNNAMED = 'unnamed';

/** The characters of an id. Ids also become names of files and rows. */
const ID = /^(?!\.)[\w.:+=@-]*$/;
const NOT_IN_ID = /[^\w.:+=@-]+/g;
const IDS: ReadonlySet<string> = new Set(['scanId', 'reportId']);

const KNOWN_CATEGORIES: ReadonlySet<string> = new Set(CATEGORIES);

/**
 * Makes the words of a scanner's result fit to be shown. Its ids, names, labels and lists appear in events, errors,
 * headers and redacted texts, and the scanner may have taken them from anywhere. Texts are cut and keep only printable
 * characters, lists are cut, and values that are not plain data are left out. A result that is in order is returned
 * unchanged.
 */
export function boundedResult(result: ScanResult): ScanResult {
  // A getter of a class is not an own field.
  const given = isPlain(result)
    ? result
    : Object.fromEntries(RESULT_FIELDS.map((name) => [name, result[name]]));
  return boundedFields(given, 0) as ScanResult;
}

/** The result fields of the vocabulary. A scanner may add others with any contents. */
export const RESULT_FIELDS = [
  'action',
  'severity',
  'categories',
  'scanId',
  'reportId',
  'profileName',
  'profileId',
  'promptDetected',
  'responseDetected',
  'toolDetected',
  'sessionId',
  'trId',
  'latencyMs',
  'error',
  'failure',
  'degraded',
  'unanswered',
  'details',
  'scores',
  'spans',
  'source',
] as const satisfies readonly (keyof ScanResult)[];

/** Field names that are known to be safe. */
const FIELDS: ReadonlySet<string> = new Set([...RESULT_FIELDS, ...CATEGORY_TABLE.map(({ flag }) => flag)]);

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function bounded(key: string, value: unknown, depth: number): unknown {
  if (typeof value === 'string') return boundedText(key, value);
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return boundedList(key, value, depth);
  return isPlain(value) ? boundedFields(value, depth) : undefined;
}

function boundedText(key: string, text: string): string {
  if (IDS.has(key)) return boundedId(text);
  if (key === 'label') return printable(text, MAX_LABEL).replaceAll(/[[\]]/g, '_') || UNNAMED;
  return printable(text, key === 'error' ? MAX_ERROR : MAX_NAME);
}

/** Makes a valid id of a text: each run of other characters becomes one underscore. */
function boundedId(text: string): string {
  if (text.length <= MAX_NAME && ID.test(text)) return text;
  return printable(text, MAX_NAME).replaceAll(NOT_IN_ID, '_').replace(/^\.+/, '_');
}

function boundedList(key: string, list: readonly unknown[], depth: number): readonly unknown[] {
  const items =
    key === 'spans' ? list : key === 'categories' ? fewCategories(list) : list.slice(0, MAX_ITEMS);
  let isSame = items.length === list.length;
  const made: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const bare = bounded(key, item, depth + 1);
    const own = bare === '' && item !== '' ? UNNAMED : bare;
    if (own !== list[index]) isSame = false;
    if (own !== undefined) made.push(own);
  }
  return isSame ? list : made;
}

/** Shortens a list of categories. Categories that decide something stay, wherever they are in the list. */
function fewCategories(list: readonly unknown[]): readonly unknown[] {
  if (list.length <= MAX_ITEMS) return list;
  const known = new Set(list.filter((item) => typeof item === 'string' && KNOWN_CATEGORIES.has(item)));
  const others = list.filter((item) => !known.has(item)).slice(0, MAX_ITEMS);
  return [...known, ...others];
}

/** Field names as code uses them. Other names may contain anything. */
const FIELD_NAME = /^[\w$-]{1,64}$/;

function isBare(value: unknown): boolean {
  return typeof value === 'boolean' || typeof value === 'number' || value === undefined;
}

function isFieldName(key: string): boolean {
  return FIELDS.has(key) || FIELD_NAME.test(key);
}

function boundedFields(value: object, depth: number): object {
  const keys = Object.keys(value);
  let copy: Record<string, unknown> | undefined;
  for (const [index, key] of keys.entries()) {
    const inner: unknown = Reflect.get(value, key);
    const isKept = index < MAX_ITEMS && isFieldName(key);
    // Most fields are flags, numbers or empty.
    if (isKept && copy === undefined && isBare(inner)) continue;
    const own = isKept ? bounded(key, inner, depth + 1) : undefined;
    if (own !== inner) {
      // Most results are in order and need no copy.
      copy ??= Object.fromEntries(keys.slice(0, index).map((name) => [name, Reflect.get(value, name)]));
    }
    if (copy !== undefined && own !== undefined) put(copy, key, own);
    if (index >= MAX_ITEMS) break;
  }
  return copy ?? value;
}

/** Sets a property, whatever its name. */
function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
