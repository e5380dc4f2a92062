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
    const compared = ignoreCase ? foldedText(literal) : literal;
    const entry = { literal: compared, ignoreCase, bounded, value };
    const kind = (bounded ? BOUNDED : ANYWHERE) | (literal.length < 4 ? BRIEF : 0);
    // Plain steps without lists in between: over a thousand literals are added before the first text is read. The case of
    // the first character never changes the slot.
    const first = nextSlot(0, signAt(compared, 0));
    this.#enterSecond(nextSlot(first, signAt(compared, 1)), entry, kind);
    if (ignoreCase) this.#enterSecond(nextSlot(first, otherSign(compared, 1)), entry, kind);
  }

  #enterSecond(pair: number, entry: Entry<Value>, kind: number): void {
    const { literal, ignoreCase } = entry;
    if (literal.length > 2) {
      this.#enter(nextSlot(pair, signAt(literal, 2)), entry, kind);
      if (ignoreCase) this.#enter(nextSlot(pair, otherSign(literal, 2)), entry, kind);
      return;
    }
    for (let sign = 0; sign < MOST_SIGNS; sign += 1) this.#enter(nextSlot(pair, sign), entry, kind);
  }

  #enter(slot: number, entry: Entry<Value>, kind: number): void {
    this.#kinds[slot] = (this.#kinds[slot] ?? 0) | kind;
    if ((kind & BRIEF) === 0) {
      this.#fourths[fourthSlot(slot, signAt(entry.literal, 3))] = 1;
      if (entry.ignoreCase) this.#fourths[fourthSlot(slot, otherSign(entry.literal, 3))] = 1;
    }
    const place = this.#places[slot] ?? 0;
    const known = this.#lists[place];
    if (place > 0 && known !== undefined) {
      // Two forms of one literal may share a slot.
      if (known[known.length - 1] !== entry) known.push(entry);
      return;
    }
    this.#places[slot] = this.#lists.length;
    this.#lists.push([entry]);
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

/** How many signs there are. */
const MOST_SIGNS = 256;

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

/** The sign that a character of a folded literal has in its other case: in ASCII one bit apart, beyond it the same. */
function otherSign(literal: string, place: number): number {
  const sign = signAt(literal, place);
  return sign >= 97 && sign <= 122 ? sign - 32 : sign;
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
