import type { CheckContext } from '../../guard/index.js';
import type { ValueDraft } from '../content/value-draft.js';
import { combined, draftChunks } from './step-chunks.js';

/** The functions that judge the output of a step. */
export interface OutputGuard {
  /** Judges the output. Without it the output is not judged. */
  readonly output?: (output: ValueDraft, context: CheckContext) => Promise<unknown>;
  /** Judges text output as it streams. Without it text is judged as a whole. */
  readonly text?: (context: CheckContext) => TransformStream<string, string>;
}

/** Collects the chunks of a stream into their combined value. Returns undefined if there are none. */
export async function collect(chunks: AsyncIterable<unknown>): Promise<unknown> {
  const all: unknown[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all.length < 2 ? all[0] : (combined(all) ?? all);
}

/**
 * Judges the chunks of a step. Text is judged as it streams. Anything else is judged as a whole. It then leaves as the
 * original chunks, or as one chunk if it was redacted.
 * @param holds whether chunks are held until they are judged; otherwise they leave as they come and are judged at the
 * end
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
    // The call is not awaited, because the source may be in the middle of work that the signal ends.
    void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

/** Passes text through the guardrail's stream and keeps the original cuts. Returns the chunks after the text. */
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
