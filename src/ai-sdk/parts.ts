// The shapes of the AI SDK's prompts, results and streams as far as a guard looks at them. The specifications V2, V3
// and V4 are not assignable to each other, and their package must not be needed at run time, so these are our own.

/** Any part of a message, a result or a stream. */
export interface Part {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A message of a prompt; only system messages have plain text. */
export interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
  readonly [key: string]: unknown;
}

/** What a model is called with. */
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

/** Result of `doGenerate`. */
export interface GenerateResult {
  readonly content: readonly Part[];
  /** V4: the JSON that structured outputs are parsed from, instead of the content. */
  readonly structuredOutputText?: string | undefined;
  readonly response?: Readonly<Record<string, unknown>> | undefined;
  readonly [key: string]: unknown;
}

/** Result of `doStream`. */
export interface StreamResult {
  readonly stream: ReadableStream<Part>;
  readonly [key: string]: unknown;
}

/** Whether a value is an object, a list included: what a provider sends in a wrong shape is read all the same. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A string property, or nothing. */
export function stringOf(source: unknown, key: string): string | undefined {
  const value = isObject(source) ? source[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A property that is an object, or nothing. */
export function recordOf(source: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const value = isObject(source) ? source[key] : undefined;
  return isObject(value) ? value : undefined;
}
