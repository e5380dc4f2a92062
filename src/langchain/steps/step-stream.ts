import type { CheckContext } from '../../guard/index.js';
import type { ValueDraft } from '../content/value-draft.js';
import { combined, draftChunks } from './step-chunks.js';

/** How the output of a step is judged. */
export interface OutputGuard {
  /** Judges what comes out; without it the output is not judged. */
  readonly output?: (output: ValueDraft, context: CheckContext) => Promise<unknown>;
  /** Judges text that comes out as it streams; without it text is judged whole. */
  readonly text?: (context: CheckContext) => TransformStream<string, string>;
}

/** The chunks of a stream as the one value that they make; nothing where there are none. */
export async function collect(chunks: AsyncIterable<unknown>): Promise<unknown> {
  const all: unknown[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all.length < 2 ? all[0] : (combined(all) ?? all);
}

/**
 * The chunks of a step, judged: text as it streams, anything else as a whole, and then the very chunks that came. What is
 * redacted comes in one. Where nothing has to be held (`holds`), chunks leave as they come and are judged at the end.
 */
export async function* judgedStream(
  chunks: AsyncIterable<unknown>,
  { output, text }: OutputGuard,
  context: CheckContext,
  holds: boolean,
): AsyncGenerator<unknown> {
  if (output === undefined) {
    yield* chunks;
    return;
  }
  const source = chunks[Symbol.asyncIterator]();
  let next = await source.next();
  try {
    if (text !== undefined && typeof next.value === 'string')
      next = yield* judgedText(source, next, text(context));
    const held: unknown[] = [];
    for (; next.done !== true; next = await source.next()) {
      held.push(next.value);
      if (!holds) yield next.value;
    }
    if (held.length === 0) return;
    const draft = draftChunks(held);
    const judged = await output(draft, context);
    if (holds) yield* draft.released(judged);
  } finally {
    // Not waited for: it may be in the middle of something that the signal ends.
    void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

/** Text on its way through the guardrail's stream, cut where it was cut; returns what comes after the text. */
async function* judgedText(
  source: AsyncIterator<unknown>,
  first: IteratorResult<unknown>,
  { readable, writable }: TransformStream<string, string>,
): AsyncGenerator<string, IteratorResult<unknown>> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  const lengths: number[] = [];
  let after = first;
  const feed = async (): Promise<void> => {
    try {
      for (; after.done !== true && typeof after.value === 'string'; after = await source.next()) {
        lengths.push(after.value.length);
        await writer.write(after.value);
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
    }
  };
  const feeding = feed();
  try {
    let held = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      held += read.value;
      for (let length = lengths[0]; length !== undefined && length <= held.length; length = lengths[0]) {
        lengths.shift();
        yield held.slice(0, length);
        held = held.slice(length);
      }
    }
    if (held !== '') yield held;
    await feeding;
    return after;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
