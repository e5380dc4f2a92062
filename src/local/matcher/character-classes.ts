const ASCII = 128;

/** Tests characters against the classes of a pattern: a table for ASCII, the engine's own expression beyond. */
export class CharacterClasses {
  readonly #tests: readonly RegExp[];
  /** For each class and ASCII character 1 where it belongs. */
  readonly #ascii: Uint8Array;
  /** Results for the character beyond ASCII that was asked for last: 1 and 0, -1 where not known. */
  readonly #results: Int8Array;
  #last = -1;

  /** `sources` are characters as patterns write them: `a`, `\d`, `[^x]`. */
  constructor(sources: readonly string[], flags: string) {
    this.#tests = sources.map((source) => new RegExp(`^(?:${source})$`, flags));
    this.#ascii = new Uint8Array(sources.length * ASCII);
    this.#results = new Int8Array(sources.length).fill(-1);
    for (const [number, test] of this.#tests.entries()) {
      for (let code = 0; code < ASCII; code += 1)
        this.#ascii[number * ASCII + code] = test.test(String.fromCharCode(code)) ? 1 : 0;
    }
  }

  /** Whether a character belongs to a class, by its code point or, without flag `u`, its UTF-16 unit. */
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
