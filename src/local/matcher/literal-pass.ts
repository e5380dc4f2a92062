import { foldCase } from './fold-case.js';
import { meter } from './work-meter.js';

/** Which list of literals a hit belongs to: one bit for each. */
export type LiteralKind = 1 | 2 | 4;

/** How far the bits of literals of two characters, which have no third to compare, stand from those of the others. */
const SHORT = 3;
const KINDS = 7;

const ASCII = 128;
const SLOTS = 1 << 15;

/**
 * Looks for many short literals in one pass. It only compares the first three characters, by table: hits are to be
 * looked at again. An expression with as many options tries several of them at each character.
 */
export class LiteralPass {
  /** For each pair of signs the kinds that have a literal beginning with it. */
  readonly #pairs = new Uint8Array(1 << 16);
  /** The same for the first three signs, by a hash of them. */
  readonly #triples = new Uint8Array(SLOTS);
  #empty = true;

  /** Adds a literal of two characters at least. */
  add(literal: string, kind: LiteralKind, ignoreCase: boolean): void {
    this.#empty = false;
    const [first = [], second = [], third = []] = [0, 1, 2].map((place) =>
      formsAt(literal, place, ignoreCase),
    );
    for (const one of first) {
      for (const two of second) {
        enter(this.#pairs, (one << 8) | two, third.length === 0 ? kind << SHORT : kind);
        for (const three of third) enter(this.#triples, slot(one, two, three), kind);
      }
    }
  }

  /** Visits, in order, the indexes from `from` on and before `to` at which literals may begin, with the bits of their kinds. */
  scan(text: string, from: number, visit: (kinds: number, index: number) => void, to = text.length): void {
    if (this.#empty) return;
    let one = signAt(text, from);
    const end = Math.min(to, text.length - 1);
    let candidates = 0;
    for (let index = from; index < end; index += 1) {
      const two = signAt(text, index + 1);
      const pair = this.#pairs[(one << 8) | two] ?? 0;
      if (pair !== 0) {
        const kinds =
          (pair >> SHORT) | (pair & KINDS & (this.#triples[slot(one, two, signAt(text, index + 2))] ?? 0));
        if (kinds !== 0) {
          candidates += 1;
          visit(kinds, index);
        }
      }
      one = two;
    }
    if (meter === undefined) return;
    meter.steps += Math.max(0, end - from);
    meter.candidates += candidates;
  }
}

function enter(table: Uint8Array, at: number, kinds: number): void {
  table[at] = (table[at] ?? 0) | kinds;
}

const slot = (one: number, two: number, three: number): number =>
  (one * 961 + two * 31 + three) & (SLOTS - 1);

/**
 * The code at an index; beyond ASCII a hash of it in lower case, 128 to 255, so that letters of other scripts differ from
 * each other. Behind the end of a text 128.
 */
function signAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < ASCII ? code : signOf(code);
}

function signOf(code: number): number {
  const folded = foldCase(code);
  // Some characters beyond ASCII have a lower case within it, such as the Kelvin sign.
  return folded < ASCII ? folded : ASCII | ((folded ^ (folded >> 7)) & (ASCII - 1));
}

/** The ways a character of the literal may be written; none behind its end. */
function formsAt(literal: string, place: number, ignoreCase: boolean): number[] {
  const character = literal.charAt(place);
  if (character === '') return [];
  const forms = ignoreCase ? [character.toLowerCase(), character.toUpperCase()] : [character];
  return [...new Set(forms.map((form) => signAt(form, 0)))];
}
