import { isObject } from '../fields.js';

/** The field by which LangChain recognises its own errors, from any copy of it. */
const BRAND = '~brand';
/** The name of tool errors that are reported to the model even if a middleware wraps the call. */
const TOLD = 'ToolInvocationError';

/**
 * Returns an error that does not end the run. If nobody catches it, LangChain reports it to the model in the same words
 * as tool errors without a middleware. A handler that catches it first sees its class, fields and message unchanged. An
 * error without a text, or one that LangChain has marked, is returned as it is.
 */
export function toldError(thrown: unknown): unknown {
  if (isObject(thrown) && BRAND in thrown) return thrown;
  let told: string;
  try {
    told = `${thrown}\n Please fix your mistakes.`;
  } catch {
    return thrown;
  }
  const error = thrown instanceof Error ? thrown : asError(thrown);
  // LangChain reads the brand right before it reads the message, and nobody else reads it.
  let isAsked = false;
  return new Proxy(error, {
    has: (target, key) => key === BRAND || Reflect.has(target, key),
    get(target, key) {
      const wasAsked = isAsked;
      isAsked = key === BRAND;
      if (isAsked) return TOLD;
      return wasAsked && key === 'message' ? told : Reflect.get(target, key, target);
    },
  });
}

/** Makes an error of a thrown value that is not one, because LangChain looks for the brand on errors only. */
function asError(thrown: unknown): Error {
  return Object.assign(new Error(String(thrown)), isObject(thrown) ? { ...thrown } : {});
}
