const ASCII = 128;

/** Tests characters against the classes of a pattern: by a table for ASCII, by regular expressions beyond it. */
export class CharacterClasses {
  readonly #tests: readonly RegExp[];
  /** 1 for each class and ASCII character that belongs to it. */
  readonly #ascii: Uint8Array;
  /** Results for the last tested character beyond ASCII: 1 and 0, or -1 if unknown. */
  readonly #results: Int8Array;
  #last = -1;

  /** `sources` are characters in the notation of patterns: `a`, `\d`, `[^x]`. */
  constructor(sources: readonly string[], flags: string) {
    this.#tests = sources.map((source) => new RegExp(`^(?:${source})$`, flags));
    this.#ascii = new Uint8Array(sources.length * ASCII);
    this.#results = new Int8Array(sources.length).fill(-1);
    for (const [number, test] of this.#tests.entries()) {
      for (let code = 0; code < ASCII; code += 1)
        this.#ascii[number * ASCII + code] = test.test(String.fromCharCode(code)) ? 1 : 0;
    }
  }

  /** Tells whether a character belongs to a class, by its code point or, without flag `u`, its UTF-16 unit. */
  has(number: number, code: number): boolean {
    if (code < ASCII) return this.#ascii[number * ASCII + code] === 1;
    if (code !== this.#last) {
      this.#last = code;
      this.#results.fill(-1);
    }
    const known = this.#results[number] ?? -1;
    if (known >= 0) return known === 1;
    const result = this.#tests[number]?.test(String.fromCodePoint(code)) === true;
    this.#results[number] = result ? 1 : 0;
    return result;
  }
}
