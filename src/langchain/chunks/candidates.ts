import type { CheckContext, Guardrail, HeldItems } from '../../guard/index.js';
import { sooner } from '../content/running-checks.js';
import { field } from '../fields.js';
import { createChunkQueue } from './chunk-queue.js';
import type { AnyChunk } from './chunk-tail.js';

/**
 * Holds the chunks of a call. It has one answer, or several interleaved ones if the model was asked for more (`n`).
 * Each answer is judged by itself, as a consumer reads it, and its chunks leave in order.
 */
export function createChunkQueues(guardrail: Guardrail, context: CheckContext): HeldItems<AnyChunk> {
  const queues = new Map<unknown, HeldItems<AnyChunk>>();
  const all = (): readonly HeldItems<AnyChunk>[] => [...queues.values()];
  return {
    push(chunk) {
      const candidate = field(chunk.generationInfo, 'completion') ?? 0;
      const queue = queues.get(candidate) ?? createChunkQueue(guardrail, context);
      queues.set(candidate, queue);
      queue.push(chunk);
    },
    end() {
      // A model that says nothing has answered too, so its empty answer is judged.
      if (queues.size === 0) queues.set(0, createChunkQueue(guardrail, context));
      for (const queue of all()) queue.end();
    },
    drain: () => all().flatMap((queue) => queue.drain()),
    work: () =>
      all().reduce<Promise<void> | undefined>((work, queue) => sooner(work, queue.work()), undefined),
    isFull: () => all().some((queue) => queue.isFull()),
  };
}
