import type { Draft } from '../guard/index.js';

/** A method of any object of LangChain, whatever it takes. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Whether a value can be called. */
export function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** Whether a value has fields. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether a value is an object with fields. */
export function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of anything. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The items of a list, and none of anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
