import type { Restorer } from '../redaction/restore.js';
import { parses } from '../segments/values.js';
import { createJsonPrefix } from './json-prefix.js';
import type { Verifier } from './verifier-face.js';

/**
 * Makes a stream of text from a verifier. Text comes out as soon as it was judged, with originals put back.
 * @param ready settles before any text comes out, because the vault may be read from a store; it does not reject
 */
export function responseStream(
  verifier: Verifier,
  restorer: Restorer,
  ready?: Promise<void>,
): TransformStream<string, string> {
  let isReady = ready === undefined;
  const lane = verifier.openLane('text');
  const prefix = createJsonPrefix();
  let released = 0;
  let pumping: Promise<void> | undefined;

  const waitUntilReady = async (): Promise<void> => {
    if (isReady) return;
    await ready;
    isReady = true;
  };

  const release = (controller: TransformStreamDefaultController<string>): void => {
    const { releasedTo } = lane;
    if (releasedTo === released || !isReady) return;
    const text = restorer.push(lane.take(released, releasedTo));
    released = releasedTo;
    if (text !== '') controller.enqueue(text);
  };

  const pump = async (controller: TransformStreamDefaultController<string>): Promise<void> => {
    for (let work = verifier.work(); work !== undefined; work = verifier.work()) {
      await work;
      await waitUntilReady();
      release(controller);
    }
  };

  /** Keeps working while text comes in. A refusal errors the stream at once. */
  const keepPumping = (controller: TransformStreamDefaultController<string>): void => {
    pumping ??= pump(controller)
      .catch((error: unknown) => controller.error(error))
      .finally(() => {
        pumping = undefined;
      });
  };

  // The type does not have `cancel` yet. On a platform without it, a scan under way runs to its end.
  const transformer: Transformer<string, string> & { cancel(reason: unknown): void } = {
    async transform(chunk, controller) {
      lane.push(chunk);
      prefix.push(chunk);
      release(controller);
      keepPumping(controller);
      // A writer that is faster than the scans waits for them.
      while (lane.length - lane.releasedTo > MAX_HELD && pumping !== undefined) await pumping;
    },
    async flush(controller) {
      verifier.end();
      // The last scan does not wait for the one under way.
      await pump(controller);
      await pumping;
      await waitUntilReady();
      release(controller);
      // A parser of the answer would fail later, with a less clear error.
      if (prefix.complete && lane.rewritten && !parses(lane.read(0, lane.length))) verifier.refuse();
      const rest = restorer.end();
      if (rest !== '') controller.enqueue(rest);
    },
    cancel(reason) {
      verifier.stop(reason);
    },
  };
  return new TransformStream(transformer);
}

/** The most text that may be held before the writer has to wait, in UTF-16 code units. */
const MAX_HELD = 64_000;
