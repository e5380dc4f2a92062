import { type Segment, writeJson } from '../guard/index.js';
import { type Draft, put, writableText } from './parts.js';

/** A property as a segment: text as it is; any other value as JSON, which it has to stay. */
export function writableValue(target: Draft, key: string): Segment {
  const value = target[key];
  if (typeof value === 'string') return writableText(target, key);
  return { text: JSON.stringify(value) ?? '', write: writeJson((json) => put(target, key, json)) };
}

/**
 * A text that somebody may parse. Where it is JSON it has to stay so; and as JSON can spell any character as an escape,
 * what it says is judged beside how it is written. The reading without escapes is written last, so that it wins.
 */
export function parseableText({ text, write }: Segment): Segment[] {
  if (!isJson(text)) return [{ text, ...(write && { write }) }];
  const rewrite = (redacted: string): boolean => isJson(redacted) && write?.(redacted) === true;
  const readings = /\\[u/]/.test(text) ? [text, JSON.stringify(JSON.parse(text))] : [text];
  return readings.map((reading) => ({ text: reading, write: rewrite }));
}

/** Whether a text is JSON of any kind. */
export const parses = writeJson(() => undefined);

/** Whether a text is JSON; a bare number or word is plain text too. */
function isJson(text: string): boolean {
  return /^\s*["[{]/.test(text) && parses(text);
}
