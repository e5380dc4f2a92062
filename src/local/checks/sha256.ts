/**
 * Returns the first 32 bits of the fractional parts of the roots of the first primes, by which FIPS 180-4 defines its
 * constants.
 */
function fractions(root: (prime: number) => number, count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) {
      if (candidate % divisor === 0) prime = false;
    }
    if (prime) found.push(Math.floor((root(candidate) % 1) * 2 ** 32) | 0);
  }
  return found;
}

const ROUND_CONSTANTS = fractions(Math.cbrt, 64);
const INITIAL_STATE = fractions(Math.sqrt, 8);

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/**
 * Computes SHA-256 (FIPS 180-4) of a short input. The checksums of addresses need it, and Web Crypto is asynchronous.
 */
export function sha256(message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, message.length * 8);
  const state = Int32Array.from(INITIAL_STATE);
  for (let block = 0; block < blocks; block += 1) compress(state, view, block * 64);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, index) => {
    out.setInt32(index * 4, word);
  });
  return digest;
}

function compress(state: Int32Array, view: DataView, offset: number): void {
  const words = new Int32Array(64);
  for (let index = 0; index < 16; index += 1) words[index] = view.getInt32(offset + index * 4);
  const word = (index: number): number => words[index] ?? 0;
  for (let index = 16; index < 64; index += 1) {
    const low = rotate(word(index - 15), 7) ^ rotate(word(index - 15), 18) ^ (word(index - 15) >>> 3);
    const high = rotate(word(index - 2), 17) ^ rotate(word(index - 2), 19) ^ (word(index - 2) >>> 10);
    words[index] = word(index - 16) + low + word(index - 7) + high;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const sumE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = h + sumE + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[index] ?? 0) + word(index);
    const sumA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = sumA + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => {
    state[index] = (state[index] ?? 0) + value;
  });
}
