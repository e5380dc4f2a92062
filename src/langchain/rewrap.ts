import { field } from './message-text.js';

/** Any function of a model. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Whether a value is a chat model, of any copy and version of LangChain. */
export function isChatModel(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['_generate', '_generateUncached', '_streamIterator', 'invoke'].every(
      (name) => typeof field(value, name) === 'function',
    )
  );
}

/** What `BaseChatModel` itself is to a model: found by its shape, as there may be several copies of it. */
export function baseOf(model: object): object {
  for (let own: unknown = model; typeof own === 'object' && own !== null; own = Object.getPrototypeOf(own))
    if (Object.hasOwn(own, '_streamIterator') && Object.hasOwn(own, '_generateUncached')) return own;
  return Object.prototype;
}

/** Where runnables of LangChain hold others: bindings, sequences, maps, assignments and fallbacks. */
const INSIDES = ['bound', 'first', 'last', 'middle', 'steps', 'runnable', 'fallbacks', 'mapper'];

/**
 * Puts a guard around every chat model in what a method of a model gave back: the model itself, or runnables that were made
 * just now and are nobody else's yet.
 */
export function rewrap(value: unknown, guard: (model: object) => object): unknown {
  const seen = new Set<unknown>();
  const visit = (inner: unknown): unknown => {
    if (isChatModel(inner)) return guard(inner);
    if (typeof inner !== 'object' || inner === null || seen.has(inner)) return inner;
    seen.add(inner);
    if (Array.isArray(inner)) {
      for (const [index, item] of inner.entries()) inner[index] = visit(item);
      return inner;
    }
    const isRunnable = typeof field(inner, 'invoke') === 'function';
    const keys = isRunnable ? INSIDES : Object.keys(inner);
    for (const key of keys) {
      const held = field(inner, key);
      const wrapped = visit(held);
      if (wrapped !== held) Reflect.set(inner, key, wrapped);
    }
    return inner;
  };
  return visit(value);
}
