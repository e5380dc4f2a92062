/** Flag of a word that was written with digits or signs in place of letters. */
export const LEETED = 1;
/** Flag of a word that has look-alike characters, or unseen ones inside. */
export const MASKED = 2;
/** Flag of a word that was put together from single letters. */
export const SPACED = 4;
/** Flag of a word that was spelt in Unicode tag characters, which nobody sees. */
export const TAGGED = 8;

/** Bytes of a token over all arrays. */
const TOKEN_BYTES = 19;

/**
 * The words of a text in parallel arrays, of which the first `count` entries are in use. Offsets are UTF-16 in the
 * original text, half open.
 */
export class TokenList {
  count = 0;
  /** All flags of all words. */
  flagsSeen = 0;
  /** The UTF-16 length of the longest word. */
  longest = 0;
  starts: Int32Array;
  ends: Int32Array;
  /** The hash of the folded word, the same for every disguise of it. */
  hashes: Int32Array;
  /**
   * The place of the word, by which gaps are measured: one more for each word, and more across the end of a sentence.
   */
  places: Int32Array;
  /** The vocabulary's set of concepts for the word; 0 for none. */
  sets: Uint16Array;
  flags: Uint8Array;

  constructor(capacity: number) {
    // All arrays share one allocation. Six small ones would cost as much as reading a short text.
    const size = (capacity + 3) & ~3;
    const buffer = new ArrayBuffer(size * TOKEN_BYTES);
    this.starts = new Int32Array(buffer, 0, size);
    this.ends = new Int32Array(buffer, size * 4, size);
    this.hashes = new Int32Array(buffer, size * 8, size);
    this.places = new Int32Array(buffer, size * 12, size);
    this.sets = new Uint16Array(buffer, size * 16, size);
    this.flags = new Uint8Array(buffer, size * 18, size);
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
    this.flagsSeen |= flags;
    if (end - start > this.longest) this.longest = end - start;
  }

  #grow(): void {
    const wider = new TokenList(this.starts.length * 2);
    wider.starts.set(this.starts);
    wider.ends.set(this.ends);
    wider.hashes.set(this.hashes);
    wider.places.set(this.places);
    wider.sets.set(this.sets);
    wider.flags.set(this.flags);
    ({
      starts: this.starts,
      ends: this.ends,
      hashes: this.hashes,
      places: this.places,
      sets: this.sets,
      flags: this.flags,
    } = wider);
  }
}
