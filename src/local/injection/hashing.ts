/** The initial value of a word's hash. */
export const HASH_SEED = 0x811c9dc5 | 0;

/** Adds one folded character to a word's hash (FNV-1a over code points). */
export function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Returns the hash of a folded word. */
export function hashWord(word: string): number {
  let hash = HASH_SEED;
  for (const char of word) hash = mix(hash, char.codePointAt(0) ?? 0);
  return hash;
}

/** An open-addressed table from 32-bit hashes to small positive numbers; 0 stands for "not there". */
export class HashTable {
  /** Keys and values alternate, so that a lookup is one access to memory. */
  #cells: Int32Array;
  #mask: number;
  #count = 0;

  /** Makes room for the expected number of entries. The table grows when there are more. */
  constructor(expected: number) {
    let size = 64;
    while (size < expected * 3) size *= 2;
    this.#mask = size - 1;
    this.#cells = new Int32Array(size * 2);
  }

  /** Stores a number above 0 for a hash. */
  set(key: number, value: number): void {
    if (this.#count * 2 > this.#mask) this.#grow();
    const cells = this.#cells;
    let slot = (key ^ (key >>> 15)) & this.#mask;
    while (cells[slot * 2 + 1] !== 0 && cells[slot * 2] !== key) slot = (slot + 1) & this.#mask;
    if (cells[slot * 2 + 1] === 0) this.#count++;
    cells[slot * 2] = key;
    cells[slot * 2 + 1] = value;
  }

  #grow(): void {
    const cells = this.#cells;
    this.#mask = this.#mask * 2 + 1;
    this.#cells = new Int32Array(cells.length * 2);
    this.#count = 0;
    for (let at = 0; at < cells.length; at += 2) {
      const value = cells[at + 1] ?? 0;
      if (value !== 0) this.set(cells[at] ?? 0, value);
    }
  }

  /** Counts the hashes of each value, for values below a bound. */
  tally(bound: number): Int32Array {
    const counts = new Int32Array(bound);
    for (let at = 1; at < this.#cells.length; at += 2) {
      const value = this.#cells[at] ?? 0;
      if (value !== 0) counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  }

  /** Returns the value stored for a hash, or 0. */
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
