/** The word was written with digits or signs in place of letters. */
export const LEETED = 1;
/** The word has characters that only look like the ones they were read as, or unseen ones inside. */
export const MASKED = 2;
/** The word was put together from single letters. */
export const SPACED = 4;
/** The word was spelt in Unicode tag characters, which nobody sees. */
export const TAGGED = 8;

/**
 * The words of a text in parallel arrays, of which the first `count` entries count. Offsets are UTF-16 into the original
 * text, half open.
 */
export class TokenList {
  count = 0;
  starts: Int32Array;
  ends: Int32Array;
  /** Hash of the folded word, the same for every disguise of it. */
  hashes: Int32Array;
  /** Where the word stands for gaps between words: one on for each word, more across sentence ends. */
  places: Int32Array;
  /** Which set of concepts the vocabulary has for the word; 0 for none. */
  sets: Uint16Array;
  flags: Uint8Array;

  constructor(capacity: number) {
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.hashes = new Int32Array(capacity);
    this.places = new Int32Array(capacity);
    this.sets = new Uint16Array(capacity);
    this.flags = new Uint8Array(capacity);
  }

  push(start: number, end: number, hash: number, place: number, set: number, flags: number): void {
    if (this.count === this.starts.length) this.#grow();
    const at = this.count++;
    this.starts[at] = start;
    this.ends[at] = end;
    this.hashes[at] = hash;
    this.places[at] = place;
    this.sets[at] = set;
    this.flags[at] = flags;
  }

  #grow(): void {
    const size = this.starts.length * 2;
    const wider = <A extends Int32Array | Uint16Array | Uint8Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.starts = wider(this.starts, new Int32Array(size));
    this.ends = wider(this.ends, new Int32Array(size));
    this.hashes = wider(this.hashes, new Int32Array(size));
    this.places = wider(this.places, new Int32Array(size));
    this.sets = wider(this.sets, new Uint16Array(size));
    this.flags = wider(this.flags, new Uint8Array(size));
  }
}
