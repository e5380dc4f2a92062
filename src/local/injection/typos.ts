import { hashWord } from './hashing.js';

/** Key words of orders to a model that are long enough to tell a slip from another word. */
const HINGES =
  `ignoring disregard disregarding forgetting override instruction instructions previous previously preceding
  guideline guidelines restriction restrictions prompts system reveal password secrets safety filters pretend unrestricted
  unfiltered developer jailbreak following directives initial hidden`.split(/\s+/);
export const SHORTEST_TYPO = 6;
export const LONGEST_TYPO = 15;
const FILTER_BITS = 12;

/**
 * The key words, by a sum that does not depend on the order of letters: the sum of the whole word, and of the word with
 * one letter missing.
 */
interface Slips {
  readonly filter: Uint8Array;
  readonly words: ReadonlyMap<number, readonly string[]>;
}

let built: Slips | undefined;

function slips(): Slips {
  if (built !== undefined) return built;
  const filter = new Uint8Array(1 << FILTER_BITS);
  const words = new Map<number, string[]>();
  for (const word of HINGES) {
    let whole = 0;
    for (let at = 0; at < word.length; at++) whole = (whole + weight(word.charCodeAt(at))) | 0;
    for (let missing = 0; missing < word.length; missing++) {
      // The first letter is never missing. Its turn enters the whole word instead.
      const sum = missing === 0 ? whole : (whole - weight(word.charCodeAt(missing))) | 0;
      const known = words.get(sum) ?? [];
      if (!known.includes(word)) words.set(sum, [...known, word]);
      filter[sum >>> (32 - FILTER_BITS)] = 1;
    }
  }
  built = { filter, words };
  return built;
}

/**
 * Returns the hash of the key word of which a run of ASCII letters is a slip: inner letters in another order, or one
 * left out.
 * @returns 0 if it is no slip. Use it for unknown words only.
 */
export function hingeOf(text: string, start: number, end: number): number {
  const { filter, words } = slips();
  let sum = 0;
  for (let at = start; at < end; at++) sum = (sum + weight(text.charCodeAt(at) | 32)) | 0;
  if (filter[sum >>> (32 - FILTER_BITS)] === 0) return 0;
  const candidates = words.get(sum);
  if (candidates === undefined) return 0;
  const written = text.slice(start, end).toLowerCase();
  const word = candidates.find((candidate) => isSlip(written, candidate));
  return word === undefined ? 0 : hashWord(word);
}

function isSlip(written: string, word: string): boolean {
  if (written[0] !== word[0]) return false;
  if (written.length === word.length) return written.at(-1) === word.at(-1);
  let at = 0;
  while (at < written.length && written[at] === word[at]) at++;
  return written.slice(at) === word.slice(at + 1);
}

const weight = (code: number): number => Math.imul(code * code, 0x9e3779b1);
