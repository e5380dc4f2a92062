import { type CallOptions, type CheckContext, callOptionsIn } from '../../guard/index.js';
import { field } from '../fields.js';
import { callContext } from './call-context.js';

/** The symbols under which LangChain keeps the config that runs inherit, in every copy and version. */
const STORAGE = Symbol.for('ls:tracing_async_local_storage');
const CHILD_CONFIG = Symbol.for('lc:child_config');

/** The part of Node's `AsyncLocalStorage` that is used. */
interface Storage {
  getStore(): unknown;
  run<Result>(store: unknown, work: () => Result): Result;
}

/**
 * Reads the context of a scan from the config of a call, and missing parts from the config of the run around it. The
 * thread is the session, unless the run sets one for itself (`configurable.guardrail`).
 * @param id ties the scans of the call together
 */
export function configContext(config: unknown, id?: unknown): CheckContext {
  const inherited = inheritedConfig();
  const threads = [config, inherited].flatMap((given) => [
    field(field(given, 'configurable'), 'thread_id'),
    field(field(given, 'metadata'), 'thread_id'),
  ]);
  const signal = field(config, 'signal') ?? field(inherited, 'signal');
  const threadId = threads.find((thread) => thread !== undefined && thread !== null);
  return {
    ...callContext(typeof id === 'string' ? id : '', { options: { signal } }, { thread_id: threadId }),
    ...callOptions(inherited),
    ...callOptions(config),
  };
}

/** The key of LangGraph's stream of a run, to which inner graphs add their own. */
const STREAM = '__pregel_stream';

/**
 * Returns a config without the callbacks of its caller and of the run around it. Graphs that run with it do not add to
 * the stream of the graph around them.
 */
export function withoutCallbacks(config: unknown, signal?: AbortSignal): Record<string, unknown> {
  const given = typeof config === 'object' && config !== null ? config : {};
  const configurable = field(given, 'configurable');
  const isStreamed = field(configurable, STREAM) !== undefined;
  return {
    ...given,
    callbacks: [],
    runId: undefined,
    ...(isStreamed && { configurable: { ...Object(configurable), [STREAM]: undefined } }),
    ...(signal && { signal }),
  };
}

/**
 * Does work in which nothing inherits the callbacks of the runs around it. Otherwise a step that calls a model and does
 * not pass its config on would report to them.
 * @param more other fields of the config to inherit instead
 */
export function isolated<Result>(work: () => Result, more: object = {}): Result {
  const storage = storageOf();
  const store = storage?.getStore();
  if (storage === undefined || typeof store !== 'object' || store === null) return work();
  const extra = {
    ...Object(field(store, 'extra')),
    [CHILD_CONFIG]: { ...withoutCallbacks(inheritedConfig()), ...more },
  };
  // All other facts about the run stay, such as context variables and the tracing of the process.
  const own = Object.create(store, { extra: { value: extra, enumerable: true, writable: true } });
  return storage.run(own, work);
}

function inheritedConfig(): unknown {
  const extra = field(storageOf()?.getStore(), 'extra');
  return typeof extra === 'object' && extra !== null ? Reflect.get(extra, CHILD_CONFIG) : undefined;
}

function storageOf(): Storage | undefined {
  const storage: unknown = Reflect.get(globalThis, STORAGE);
  return isStorage(storage) ? storage : undefined;
}

function isStorage(storage: unknown): storage is Storage {
  return typeof field(storage, 'getStore') === 'function' && typeof field(storage, 'run') === 'function';
}

/** Reads the settings of a config for the guard of its run, from `configurable.guardrail`. */
export function callOptions(config: unknown): CallOptions {
  return callOptionsIn(field(field(config, 'configurable'), 'guardrail'));
}
