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
  readonly #keys: Int32Array;
  readonly #values: Uint16Array;
  readonly #mask: number;

  constructor(entries: ReadonlyMap<number, number>) {
    let size = 64;
    while (size < entries.size * 3) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#values = new Uint16Array(size);
    for (const [key, value] of entries) {
      let slot = this.#slot(key);
      while (this.#values[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#keys[slot] = key;
      this.#values[slot] = value;
    }
  }

  /** The value stored for a hash, or 0. */
  get(key: number): number {
    let slot = this.#slot(key);
    for (;;) {
      const value = this.#values[slot] ?? 0;
      if (value === 0 || this.#keys[slot] === key) return value;
      slot = (slot + 1) & this.#mask;
    }
  }

  #slot(key: number): number {
    return (key ^ (key >>> 15)) & this.#mask;
  }
}
