import { HASH_SEED, mix } from './hashing.js';

/** The number of bits that distinguish the beginnings of stems. */
export const STEM_BITS = 12;

/** Returns the slot of a beginning's hash in the filter of stems. */
export function filterSlot(hash: number): number {
  return (hash ^ (hash >>> 13)) & ((1 << STEM_BITS) - 1);
}

/**
 * Returns the hashes of the first two or three characters of a stem. The same characters of a word are tested before a
 * stem is looked for.
 */
export function beginningsOf(stem: string): number[] {
  const found: number[] = [];
  let hash = HASH_SEED;
  let at = 0;
  for (let size = 1; size <= 3 && at < stem.length; size += 1) {
    const code = stem.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    hash = mix(hash, code);
    if (size === 3 || (size === 2 && code >= 0x80)) found.push(hash);
  }
  return found;
}
