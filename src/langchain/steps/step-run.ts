import type { CheckContext } from '../../guard/index.js';
import { linkedSignal } from '../../scan/index.js';
import { draftValue, valueText } from '../content/value-draft.js';
import { isolated, withoutCallbacks } from '../context/run-config.js';
import { field, isMethod, type Method } from '../fields.js';
import { collect, judgedStream, type OutputGuard } from './step-stream.js';

/** The functions that guard one step. */
export interface StepGuard extends OutputGuard {
  /** Returns the context of a call. */
  contextOf(input: unknown, config: unknown): CheckContext;
  /** Judges the input. Without it the input is not judged. */
  readonly input?: (input: unknown, context: CheckContext) => Promise<unknown>;
  /** Turns a judged input into the input of the step. Callbacks do not see the result. */
  readonly open?: (input: unknown, context: CheckContext) => unknown;
  /** Returns the error to throw in place of the step's error. Without it the step's error is thrown. */
  readonly thrown?: (error: unknown, context: CheckContext) => Promise<unknown>;
}

/**
 * The methods that every Runnable of LangChain has. They are found on the class, because there may be several copies of
 * LangChain.
 */
export interface RunnableBase {
  readonly methods: object;
  readonly callWithConfig: Method;
  readonly transformStreamWithConfig: Method;
}

/** A step that runs behind its guard. */
export interface GuardedStep {
  readonly target: object;
  readonly base: RunnableBase;
  readonly guard: StepGuard;
  /** Whether callbacks do not see what runs inside. */
  readonly hides: boolean;
  /** Returns the object that the methods of the base class see as `this`. */
  facade(): object;
}

/** Runs a step without streaming. */
export async function invokeStep(step: GuardedStep, input: unknown, options: unknown): Promise<unknown> {
  const { guard, hides, base } = step;
  const { given, context } = await judgedInput(guard, input, options);
  const opened = (value: unknown): unknown => guard.open?.(value, context) ?? value;
  const judged = async (value: unknown): Promise<unknown> =>
    guard.output === undefined ? value : guard.output(draftValue(value), context);
  if (!hides)
    return judged(await working(guard, context, () => call(step, 'invoke', opened(given), options)));
  const work = async (value: unknown, config: unknown): Promise<unknown> => {
    const run = () => isolated(() => call(step, 'invoke', opened(value), withoutCallbacks(config)));
    return judged(await working(guard, context, run));
  };
  return Reflect.apply(base.callWithConfig, step.facade(), [work, given, options]);
}

/** Runs a step as a stream from one input. */
export async function* streamStep(
  step: GuardedStep,
  input: unknown,
  options: unknown,
): AsyncGenerator<unknown> {
  const { given, context } = await judgedInput(step.guard, input, options);
  if (!step.hides) {
    yield* judgedChunks(step, { name: 'stream', input: given, config: options, context });
    return;
  }
  const work: StreamWork = async function* (inputs, _, config) {
    yield* judgedChunks(step, { name: 'stream', input: await collect(inputs), config, context });
  };
  yield* asGuardedRun(step, only(given), work, options);
}

/** Runs a step as a stream from a stream. An input that is judged must be complete first. */
export async function* transformStep(
  step: GuardedStep,
  inputs: AsyncIterable<unknown>,
  options: unknown,
): AsyncGenerator<unknown> {
  const { guard, hides } = step;
  if (guard.input !== undefined) return yield* streamStep(step, await collect(inputs), options);
  const context = guard.contextOf(undefined, options);
  if (!hides)
    return yield* judgedChunks(step, { name: 'transform', input: inputs, config: options, context });
  const work: StreamWork = (input, _, config) =>
    judgedChunks(step, { name: 'transform', input, config, context });
  return yield* asGuardedRun(step, inputs, work, options);
}

function call({ target }: GuardedStep, name: string, ...args: unknown[]): unknown {
  const method = field(target, name);
  return isMethod(method) ? Reflect.apply(method, target, args) : undefined;
}

/** Does the step's own work. */
async function working(guard: StepGuard, context: CheckContext, work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    throw await judgedError(guard, error, context);
  }
}

async function judgedError(guard: StepGuard, error: unknown, context: CheckContext): Promise<unknown> {
  return guard.thrown === undefined ? error : guard.thrown(error, context);
}

/** Judges an input, and makes it the prompt beside which the output is judged. */
async function judgedInput(
  guard: StepGuard,
  input: unknown,
  options: unknown,
): Promise<{ readonly given: unknown; readonly context: CheckContext }> {
  const context = guard.contextOf(input, options);
  const given = guard.input === undefined ? input : await guard.input(input, context);
  const prompt = guard.output === undefined ? '' : valueText(given);
  return { given, context: { ...context, ...(prompt !== '' && { prompt }) } };
}

/** One run of a method that streams. */
interface StreamCall {
  readonly name: 'stream' | 'transform';
  readonly input: unknown;
  readonly config: unknown;
  readonly context: CheckContext;
}

/** Streams the judged results of a streaming method of the step. */
async function* judgedChunks(
  step: GuardedStep,
  { name, input, config, context }: StreamCall,
): AsyncGenerator<unknown> {
  const { guard, hides } = step;
  const { signal, stop, detach } = linkedSignal(context.signal);
  const options = hides ? withoutCallbacks(config, signal) : config;
  const opened = name === 'stream' ? (guard.open?.(input, context) ?? input) : input;
  let isDone = false;
  try {
    const run = () => call(step, name, opened, options);
    const chunks = await (hides ? isolated(run) : run());
    if (isAsyncIterable(chunks)) yield* judgedStream(chunks, guard, { ...context, signal }, hides);
    isDone = true;
  } catch (error) {
    throw await judgedError(guard, error, context);
  } finally {
    detach();
    // Stop everything that still runs, including the checks.
    if (!isDone) stop(new DOMException('The stream was given up', 'AbortError'));
  }
}

/** Streams the results of a run. LangChain calls it with a run manager and a config of its own. */
type StreamWork = (
  inputs: AsyncIterable<unknown>,
  manager: unknown,
  config: unknown,
) => AsyncIterable<unknown>;

/** Runs work as the one run that callbacks see. */
async function* asGuardedRun(
  { base, facade }: GuardedStep,
  inputs: AsyncIterable<unknown>,
  work: StreamWork,
  options: unknown,
): AsyncGenerator<unknown> {
  const run = Reflect.apply(base.transformStreamWithConfig, facade(), [inputs, work, options]);
  if (isAsyncIterable(run)) yield* run;
}

async function* only(value: unknown): AsyncGenerator<unknown> {
  yield value;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
