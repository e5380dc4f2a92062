import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import {
  applyRedactions,
  evaluateThrown,
  type Guardrail,
  GuardrailConfigError,
  passageOf,
  readValue,
  restoreSegments,
} from '../guard/index.js';
import { toolContextOf } from './tool-context.js';

type Execute = (input: unknown, options: unknown) => unknown;

/**
 * Guards tools where they run, in `generateText`, `streamText` and agents. The input is judged before `execute` is
 * called, and the output before anybody sees it, both as tool events. A redacting policy rewrites texts inside the
 * values. A refusal throws `GuardrailViolationError` or `GuardrailScanError`, which the SDK turns into a tool error
 * without content. An error that a tool throws is judged as its output, including fields and causes. It is thrown
 * unchanged, or, if the policy redacts it, as an error of the same name with the redacted words. A value that is more
 * than plain data (getters, `toJSON`, objects of a class) is passed on as the data that was judged. A tool that yields
 * parts (`async *execute`) still does so, and each part is judged before it is released. A plain function that returns
 * an async iterable is run to its end, and only the last part is returned. Tools without `execute` are returned
 * unchanged.
 *
 * The scans carry the tool call's id as `trId`, unless the guardrail's `metadata` sets one. With the redaction style
 * `vault` a tool gets the originals of placeholders from its guardrail, so give it the guardrail of the model. A tool
 * does not see the `providerOptions` of a call, so the guardrail's `metadata` must name the session.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid
 */
export function guardTools<Tools extends object>(
  tools: Tools,
  options: Guardrail | CreateGuardrailOptions = {},
): Tools {
  if (typeof tools !== 'object' || tools === null)
    throw new GuardrailConfigError('tools', 'must be an object of tools');
  const guardrail = guardrailOf(options);
  const guarded = Object.entries(tools).map(([name, tool]) => [name, guardTool(guardrail, name, tool)]);
  return Object.fromEntries(guarded) as Tools;
}

function guardTool(guardrail: Guardrail, name: string, tool: unknown): unknown {
  if (typeof tool !== 'object' || tool === null || !('execute' in tool)) return tool;
  const { execute } = tool;
  if (!isFunction(execute)) return tool;
  const run: Execute = (input, options) => execute.call(tool, input, options);
  // The copy has the same prototype, because `needsApproval` and other members may be methods of a class.
  return Object.create(Object.getPrototypeOf(tool), {
    ...Object.getOwnPropertyDescriptors(tool),
    execute: {
      value: guardExecute(guardrail, name, run, isGenerator(execute)),
      enumerable: true,
      configurable: true,
      writable: true,
    },
  });
}

function guardExecute(guardrail: Guardrail, name: string, run: Execute, parts: boolean): Execute {
  const judged = async (side: 'input' | 'output', value: unknown, options: unknown): Promise<unknown> => {
    const read = readValue(value);
    const { text, threads } = passageOf(read.segments);
    const tool = { name, [side]: text };
    const context = toolContextOf(options);
    const decision = await guardrail.enforceTool(tool, { ...context, threads });
    if (decision.outcome === 'redact') applyRedactions(read.segments, decision);
    if (side === 'output' || !guardrail.restores) return read.build();
    const original = readValue(read.build());
    restoreSegments(guardrail, original.segments, context);
    return original.build();
  };
  /** Judges a thrown error, which the SDK would pass to the model, the application and the browser. */
  const thrown = async (error: unknown, options: unknown): Promise<unknown> =>
    (await evaluateThrown(guardrail, error, { name }, toolContextOf(options))).error;
  // The SDK inspects the return value of `execute` at once, before any scan can finish. It does not treat a promise as
  // an iterable.
  if (parts) {
    return async function* (input, options) {
      const given = await judged('input', input, options);
      const running = await begun(() => run(given, options), options, thrown);
      if (!isIterable(running)) return;
      const items = judgedErrors(running, (error) => thrown(error, options));
      for await (const part of items) yield await judged('output', part, options);
    };
  }
  return async (input, options) => {
    const given = await judged('input', input, options);
    const work = async (): Promise<unknown> => {
      const running = run(given, options);
      return isIterable(running) ? lastOf(running) : running;
    };
    return judged('output', await begun(work, options, thrown), options);
  };
}

/** Runs a tool and judges what it throws. */
async function begun(
  work: () => unknown,
  options: unknown,
  thrown: (error: unknown, options: unknown) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    throw await thrown(error, options);
  }
}

/** Yields the parts of a tool and judges what it throws in between. */
async function* judgedErrors(
  parts: AsyncIterable<unknown>,
  thrown: (error: unknown) => Promise<unknown>,
): AsyncGenerator<unknown> {
  const items = parts[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      let next: IteratorResult<unknown>;
      try {
        next = await items.next();
      } catch (error) {
        isDone = true;
        throw await thrown(error);
      }
      if (next.done === true) {
        isDone = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!isDone) await items.return?.();
  }
}

async function lastOf(parts: AsyncIterable<unknown>): Promise<unknown> {
  let last: unknown;
  for await (const part of parts) last = part;
  return last;
}

function isFunction(value: unknown): value is Execute {
  return typeof value === 'function';
}

function isGenerator(execute: Execute): boolean {
  return Object.prototype.toString.call(execute) === '[object AsyncGeneratorFunction]';
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
