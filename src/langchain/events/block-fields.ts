import { DATA_FIELDS, type Draft, dataText, hasItsShape } from '../../guard/index.js';
import { BYTES_FIELDS, VALUE_FIELDS } from '../content/block-kinds.js';
import { metadataTexts } from '../content/metadata.js';
import { isDraft } from '../fields.js';

/** A text of a block, with the field that contains it. */
export interface SaidText {
  readonly field: string;
  readonly text: string;
}

/** The contents of the events of one block, field by field, joined. */
export interface SaidFields {
  /** Adds the contents of an event. */
  add(records: readonly Draft[]): void;
  /**
   * Adds the contents of an event. Returns the fields that change, each together with the end of the earlier contents.
   */
  news(records: readonly Draft[]): readonly SaidText[];
  /** Returns the contents of all fields, and separately each value that the next one does not continue. */
  texts(): readonly SaidText[];
  /** Copies the fields, so that another block can continue from them. */
  copy(): SaidFields;
}

/** One place of a block. */
interface Place {
  readonly field: string;
  readonly key: string;
  readonly isData: boolean;
  /** All values joined. A value with which the next one begins is replaced by it. */
  joined: string;
  /** The offset at which the last value begins. */
  lastAt: number;
  /** The values before the last. */
  readonly before: string[];
}

/** Fields with data of any shape. Tools that a provider runs have data under names of their own. */
const BLOCK_DATA: ReadonlySet<string> = new Set([...DATA_FIELDS, ...VALUE_FIELDS]);
/** The least length of bytes in UTF-16 code units. Shorter texts may be words that look like bytes. */
const MIN_BYTES = 64;

/** How much of the earlier contents of a field is read with new contents, in UTF-16 code units. */
const MAX_BEFORE = 200;

/** Starts with no fields. */
export function createSaidFields(): SaidFields {
  return saidFields(new Map());
}

function saidFields(places: Map<string, Place>): SaidFields {
  /** Returns the places that have changed. */
  const put = (records: readonly Draft[]): Set<Place> => {
    const changed = new Set<Place>();
    for (const { path, text, ...leaf } of records.flatMap(leavesOf)) {
      const place = places.get(path) ?? { ...leaf, joined: '', lastAt: 0, before: [] };
      const last = place.joined.slice(place.lastAt);
      if (text === last) continue;
      if (text.startsWith(last)) place.joined = place.joined.slice(0, place.lastAt) + text;
      else {
        place.before.push(last);
        place.lastAt = place.joined.length;
        place.joined += text;
      }
      places.set(path, place);
      changed.add(place);
    }
    return changed;
  };

  return {
    add(records) {
      put(records);
    },
    news: (records) => [...put(records)].flatMap(newsOf),
    texts: () => [...places.values()].flatMap(textsOf),
    copy: () =>
      saidFields(
        new Map([...places].map(([path, place]) => [path, { ...place, before: [...place.before] }] as const)),
      ),
  };
}

/**
 * Reads the words of a JSON text: its texts without escapes and its numbers as written, including those that a later
 * field of the same name hides. Returns undefined if the text is not JSON of an object or a list.
 */
export function jsonWords(text: string): string[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const words = text.match(/"(?:[^"\\]|\\.)*"|[^\s{}[\]:,"]+/g) ?? [];
  const said = words.map((word) => (word.startsWith('"') ? String(JSON.parse(word)) : word));
  return said.filter((word) => !['', 'true', 'false', 'null'].includes(word));
}

function textsOf({ field, key, isData, joined, lastAt, before }: Place): SaidText[] {
  const readings = lastAt === 0 ? [joined] : [joined, ...before, joined.slice(lastAt)];
  return readings.flatMap((text) => wordsOf(key, text, isData)).map((text) => ({ field, text }));
}

function newsOf({ field, key, isData, joined, lastAt }: Place): SaidText[] {
  const last = joined.slice(lastAt);
  const readings = lastAt === 0 ? [last] : [last, joined.slice(Math.max(0, lastAt - MAX_BEFORE))];
  return readings.flatMap((text) => wordsOf(key, text, isData)).map((text) => ({ field, text }));
}

function wordsOf(key: string, text: string, isData: boolean): string[] {
  if (text === '') return [];
  if (BYTES_FIELDS.has(key) && !/^data:/i.test(text)) {
    const words = dataText(text);
    return text.length < MIN_BYTES ? [text, words] : [words];
  }
  return jsonWords(text) ?? (isData ? [text] : metadataTexts(key, text).length === 0 ? [] : [text]);
}

/** A text in a record, with its place. */
interface Leaf {
  readonly path: string;
  readonly field: string;
  readonly key: string;
  readonly text: string;
  readonly isData: boolean;
}

function leavesOf(record: Draft): Leaf[] {
  const leaves: Leaf[] = [];
  const seen = new Set<object>();
  const pending: (Omit<Leaf, 'text'> & { readonly value: unknown })[] = [];
  const open = (value: object, from: Partial<Leaf>): void => {
    const isListed = Array.isArray(value);
    for (const [name, item] of Object.entries(value).reverse()) {
      const key = isListed ? (from.key ?? '') : name;
      const isData = from.isData === true || BLOCK_DATA.has(key);
      const path = `${from.path ?? ''}/${name}`;
      const place = { path, field: from.field ?? name, key, isData };
      // The name of a field may be the finding.
      if (from.isData === true && !isListed) leaves.push({ ...place, path: `${path}#`, text: name });
      pending.push({ ...place, value: item });
    }
  };
  open(record, {});
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, ...place } = next;
    // A field that repeats the text piece by piece is removed with the text.
    if (place.key === 'logprobs' && !place.isData) continue;
    // A provider's name contains nothing to judge.
    if (!place.isData && hasItsShape(place.key, value)) continue;
    if (typeof value === 'string') leaves.push({ ...place, text: value });
    else if (ArrayBuffer.isView(value)) leaves.push({ ...place, text: dataText(value) });
    else if (value instanceof URL) leaves.push({ ...place, text: value.href });
    else if (place.isData && ['number', 'bigint'].includes(typeof value))
      leaves.push({ ...place, text: String(value) });
    else if ((isDraft(value) || Array.isArray(value)) && !seen.has(value)) {
      seen.add(value);
      open(value, place);
    }
  }
  return leaves;
}
