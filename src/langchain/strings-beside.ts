/** The strings beside the text of a stream, such as fields of its metadata: LangChain puts those of all chunks together. */
export interface StringsBeside {
  /** Takes in those of a chunk; whether one adds to what an earlier chunk said in its place. */
  add(strings: readonly (readonly [path: string, text: string])[]): boolean;
  /** Those that came in several parts, as they are put together. */
  joined(): string[];
}

/** Starts with none. */
export function createStringsBeside(): StringsBeside {
  const byPath = new Map<string, string[]>();
  return {
    add(strings) {
      let isAdded = false;
      for (const [path, text] of strings) {
        const parts = byPath.get(path) ?? [];
        byPath.set(path, parts);
        // The same again is a word about the call, which each chunk repeats.
        if (parts.at(-1) === text) continue;
        parts.push(text);
        isAdded ||= parts.length > 1;
      }
      return isAdded;
    },
    joined: () => [...byPath.values()].filter(({ length }) => length > 1).map((parts) => parts.join('')),
  };
}
