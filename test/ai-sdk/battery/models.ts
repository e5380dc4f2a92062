import type { ContentScanner } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import type { AnyPart, Version } from '../versions.js';

type Middleware = Parameters<typeof guardrailMiddleware>[0];

/** How a model's parts come: all there already, or each a turn of the event loop after the one before. */
export type Pace = 'at once' | 'in turns';
export const paces: readonly Pace[] = ['at once', 'in turns'];

/** One turn of the event loop; no timer. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Many turns: enough for whatever was on its way to arrive. */
export async function quiet(turns = 30): Promise<void> {
  for (let count = 0; count < turns; count += 1) await turn();
}

/** What became of the streams that a model gave. */
export interface Watch {
  opened: number;
  pulled: number;
  cancelled: number;
  closed: number;
}

/** A stream of parts that says what became of it; an endless list of parts makes an endless stream. */
export function upstreamOf(parts: Iterable<AnyPart>, pace: Pace, watch: Watch): ReadableStream<AnyPart> {
  const rest = parts[Symbol.iterator]();
  watch.opened += 1;
  return new ReadableStream<AnyPart>(
    {
      async pull(controller) {
        if (pace === 'in turns') await turn();
        watch.pulled += 1;
        const next = rest.next();
        if (!next.done) return controller.enqueue(next.value);
        watch.closed += 1;
        controller.close();
      },
      cancel() {
        watch.cancelled += 1;
      },
    },
    { highWaterMark: 0 },
  );
}

/** A model that streams the parts of its nth call, counted from 0. */
export function modelOf(
  version: Version,
  parts: (call: number) => Iterable<AnyPart>,
  pace: Pace = 'at once',
): { model: Version['sdk']; watch: Watch; prompts: () => readonly unknown[] } {
  const watch: Watch = { opened: 0, pulled: 0, cancelled: 0, closed: 0 };
  const { model, prompts } = version.scripted({});
  model.doStream = async (options: unknown) => {
    const call = model.doStreamCalls.length;
    model.doStreamCalls.push(options);
    return { stream: upstreamOf(parts(call), pace, watch) };
  };
  return { model, watch, prompts };
}

/** The same model behind a guard. */
export function guarded(version: Version, model: unknown, options: Middleware): Version['sdk'] {
  return version.sdk.wrapLanguageModel({ model, middleware: guardrailMiddleware(options) });
}

/** A scanner that answers some turns of the event loop late, and no later than its signal aborts. */
export function late(scanner: ContentScanner, turns: number): ContentScanner {
  if (turns === 0) return scanner;
  return {
    ...scanner,
    async scan(request, options) {
      for (let count = 0; count < turns; count += 1) {
        await turn();
        options?.signal?.throwIfAborted();
      }
      return scanner.scan(request, options);
    },
  };
}
