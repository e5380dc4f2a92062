import { dataText, fieldTexts, urlText } from '../../guard/index.js';
import { blockKind, FILE_FIELDS, type FieldReading } from './block-kinds.js';
import { isCalled } from './metadata.js';

/** An object with fields that may hold anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads one field of a block. */
type FieldReader = (value: unknown, block: Fields) => readonly string[];

const READERS: Readonly<Record<FieldReading, FieldReader>> = {
  text: (value) => (typeof value === 'string' ? [value] : fieldTexts(value)),
  input: (value) => [argumentsText(value)],
  values: (value) => valueLines(value),
  content: (value) => contentTexts(value),
  url: (value) => [urlText(value)],
  bytes: (value, block) => {
    const isPlain = block['type'] === 'text' || block['source_type'] === 'text';
    return [isPlain && typeof value === 'string' ? value : dataText(value, mediaTypeOf(block))];
  },
  file: (value) => (isFields(value) ? readFields(value, FILE_FIELDS) : [urlText(value)]),
  sealed: (value) => fieldTexts({ redactedData: value }),
};

/** Reads the texts of a message's content, a string or blocks of any kind, in order. */
export function contentTexts(value: unknown): string[] {
  const blocks = Array.isArray(value) ? value : [value];
  return blocks.flatMap((block: unknown) => {
    if (typeof block === 'string') return [block];
    if (!isFields(block)) return [];
    const { reads } = blockKind(block['type']);
    return reads === undefined ? fieldTexts(block, { isUnknown: true }) : readFields(block, reads);
  });
}

/** Reads the listed fields of a block, each in its way, and then every other text in the block. */
function readFields(block: Fields, reads: Readonly<Record<string, FieldReading>>): string[] {
  const names = Object.keys(reads);
  const read = new Set(isCalled('name', block['name']) ? [...names, 'name'] : names);
  const own = Object.entries(reads).flatMap(([name, reading]) => READERS[reading](block[name], block));
  return [...own, ...fieldTexts(block, { read })];
}

/**
 * Reads the arguments of a tool call, an object or its JSON, as lines of `name: value`. Invalid JSON is read as text.
 */
export function argumentsText(value: unknown): string {
  if (typeof value !== 'string') return valueLines(value).join('\n');
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? valueLines(parsed).join('\n') : value;
  } catch {
    return value;
  }
}

/**
 * Reads every value in a structure as a line of `name: value`. Numbers are read too, because a card number may be one.
 * Files inside are read as text or left out. There is no recursion, so depth does not matter.
 */
export function valueLines(root: unknown): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const pending: { readonly name: string; readonly value: unknown }[] = [{ name: '', value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { name, value } = next;
    if (Array.isArray(value) || isFields(value)) {
      if (seen.has(value)) continue;
      seen.add(value);
      const children = Array.isArray(value)
        ? value.map((item: unknown) => ({ name, value: item }))
        : Object.entries(value).map(([key, item]) => ({ name: key, value: fileOr(item, key, value) }));
      if (children.length === 0 && name !== '') found.push(name);
      pending.push(...children.reverse());
      continue;
    }
    const text = leafText(value);
    if (text !== '') found.push(name === '' ? text : `${name}: ${text}`);
    else if (value === null && name !== '') found.push(name);
  }
  return found;
}

/** Returns the value, or its text if it is the data of a file. */
function fileOr(value: unknown, key: string, parent: Fields): unknown {
  const mediaType = mediaTypeOf(parent);
  return key === 'data' && mediaType !== undefined ? dataText(value, mediaType) || undefined : value;
}

/** Returns the text of a value without parts. A file that is not text gives an empty text. */
function leafText(value: unknown): string {
  if (typeof value === 'string') return /^data:/i.test(value) ? urlText(value) : value;
  if (value instanceof URL) return urlText(value);
  if (value instanceof Uint8Array) return dataText(value);
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : '';
}

function mediaTypeOf(block: Fields): string | undefined {
  return [block['mimeType'], block['mime_type'], block['media_type']].find(
    (type) => typeof type === 'string',
  );
}

function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof URL) &&
    !ArrayBuffer.isView(value)
  );
}
