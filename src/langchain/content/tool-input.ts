import { type Draft, put } from '../../guard/index.js';

/** The input of a tool's call as one text, with a way to write it back. */
export interface ToolInput {
  readonly text: string;
  /** Writes the redacted text back. Returns false if the input cannot be written back exactly. */
  write(redacted: string): boolean;
}

/** Reads the input of a call, an object or its JSON, from the field that holds it. */
export function toolInput(target: Draft, field: string): ToolInput {
  const value = target[field];
  if (typeof value === 'string') return { text: value, write: (redacted) => put(target, field, redacted) };
  let isExact = true;
  const spelled = (_: string, inner: unknown): unknown => {
    if (typeof inner !== 'bigint') return inner;
    isExact = false;
    return String(inner);
  };
  return {
    text: JSON.stringify(value, spelled) ?? '',
    write: (redacted) => isExact && put(target, field, JSON.parse(redacted)),
  };
}

/** Returns one key for a value, for its JSON and for every other spelling of that JSON. */
export function inputKey(text: string): string {
  if (!/^\s*[[{]/.test(text)) return `text:${text}`;
  try {
    return `json:${JSON.stringify(JSON.parse(text))}`;
  } catch {
    return `text:${text}`;
  }
}
