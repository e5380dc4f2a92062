/** 64 bits as two unsigned halves. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/**
 * Computes SipHash-2-4, a keyed hash of 64 bits, after Aumasson and Bernstein, "SipHash: a fast short-input PRF"
 * (2012). Without the key nobody can compute a hash or find a text for it. The keyed hashes of platforms are
 * asynchronous, and a stream of text cannot wait for them. They are also slower than this for texts of up to many
 * thousand characters.
 * @param key 16 bytes
 */
export function sipHash(key: Uint8Array, message: Uint8Array): Hash64 {
  return hashed(key, message, false)[1];
}

/**
 * Computes the variant of 128 bits by the same authors. With so many bits no two texts share a hash by chance.
 * @param key 16 bytes
 */
export function sipHash128(key: Uint8Array, message: Uint8Array): readonly [Hash64, Hash64] {
  return hashed(key, message, true);
}

const BLOCK = 8;

/** Computes both halves in the order of the reference. The first half is zero for a hash of 64 bits. */
function hashed(key: Uint8Array, message: Uint8Array, long: boolean): readonly [Hash64, Hash64] {
  const k0l = wordAt(key, 0);
  const k0h = wordAt(key, 4);
  const k1l = wordAt(key, 8);
  const k1h = wordAt(key, 12);
  // "somepseudorandomlygeneratedbytes". The state is in plain variables: objects or lists are many times slower.
  let [v0h, v0l] = [0x736f6d65 ^ k0h, 0x70736575 ^ k0l];
  let [v1h, v1l] = [0x646f7261 ^ k1h, 0x6e646f6d ^ k1l ^ (long ? 0xee : 0)];
  let [v2h, v2l] = [0x6c796765 ^ k0h, 0x6e657261 ^ k0l];
  let [v3h, v3l] = [0x74656462 ^ k1h, 0x79746573 ^ k1l];

  const whole = message.length - (message.length % BLOCK);
  let first: Hash64 = { high: 0, low: 0 };
  // Empty blocks follow the message. Each takes two rounds, so two of them make the four final rounds.
  const end = whole + (long ? 5 : 3) * BLOCK;
  for (let at = 0; at < end; at += BLOCK) {
    let high = 0;
    let low = 0;
    if (at < whole) {
      low = wordAt(message, at);
      high = wordAt(message, at + 4);
    } else if (at === whole) {
      // The rest of the message, padded with zeros, and its length in the last byte.
      low = wordAt(message, at);
      high = wordAt(message, at + 4) | (message.length << 24);
    } else if (at === whole + BLOCK) {
      v2l ^= long ? 0xee : 0xff;
    } else if (at === whole + 3 * BLOCK) {
      first = unsigned(v0h ^ v1h ^ v2h ^ v3h, v0l ^ v1l ^ v2l ^ v3l);
      v1l ^= 0xdd;
    }
    v3h ^= high;
    v3l ^= low;
    for (let round = 0; round < 2; round += 1) {
      // v0 += v1; v1 = (v1 <<< 13) ^ v0; v0 <<<= 32
      let sum = (v0l + v1l) | 0;
      v0h = (v0h + v1h + (sum >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
      v0l = sum;
      let turned = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = turned ^ v0l;
      turned = v0l;
      v0l = v0h;
      v0h = turned;
      // v2 += v3; v3 = (v3 <<< 16) ^ v2
      sum = (v2l + v3l) | 0;
      v2h = (v2h + v3h + (sum >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
      v2l = sum;
      turned = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = turned ^ v2l;
      // v0 += v3; v3 = (v3 <<< 21) ^ v0
      sum = (v0l + v3l) | 0;
      v0h = (v0h + v3h + (sum >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
      v0l = sum;
      turned = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = turned ^ v0l;
      // v2 += v1; v1 = (v1 <<< 17) ^ v2; v2 <<<= 32
      sum = (v2l + v1l) | 0;
      v2h = (v2h + v1h + (sum >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
      v2l = sum;
      turned = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = turned ^ v2l;
      turned = v2l;
      v2l = v2h;
      v2h = turned;
    }
    v0h ^= high;
    v0l ^= low;
  }
  return [first, unsigned(v0h ^ v1h ^ v2h ^ v3h, v0l ^ v1l ^ v2l ^ v3l)];
}

/** Reads four bytes, the lowest first. Bytes after the end are zero. */
function wordAt(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  if (at + 4 <= end) {
    return (
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)
    );
  }
  let word = 0;
  for (let index = at; index < end; index += 1) word |= (bytes[index] ?? 0) << (8 * (index - at));
  return word;
}

function unsigned(high: number, low: number): Hash64 {
  return { high: high >>> 0, low: low >>> 0 };
}
