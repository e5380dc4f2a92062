import { field } from '../fields.js';

/** Tells whether a value is a chat model, of any copy and version of LangChain. */
export function isChatModel(value: unknown): value is object {
  return isModel(value) && modelType(value) !== 'base_llm';
}

/** Tells whether a value is a text model, of any copy and version of LangChain. */
export function isTextModel(value: unknown): value is object {
  return isModel(value) && modelType(value) === 'base_llm';
}

function modelType(model: object): unknown {
  const type = field(model, '_modelType');
  return typeof type === 'function' ? Reflect.apply(type, model, []) : undefined;
}

function isModel(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['_generate', '_generateUncached', '_streamIterator', 'invoke'].every(
      (name) => typeof field(value, name) === 'function',
    )
  );
}

/**
 * Finds `BaseChatModel` among the prototypes of a model. It is found by its shape, because there may be several copies.
 */
export function chatModelBase(model: object): object {
  return baseWith(model, ['_streamIterator', '_generateUncached']);
}

/** Finds `BaseLLM` among the prototypes of a model, likewise by its shape. */
export function textModelBase(model: object): object {
  return baseWith(model, ['_streamIterator', '_flattenLLMResult']);
}

function baseWith(model: object, names: readonly string[]): object {
  for (let own: unknown = model; typeof own === 'object' && own !== null; ) {
    const base: object = own;
    if (names.every((name) => Object.hasOwn(base, name))) return base;
    own = Object.getPrototypeOf(own);
  }
  return Object.prototype;
}

/**
 * Fields in which runnables of LangChain hold others: bindings, sequences, maps, assignments, branches and fallbacks.
 */
export const HOLDING_FIELDS: ReadonlySet<string> = new Set([
  'bound',
  'first',
  'last',
  'middle',
  'steps',
  'runnable',
  'fallbacks',
  'mapper',
  'default',
  'branches',
]);

/**
 * Puts a guard around every chat model in the result of a model's method: the model itself, or runnables. Runnables
 * that hold a model are copied, because they may be shared: `initChatModel` keeps those that it makes.
 */
export function rewrap(value: unknown, guard: (model: object) => object): unknown {
  const made = new Map<object, unknown>();
  const visit = (inner: unknown): unknown => {
    if (isChatModel(inner)) return guard(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    if (made.has(inner)) return made.get(inner);
    made.set(inner, inner);
    const isRunnable = typeof field(inner, 'invoke') === 'function';
    const changed = (isRunnable ? [...HOLDING_FIELDS] : Object.keys(inner)).flatMap((key) => {
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
