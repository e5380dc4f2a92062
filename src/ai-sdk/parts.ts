// The shapes of the AI SDK's prompts, results and streams, with the members that a guard reads. The specifications V2,
// V3 and V4 are not assignable to each other, and their package must not be needed at run time. So these types are
// defined here.

/** Any part of a message, a result or a stream. */
export interface Part {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A message of a prompt. Only system messages have plain text. */
export interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
  readonly [key: string]: unknown;
}

/** The parameters of a model call. */
export interface CallParams {
  readonly prompt: readonly Message[];
  readonly abortSignal?: AbortSignal | undefined;
  readonly providerOptions?: Readonly<Record<string, unknown>> | undefined;
  readonly [key: string]: unknown;
}

/** The model behind a middleware. `specificationVersion` is `v2` (ai 5), `v3` (ai 6) or `v4` (ai 7). */
export interface Model {
  readonly specificationVersion?: string;
  readonly modelId?: string;
  readonly [key: string]: unknown;
}

/** The result of `doGenerate`. */
export interface GenerateResult {
  readonly content: readonly Part[];
  /** V4: the JSON that structured outputs are parsed from, in place of the content. */
  readonly structuredOutputText?: string | undefined;
  readonly response?: Readonly<Record<string, unknown>> | undefined;
  readonly [key: string]: unknown;
}

/** The result of `doStream`. */
export interface StreamResult {
  readonly stream: ReadableStream<Part>;
  readonly [key: string]: unknown;
}

/** Tells whether a value is an object or a list. A provider's data of a wrong shape is still read. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Returns a string property, or undefined. */
export function stringOf(source: unknown, key: string): string | undefined {
  const value = isObject(source) ? source[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Returns a property that is an object, or undefined. */
export function recordOf(source: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const value = isObject(source) ? source[key] : undefined;
  return isObject(value) ? value : undefined;
}
