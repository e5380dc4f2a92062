import { type Guardrail, GuardrailConfigError } from '../../guard/index.js';
import { field, type Method } from '../fields.js';
import { type GuardOptions, resolveGuard } from '../options.js';
import { cacheKeyOf } from './cache-key.js';
import { guardEvents, guardGenerate, guardStream, type ModelGuard, modelGuard } from './hooks.js';
import { withConfig } from './prompt.js';
import { chatModelBase, isChatModel, isTextModel, rewrap } from './runnable-shape.js';

/** A chat model of any version of LangChain, with the members that the guard needs. */
export interface AnyChatModel {
  /** Returns a message. Text models return text. */
  invoke(input: never, options?: never): PromiseLike<object>;
  _generate(...args: never): PromiseLike<unknown>;
}

/**
 * Guards a chat model of LangChain.js. Every prompt is judged before the model is called, or beside the call (see
 * `prompt.promptScan`). Every answer, tool calls included, is judged before a consumer, a callback or an event sees any
 * of it. In all other respects the returned model is the same: bound tools, structured output, retries, fallbacks,
 * streaming, events, caches, `initChatModel` and `createAgent` go through the guard.
 *
 * A violation throws `GuardrailViolationError`, or ends the call normally with a text of yours (`policy.onBlock`). A
 * failed scan throws `GuardrailScanError` under a policy that fails closed. In a stream, text that has passed has been
 * released by then. If a policy redacts, fields of the provider that may repeat replaced text are left out, such as log
 * probabilities and raw answers. A finding in the model's thoughts is refused, because providers sign them. The raw
 * events of a provider (`provider` events of `streamEvents`) never pass.
 *
 * A cache returns only answers that this guardrail object has let into it. It does not return answers of another
 * guardrail with the same options, or of another process. Under the redaction style `vault` it never returns any.
 *
 * The guard is on the model's own `_generate`, `_streamResponseChunks` and `_streamChatModelEvents`. A class whose own
 * `invoke`, `generate` or `stream` leads elsewhere, such as a router, is not guarded: guard the models to which it
 * routes, or use `guardRunnable`. Other models that a model calls do not report to the callbacks of the run. Errors of
 * the provider pass unchanged, and may quote the model's answer. A class with `#private` members throws a TypeError if
 * methods other than those three use them.
 *
 * Tracers get the prompt as the application gave it, before it is judged. A fallback (`withFallbacks`) is guarded only
 * if it is guarded itself. `configurable.guardrail` of a call sets `sessionId`, `appUser` and the like. Without it the
 * thread (`configurable.thread_id`) is the session and the run is the transaction.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or for a value that is not a chat model
 * @example
 * const scanner = airsScanner({ profileName: 'my-profile' });
 * const model = guardChatModel(new ChatOpenAI({ model: 'gpt-5' }), { scanner, policy: 'strict' });
 * await model.invoke('Hello');
 */
export function guardChatModel<Model extends AnyChatModel>(
  model: Model,
  options: GuardOptions<object> = {},
): Model {
  const { guardrail } = resolveGuard(options, []);
  if (!isChatModel(model)) {
    throw new GuardrailConfigError(
      'model',
      isTextModel(model)
        ? 'must be a chat model: guardLLM guards text models'
        : isBinding(model)
          ? 'must not be a binding: guard the model, and bind what guardChatModel returns'
          : 'must be a chat model of LangChain; other steps have guardRunnable',
    );
  }
  return guardModel(model, guardOf(guardrail));
}

/** Tells whether a value is a chat model with tools, options or a config bound to it. */
function isBinding(value: unknown): boolean {
  return field(value, 'bound') !== undefined && field(value, 'kwargs') !== undefined;
}

const guards = new WeakMap<Guardrail, ModelGuard>();

function guardOf(guardrail: Guardrail): ModelGuard {
  const guard = guards.get(guardrail) ?? modelGuard(guardrail);
  guards.set(guardrail, guard);
  return guard;
}

/** The guarded models by the model and the guard. */
const guarded = new WeakMap<object, WeakMap<ModelGuard, object>>();

/** One guard around a model, which may be guarded itself. */
interface Layer {
  readonly model: object;
  readonly guard: ModelGuard;
}

/** The guards of guarded models, the outermost of each. */
const layers = new WeakMap<object, Layer>();

/**
 * Puts a chat model behind a guard. A guardrail guards a model once, whatever other guards are around it, so that each
 * text is judged once. The guard of an agent replaces the model's own, because it knows more about the call.
 */
