import { type CheckContext, type Guardrail, isRefusal } from '../../guard/index.js';
import { isolated, withoutCallbacks } from '../context/run-config.js';
import { withoutHandlers } from '../context/run-handlers.js';
import { field, isMethod, isObject } from '../fields.js';
import { isParts, judgedParts } from '../steps/tool.js';

/** A run of a tool in which nothing reports to the callbacks and streams of the agent before it has been judged. */
export interface QuietRun {
  /** Does the tool's work with a run manager and a config without callbacks. */
  work(inner: (manager: unknown, config: unknown) => unknown): Promise<unknown>;
  /** Settles when the progress that the tool has written is judged. */
  settled(): Promise<void>;
}

/** Makes the run of one call. The progress that the tool writes is judged as parts of its output. */
export function quietRun(
  guardrail: Guardrail,
  name: string,
  context: CheckContext,
  [manager, config]: readonly unknown[],
): QuietRun {
  const progress = judgedProgress(guardrail, name, context, field(config, 'writer'));
  const writer = progress && { writer: progress.write };
  const quiet = (given: unknown): unknown => {
    if (!isObject(given)) return given;
    const own = field(given, 'config');
    return {
      ...withoutCallbacks(given),
      ...(own !== undefined && { config: quiet(own) }),
      ...writer,
    };
  };
  return {
    async work(inner) {
      const made = await isolated(() => inner(withoutHandlers(manager), quiet(config)), writer);
      return isParts(made) ? isolatedParts(made, writer) : made;
    },
    settled: async () => progress?.end(),
  };
}

/** Makes each part outside the context of the run. A generator runs in the context of its caller. */
function isolatedParts(parts: AsyncIterator<unknown>, own: object | undefined): AsyncIterator<unknown> {
  return {
    next: () => isolated(() => parts.next(), own),
    return: async () => isolated(() => parts.return?.(), own) ?? { done: true, value: undefined },
  };
}

/** The progress that a tool writes. */
interface Progress {
  write(chunk: unknown): void;
  end(): Promise<void>;
}

function judgedProgress(
  guardrail: Guardrail,
  name: string,
  context: CheckContext,
  writer: unknown,
): Progress | undefined {
  if (!isMethod(writer)) return undefined;
  const pending: unknown[] = [];
  let isEnded = false;
  let wake = (): void => undefined;
  async function* written(): AsyncGenerator<unknown, unknown> {
    for (;;) {
      while (pending.length > 0) yield pending.shift();
      if (isEnded) return undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const work = async (): Promise<void> => {
    try {
      const parts = judgedParts(guardrail, { name }, written(), context, false);
      for (let next = await parts.next(); next.done !== true; next = await parts.next()) writer(next.value);
    } catch (error) {
      // After a refusal nothing more is written. The result of the tool is judged by itself.
      if (!isRefusal(error)) throw error;
    }
  };
  let working: Promise<void> | undefined;
  return {
    write(chunk) {
      pending.push(chunk);
      if (working === undefined) {
        working = work();
        working.catch(() => undefined);
      }
      wake();
    },
    async end() {
      isEnded = true;
      wake();
      await working;
    },
  };
}
