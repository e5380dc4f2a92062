import { DATA_FIELDS, type Draft, dataText, hasItsShape } from '../../guard/index.js';
import { BYTES_FIELDS, VALUE_FIELDS } from '../content/block-kinds.js';
import { metadataTexts } from '../content/metadata.js';
import { isDraft } from '../fields.js';

/** A text that a block says, and the field of the block that it stands in. */
export interface SaidText {
  readonly field: string;
  readonly text: string;
}

/** What the events of one block say, field by field, put together. */
export interface SaidFields {
  /** Takes in what an event says. */
  add(records: readonly Draft[]): void;
  /** The same; returns what it says in the fields that it changes, each behind the end of what stood there before. */
  news(records: readonly Draft[]): readonly SaidText[];
  /** What all fields say, and each value by itself that the next one does not go on from. */
  texts(): readonly SaidText[];
  /** The same to go on with. */
  copy(): SaidFields;
}

/** One place of a block. */
interface Place {
  readonly field: string;
  readonly key: string;
  readonly isData: boolean;
  /** All values one behind the other, but for those that the next one has all of: of these it is in the place. */
  joined: string;
  /** Where the last of them begins. */
  lastAt: number;
  /** Those before it. */
  readonly before: string[];
}

/** Fields of data in blocks: those of tools that a provider runs have it under other names, too. */
const BLOCK_DATA: ReadonlySet<string> = new Set([...DATA_FIELDS, ...VALUE_FIELDS]);
/** Shorter ones are words that look like bytes, in UTF-16 code units. */
const MIN_BYTES = 64;

/** How much of what stood in a field before is read with what comes there next, in UTF-16 code units. */
const MAX_BEFORE = 200;

/** Starts with nothing said. */
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
 * What a JSON says: its texts without escapes and its numbers as they are written, those included that a later field of the
 * same name hides. Nothing for what is no JSON of an object or a list.
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

/** A text in a record, and where it stands. */
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
      // What a field is called may be what is to be found.
      if (from.isData === true && !isListed) leaves.push({ ...place, path: `${path}#`, text: name });
      pending.push({ ...place, value: item });
    }
  };
  open(record, {});
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, ...place } = next;
    // What repeats the text piece by piece goes with it.
    if (place.key === 'logprobs' && !place.isData) continue;
    // A name is the same each time, or one of its own.
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
