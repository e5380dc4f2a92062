/**
 * A text that grows at its end and can be forgotten at its start. Offsets are UTF-16 code units from its original
 * start.
 */
export interface TextStore {
  readonly length: number;
  /** The offset before which text was forgotten. */
  readonly base: number;
  append(text: string): void;
  /** Returns the text between two offsets, without forgotten text. */
  slice(from: number, to: number): string;
  charCodeAt(offset: number): number;
  /** Forgets whole blocks that end at or before an offset. */
  forget(until: number): void;
}

/** Length of a block, in UTF-16 code units. */
export const BLOCK = 4096;

/**
 * Makes an empty text. It is kept in blocks, because one string that is both extended and read is copied as a whole
 * each time. That takes quadratic time.
 */
export function createTextStore(): TextStore {
  let blocks: string[] = [];
  let dropped = 0;
  let tail = '';
  const tailStart = (): number => (dropped + blocks.length) * BLOCK;
  return {
    get length() {
      return tailStart() + tail.length;
    },
    get base() {
      return dropped * BLOCK;
    },
    append(text) {
      tail += text;
      let cut = 0;
      for (; tail.length - cut >= BLOCK; cut += BLOCK) blocks.push(tail.slice(cut, cut + BLOCK));
      if (cut > 0) tail = tail.slice(cut);
    },
    slice(from, to) {
      const end = tailStart();
      if (from >= end) return tail.slice(from - end, Math.max(0, to - end));
      let text = '';
      for (let at = Math.max(from, dropped * BLOCK); at < to && at < end; ) {
        const index = Math.floor(at / BLOCK);
        const start = index * BLOCK;
        text += (blocks[index - dropped] ?? '').slice(at - start, to - start);
        at = start + BLOCK;
      }
      return to > end ? text + tail.slice(0, to - end) : text;
    },
    charCodeAt(offset) {
      const end = tailStart();
      if (offset >= end) return tail.charCodeAt(offset - end);
      return (blocks[Math.floor(offset / BLOCK) - dropped] ?? '').charCodeAt(offset % BLOCK);
    },
    forget(until) {
      const count = Math.min(Math.floor(until / BLOCK) - dropped, blocks.length);
      if (count <= 0) return;
      blocks = blocks.slice(count);
      dropped += count;
    },
  };
}
