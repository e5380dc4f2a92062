import { dataText, GuardrailConfigError, type Segment } from '../guard/index.js';
import { parseableText, writableValue } from './json-text.js';
import { type Draft, put } from './parts.js';

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
