/**
 * Calls a function of the user. An error is ignored, or `failed` decides what it yields. A promise that the function
 * returns is not awaited, and its rejection does not end the process. The answer may be anything; the caller checks it.
 * @throws what `failed` throws
 */
export function callSafely(call: () => unknown, failed: (error: unknown) => unknown = nothing): unknown {
  let answer: unknown;
  try {
    answer = call();
  } catch (error) {
    return failed(error);
  }
  if (typeof answer === 'object' || typeof answer === 'function')
    // The promise is our own, because the methods of a foreign one may do anything.
    new Promise((resolve) => resolve(answer)).catch(nothing);
  return answer;
}

const nothing = (): undefined => undefined;
