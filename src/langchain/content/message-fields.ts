/** Fields of a message with the calls of tools. */
export const CALL_FIELDS: readonly string[] = ['tool_calls', 'invalid_tool_calls', 'tool_call_chunks'];

/** Fields of a message that have a reading of their own. All other fields are read as metadata. */
export const READ_FIELDS: ReadonlySet<string> = new Set([
  ...CALL_FIELDS,
  'content',
  'additional_kwargs',
  'response_metadata',
]);

/** Fields that the application passes on with a message, and that no model reads. */
export const BESIDE_FIELDS: readonly string[] = ['artifact', 'metadata'];

/** Fields of `additional_kwargs` with the thoughts of the model. */
export const THOUGHT_KWARGS: ReadonlySet<string> = new Set(['reasoning_content', 'reasoning']);

/** Fields of `additional_kwargs` with the calls of tools. */
export const CALL_KWARGS: ReadonlySet<string> = new Set(['tool_calls', 'function_call']);
