import { foldCase } from './fold-case.js';
import { meter } from './work-meter.js';

/** How a literal is looked for. */
export interface LiteralOptions {
  readonly ignoreCase: boolean;
  /** Whether it does not count behind an ASCII letter or digit. */
  readonly bounded: boolean;
  /** Whether it does not count in front of one. */
  readonly closed: boolean;
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

const ASCII = 128;
const BLANK = 32;

/** How many bits tell characters apart: letters without their case, digits, and signs, some of which share a number. */
const BITS = 6;
const CLASSES = 1 << BITS;
/** Three characters. */
const SLOTS = 1 << (3 * BITS);
/** A byte of a table has the kinds of so many slots, as a power of two. */
const SLOTS_OF_BYTE = 2;

/** What is no letter or digit shares as many classes as these leave. */
const SIGN_CLASSES = CLASSES - 26 - 10;
/** The classes of ASCII: signs, then digits, then letters. */
const CLASS = Uint8Array.from({ length: ASCII }, (_, code) => {
  const letter = 'abcdefghijklmnopqrstuvwxyz'.indexOf(String.fromCharCode(code).toLowerCase());
  if (letter >= 0) return SIGN_CLASSES + 10 + letter;
  return code >= 48 && code <= 57 ? SIGN_CLASSES + code - 48 : code % SIGN_CLASSES;
});

/** For each ASCII character in front of a place the kinds that count there. */
const COUNTED = Uint8Array.from({ length: ASCII }, (_, code) =>
  isWordClass(CLASS[code] ?? 0) ? ANYWHERE : BOTH,
);

/**
 * Looks for many short literals in one pass, each with a value. It compares the first three characters by table; hardly
 * any place is left to be looked at again. An expression with as many options tries several of them at each character.
 */
export class LiteralPass<Value> {
  /** The kinds of literals that may begin with three characters, by their classes: in ASCII, and beyond it. */
  readonly #kinds = new Uint8Array(SLOTS >> SLOTS_OF_BYTE);
  readonly #kindsBeyond = new Uint8Array(SLOTS >> SLOTS_OF_BYTE);
  /** By slot the literals that may begin there. */
  readonly #entries = new Map<number, Entry<Value>[]>();

  /** Adds a literal of two characters at least. */
  add(literal: string, options: LiteralOptions, value: Value): void {
    const { ignoreCase, bounded, closed } = options;
    const compared = ignoreCase ? foldedText(literal) : literal;
    const entry = { literal: compared, ignoreCase, bounded, closed, value };
    const pair = nextSlot(classAt(compared, 0), classAt(compared, 1));
    if (compared.length > 2) this.#enter(nextSlot(pair, classAt(compared, 2)), entry);
    else for (let third = 0; third < CLASSES; third += 1) this.#enter(nextSlot(pair, third), entry);
  }

  #enter(slot: number, entry: Entry<Value>): void {
    const table = isBeyond(entry.literal.charCodeAt(0)) ? this.#kindsBeyond : this.#kinds;
    const kind = entry.bounded ? BOUNDED : ANYWHERE;
    const byte = slot >> SLOTS_OF_BYTE;
    table[byte] = (table[byte] ?? 0) | (kind << shiftOf(slot));
    const known = this.#entries.get(slot);
    if (known === undefined) this.#entries.set(slot, [entry]);
    else known.push(entry);
  }

  /** Visits, in order, each literal that begins from `from` on and before `to`. */
  scan(text: string, from: number, visit: (value: Value, index: number) => void, to = text.length): void {
    if (this.#entries.size === 0) return;
    const kinds = this.#kinds;
    const end = Math.min(to, text.length - 1);
    let slot = nextSlot(classAt(text, from), classAt(text, from + 1));
    let before = from === 0 ? BLANK : text.charCodeAt(from - 1);
    let one = from < text.length ? text.charCodeAt(from) : BLANK;
    let two = from < end ? text.charCodeAt(from + 1) : BLANK;
    let candidates = 0;
    for (let index = from; index < end; index += 1) {
      // To read behind the end would make every read slow.
      const three = index + 2 < text.length ? text.charCodeAt(index + 2) : 0;
      slot = nextSlot(slot, three < ASCII ? (CLASS[three] ?? 0) : classBeyond(three));
      const counted = before < ASCII ? (COUNTED[before] ?? BOTH) : BOTH;
      const table = one >= ASCII && isBeyond(one) ? this.#kindsBeyond : kinds;
      if ((((table[slot >> SLOTS_OF_BYTE] ?? 0) >> shiftOf(slot)) & counted) !== 0) {
        candidates += 1;
        this.#visitAt(text, index, slot, counted, visit);
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
    const entries = this.#entries.get(slot);
    if (entries === undefined) return;
    if (meter !== undefined) meter.comparisons += entries.length;
    for (let number = 0; number < entries.length; number += 1) {
      const entry = entries[number];
      if (entry === undefined || (entry.bounded && kinds === ANYWHERE)) continue;
      if (!standsAt(text, index, entry.literal, entry.ignoreCase)) continue;
      if (entry.closed && isWordAt(text, index + entry.literal.length)) continue;
      visit(entry.value, index);
    }
  }
}

/** The slot of the last three characters, from that of the three before. */
const nextSlot = (slot: number, third: number): number => ((slot << BITS) | third) & (SLOTS - 1);

/** Where the kinds of a slot stand in its byte. */
const shiftOf = (slot: number): number => (slot & ((1 << SLOTS_OF_BYTE) - 1)) << 1;

/** The class of the character at an index; behind the end of a text that of the character 0. */
function classAt(text: string, index: number): number {
  const code = index < text.length ? text.charCodeAt(index) : 0;
  return code < ASCII ? (CLASS[code] ?? 0) : classBeyond(code);
}

/** Beyond ASCII a hash of the lower case, so that letters of other scripts differ from each other. */
function classBeyond(code: number): number {
  const folded = foldCase(code);
  // Some characters beyond ASCII have a lower case within it, such as the Kelvin sign.
  return folded < ASCII ? (CLASS[folded] ?? 0) : (folded ^ (folded >> BITS)) & (CLASSES - 1);
}

/** Whether a character and its lower case are beyond ASCII. */
const isBeyond = (code: number): boolean => code >= ASCII && foldCase(code) >= ASCII;

/** Whether a class is that of a letter or digit. */
function isWordClass(number: number): boolean {
  return number >= SIGN_CLASSES;
}

function isWordAt(text: string, index: number): boolean {
  const code = index < text.length ? text.charCodeAt(index) : 0;
  return code < ASCII && isWordClass(CLASS[code] ?? 0);
}

/** A literal with its case folded. */
function foldedText(text: string): string {
  for (let at = 0; at < text.length; at += 1) {
    if (foldCase(text.charCodeAt(at)) !== text.charCodeAt(at))
      return String.fromCharCode(
        ...Array.from({ length: text.length }, (_, index) => foldCase(text.charCodeAt(index))),
      );
  }
  return text;
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
