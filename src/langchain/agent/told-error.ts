import { isObject } from '../fields.js';

/** The field by which LangChain tells its own errors apart, whatever copy of it made them. */
const BRAND = '~brand';
/** The errors of tools that are told to the model also where a middleware wraps the call. */
const TOLD = 'ToolInvocationError';

/**
 * Returns an error that ends no run. Where nobody catches it, LangChain tells the model of it, in the words in which it tells
 * of the errors of tools without a middleware. Whoever catches it before finds its class, fields and message as they are.
 * What has no text, or has been marked by LangChain, is returned as it is.
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
  // LangChain looks at the brand right before it reads the message, and nobody else looks at it.
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

/** Makes an error of what is none, because LangChain looks for the brand of errors alone. */
function asError(thrown: unknown): Error {
  return Object.assign(new Error(String(thrown)), isObject(thrown) ? { ...thrown } : {});
}
