import { GuardrailConfigError } from '../../scan/index.js';
import { type Segment, writeJson } from './segments.js';
import { snapshotOf, stillReads } from './snapshot.js';
import { spellOut } from './spelled-values.js';

/** An object under construction: a copy that segments are written to. */
export type Draft = Record<string, unknown>;

/** Sets a property of a draft. */
export function put(target: Draft, key: string, value: unknown): true {
  target[key] = value;
  return true;
}

/** Makes a segment of a string property of a draft. Any text can replace it. */
export function writableText(target: Draft, key: string, thread?: Segment['thread']): Segment {
  const value = target[key];
  return { text: typeof value === 'string' ? value : '', write: (text) => put(target, key, text), thread };
}

/** Makes a segment of a property. A string is used unchanged. Any other value becomes JSON and must stay JSON. */
export function writableValue(target: Draft, key: string): Segment {
  const value = target[key];
  if (typeof value === 'string') return writableText(target, key);
  return { text: JSON.stringify(value) ?? '', write: writeJson((json) => put(target, key, json)) };
}

/** Makes a segment of a text that somebody may parse. If it is JSON, it must stay JSON. */
export function parseableText(segment: Segment): Segment[] {
  const { text, write, ...rest } = segment;
  if (!isParseable(text)) return [segment];
  return [{ ...rest, text, write: (redacted) => isParseable(redacted) && write?.(redacted) === true }];
}

/** Tells whether a text is JSON of any kind. */
export const parses = writeJson(() => undefined);

/** Tells whether a text is a JSON object, list or string. A bare number or word counts as plain text. */
function isParseable(text: string): boolean {
  return /^\s*["[{]/.test(text) && parses(text);
}

/** A judged value, and the form of it that may be used afterwards. */
export interface ReadValue {
  readonly segments: readonly Segment[];
  /**
   * Returns the value to pass on once the segments have passed: the rewritten value; or the value itself if it is plain
   * data that still reads the same; or else the copy that was judged. Nothing in it can read differently from what was
   * judged.
   */
  build(): unknown;
}

/**
 * Reads a value once, as a tool or an application sees it. A text is used unchanged, and any other value as the JSON
 * that frameworks make of it. Values that JSON would leave out (maps, sets, bytes, errors, big integers) are judged too
 * but cannot be rewritten.
 * @throws GuardrailConfigError for a value without a JSON form, such as one that contains itself
 */
export function readValue(value: unknown): ReadValue {
  const { target, text, isData, isSpelled, segments } = readOnce(value);
  const taken = target['value'];
  return {
    segments,
    build() {
      const written = target['value'];
      const isObject = typeof value === 'object' && value !== null;
      if (written !== taken || !isObject) return written;
      // The owner may have changed it while it was judged.
      return isData && stillReads(value, text, isSpelled) ? value : taken;
    },
  };
}

/**
 * Reads a property of a draft as `readValue` does. If the value is more than plain data, the property is set to the
 * copy that was read.
 * @throws GuardrailConfigError for a value without a JSON form, such as one that contains itself
 */
export function valueSegments(target: Draft, key: string): Segment[] {
  const value = target[key];
  const { segments, isData, target: own } = readOnce(value, (written) => put(target, key, written));
  if (!isData) put(target, key, own['value']);
  return segments;
}

function readOnce(value: unknown, onWrite?: (written: unknown) => void) {
  const target: Draft = {};
  const write = (written: unknown): true => {
    onWrite?.(written);
    return put(target, 'value', written);
  };
  try {
    const snapshot = snapshotOf(value);
    const { value: taken, isData, isSpelled } = snapshot;
    put(target, 'value', taken);
    const { text, isExact } = spellOut(snapshot);
    return { target, isData, isSpelled, text, segments: segmentsOf(taken, text, isExact, write) };
  } catch {
    // The engine's message names properties, and an error thrown by a value may hold any content.
    throw new GuardrailConfigError('value', 'cannot be judged: it has no JSON');
  }
}

function segmentsOf(
  taken: unknown,
  text: string,
  isExact: boolean,
  write: (written: unknown) => true,
): Segment[] {
  if (typeof taken === 'string') return parseableText({ text: taken, write });
  // A bare big integer is judged as its digits.
  if (typeof taken === 'bigint') return [{ text: String(taken) }];
  if (!isExact) return [{ text }];
  return parseableText({ text, write: writeJson((json) => write(json)) });
}
