/** The longest delay that `setTimeout` accepts, in milliseconds. It turns longer delays into 1 ms. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Settles as `work` does, or rejects with the abort reason as soon as the signal aborts. Some work does not listen to
 * its signal, and this ends the wait for it. After an abort the outcome of the work is ignored.
 */
export function untilAborted<Value>(work: Value | Promise<Value>, signal?: AbortSignal): Promise<Value> {
  const running = Promise.resolve(work);
  if (signal === undefined) return running;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** A signal that aborts with another signal, or when it is stopped. `detach` stops listening to the other signal. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  stop(reason: unknown): void;
  detach(): void;
}

/** Makes a signal that aborts with `outer`, or when it is stopped. */
export function linkedSignal(outer: AbortSignal | undefined): LinkedSignal {
  const controller = new AbortController();
  const forward = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) forward();
  outer?.addEventListener('abort', forward, { once: true });
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    detach: () => outer?.removeEventListener('abort', forward),
  };
}

/**
 * Runs work with a time limit. When the time is over, it aborts the work and returns the value of `late`. Rejects with
 * the reason of an outer abort, or with the error of the work.
 */
export async function withinTime<Value>(
  limitMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Value>,
  late: () => Value | Promise<Value>,
): Promise<Value> {
  const { signal, stop, detach } = linkedSignal(outer);
  const timer = setTimeout(
    () => stop(new DOMException(`Not done within ${limitMs} ms`, 'TimeoutError')),
    limitMs,
  );
  try {
    return await work(signal);
  } catch (error) {
    outer?.throwIfAborted();
    if (!signal.aborted) throw error;
    return late();
  } finally {
    clearTimeout(timer);
    detach();
  }
}

/** Waits for a time, at most `MAX_TIMER_MS`. Rejects with the abort reason as soon as the signal aborts. */
export function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.min(milliseconds, MAX_TIMER_MS),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
