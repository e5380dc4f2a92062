type Json = unknown;

/** How many smaller cases are tried at most. */
const MAX_TRIES = 3_000;

/**
 * Makes a failing value smaller as long as it fails: leaves out items and fields, shortens texts. Work is bounded.
 * @param fails whether a smaller value fails in the same way
 */
export async function shrink<Value>(
  value: Value,
  fails: (smaller: Value) => Promise<boolean>,
): Promise<Value> {
  let best = value;
  let tries = 0;
  for (let isSmaller = true; isSmaller && tries < MAX_TRIES; ) {
    isSmaller = false;
    for (const smaller of smallerOf(best)) {
      tries += 1;
      if (tries > MAX_TRIES) break;
      if (!(await fails(smaller as Value))) continue;
      best = smaller as Value;
      isSmaller = true;
      break;
    }
  }
  return best;
}

/** Fields without which a value is of no kind any more, or of another one. */
const FIXED: ReadonlySet<string> = new Set([
  'kind',
  'type',
  'id',
  'role',
  'toolCallId',
  'toolName',
  'state',
  'sourceType',
  'mediaType',
  'field',
  'index',
  'tool_call_id',
  'parts',
  'messages',
  'chunks',
  'fields',
  'finishReason',
  'usage',
  'output',
  'input',
  'content',
  'text',
  'delta',
]);

/** Fields that may be made smaller, though not left out. */
const KEPT: ReadonlySet<string> = new Set([
  'parts',
  'messages',
  'chunks',
  'fields',
  'output',
  'input',
  'content',
  'text',
  'delta',
]);

/** Values that are a little smaller, the much smaller ones first. */
function* smallerOf(value: Json): Generator<Json> {
  if (typeof value === 'string') yield* smallerTexts(value);
  else if (Array.isArray(value)) {
    for (let size = value.length; size >= 1; size = Math.floor(size / 2))
      for (let at = 0; at + size <= value.length; at += size) yield value.toSpliced(at, size);
    for (const [index, item] of value.entries())
      for (const smaller of smallerOf(item)) yield value.with(index, smaller);
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value);
    for (const [index, [key]] of fields.entries())
      if (!FIXED.has(key)) yield Object.fromEntries(fields.toSpliced(index, 1));
    for (const [index, [key, item]] of fields.entries())
      if (KEPT.has(key) || !FIXED.has(key))
        for (const smaller of smallerOf(item)) yield Object.fromEntries(fields.with(index, [key, smaller]));
  }
}

function* smallerTexts(text: string): Generator<string> {
  for (let size = text.length; size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < text.length; at += size) yield text.slice(0, at) + text.slice(at + size);
}
