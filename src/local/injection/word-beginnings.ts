import { HASH_SEED, mix } from './hashing.js';

/** How many bits tell the beginnings of stems apart. */
export const STEM_BITS = 12;

/** Where the hash of a beginning stands in the table of those that stems have. */
export function filterSlot(hash: number): number {
  return (hash ^ (hash >>> 13)) & ((1 << STEM_BITS) - 1);
}

/** The hashes of the first two or three characters of a stem, as far as words are looked at before a stem is looked for. */
export function beginningsOf(stem: string): number[] {
  const found: number[] = [];
  let hash = HASH_SEED;
  for (const [index, char] of [...stem].slice(0, 3).entries()) {
    const code = char.codePointAt(0) ?? 0;
    hash = mix(hash, code);
    if (index === 2 || (index === 1 && code >= 0x80)) found.push(hash);
  }
  return found;
}