export function guardModel<Model extends object>(model: Model, guard: ModelGuard): Model {
  const own = guardOfGuardrail(model, guard.guardrail);
  if (own === undefined) return wrapModel(model, guard);
  if (own === guard || own.isOfAgent === true || guard.isOfAgent !== true) return model;
  return wrapModel(without(model, guard.guardrail) as Model, guard);
}

/** Returns the guard of this guardrail around a model. */
function guardOfGuardrail(model: object, guardrail: Guardrail): ModelGuard | undefined {
  for (let layer = layers.get(model); layer !== undefined; layer = layers.get(layer.model))
    if (layer.guard.guardrail === guardrail) return layer.guard;
  return undefined;
}

/** Returns a guarded model without the guard of this guardrail. Those of others stay, in their order. */
function without(model: object, guardrail: Guardrail): object {
  const layer = layers.get(model);
  if (layer === undefined) return model;
  const inner = without(layer.model, guardrail);
  return layer.guard.guardrail === guardrail ? inner : wrapModel(inner, layer.guard);
}

function wrapModel<Model extends object>(model: Model, guard: ModelGuard): Model {
  const known = guarded.get(model) ?? new WeakMap<ModelGuard, object>();
  const made = known.get(guard);
  if (made !== undefined) return made as Model;
  const base = chatModelBase(model);
  const members = membersOf(model, guard);
  const wrapped = new WeakMap<object, Method>();
  const proxy = new Proxy(model, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      const member = members.get(key);
      // LangChain compares methods to see whether a model overrides them, so methods that it does not override must
      // stay the same.
      const isOwn = member !== undefined && (ALWAYS.has(key) || value !== Reflect.get(base, key));
      if (!isOwn || typeof value !== 'function') return value;
      const method = wrapped.get(value) ?? member(value as Method);
      wrapped.set(value, method);
      return method;
    },
  });
  guarded.set(model, known.set(guard, proxy));
  layers.set(proxy, { model, guard });
  return proxy;
}

/** Members that are guarded even if the model inherits them from LangChain. */
const ALWAYS: ReadonlySet<PropertyKey> = new Set([
  'bindTools',
  'withConfig',
  'bind',
  'withStructuredOutput',
  'invoke',
  '_separateRunnableConfigFromCallOptionsCompat',
  '_getSerializedCacheKeyParametersForCall',
]);

/** Methods by which `initChatModel` of LangChain 1 and of 0.3 makes the model of a call. */
const MAKERS = ['_getModelInstance', '_model'];

/** Returns the replacements of the members that lead to an answer or to another model. */
function membersOf(model: object, guard: ModelGuard): ReadonlyMap<PropertyKey, (inner: Method) => Method> {
  const again = (other: object): object => guardModel(other, guard);
  const rewrapping = (inner: Method): Method =>
    function (...args) {
      return rewrap(inner.apply(this, args), again);
    };
  const always: [PropertyKey, (inner: Method) => Method][] = [
    ...['bindTools', 'withConfig', 'bind', 'withStructuredOutput'].map(
      (name): [PropertyKey, (inner: Method) => Method] => [name, rewrapping],
    ),
    [
      '_separateRunnableConfigFromCallOptionsCompat',
      (inner) =>
        function (...args) {
          const made = inner.apply(this, args);
          if (!Array.isArray(made)) return made;
          const [config, options] = made;
          return [config, withConfig(options, config)];
        },
    ],
    [
      '_getSerializedCacheKeyParametersForCall',
      (inner) =>
        function (...args) {
          return cacheKeyOf(guard.guardrail, inner.apply(this, args));
        },
    ],
  ];
  if (guard.onMessage !== undefined) always.push(['invoke', (inner) => telling(inner, guard)]);
  // A model of initChatModel answers through a model that it makes for each call.
  const makers = MAKERS.filter((name) => '_queuedMethodOperations' in model && name in model);
  if (makers.length > 0) {
    const making = (inner: Method): Method =>
      async function (...args) {
        return rewrap(await inner.apply(this, args), again);
      };
    return new Map([...always, ...makers.map((name) => [name, making] as const)]);
  }
  return new Map([
    ...always,
    ['_generate', (inner) => guardGenerate(guard, model, inner)],
    ['_streamResponseChunks', (inner) => guardStream(guard, model, inner)],
    ['_streamChatModelEvents', (inner) => guardEvents(guard, model, inner)],
  ]);
}

/** Reports the result of a method to the guard. */
function telling(inner: Method, guard: ModelGuard): Method {
  return async function (...args) {
    const message = await inner.apply(this, args);
    guard.onMessage?.(message);
    return message;
  };
}
