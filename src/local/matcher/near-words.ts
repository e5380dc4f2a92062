/** A word before some place, and the union of the bits of all words up to it. */
interface Entry {
  readonly index: number;
  readonly union: Int32Array;
}

/**
 * The union of the bits of all words in a window that moves over a text. It is a queue of two stacks that keep their
 * unions, so each word is united at most twice, however many windows it is in.
 */
export class NearWords {
  readonly #width: number;
  /** The older words, the oldest last. Each has the union of itself and the younger words in this stack. */
  readonly #older: Entry[] = [];
  /** The younger words in order, each with its own bits. */
  readonly #younger: Entry[] = [];
  /** The union of the younger words. */
  readonly #young: Int32Array;

  /** `width` is the number of 32-bit words. */
  constructor(width: number) {
    this.#width = width;
    this.#young = new Int32Array(width);
  }

  /** Adds a word after all others. */
  add(index: number, bits: Int32Array): void {
    this.#younger.push({ index, union: bits });
    unite(this.#young, bits);
  }

  /** Drops the words before an index. */
  dropBefore(index: number): void {
    for (;;) {
      if (this.#older.length === 0) this.#turn(index);
      const oldest = this.#older.at(-1);
      if (oldest === undefined || oldest.index >= index) return;
      this.#older.pop();
    }
  }

  /** Returns the union of the given bits and those of all words. Without words it returns the given bits themselves. */
  with(bits: Int32Array): Int32Array {
    const oldest = this.#older.at(-1);
    if (oldest === undefined && this.#younger.length === 0) return bits;
    const all = bits.slice();
    unite(all, this.#young);
    if (oldest !== undefined) unite(all, oldest.union);
    return all;
  }

  /** Moves the younger words to the older ones, if the first of them is to be dropped. */
  #turn(index: number): void {
    if ((this.#younger[0]?.index ?? index) >= index) return;
    let union = new Int32Array(this.#width);
    for (let entry = this.#younger.pop(); entry !== undefined; entry = this.#younger.pop()) {
      union = union.slice();
      unite(union, entry.union);
      this.#older.push({ index: entry.index, union });
    }
    this.#young.fill(0);
  }
}

function unite(all: Int32Array, bits: Int32Array): void {
  for (let word = 0; word < all.length; word += 1) all[word] = (all[word] ?? 0) | (bits[word] ?? 0);
}
