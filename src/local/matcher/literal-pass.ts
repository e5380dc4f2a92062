import { foldCase } from './fold-case.js';
import { meter } from './work-meter.js';

/** The way in which a literal is searched for. */
export interface LiteralOptions {
  readonly ignoreCase: boolean;
  /** Whether it does not count after an ASCII letter or digit. */
  readonly bounded: boolean;
  /** Whether it does not count in front of an ASCII letter or digit. */
  readonly closed: boolean;
}

interface Entry<Value> extends LiteralOptions {
  /** The literal as it is compared: with its case folded if case does not matter. */
  readonly literal: string;
  readonly value: Value;
}

/** The flags of literals in the tables: one that counts anywhere, and one that is bounded. */
const ANYWHERE = 1;
const BOUNDED = 2;
const BOTH = ANYWHERE | BOUNDED;

const ASCII = 128;
const BLANK = 32;

/** The bits of a character's class: letters without their case, digits, and signs, some of which share a class. */
const BITS = 6;
const CLASSES = 1 << BITS;
/** The number of combinations of three characters. */
const SLOTS = 1 << (3 * BITS);
/** The number of slots in a byte of a table, as a power of two. */
const SLOTS_OF_BYTE = 2;

/** The number of classes for characters that are not letters or digits. Those characters share them. */
const SIGN_CLASSES = CLASSES - 26 - 10;
/** The classes of ASCII: signs, then digits, then letters. */
const CLASS = Uint8Array.from({ length: ASCII }, (_, code) => {
  const letter = 'abcdefghijklmnopqrstuvwxyz'.indexOf(String.fromCharCode(code).toLowerCase());
  if (letter >= 0) return SIGN_CLASSES + 10 + letter;
  return code >= 48 && code <= 57 ? SIGN_CLASSES + code - 48 : code % SIGN_CLASSES;
});

/** The flags of literals that count after a character, for each ASCII character. */
const COUNTED = Uint8Array.from({ length: ASCII }, (_, code) =>
  isWordClass(CLASS[code] ?? 0) ? ANYWHERE : BOTH,
);

/**
 * Looks for many short literals in one pass, each with a value. It compares the first three characters by table, and
 * few places remain to be examined. An expression with as many options would try several of them at each character.
 */
export class LiteralPass<Value> {
  /**
   * The flags of literals that may begin with three characters, by their classes: one table for ASCII, one beyond it.
   */
  readonly #kinds = new Uint8Array(SLOTS >> SLOTS_OF_BYTE);
  readonly #kindsBeyond = new Uint8Array(SLOTS >> SLOTS_OF_BYTE);
  /** The literals that may begin with three characters, by slot. */
  readonly #entries = new Map<number, Entry<Value>[]>();

  /** Adds a literal of at least two characters. */
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
      // A read beyond the end would make every read slow.
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

/** Returns the slot of the last three characters, from the slot before and the class of the new one. */
const nextSlot = (slot: number, third: number): number => ((slot << BITS) | third) & (SLOTS - 1);

/** Returns the place of a slot's flags in their byte. */
const shiftOf = (slot: number): number => (slot & ((1 << SLOTS_OF_BYTE) - 1)) << 1;

/** Returns the class of the character at an index. After the end of a text it is the class of the character 0. */
function classAt(text: string, index: number): number {
  const code = index < text.length ? text.charCodeAt(index) : 0;
  return code < ASCII ? (CLASS[code] ?? 0) : classBeyond(code);
}

/** Returns a class beyond ASCII: a hash of the lower case, so that letters of other scripts differ from each other. */
function classBeyond(code: number): number {
  const folded = foldCase(code);
  // Some characters beyond ASCII have a lower case within it, such as the Kelvin sign.
  return folded < ASCII ? (CLASS[folded] ?? 0) : (folded ^ (folded >> BITS)) & (CLASSES - 1);
}

/** Tells whether a character and its lower case are beyond ASCII. */
const isBeyond = (code: number): boolean => code >= ASCII && foldCase(code) >= ASCII;

/** Tells whether a class is that of a letter or digit. */
function isWordClass(number: number): boolean {
  return number >= SIGN_CLASSES;
}

function isWordAt(text: string, index: number): boolean {
  const code = index < text.length ? text.charCodeAt(index) : 0;
  return code < ASCII && isWordClass(CLASS[code] ?? 0);
}

/** Returns a literal with its case folded. */
function foldedText(text: string): string {
  for (let at = 0; at < text.length; at += 1) {
    if (foldCase(text.charCodeAt(at)) !== text.charCodeAt(at))
      return String.fromCharCode(
        ...Array.from({ length: text.length }, (_, index) => foldCase(text.charCodeAt(index))),
      );
  }
  return text;
}

/** Tells whether a literal stands at an index. If case does not matter, the literal must be folded already. */
function standsAt(text: string, index: number, literal: string, ignoreCase: boolean): boolean {
  if (index + literal.length > text.length) return false;
  for (let place = 0; place < literal.length; place += 1) {
    const code = text.charCodeAt(index + place);
    if ((ignoreCase ? foldCase(code) : code) !== literal.charCodeAt(place)) return false;
  }
  return true;
}
