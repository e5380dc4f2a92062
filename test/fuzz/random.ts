/** Random choices that a seed repeats. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  int(limit: number): number;
  /** Whether something of a probability from 0 to 1 happens. */
  chance(probability: number): boolean;
  pick<Item>(list: readonly [Item, ...Item[]]): Item;
  /** A list of up to `most` items, each made by `make`. */
  some<Item>(most: number, make: (index: number) => Item): Item[];
}

/** Makes a generator (mulberry32); the same seed makes the same choices. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const random: Random = {
    int: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (list) => list[random.int(list.length)] ?? list[0],
    some: (most, make) => Array.from({ length: random.int(most + 1) }, (_, index) => make(index)),
  };
  return random;
}

/** Puts lists into one, each kept in its order, their items anyhow among each other. */
export function weave<Item>(random: Random, lists: readonly (readonly Item[])[]): Item[] {
  const rest = lists.map((list) => [...list]).filter((list) => list.length > 0);
  const woven: Item[] = [];
  while (rest.length > 0) {
    const index = random.int(rest.length);
    const list = rest[index] ?? [];
    // Often several of one list come in a row.
    const run = 1 + random.int(3);
    woven.push(...list.splice(0, run));
    if (list.length === 0) rest.splice(index, 1);
  }
  return woven;
}
