import { dataText } from './file-text.js';

/** Data that was read of a value. */
interface Spellable {
  readonly value: unknown;
  /** Whether JSON has no words for something in it. */
  readonly isSpelled: boolean;
}

/**
 * Writes a snapshot as the JSON that is judged. `isExact` says that the data can be made of that text again: maps, sets,
 * bytes, errors and big integers, which JSON leaves out or refuses, are spelled out in it.
 */
export function spellOut({ value: snapshot, isSpelled }: Spellable): {
  readonly text: string;
  readonly isExact: boolean;
} {
  if (!isSpelled) return { text: JSON.stringify(snapshot) ?? '', isExact: true };
  let isExact = true;
  // A function with `this`: some kinds of bytes have been turned into lists of numbers before they come here.
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

/** Spells out what JSON has no words for. The data was read before, so no value is asked twice. */
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

/** Runs of printable characters that are long enough to say something. */
const PRINTABLE = /[\x20-\x7e]{8,}/g;

/** Returns the text of bytes or, where they are no text, what of them one could read. */
function bytesText(view: ArrayBufferView): string {
  const text = dataText(view);
  if (text !== '') return text;
  const latin = new TextDecoder('latin1').decode(view);
  return (latin.match(PRINTABLE) ?? []).join('\n');
}
