import { foldCase } from './fold-case.js';
import { meter } from './work-meter.js';

/** How a literal is looked for. */
export interface LiteralOptions {
  readonly ignoreCase: boolean;
  /** Whether it does not count behind an ASCII letter or digit. */
  readonly bounded: boolean;
}

interface Entry<Value> extends LiteralOptions {
  /** As it is compared: with its case folded where case does not matter. */
  readonly literal: string;
  readonly value: Value;
}

/** What stands in the tables for a literal that counts anywhere, and for one that is bounded. */
const ANYWHERE = 1;
const BOUNDED = 2;
const BOTH = ANYWHERE | BOUNDED;
/** What stands there where one of them has no fourth character to compare. */
const BRIEF = 4;

const ASCII = 128;
const BLANK = 32;
/** A code that stands for no character; its sign is 128. */
const NOTHING = 0x4000;
/** For each ASCII character in front of a place the kinds that count there. */
const COUNTED = Uint8Array.from({ length: ASCII }, (_, code) =>
  /[A-Za-z0-9]/.test(String.fromCharCode(code)) ? ANYWHERE : BOTH,
);

const SLOTS = 1 << 15;

/**
 * Looks for many short literals in one pass, each with a value. It compares the first four characters by table; hardly
 * any place is left to be looked at again. An expression with as many options tries several of them at each character.
 */
export class LiteralPass<Value> {
  /** By the hash of three signs the kinds of literals that may begin with them. */
  readonly #kinds = new Uint8Array(SLOTS);
  /** By the hash of four signs whether literals begin with them. */
  readonly #fourths = new Uint8Array(SLOTS);
  /** By the hash of three signs the place of the list of literals that may begin with them. */
  readonly #places = new Uint16Array(SLOTS);
  /** The lists of literals. The first is empty. */
  readonly #lists: Entry<Value>[][] = [[]];

  /** Adds a literal of two characters at least. */
  add(literal: string, options: LiteralOptions, value: Value): void {
    const { ignoreCase, bounded } = options;
    const entry = { literal: ignoreCase ? foldedText(literal) : literal, ignoreCase, bounded, value };
    const kind = bounded ? BOUNDED : ANYWHERE;
    const first = formsAt(literal, 0, ignoreCase);
    const second = formsAt(literal, 1, ignoreCase);
    const third = formsAt(literal, 2, ignoreCase);
    const fourth = formsAt(literal, 3, ignoreCase);
    const slots = new Set<number>();
    for (const one of first) {
      for (const two of second)
        for (const three of third.length === 0 ? ANY : third) slots.add(slotOf(one, two, three));
    }
    for (const slot of slots) {
      this.#kinds[slot] = (this.#kinds[slot] ?? 0) | kind | (fourth.length === 0 ? BRIEF : 0);
      for (const sign of fourth) this.#fourths[fourthSlot(slot, sign)] = 1;
      const place = this.#places[slot] ?? 0;
      if (place > 0) {
        this.#lists[place]?.push(entry);
        continue;
      }
      this.#places[slot] = this.#lists.length;
      this.#lists.push([entry]);
    }
  }

  /** Visits, in order, each literal that begins from `from` on and before `to`. */
  scan(text: string, from: number, visit: (value: Value, index: number) => void, to = text.length): void {
    if (this.#lists.length === 1) return;
    const kinds = this.#kinds;
    const end = Math.min(to, text.length - 1);
    let slot = slotOf(0, signAt(text, from), signAt(text, from + 1));
    let before = from === 0 ? BLANK : text.charCodeAt(from - 1);
    let one = from < text.length ? text.charCodeAt(from) : BLANK;
    let two = from < end ? text.charCodeAt(from + 1) : BLANK;
    let candidates = 0;
    for (let index = from; index < end; index += 1) {
      // To read behind the end would make every read slow.
      const three = index + 2 < text.length ? text.charCodeAt(index + 2) : NOTHING;
      slot = nextSlot(slot, three < ASCII ? three : signOf(three));
      const counted = before < ASCII ? (COUNTED[before] ?? BOTH) : BOTH;
      const kind = kinds[slot] ?? 0;
      if ((kind & counted) !== 0) {
        if ((kind & BRIEF) !== 0 || this.#fourths[fourthSlot(slot, signAt(text, index + 3))] === 1) {
          candidates += 1;
          this.#visitAt(text, index, slot, counted, visit);
        }
      }
      before = one;
      one = two;
      two = three;
    }
    if (meter === undefined) return;
    meter.steps += Math.max(0, end - from);
    meter.candidates += candidates;
  }

  #visitAt(
    text: string,
    index: number,
    slot: number,
    kinds: number,
    visit: (value: Value, index: number) => void,
  ): void {
    const entries = this.#lists[this.#places[slot] ?? 0];
    if (entries === undefined) return;
    if (meter !== undefined) meter.comparisons += entries.length;
    for (let number = 0; number < entries.length; number += 1) {
      const entry = entries[number];
      if (entry === undefined || (entry.bounded && kinds === ANYWHERE)) continue;
      if (standsAt(text, index, entry.literal, entry.ignoreCase)) visit(entry.value, index);
    }
  }
}

/** All signs there are. */
const ANY = Array.from({ length: 256 }, (_, sign) => sign);

/** The hash of the last three signs, from that of the last three before. */
const nextSlot = (slot: number, sign: number): number => ((slot << 5) ^ sign) & (SLOTS - 1);

/** The hash of four signs, from that of the first three. */
const fourthSlot = (slot: number, sign: number): number => ((slot * 31) ^ sign) & (SLOTS - 1);

const slotOf = (one: number, two: number, three: number): number =>
  nextSlot(nextSlot(nextSlot(0, one), two), three);

/**
 * The code at an index; beyond ASCII a hash of it in lower case, 128 to 255, so that letters of other scripts differ from
 * each other. Behind the end of a text 128.
 */
function signAt(text: string, index: number): number {
  const code = index < text.length ? text.charCodeAt(index) : NOTHING;
  return code < ASCII ? code : signOf(code);
}

function signOf(code: number): number {
  const folded = foldCase(code);
  // Some characters beyond ASCII have a lower case within it, such as the Kelvin sign.
  return folded < ASCII ? folded : ASCII | ((folded ^ (folded >> 7)) & (ASCII - 1));
}

/** The signs by which a character of the literal may be written; none behind its end. */
function formsAt(literal: string, place: number, ignoreCase: boolean): readonly number[] {
  if (place >= literal.length) return [];
  const sign = signAt(literal, place);
  if (!ignoreCase) return [sign];
  // In ASCII the case of letters is one bit; beyond it signs have none, but for what a capital of ASCII is among its forms.
  if (sign < ASCII) return sign >= 97 && sign <= 122 ? [sign, sign - 32] : [sign];
  const upper = signAt(literal.charAt(place).toUpperCase(), 0);
  return upper === sign ? [sign] : [sign, upper];
}

function foldedText(text: string): string {
  return String.fromCharCode(
    ...Array.from({ length: text.length }, (_, at) => foldCase(text.charCodeAt(at))),
  );
}

/** Whether a literal stands at an index; where case does not matter its own is folded. */
function standsAt(text: string, index: number, literal: string, ignoreCase: boolean): boolean {
  if (index + literal.length > text.length) return false;
  for (let place = 0; place < literal.length; place += 1) {
    const code = text.charCodeAt(index + place);
    if ((ignoreCase ? foldCase(code) : code) !== literal.charCodeAt(place)) return false;
  }
  return true;
}
