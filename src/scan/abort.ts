/**
 * What a promise settles to, or the abort reason as soon as there is one: not everything that is waited for listens to
 * its signal. What becomes of the promise after an abort is ignored.
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
