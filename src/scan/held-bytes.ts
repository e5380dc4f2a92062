/** What an object, a list or an entry of a map costs beside what it holds, on a machine of 64 bits. */
const OBJECT_BYTES = 48;
const SLOT_BYTES = 16;

/**
 * About how many bytes of memory a value of plain data takes: more rather than less: texts count two bytes a
 * UTF-16 code unit. What is shared counts once.
 */
export function heldBytes(value: unknown): number {
  let bytes = 0;
  // Without recursion, so that depth does not matter.
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

/**
 * A copy of a text that holds on to nothing else: a piece cut out of a longer text keeps all of that in memory for as long as
 * it is kept itself.
 */
export function detached(text: string): string {
  // Spelled out and read again is the one way that every engine makes a new text of.
  return JSON.parse(JSON.stringify(text)) as string;
}
