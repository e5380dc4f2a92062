import { joinSegments } from '../../guard/index.js';
import { draftValue, type ValueDraft } from '../content/value-draft.js';
import { isMessage } from '../content/value-kinds.js';
import { field } from '../fields.js';

/** Parsed chunks of a stream that are judged together. */
export interface ChunksDraft extends ValueDraft {
  /** Returns the original chunks, or their combined value if something was rewritten. */
  released(built: unknown): readonly unknown[];
}

/** Fields of a message with text, and fields of its blocks without. */
const MESSAGE_FIELDS = ['content', 'tool_call_chunks', 'additional_kwargs'];
const STRUCTURE: ReadonlySet<string> = new Set(['type', 'id', 'index', 'signature']);

/**
 * Parses chunks that are not plain text. It reads their combined value. It also reads, without a place to rewrite, the
 * other values into which consumers combine them: one adds chunks up, another keeps the last.
 */
export function draftChunks(chunks: readonly unknown[]): ChunksDraft {
  const whole = chunks.length === 1 ? chunks[0] : combined(chunks);
  const value = whole ?? chunks;
  const { segments, build } = draftValue(value);
  const text = joinSegments(segments);
  const others = chunks.length === 1 || chunks.every(isMessage) ? [] : readings(chunks);
  const unread = others.filter((reading) => ![reading, escaped(reading)].some((said) => text.includes(said)));
  return {
    segments: [...segments, ...unread.map((reading) => ({ text: reading }))],
    build,
    released: (built) => {
      if (built === value) return chunks;
      return whole === undefined && Array.isArray(built) ? built : [built];
    },
  };
}

/**
 * Adds chunks up as LangChain does. Returns the last one if each contains the one before it, and undefined if they do
 * not add up or are lists.
 */
export function combined(chunks: readonly unknown[]): unknown {
  if (chunks.some((chunk) => Array.isArray(chunk))) return undefined;
  if (chunks.every((chunk, index) => index === 0 || grows(chunks[index - 1], chunk))) return chunks.at(-1);
  try {
    return chunks.reduce(added);
  } catch {
    return undefined;
  }
}

function added(first: unknown, second: unknown): unknown {
  if (typeof first === 'string' && typeof second === 'string') return first + second;
  if (typeof first === 'number' && typeof second === 'number') return first + second;
  const concat = field(first, 'concat');
  if (typeof concat === 'function') return Reflect.apply(concat, first, [second]);
  if (!isObject(first) || !isObject(second)) throw new TypeError('Chunks of different kinds');
  const sum: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const known = Object.hasOwn(sum, key) && !Array.isArray(sum[key]);
    Object.defineProperty(sum, key, {
      value: known ? added(sum[key], value) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return sum;
}

/**
 * Tells whether a chunk contains all of the one before it. Texts and messages never do: they are pieces, however they
 * begin.
 */
function grows(before: unknown, after: unknown): boolean {
  if (!isObject(before) || !isObject(after) || isMessage(before)) return false;
  const pending: [unknown, unknown][] = [[before, after]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [old, now] = pair;
    if (old === now || old === null || old === undefined) continue;
    if (typeof old === 'string') {
      if (typeof now !== 'string' || !now.startsWith(old)) return false;
    } else if (isObject(old)) {
      if (!isObject(now) || isMessage(old) || pending.length > MAX_PARTS) return false;
      for (const [key, value] of Object.entries(old)) {
        if (!Object.hasOwn(now, key)) return false;
        pending.push([value, field(now, key)]);
      }
    } else if (typeof now !== typeof old) return false;
  }
  return true;
}

/** How many parts of a chunk are compared to see whether it grows. */
const MAX_PARTS = 10_000;

/** Joins the texts at the same place of each chunk, and adds the fullest of them by themselves. */
function readings(chunks: readonly unknown[]): string[] {
  const places = new Map<string, string[]>();
  for (const chunk of chunks) {
    for (const [place, text] of placedTexts(chunk)) {
      const texts = places.get(place);
      if (texts === undefined) places.set(place, [text]);
      else texts.push(text);
    }
  }
  const found = new Set<string>();
  for (const texts of places.values()) {
    found.add(texts.join(''));
    for (const [index, text] of texts.entries()) {
      const before = texts[index - 1] ?? '';
      const continues = before !== '' && text.startsWith(before);
      if (continues && texts[index + 1]?.startsWith(text) !== true) found.add(text);
    }
  }
  found.delete('');
  return [...found];
}

/** Lists every text in a chunk with its place. Numbers are read if the chunks are read as JSON. */
function placedTexts(root: unknown): [string, string][] {
  const found: [string, string][] = [];
  const seen = new Set<object>();
  const pending: [string, unknown][] = [['', root]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [place, value] = next;
    if (typeof value === 'string') found.push([place, value]);
    if (!isObject(value) || seen.has(value) || ArrayBuffer.isView(value)) continue;
    seen.add(value);
    const keys = isMessage(value) ? MESSAGE_FIELDS : Object.keys(value).filter((key) => !STRUCTURE.has(key));
    for (const key of keys.reverse()) pending.push([`${place}/${key}`, field(value, key)]);
  }
  return found;
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
