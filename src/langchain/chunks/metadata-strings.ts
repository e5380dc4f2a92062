import { mayGoOn, saidTogether } from '../../guard/index.js';

/** The strings beside the text of a stream, such as fields of its metadata. LangChain joins those of all chunks. */
export interface MetadataStrings {
  /**
   * Adds the strings of a chunk. Returns whether one of them continues a string of an earlier chunk in the same place.
   */
  push(strings: readonly (readonly [path: string, text: string])[]): boolean;
  /** Returns the strings that came in several parts, joined. */
  joined(): string[];
}

/** Starts with no strings. */
export function createMetadataStrings(): MetadataStrings {
  const byPath = new Map<string, string[]>();
  return {
    push(strings) {
      let isAdded = false;
      for (const [path, text] of strings) {
        const parts = byPath.get(path) ?? [];
        byPath.set(path, parts);
        const isWord = parts.at(-1) === text && !mayGoOn(text);
        // LangChain joins equal strings too.
        parts.push(text);
        isAdded ||= parts.length > 1 && !isWord;
      }
      return isAdded;
    },
    joined: () => [...byPath.values()].filter(({ length }) => length > 1).map(saidTogether),
  };
}
