import { GuardrailConfigError } from '../scan/index.js';
import { isObject } from './parts.js';
import { withMembers } from './proxy-members.js';
import {
  type GuardrailMessageMetadata,
  guardrailErrorMessage,
  guardrailErrorMetadata,
  guardrailMessageMetadata,
} from './ui.js';

/** What the options of a stream for a page have that a guard adds to. */
interface UiOptions {
  readonly messageMetadata?: (options: { readonly part: { readonly type: string } }) => unknown;
  readonly onError?: (error: unknown) => string;
}

type ToUiStream = (options?: UiOptions) => ReadableStream<unknown>;

/**
 * Returns the result of `streamText` with the word of the guard in every stream that is made of it for a page: `useChat` has
 * it as `message.metadata.guardrail`, on a refusal too, and the error has a sentence for users. It needs no guardrail: what
 * the checks said travels with the answer. `messageMetadata` and `onError` of the application count beside it; everything
 * else of the result is as it was.
 * @throws GuardrailConfigError for what is no result of `streamText`
 * @example
 * return withGuardrailMetadata(streamText({ model, messages })).toUIMessageStreamResponse();
 * writer.merge(withGuardrailMetadata(streamText({ model, messages })).toUIMessageStream());
 */
export function withGuardrailMetadata<Result extends object>(result: Result): Result {
  const toUiStream: unknown = Reflect.get(result, 'toUIMessageStream');
  if (!isMethod<ToUiStream>(toUiStream))
    throw new GuardrailConfigError('result', 'must be the result of streamText');
  const own: ToUiStream = (options = {}) => explained((given) => toUiStream.call(result, given), options);
  // These make their stream by the result's own method, so it is to be this one.
  const onOwn = (name: string) => {
    const method: unknown = Reflect.get(result, name);
    return isMethod(method) ? { [name]: (...given: never[]) => method.apply(guarded, given) } : {};
  };
  const guarded: Result = withMembers(result, {
    toUIMessageStream: own,
    ...onOwn('toUIMessageStreamResponse'),
    ...onOwn('pipeUIMessageStreamToResponse'),
  });
  return guarded;
}

/** The stream with the reason of a refusal in front of its error, behind which `useChat` reads nothing. */
function explained(toUiStream: ToUiStream, options: UiOptions): ReadableStream<unknown> {
  let reason: GuardrailMessageMetadata | undefined;
  const stream = toUiStream({
    ...options,
    messageMetadata: (given) => {
      const { part } = given;
      if (part.type === 'error' && 'error' in part) reason = guardrailErrorMetadata(part.error);
      return together(guardrailMessageMetadata(given), options.messageMetadata?.(given));
    },
    onError: options.onError ?? guardrailErrorMessage,
  });
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        if (reason !== undefined && isObject(chunk) && chunk['type'] === 'error') {
          controller.enqueue({ type: 'message-metadata', messageMetadata: reason });
          reason = undefined;
        }
        controller.enqueue(chunk);
      },
    }),
  );
}

/** The metadata of the application with that of the guard; what is no record has no room for another. */
function together(own: GuardrailMessageMetadata | undefined, given: unknown): unknown {
  if (own === undefined) return given;
  return given === undefined || given === null ? own : isObject(given) ? { ...given, ...own } : given;
}

function isMethod<Method extends (...args: never[]) => unknown>(value: unknown): value is Method {
  return typeof value === 'function';
}
