/** Which list of literals a hit belongs to: one bit for each. */
export type LiteralKind = 1 | 2 | 4;

/** Beyond ASCII all characters look the same here, as one that texts do not have. */
const OTHER = 127;

const SLOTS = 1 << 15;

/**
 * Looks for many short literals in one pass. It only compares the first three characters, by table: hits are to be
 * looked at again. An expression with as many options tries several of them at each character.
 */
export class LiteralPass {
  /** For each pair of characters the kinds that have a literal beginning with it. */
  readonly #pairs = new Uint8Array(1 << 14);
  /** The same for the first three characters, by a hash of them. */
  readonly #triples = new Uint8Array(SLOTS);
  #empty = true;

  /** Adds a literal of two characters at least. */
  add(literal: string, kind: LiteralKind, ignoreCase: boolean): void {
    this.#empty = false;
    const [first = [], second = [], third] = [0, 1, 2].map((place) => formsAt(literal, place, ignoreCase));
    const any = Array.from({ length: 128 }, (_, code) => code);
    for (const one of first) {
      for (const two of second) {
        this.#enter(this.#pairs, (one << 7) | two, kind);
        for (const three of third?.length ? third : any)
          this.#enter(this.#triples, slot(one, two, three), kind);
      }
    }
  }

  /** Visits, in order, the indexes from `from` on and before `to` at which literals may begin, with the bits of their kinds. */
  scan(text: string, from: number, visit: (kinds: number, index: number) => void, to = text.length): void {
    if (this.#empty) return;
    let one = signAt(text, from);
    const end = Math.min(to, text.length - 1);
    for (let index = from; index < end; index += 1) {
      const two = signAt(text, index + 1);
      const pair = this.#pairs[(one << 7) | two] ?? 0;
      if (pair !== 0) {
        const kinds = pair & (this.#triples[slot(one, two, signAt(text, index + 2))] ?? 0);
        if (kinds !== 0) visit(kinds, index);
      }
      one = two;
    }
  }

  #enter(table: Uint8Array, at: number, kind: LiteralKind): void {
    table[at] = (table[at] ?? 0) | kind;
  }
}

const slot = (one: number, two: number, three: number): number =>
  (one * 961 + two * 31 + three) & (SLOTS - 1);

/** The code at an index; the same for all beyond ASCII, and for none. */
function signAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code < OTHER) return code;
  return OTHER;
}

/** The ways a character of the literal may be written; none behind its end. */
function formsAt(literal: string, place: number, ignoreCase: boolean): number[] {
  const character = literal.charAt(place);
  if (character === '') return [];
  const forms = ignoreCase ? [character.toLowerCase(), character.toUpperCase()] : [character];
  return [...new Set(forms.map((form) => signAt(form, 0)))];
}
