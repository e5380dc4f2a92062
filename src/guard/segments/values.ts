import { GuardrailConfigError } from '../../scan/index.js';
import { type Segment, writeJson } from './segments.js';
import { snapshotOf, stillReads } from './snapshot.js';
import { spellOut } from './spelled-values.js';

/** An object under construction: a copy that segments write to. */
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

/** Makes a segment of a property: of text as it is, and of any other value as JSON, which it has to stay. */
export function writableValue(target: Draft, key: string): Segment {
  const value = target[key];
  if (typeof value === 'string') return writableText(target, key);
  return { text: JSON.stringify(value) ?? '', write: writeJson((json) => put(target, key, json)) };
}

/** Makes a segment of a text that somebody may parse: where it is JSON it has to stay so. */
export function parseableText(segment: Segment): Segment[] {
  const { text, write, ...rest } = segment;
  if (!isParseable(text)) return [segment];
  return [{ ...rest, text, write: (redacted) => isParseable(redacted) && write?.(redacted) === true }];
}

/** Whether a text is JSON of any kind. */
export const parses = writeJson(() => undefined);

/** Whether a text is JSON; a bare number or word is plain text too. */
function isParseable(text: string): boolean {
  return /^\s*["[{]/.test(text) && parses(text);
}

/** A value that is judged, and what may be used of it from then on. */
export interface ReadValue {
  readonly segments: readonly Segment[];
  /**
   * What may be passed on once the segments have passed: what was written to them, or the very value where it is plain
   * data that still reads the same, or else what was read of it. Nothing in it can answer otherwise than it was judged.
   */
  build(): unknown;
}

/**
 * Reads a value as a tool or an application knows it, once: text as it is, all else as the JSON that the frameworks make
 * of it. What JSON would leave out (maps, sets, bytes, errors, big integers) is judged too, but cannot be rewritten.
 * @throws GuardrailConfigError for a value that has no JSON, such as one that contains itself
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
      // Its maker may have changed it while it was judged.
      return isData && stillReads(value, text, isSpelled) ? value : taken;
    },
  };
}

/**
 * Reads a property of a draft as `readValue` does. The property becomes what was read where it is more than plain data.
 * @throws GuardrailConfigError for a value that has no JSON, such as one that contains itself
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
    // The engine's message names properties, and what a value throws may say anything.
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
