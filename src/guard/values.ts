import { GuardrailConfigError } from './errors.js';
import { dataText } from './file-text.js';
import { type Segment, writeJson } from './segments.js';

/** An object under construction: a copy that segments write to. */
export type Draft = Record<string, unknown>;

/** Sets a property of a draft. */
export function put(target: Draft, key: string, value: unknown): true {
  target[key] = value;
  return true;
}

/** A string property of a draft as a segment that any text can replace. */
export function writableText(target: Draft, key: string): Segment {
  const value = target[key];
  return { text: typeof value === 'string' ? value : '', write: (text) => put(target, key, text) };
}

/** A property as a segment: text as it is; any other value as JSON, which it has to stay. */
export function writableValue(target: Draft, key: string): Segment {
  const value = target[key];
  if (typeof value === 'string') return writableText(target, key);
  return { text: JSON.stringify(value) ?? '', write: writeJson((json) => put(target, key, json)) };
}

/** A text that somebody may parse: where it is JSON it has to stay so. */
export function parseableText({ text, write, ...rest }: Segment): Segment[] {
  if (!isParseable(text)) return [{ ...rest, text, ...(write && { write }) }];
  return [{ ...rest, text, write: (redacted) => isParseable(redacted) && write?.(redacted) === true }];
}

/** Whether a text is JSON of any kind. */
export const parses = writeJson(() => undefined);

/** Whether a text is JSON; a bare number or word is plain text too. */
function isParseable(text: string): boolean {
  return /^\s*["[{]/.test(text) && parses(text);
}

/**
 * A value as a tool or an application knows it: text as it is, all else as the JSON that it has to stay. What JSON would
 * leave out (maps, sets, bytes, errors, big integers) is judged too, but cannot be rewritten.
 * @throws GuardrailConfigError for a value that has no JSON, such as one that contains itself
 */
export function valueSegments(target: Draft, key: string): Segment[] {
  const value = target[key];
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'bigint' ? [{ text: String(value) }] : parseableText(writableValue(target, key));
  }
  let exact = true;
  // A function with `this`: some kinds of bytes have been turned into lists of numbers before they come here.
  function spell(this: Draft, property: string, json: unknown): unknown {
    const spelled = spelledOut(this[property]);
    if (spelled === this[property]) return json;
    exact = false;
    return spelled;
  }
  let text: string;
  try {
    text = JSON.stringify(value, spell) ?? '';
  } catch {
    // The engine's message names properties.
    throw new GuardrailConfigError('value', 'cannot be judged: it has no JSON');
  }
  const write = (redacted: string): boolean => put(target, key, JSON.parse(redacted));
  return exact ? parseableText({ text, write }) : [{ text }];
}

function spelledOut(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value];
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof ArrayBuffer) return dataText(new Uint8Array(value));
  return ArrayBuffer.isView(value) ? dataText(value) : value;
}
