import { field } from '../fields.js';

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
 * What a method of a model gave back, with a guard around every chat model in it: the model itself, or runnables. These are
 * copied where they hold one, as others may have them too: `initChatModel` keeps what it makes.
 */
export function rewrap(value: unknown, guard: (model: object) => object): unknown {
  const made = new Map<object, unknown>();
  const visit = (inner: unknown): unknown => {
    if (isChatModel(inner)) return guard(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    if (made.has(inner)) return made.get(inner);
    made.set(inner, inner);
    const isRunnable = typeof field(inner, 'invoke') === 'function';
    const changed = (isRunnable ? INSIDES : Object.keys(inner)).flatMap((key) => {
      const held: unknown = Reflect.get(inner, key);
      const wrapped = visit(held);
      return wrapped === held ? [] : [[key, wrapped] as const];
    });
    if (changed.length === 0) return inner;
    const copy: object = Array.isArray(inner)
      ? [...inner]
      : Object.create(Object.getPrototypeOf(inner), Object.getOwnPropertyDescriptors(inner));
    for (const [key, wrapped] of changed) Reflect.set(copy, key, wrapped);
    made.set(inner, copy);
    return copy;
  };
  return visit(value);
}
