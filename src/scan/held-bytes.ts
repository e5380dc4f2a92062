/** Bytes that an object, a list or a map entry costs in addition to its contents, on a 64-bit machine. */
const OBJECT_BYTES = 48;
const SLOT_BYTES = 16;

/**
 * Estimates the memory that a value of plain data takes, in bytes. The estimate is rather too high: a text counts two
 * bytes for each UTF-16 code unit. Shared objects count once.
 */
export function heldBytes(value: unknown): number {
  let bytes = 0;
  // There is no recursion, so depth does not matter.
  const pending: unknown[] = [value];
  const seen = new Set<object>();
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') bytes += SLOT_BYTES + 2 * next.length;
    else if (typeof next === 'object' && next !== null) {
      if (seen.has(next)) continue;
      seen.add(next);
      bytes += OBJECT_BYTES;
      for (const [key, inner] of Object.entries(next)) {
        bytes += SLOT_BYTES + (Array.isArray(next) ? 0 : 2 * key.length);
        if (typeof inner === 'string' || typeof inner === 'object') pending.push(inner);
      }
    }
  }
  return bytes;
}

/** Copies a text, so that the copy keeps no longer text in memory. A slice of a text keeps the whole text alive. */
export function detached(text: string): string {
  // Writing and parsing JSON is the one way to make a new text in every engine.
  return JSON.parse(JSON.stringify(text)) as string;
}
