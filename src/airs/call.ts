import type { z } from 'zod';
import { endOfAbort, endOfFailure, wait } from '../scan/index.js';
import { readAnswer } from './answer.js';
import type { AttemptGate } from './attempt-gate.js';
import { requestHeaders } from './auth.js';
import { AirsError } from './errors.js';
import { failureOf } from './failure.js';
import { type ResolvedAirsOptions, readEnvironment } from './options.js';
import { proxyFetch } from './proxy.js';
import { nextDelay } from './retry.js';
import { exchange } from './transport.js';

/** One call of the API: an exchange with its retries. */
export interface Call<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  /** The path and query, relative to the endpoint. */
  readonly path: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly schema: Schema;
  readonly options: ResolvedAirsOptions;
  readonly signal: AbortSignal | undefined;
  /**
   * True if the call must not be done twice. It is retried only after failures that certainly came before the
   * service acted.
   */
  readonly onlyUnambiguous?: boolean;
  /** Asked before each attempt, and told how the attempt ended. */
  readonly gate?: AttemptGate | undefined;
}

/**
 * Runs a call until it succeeds, fails for good, or uses up its total time.
 * @throws AirsError; the signal's reason when it aborts, also between attempts
 */
export async function runCall<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.output<Schema>> {
  const { options, signal } = call;
  const deadline = performance.now() + options.totalTimeoutMs;
  // The signature covers the body, which is the same for every attempt.
  const headers = await requestHeaders(options, call.body);
  const { endpoint, warn } = options;
  const fetch = options.fetch ?? (await proxyFetch(endpoint, { environment: readEnvironment(), warn }));
  let failed: AirsError | undefined;
  for (let attempts = 1; ; attempts++) {
    const end = await enter(call, deadline - performance.now(), failed);
    try {
      const answer = await exchange({
        method: call.method,
        url: `${options.endpoint}${call.path}`,
        headers,
        body: call.body,
        timeoutMs: Math.max(1, Math.min(options.timeoutMs, Math.ceil(deadline - performance.now()))),
        signal,
        fetch,
      });
      const read = readAnswer(answer, call.schema, Date.now());
      end?.('answered');
      return read;
    } catch (error) {
      if (!(error instanceof AirsError)) {
        end?.(endOfAbort(signal));
        throw error;
      }
      end?.(endOfFailure(failureOf(error)));
      const delay = nextDelay(error, {
        attempts,
        numRetries: options.numRetries,
        remainingMs: deadline - performance.now(),
        onlyUnambiguous: call.onlyUnambiguous ?? false,
        random: Math.random,
      });
      if (delay === undefined) throw error;
      failed = error;
      await wait(delay, signal);
    }
  }
}

/**
 * Waits until the next attempt may be made.
 * @throws AirsError if it may not be made; this is the error of the attempt before it, if there was one, because that
 * says more
 */
async function enter(
  { gate, signal }: Pick<Call<z.ZodType>, 'gate' | 'signal'>,
  remainingMs: number,
  failed: AirsError | undefined,
): Promise<Awaited<ReturnType<AttemptGate>> | undefined> {
  try {
    return await gate?.(remainingMs, signal);
  } catch (error) {
    throw error instanceof AirsError && failed !== undefined ? failed : error;
  }
}
