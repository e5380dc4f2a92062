/**
 * Writes down what options hold, so that two that are alike give the same text: maps and sets by what is in them, functions and
 * patterns by their source.
 */
export function writtenDown(value: unknown): string {
  return (
    JSON.stringify(value, (_key, held: unknown) => {
      if (held instanceof Map || held instanceof Set) return [...held];
      if (typeof held === 'function' || held instanceof RegExp || typeof held === 'bigint')
        return String(held);
      return held;
    }) ?? 'nothing'
  );
}
