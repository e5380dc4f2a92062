import { GuardrailConfigError } from '../scan/index.js';
import { isObject } from './parts.js';
import { withMembers } from './proxy-members.js';
import {
  type GuardrailMessageMetadata,
  guardrailErrorMessage,
  guardrailErrorMetadata,
  guardrailMessageMetadata,
} from './ui.js';

/** The options of a UI stream that a guard extends. */
interface UiOptions {
  readonly messageMetadata?: (options: { readonly part: { readonly type: string } }) => unknown;
  readonly onError?: (error: unknown) => string;
}

type ToUiStream = (options?: UiOptions) => ReadableStream<unknown>;

/**
 * Returns the result of `streamText` with the guard's summary in every UI stream made from it. `useChat` has it as
 * `message.metadata.guardrail`, also after a refusal, and the error has a sentence for users. No guardrail is needed,
 * because the verdicts are part of the answer. The application's `messageMetadata` and `onError` still apply.
 * Everything else in the result stays unchanged.
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
  // These methods call the result's own method, so they must get the wrapped one.
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

/** Makes the stream with the reason of a refusal before its error, because `useChat` reads nothing after an error. */
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

/** Merges the metadata of the application with that of the guard. A value that is not a record stays as it is. */
function together(own: GuardrailMessageMetadata | undefined, given: unknown): unknown {
  if (own === undefined) return given;
  return given === undefined || given === null ? own : isObject(given) ? { ...given, ...own } : given;
}

function isMethod<Method extends (...args: never[]) => unknown>(value: unknown): value is Method {
  return typeof value === 'function';
}
