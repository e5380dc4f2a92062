import { type CheckContext, canBlock, canRedact, type Guardrail } from '../../guard/index.js';
import { linkedSignal } from '../../scan/index.js';
import { draftValue, textOf } from '../content/value-draft.js';
import { isolated, withoutCallbacks } from '../context/run-config.js';
import { field, isMethod, type Method } from '../fields.js';
import { collect, judgedStream, type OutputGuard } from './step-stream.js';

/** How one step is guarded. */
export interface StepGuard extends OutputGuard {
  /** Who and what a call is about. */
  contextOf(input: unknown, config: unknown): CheckContext;
  /** Judges what goes in; without it that is not judged. */
  readonly input?: (input: unknown, context: CheckContext) => Promise<unknown>;
  /** What the step gets of an input that has been judged; callbacks do not see it. */
  readonly open?: (input: unknown, context: CheckContext) => unknown;
  /** What is to be thrown in place of what the step threw; without it that is thrown on. */
  readonly thrown?: (error: unknown, context: CheckContext) => Promise<unknown>;
}

/** What every Runnable of LangChain has; found on its class, as there may be more than one copy of LangChain. */
interface Base {
  readonly methods: object;
  readonly callWithConfig: Method;
  readonly transformStreamWithConfig: Method;
}

/** Methods of the base class that ask a runnable about itself. */
const ABOUT: ReadonlySet<string> = new Set([
  'constructor',
  'getName',
  'getGraph',
  '_concatOutputChunks',
  '_getOptionsList',
  '_separateRunnableConfigFromCallOptions',
]);

/** Parts of a runnable that run unguarded. Others take a runnable apart by them, to make one of its steps. */
const INSIDE: ReadonlySet<string> = new Set([
  'first',
  'middle',
  'last',
  'steps',
  'bound',
  'runnable',
  'fallbacks',
  'default',
  'branches',
]);

/** Whether a value is a Runnable of any copy of LangChain. */
export function isRunnable(value: unknown): value is object {
  return baseOf(value) !== undefined;
}

/**
 * A runnable whose input is judged before it runs and whose output before anybody sees it. Everything that runs it or makes
 * another runnable of it is the base class's own, on top of the guarded calls, so that no shortcut of a subclass leads
 * round the guard. The run that callbacks see is the guarded one.
 */
