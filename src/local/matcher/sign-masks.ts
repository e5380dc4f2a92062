import { type CharacterSets, eachSign, NOTHING, SIGNS, signAt } from './character-sets.js';
import { PREFIX_DEPTH } from './prefix-table.js';
import type { CompiledRule } from './rule.js';

/** For each sign, as bits, whether it may stand in front of a match, and at each of its first places. */
export type SignMasks = Uint8Array;

/** What the first characters of a match of any of some rules may be. */
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

/** Whether a match may begin at an index, as far as its first characters tell; where the text ends sooner, only what there is counts. */
export function mayBegin(masks: SignMasks, text: string, index: number): boolean {
  const before = index === 0 ? NOTHING : signAt(text, index - 1);
  if (((masks[before] ?? 0) & 1) === 0) return false;
  const depth = Math.min(PREFIX_DEPTH, text.length - index);
  for (let place = 0; place < depth; place += 1)
    if ((((masks[signAt(text, index + place)] ?? 0) >> (place + 1)) & 1) === 0) return false;
  return true;
}
