/** Blocks of text, and where they keep it. */
export const TEXT_FIELDS: ReadonlyMap<unknown, string> = new Map([
  ['text', 'text'],
  ['input_text', 'text'],
  ['output_text', 'text'],
  ['text-plain', 'text'],
  ['refusal', 'refusal'],
]);
/** Blocks of the model's thoughts. */
export const THOUGHT_BLOCKS: ReadonlySet<unknown> = new Set(['reasoning', 'thinking']);
/** Where providers keep thoughts beside the message. */
export const THOUGHT_KWARGS: ReadonlySet<string> = new Set(['reasoning_content', 'reasoning']);
/** Blocks that repeat the call of a tool, and where they keep its input. */
export const CALL_BLOCKS: ReadonlyMap<unknown, string> = new Map([
  ['tool_use', 'input'],
  ['tool_call', 'args'],
  ['function_call', 'arguments'],
  ['tool_call_chunk', 'args'],
  ['input_json_delta', 'input'],
  ['invalid_tool_call', 'args'],
]);

/** The fields of a thought that are read as such. */
export const THOUGHT_FIELDS: ReadonlySet<string> = new Set([
  'reasoning',
  'thinking',
  'text',
  'summary',
  'content',
]);
/** Where calls of tools, in each of their shapes, have what is read as a call. */
export const ARGS: ReadonlySet<string> = new Set(['args']);
export const ARGUMENTS: ReadonlySet<string> = new Set(['arguments']);
export const FUNCTION: ReadonlySet<string> = new Set(['function']);
