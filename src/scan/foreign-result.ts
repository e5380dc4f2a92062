import { CATEGORIES, CATEGORY_TABLE } from './categories.js';
import { printable } from './printable.js';
import type { ScanResult } from './result.js';

/** Characters of texts in a result: of a name, of a label, which stands in a redacted text, and of an error's words. */
const MAX_NAME = 100;
const MAX_LABEL = 64;
const MAX_ERROR = 400;

/** Items of a list, and fields of an object. Spans are not cut: what is not redacted would pass. */
const MAX_ITEMS = 100;

/** What of a result is looked into; data of ours is three levels deep. */
const MAX_DEPTH = 5;

/** What stands for a name that says nothing printable: that there was one must not get lost. */
const UNNAMED = 'unnamed';

/** Ids name files and rows too. */
const ID = /^(?!\.)[\w.:+=@-]*$/;
const NOT_IN_ID = /[^\w.:+=@-]+/g;
const IDS: ReadonlySet<string> = new Set(['scanId', 'reportId']);

const KNOWN_CATEGORIES: ReadonlySet<string> = new Set(CATEGORIES);

/**
 * A scanner's result with its words fit to be shown: whoever answered, and whatever made the answer up, its ids, names,
 * labels and lists go into events, errors, headers and redacted texts. Texts are cut and keep printable characters only,
 * lists are cut, what is no plain data is left out. A result that is in order is returned as it is.
 */
export function boundedResult(result: ScanResult): ScanResult {
  // What a class computes is no field of its own.
  const given = isPlain(result)
    ? result
    : Object.fromEntries(RESULT_FIELDS.map((name) => [name, result[name]]));
  return boundedFields(given, 0) as ScanResult;
}

/** The vocabulary's own fields of a result; a scanner may add others, and what those hold is not known. */
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

/** Names that need no second look. */
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

/** A text as the id of something: what no id has is one underscore. */
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

/** Those that decide stay, wherever they stand. */
function fewCategories(list: readonly unknown[]): readonly unknown[] {
  if (list.length <= MAX_ITEMS) return list;
  const known = new Set(list.filter((item) => typeof item === 'string' && KNOWN_CATEGORIES.has(item)));
  const others = list.filter((item) => !known.has(item)).slice(0, MAX_ITEMS);
  return [...known, ...others];
}

/** Names of fields as code has them; others may be anything. */
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
    // A flag, a number or nothing, as most fields are.
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

/** Sets a property whatever its name. */
function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