export function guardSteps<Target extends object>(
  target: Target,
  { policy }: Guardrail,
  guard: StepGuard,
): Target {
  const base = baseOf(target);
  if (base === undefined) throw new TypeError('No runnable');
  const call = (name: string, ...args: readonly unknown[]): unknown => {
    const method = field(target, name);
    return isMethod(method) ? Reflect.apply(method, target, args) : undefined;
  };
  // What a policy cannot change need not be hidden.
  const hides = guard.output !== undefined && (canBlock(policy) || canRedact(policy));

  /** The step's own work. */
  const working = async (work: () => unknown, context: CheckContext): Promise<unknown> => {
    try {
      return await work();
    } catch (error) {
      throw guard.thrown === undefined ? error : await guard.thrown(error, context);
    }
  };

  const judgedInput = async (input: unknown, options: unknown) => {
    const context = guard.contextOf(input, options);
    const given = guard.input === undefined ? input : await guard.input(input, context);
    const prompt = guard.output === undefined ? '' : textOf(given);
    return { given, context: { ...context, ...(prompt !== '' && { prompt }) } };
  };

  const invoke = async (input: unknown, options: unknown): Promise<unknown> => {
    const { given, context } = await judgedInput(input, options);
    const opened = (value: unknown): unknown => guard.open?.(value, context) ?? value;
    const judged = async (value: unknown): Promise<unknown> =>
      guard.output === undefined ? value : guard.output(draftValue(value), context);
    if (!hides) return judged(await working(() => call('invoke', opened(given), options), context));
    const work = async (value: unknown, config: unknown): Promise<unknown> =>
      judged(
        await working(() => isolated(() => call('invoke', opened(value), withoutCallbacks(config))), context),
      );
    return Reflect.apply(base.callWithConfig, facade, [work, given, options]);
  };

  /** What the runnable streams by one of its methods, judged. */
  async function* judgedChunks(
    name: 'stream' | 'transform',
    input: unknown,
    config: unknown,
    context: CheckContext,
  ): AsyncGenerator<unknown> {
    const { signal, stop, detach } = linkedSignal(context.signal);
    const options = hides ? withoutCallbacks(config, signal) : config;
    const opened = name === 'stream' ? (guard.open?.(input, context) ?? input) : input;
    let isDone = false;
    try {
      const chunks = await isolatedIf(hides, () => call(name, opened, options));
      if (isAsyncIterable(chunks)) yield* judgedStream(chunks, guard, { ...context, signal }, hides);
      isDone = true;
    } catch (error) {
      throw guard.thrown === undefined ? error : await guard.thrown(error, context);
    } finally {
      detach();
      // Ends what is still running and what is still being judged.
      if (!isDone) stop(new DOMException('The stream was given up', 'AbortError'));
    }
  }

  async function* streamIterator(input: unknown, options: unknown): AsyncGenerator<unknown> {
    const { given, context } = await judgedInput(input, options);
    if (!hides) {
      yield* judgedChunks('stream', given, options, context);
      return;
    }
    const work = async function* (inputs: AsyncIterable<unknown>, _: unknown, config: unknown) {
      yield* judgedChunks('stream', await collect(inputs), config, context);
    };
    yield* asGuardedRun(only(given), work, options);
  }

  async function* transform(inputs: AsyncIterable<unknown>, options: unknown): AsyncGenerator<unknown> {
    // An input has to be there as a whole to be judged.
    if (guard.input !== undefined) return yield* streamIterator(await collect(inputs), options);
    const context = guard.contextOf(undefined, options);
    if (!hides) return yield* judgedChunks('transform', inputs, options, context);
    const work = (given: AsyncIterable<unknown>, _: unknown, config: unknown) =>
      judgedChunks('transform', given, config, context);
    return yield* asGuardedRun(inputs, work, options);
  }

  async function* asGuardedRun(
    inputs: AsyncIterable<unknown>,
    work: (inputs: AsyncIterable<unknown>, manager: unknown, config: unknown) => AsyncIterable<unknown>,
    options: unknown,
  ): AsyncGenerator<unknown> {
    const run = Reflect.apply(base?.transformStreamWithConfig ?? noMethod, facade, [inputs, work, options]);
    if (isAsyncIterable(run)) yield* run;
  }

  const own = new Map<string | symbol, unknown>(
    Object.entries({ invoke, transform, _streamIterator: streamIterator }),
  );
  const guarded = (key: string | symbol): unknown => {
    if (own.has(key)) return own.get(key);
    if (typeof key !== 'string' || ABOUT.has(key) || !Object.hasOwn(base.methods, key)) return undefined;
    const method: unknown = Reflect.get(base.methods, key);
    return isMethod(method) ? method : undefined;
  };
  /** What the runnable's own methods see as `this`. */
  const self: Target = new Proxy(target, {
    get: (object, key, receiver) => guarded(key) ?? Reflect.get(object, key, receiver),
  });
  const facade: Target = new Proxy(target, {
    get(object, key) {
      const method = guarded(key);
      if (method !== undefined) return method;
      if (typeof key === 'string' && INSIDE.has(key)) return undefined;
      const value: unknown = Reflect.get(object, key, object);
      return isMethod(value) && key !== 'constructor' ? value.bind(self) : value;
    },
  });
  return facade;
}

function baseOf(value: unknown): Base | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (let methods: unknown = value; typeof methods === 'object' && methods !== null; ) {
    const own = (name: string): unknown => Object.getOwnPropertyDescriptor(methods, name)?.value;
    const callWithConfig = own('_callWithConfig');
    const transformStreamWithConfig = own('_transformStreamWithConfig');
    if (isMethod(callWithConfig) && isMethod(transformStreamWithConfig) && isMethod(own('streamEvents')))
      return { methods, callWithConfig, transformStreamWithConfig };
    methods = Object.getPrototypeOf(methods);
  }
  return undefined;
}

const noMethod: Method = () => undefined;

function isolatedIf<Result>(isolates: boolean, work: () => Result): Result {
  return isolates ? isolated(work) : work();
}

async function* only(value: unknown): AsyncGenerator<unknown> {
  yield value;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
