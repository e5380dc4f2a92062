import { dataText } from './file-text.js';

/** Data that was read from a value. */
interface Spellable {
  readonly value: unknown;
  /** Whether it holds a value that JSON cannot express. */
  readonly isSpelled: boolean;
}

/**
 * Writes a snapshot as the JSON text that is judged. Maps, sets, bytes, errors and big integers, which JSON leaves out
 * or refuses, are spelled out. `isExact` tells whether the data can be rebuilt from the text.
 */
export function spellOut({ value: snapshot, isSpelled }: Spellable): {
  readonly text: string;
  readonly isExact: boolean;
} {
  if (!isSpelled) return { text: JSON.stringify(snapshot) ?? '', isExact: true };
  let isExact = true;
  // This is a function with `this`, because some kinds of bytes are already lists of numbers in its argument.
  function spell(this: Record<string, unknown>, property: string, json: unknown): unknown {
    const value = this[property];
    const spelled = spelledOut(value);
    if (spelled === value) return json;
    isExact = false;
    return spelled;
  }
  const text = JSON.stringify(snapshot, spell) ?? '';
  return { text, isExact };
}

/** Spells out a value that JSON cannot express. The data was already read, so no value is asked twice. */
function spelledOut(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map || value instanceof Set) {
    const fields = Object.keys(value).length === 0 ? [] : [{ ...value }];
    return [...value, ...fields];
  }
  if (value instanceof Error) {
    const { name, message, cause } = value;
    const errors: unknown = Reflect.get(value, 'errors');
    const hidden = { ...(cause !== undefined && { cause }), ...(Array.isArray(errors) && { errors }) };
    return Object.assign({ name, message }, hidden, value);
  }
  if (value instanceof ArrayBuffer) return bytesText(new Uint8Array(value));
  if (!ArrayBuffer.isView(value)) return value;
  return value instanceof Uint8Array || value instanceof DataView || !isIterable(value)
    ? bytesText(value)
    : [...value];
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

/** Runs of printable characters that are long enough to carry a message. */
const PRINTABLE = /[\x20-\x7e]{8,}/g;

/** Returns the text of bytes. If they are not text, it returns the readable parts. */
function bytesText(view: ArrayBufferView): string {
  const text = dataText(view);
  if (text !== '') return text;
  const latin = new TextDecoder('latin1').decode(view);
  return (latin.match(PRINTABLE) ?? []).join('\n');
}
