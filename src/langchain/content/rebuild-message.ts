import type { Draft } from '../../guard/index.js';
import { isDraft } from '../fields.js';
import { CALL_FIELDS } from './message-fields.js';

/** A message of any version and any copy of LangChain. */
export type AnyMessage = object;

/**
 * Copies plain data so that it can be written to. Lists and plain objects are copied. An object with a class of its own
 * is shared.
 */
export function clonePlain<Value>(value: Value): Value;
export function clonePlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const made = new Map<object, unknown>();
  const clone = (inner: unknown): unknown => {
    if (typeof inner !== 'object' || inner === null) return inner;
    const known = made.get(inner);
    if (known !== undefined) return known;
    if (Array.isArray(inner)) {
      const list: unknown[] = [];
      made.set(inner, list);
      for (const item of inner) list.push(clone(item));
      return list;
    }
    if (!isPlain(inner)) return inner;
    const copy: Draft = {};
    made.set(inner, copy);
    for (const key of Object.keys(inner)) define(copy, key, clone(Reflect.get(inner, key)));
    return copy;
  };
  return clone(value);
}

/**
 * Sets a property of a plain object, whatever its name. Assigning to `__proto__` would change the object's prototype.
 */
function define(target: Draft, key: string, value: unknown): void {
  if (key === '__proto__') setOwn(target, key, value);
  else target[key] = value;
}

/** Sets a property of the object itself, past any setter of its class. */
function setOwn(target: Draft, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/**
 * Copies the fields of a message for its constructor, without those of the serialisation. `lc_kwargs` holds the fields
 * from which the message was made, including the text.
 */
export function fieldsOf(message: AnyMessage): Draft {
  const own: Draft = {};
  for (const key of Object.keys(message))
    if (!key.startsWith('lc_')) define(own, key, Reflect.get(message, key));
  return clonePlain(own);
}

/** Builds a message of the same class with other fields. */
export function rebuild(message: AnyMessage, fields: Draft): AnyMessage {
  const Message: unknown = message.constructor;
  if (typeof Message !== 'function' || Message === Object) return { ...message, ...fields };
  const given = clonePlain(fields);
  // A constructor may write to what it is given.
  const { content } = given;
  const made = construct(Message, given);
  // The constructor of an application's class may take something other than fields.
  if (!isDraft(made) || made['content'] !== content) return copyWith(message, clonePlain(fields));
  // The constructor derives them from other fields and may leave them out.
  for (const key of CALL_FIELDS) if (key in made && fields[key] !== undefined) made[key] = fields[key];
  return made;
}

function construct(Message: object, fields: Draft): unknown {
  try {
    return typeof Message === 'function' ? Reflect.construct(Message, [fields]) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Copies a message without calling its constructor. The copy has the given fields, and of its own only those without
 * text.
 */
function copyWith(message: AnyMessage, fields: Draft): AnyMessage {
  const own = Object.entries(Object.getOwnPropertyDescriptors(message));
  const kept = own.filter(([key, { enumerable }]) => enumerable && key.startsWith('lc_'));
  const copy: Draft = Object.create(Object.getPrototypeOf(message), Object.fromEntries(kept));
  for (const symbol of Object.getOwnPropertySymbols(message)) {
    const value: unknown = Reflect.get(message, symbol);
    if (value === true) Object.defineProperty(copy, symbol, { value });
  }
  for (const [key, value] of Object.entries(fields)) setOwn(copy, key, value);
  // The serialisation holds the fields from which the message was made, including the old text.
  const known = Object.keys(Object(Reflect.get(message, 'lc_kwargs')));
  setOwn(copy, 'lc_kwargs', Object.fromEntries(known.map((key) => [key, fields[key]])));
  return copy;
}
