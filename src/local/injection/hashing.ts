/** Start value of a word's hash. */
export const HASH_SEED = 0x811c9dc5 | 0;

/** Takes one folded character into a word's hash (FNV-1a over code points). */
export function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** The hash of a word that is folded already. */
export function hashWord(word: string): number {
  let hash = HASH_SEED;
  for (const char of word) hash = mix(hash, char.codePointAt(0) ?? 0);
  return hash;
}

/** An open-addressed table from 32-bit hashes to small positive numbers; 0 stands for "not there". */
export class HashTable {
  /** Keys and values in turn, so that looking once is one access to memory. */
  readonly #cells: Int32Array;
  readonly #mask: number;

  constructor(entries: ReadonlyMap<number, number>) {
    let size = 64;
    while (size < entries.size * 3) size *= 2;
    this.#mask = size - 1;
    this.#cells = new Int32Array(size * 2);
    for (const [key, value] of entries) {
      let slot = (key ^ (key >>> 15)) & this.#mask;
      while (this.#cells[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask;
      this.#cells[slot * 2] = key;
      this.#cells[slot * 2 + 1] = value;
    }
  }

  /** The value stored for a hash, or 0. */
  get(key: number): number {
    const cells = this.#cells;
    let slot = (key ^ (key >>> 15)) & this.#mask;
    for (;;) {
      const value = cells[slot * 2 + 1] ?? 0;
      if (value === 0 || cells[slot * 2] === key) return value;
      slot = (slot + 1) & this.#mask;
    }
  }
}
