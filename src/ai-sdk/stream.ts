import { type Guardrail, releaseInOrder } from '../guard/index.js';
import { isGuardrailError, linkedSignal } from '../scan/index.js';
import type { Part } from './parts.js';
import type { CallContext } from './prompt.js';
import { type Replacement, replacementParts } from './replacement.js';
import { blockedFinish } from './spec-versions.js';
import { createStreamAnswers } from './stream-answers.js';
import { withVerdicts } from './verdicts.js';

/** The end of a stream that the guard refuses. */
export interface StreamEnd {
  readonly specificationVersion?: string | undefined;
  /** Returns the replacement of the rest, if there is one. */
  readonly replacementOf?: (error: unknown) => Replacement | undefined;
}

/**
 * Guards a stream: every part is held until it was judged. The order of parts is kept, and parts that are not redacted
 * are passed on as the same objects. A violation ends the stream with an error part, the ends of open blocks, and a
 * finish part with the reason `content-filter`. The model's own stream is cancelled.
 */
export function guardStream(
  guardrail: Guardrail,
  upstream: ReadableStream<Part>,
  context: CallContext,
  { specificationVersion, replacementOf }: StreamEnd,
): ReadableStream<Part> {
  const reader = upstream.getReader();
  const { signal, stop, detach } = linkedSignal(context.signal);
  const answers = createStreamAnswers(guardrail, { ...context, signal });
  const judged = releaseInOrder(() => reader.read(), answers);
  const source: UnderlyingDefaultSource<Part> = {
    async pull(controller) {
      try {
        const next = await judged.next();
        if (!next.done) {
          for (const part of next.value) controller.enqueue(part);
          return;
        }
      } catch (error) {
        // The model is not read any more, so a failed cancellation changes nothing.
        reader.cancel(error).catch(() => undefined);
        if (signal.aborted || !isGuardrailError(error)) {
          // This ends the checks that are still under way.
          stop(error);
          detach();
          throw error;
        }
        // An error part and a finish part let every promise of the call settle. An errored stream would not.
        const replacement = replacementOf?.(error);
        if (replacement === undefined) controller.enqueue({ type: 'error', error });
        for (const part of answers.endings()) controller.enqueue(part);
        for (const part of replacement === undefined ? [] : replacementParts(replacement))
          controller.enqueue(part);
        const finish = blockedFinish(specificationVersion, answers.usage());
        controller.enqueue(withVerdicts(finish, answers.verdicts()));
        // This ends the checks that are still under way.
        stop(error);
      }
      detach();
      controller.close();
    },
    async cancel(reason) {
      // This also ends a scan under way.
      stop(reason);
      detach();
      // No part that was read is judged any more. The generator may be waiting for a read that never ends.
      judged.return().catch(() => undefined);
      await reader.cancel(reason);
    },
  };
  // Nothing is read from the model before the consumer asks for it.
  return new ReadableStream<Part>(source, { highWaterMark: 0 });
}
