/**
 * Calls a function of the user's. What it throws is ignored, or is what `failed` makes of it; a promise that it returns is
 * waited for by nobody, and its rejection does not end the process. The answer may be anything: who asks checks it.
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
    // A promise of our own: methods of theirs may be anything too.
    new Promise((resolve) => resolve(answer)).catch(nothing);
  return answer;
}

const nothing = (): undefined => undefined;
