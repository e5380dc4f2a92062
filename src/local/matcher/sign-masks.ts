import { type CharacterSets, eachSign, NOTHING, SIGNS, signAt } from './character-sets.js';
import { PREFIX_DEPTH } from './prefix-table.js';
import type { CompiledRule } from './rule.js';

/** One entry of bits for each sign: whether it may stand in front of a match, and at each of its first places. */
export type SignMasks = Uint8Array;

/** Returns the possible first characters of a match of any of the rules. */
export function masksOf(rules: readonly CompiledRule[], sets: CharacterSets): SignMasks {
  const masks = new Uint8Array(SIGNS);
  for (const rule of rules) {
    for (const [place, set] of [sets.before(rule), ...sets.leading(rule, PREFIX_DEPTH)].entries()) {
      eachSign(set, (sign) => {
        masks[sign] = (masks[sign] ?? 0) | (1 << place);
      });
    }
  }
  return masks;
}

/**
 * Tells whether a match may begin at an index, by its first characters. Near the end of the text only the existing
 * characters count.
 */
export function mayBegin(masks: SignMasks, text: string, index: number): boolean {
  const before = index === 0 ? NOTHING : signAt(text, index - 1);
  if (((masks[before] ?? 0) & 1) === 0) return false;
  const depth = Math.min(PREFIX_DEPTH, text.length - index);
  for (let place = 0; place < depth; place += 1)
    if ((((masks[signAt(text, index + place)] ?? 0) >> (place + 1)) & 1) === 0) return false;
  return true;
}
