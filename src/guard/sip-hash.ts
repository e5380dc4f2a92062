/** 64 bits as two unsigned halves; changed in place. */
interface Word {
  high: number;
  low: number;
}

/** 64 bits as two unsigned halves. */
export type Hash64 = Readonly<Word>;

/**
 * SipHash-2-4: a keyed hash of 64 bits, after Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012). Without
 * the key nobody can tell or find what gives a hash. Platforms have keyed hashes only asynchronously, which a stream of
 * text cannot wait for.
 * @param key 16 bytes
 */
export function sipHash(key: Uint8Array, message: Uint8Array): Hash64 {
  const keys = new DataView(key.buffer, key.byteOffset, 16);
  const k0 = wordAt(keys, 0);
  const k1 = wordAt(keys, 8);
  // "somepseudorandomlygeneratedbytes"
  const v0: Word = { high: 0x736f6d65 ^ k0.high, low: 0x70736575 ^ k0.low };
  const v1: Word = { high: 0x646f7261 ^ k1.high, low: 0x6e646f6d ^ k1.low };
  const v2: Word = { high: 0x6c796765 ^ k0.high, low: 0x6e657261 ^ k0.low };
  const v3: Word = { high: 0x74656462 ^ k1.high, low: 0x79746573 ^ k1.low };

  const round = (): void => {
    add(v0, v1);
    rotate(v1, 13);
    xor(v1, v0);
    swap(v0);
    add(v2, v3);
    rotate(v3, 16);
    xor(v3, v2);
    add(v0, v3);
    rotate(v3, 21);
    xor(v3, v0);
    add(v2, v1);
    rotate(v1, 17);
    xor(v1, v2);
    swap(v2);
  };
  const compress = (block: Word): void => {
    xor(v3, block);
    round();
    round();
    xor(v0, block);
  };

  const whole = message.length - (message.length % 8);
  const blocks = new DataView(message.buffer, message.byteOffset, message.length);
  for (let at = 0; at < whole; at += 8) compress(wordAt(blocks, at));
  const last = new Uint8Array(8);
  last.set(message.subarray(whole));
  last[7] = message.length & 0xff;
  compress(wordAt(new DataView(last.buffer), 0));
  v2.low ^= 0xff;
  for (let count = 0; count < 4; count += 1) round();
  for (const word of [v1, v2, v3]) xor(v0, word);
  return { high: v0.high >>> 0, low: v0.low >>> 0 };
}

function wordAt(bytes: DataView, at: number): Word {
  return { low: bytes.getUint32(at, true), high: bytes.getUint32(at + 4, true) };
}

function add(to: Word, other: Word): void {
  const low = (to.low >>> 0) + (other.low >>> 0);
  to.high = (to.high + other.high + (low > 0xffffffff ? 1 : 0)) | 0;
  to.low = low | 0;
}

function xor(to: Word, other: Word): void {
  to.high ^= other.high;
  to.low ^= other.low;
}

function rotate(word: Word, bits: number): void {
  const { high, low } = word;
  word.high = (high << bits) | (low >>> (32 - bits));
  word.low = (low << bits) | (high >>> (32 - bits));
}

function swap(word: Word): void {
  const { high } = word;
  word.high = word.low;
  word.low = high;
}
