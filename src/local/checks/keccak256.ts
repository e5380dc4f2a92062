const MASK = (1n << 64n) - 1n;

/** The rotations of the lanes, in the order in which rho and pi visit them (FIPS 202, 3.2.2): triangular numbers. */
const TURNS = Array.from({ length: 24 }, (_, index) => BigInt(((index + 1) * (index + 2)) / 2) % 64n);

/** The constants of the 24 rounds, from the linear feedback shift register of FIPS 202, 3.2.5. */
const ROUND_CONSTANTS: readonly bigint[] = roundConstants();

function roundConstants(): bigint[] {
  let register = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let power = 0; power < 7; power += 1) {
      if (register & 1) constant |= 1n << BigInt(2 ** power - 1);
      register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1;
    }
    return constant;
  });
}

/**
 * Computes Keccak-256 with the padding of the original submission (Ethereum's hash, not SHA3-256). It takes up to 135
 * bytes, which is one block and enough for addresses.
 * @throws RangeError for a longer message.
 */
export function keccak256(message: Uint8Array): Uint8Array {
  if (message.length > 135) throw new RangeError('keccak256 takes up to 135 bytes');
  const block = new Uint8Array(200);
  block.set(message);
  block[message.length] = 0x01;
  block[135] = (block[135] ?? 0) | 0x80;
  const view = new DataView(block.buffer);
  const lanes = Array.from({ length: 25 }, (_, index) => view.getBigUint64(index * 8, true));
  for (const constant of ROUND_CONSTANTS) permute(lanes, constant);
  lanes.slice(0, 4).forEach((lane, index) => {
    view.setBigUint64(index * 8, lane, true);
  });
  return block.slice(0, 32);
}

const rotate = (lane: bigint, by: bigint): bigint => ((lane << by) | (lane >> (64n - by))) & MASK;

/** Runs one round of Keccak-f[1600] on lanes in the order x + 5y. */
function permute(lanes: bigint[], constant: bigint): void {
  const at = (index: number): bigint => lanes[index] ?? 0n;
  const parity = [0, 1, 2, 3, 4].map((x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20));
  for (let index = 0; index < 25; index += 1) {
    const x = index % 5;
    lanes[index] = at(index) ^ (parity[(x + 4) % 5] ?? 0n) ^ rotate(parity[(x + 1) % 5] ?? 0n, 1n);
  }
  let [x, y, carried] = [1, 0, at(1)];
  for (const turn of TURNS) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    const next = at(x + 5 * y);
    lanes[x + 5 * y] = rotate(carried, turn);
    carried = next;
  }
  for (let row = 0; row < 25; row += 5) {
    const old = lanes.slice(row, row + 5);
    for (let column = 0; column < 5; column += 1) {
      const [here = 0n, next = 0n, after = 0n] = [old[column], old[(column + 1) % 5], old[(column + 2) % 5]];
      lanes[row + column] = here ^ (~next & MASK & after);
    }
  }
  lanes[0] = at(0) ^ constant;
}
