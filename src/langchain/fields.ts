import type { Draft } from '../guard/index.js';

/** A method of any object of LangChain, with any arguments. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Tells whether a value can be called. */
export function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** Tells whether a value is an object or a list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Tells whether a value is an object with named fields, and not a list. */
export function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a field of any value. Returns undefined if the value has none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Returns the items of a list, and none for any other value. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
