import { type Guardrail, releaseInOrder } from '../guard/index.js';
import { isGuardrailError, linkedSignal } from '../scan/index.js';
import type { Part } from './parts.js';
import type { CallContext } from './prompt.js';
import { type Replacement, replacementParts } from './replacement.js';
import { blockedFinish } from './spec-versions.js';
import { createStreamAnswers } from './stream-answers.js';
import { withVerdicts } from './verdicts.js';

/** How a stream ends that the guard refuses. */
export interface StreamEnd {
  readonly specificationVersion?: string | undefined;
  /** What stands in place of the rest, if anything. */
  readonly replacementOf?: (error: unknown) => Replacement | undefined;
}

/**
 * The stream with every part held until it has been judged. The order of parts is kept, and parts that are not redacted
 * are the very ones that came. A violation ends it: an error part, the ends of open blocks, then a finish with the reason
 * `content-filter`; the model's own stream is cancelled.
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
        // The model has nothing more to say; that its cancellation fails changes nothing.
        reader.cancel(error).catch(() => undefined);
        if (signal.aborted || !isGuardrailError(error)) {
          // Ends what is still being judged.
          stop(error);
          detach();
          throw error;
        }
        // An error part and a finish let every promise of the call settle; an errored stream would not.
        const replacement = replacementOf?.(error);
        if (replacement === undefined) controller.enqueue({ type: 'error', error });
        for (const part of answers.endings()) controller.enqueue(part);
        for (const part of replacement === undefined ? [] : replacementParts(replacement))
          controller.enqueue(part);
        const finish = blockedFinish(specificationVersion, answers.usage());
        controller.enqueue(withVerdicts(finish, answers.verdicts()));
        // Ends what is still being judged.
        stop(error);
      }
      detach();
      controller.close();
    },
    async cancel(reason) {
      // Also ends a scan that is under way.
      stop(reason);
      detach();
      // Nothing that was read is to be judged any more; it may be waiting for a read that never ends.
      judged.return().catch(() => undefined);
      await reader.cancel(reason);
    },
  };
  // Nothing is read from the model before it is asked for.
  return new ReadableStream<Part>(source, { highWaterMark: 0 });
}
