import { canBlock, canRedact, type Guardrail } from '../../guard/index.js';
import { isMethod } from '../fields.js';
import { HOLDING_FIELDS } from '../model/runnable-shape.js';
import {
  type GuardedStep,
  invokeStep,
  type RunnableBase,
  type StepGuard,
  streamStep,
  transformStep,
} from './step-run.js';

/** Methods of the base class that return facts about a runnable. */
const ABOUT: ReadonlySet<string> = new Set([
  'constructor',
  'getName',
  'getGraph',
  '_concatOutputChunks',
  '_getOptionsList',
  '_separateRunnableConfigFromCallOptions',
]);

/** Tells whether a value is a Runnable of any copy of LangChain. */
export function isRunnable(value: unknown): value is object {
  return runnableBase(value) !== undefined;
}

/**
 * Guards a runnable: its input is judged before it runs and its output before anybody sees it. Methods that run it or
 * derive another runnable from it are those of the base class, on top of the guarded calls, so that no shortcut of a
 * subclass bypasses the guard. The run that callbacks see is the guarded one.
 */
export function guardSteps<Target extends object>(
  target: Target,
  { policy }: Guardrail,
  guard: StepGuard,
): Target {
  const base = runnableBase(target);
  if (base === undefined) throw new TypeError('No runnable');
  // A policy that cannot change anything has nothing to hide.
  const hides = guard.output !== undefined && (canBlock(policy) || canRedact(policy));
  const step: GuardedStep = { target, base, guard, hides, facade: () => facade };
  const own = new Map<string | symbol, unknown>(
    Object.entries({
      invoke: (input: unknown, options: unknown) => invokeStep(step, input, options),
      transform: (inputs: AsyncIterable<unknown>, options: unknown) => transformStep(step, inputs, options),
      _streamIterator: (input: unknown, options: unknown) => streamStep(step, input, options),
    }),
  );
  const guarded = (key: string | symbol): unknown => {
    if (own.has(key)) return own.get(key);
    if (typeof key !== 'string' || ABOUT.has(key) || !Object.hasOwn(base.methods, key)) return undefined;
    const method: unknown = Reflect.get(base.methods, key);
    return isMethod(method) ? method : undefined;
  };
  /** The object that the runnable's own methods see as `this`. */
  const self: Target = new Proxy(target, {
    get: (object, key, receiver) => guarded(key) ?? Reflect.get(object, key, receiver),
  });
  const facade: Target = new Proxy(target, {
    get(object, key) {
      const method = guarded(key);
      if (method !== undefined) return method;
      // The parts of a runnable run unguarded. Other runnables read them to take it apart and make one of its steps.
      if (typeof key === 'string' && HOLDING_FIELDS.has(key)) return undefined;
      const value: unknown = Reflect.get(object, key, object);
      return isMethod(value) && key !== 'constructor' ? value.bind(self) : value;
    },
  });
  return facade;
}

/** Finds the base class of runnables among the prototypes of a value. */
function runnableBase(value: unknown): RunnableBase | undefined {
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
