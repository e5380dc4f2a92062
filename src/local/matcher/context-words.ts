/** Scripts without blanks, whose words touch the text around them: Thai to Myanmar, Khmer, and East Asia. */
const WITHOUT_BLANKS = '[\\u0e00-\\u109f\\u1780-\\u17ff\\u3005-\\u9fff\\uac00-\\ud7a3]';
const RUNS_ON = new RegExp(`^${WITHOUT_BLANKS}(?:.{0,64}${WITHOUT_BLANKS})?$`);

const WORD_CHARACTER = '[\\p{L}\\p{N}]';
const ENDS_IN_WORD = new RegExp(`${WORD_CHARACTER}$`, 'iu');
const BEGINS_IN_WORD = new RegExp(`^${WORD_CHARACTER}`, 'iu');

/** Words that raise the confidence of a match. */
export class ContextWords {
  readonly #words: readonly string[];
  /** Finds the words anywhere, even inside others. */
  #anywhere: RegExp | undefined;
  /** Finds the words that stand by themselves. It takes longer to make, and few texts need it. */
  #apart: RegExp | undefined;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /**
   * Tells whether one of the words stands in a text from an index on. Case does not matter, and blanks may be `_` or
   * `-`.
   */
  standIn(text: string, from: number): boolean {
    this.#anywhere ??= new RegExp(sourceOfWords(this.#words), 'giu');
    this.#anywhere.lastIndex = from;
    const found = this.#anywhere.exec(text);
    if (found === null) return false;
    const end = found.index + found[0].length;
    const isApart =
      !ENDS_IN_WORD.test(text.slice(Math.max(0, found.index - 2), found.index)) &&
      !BEGINS_IN_WORD.test(text.slice(end, end + 2));
    if (isApart) return true;
    this.#apart ??= apartPattern(this.#words);
    this.#apart.lastIndex = from;
    return this.#apart.test(text);
  }
}

function apartPattern(words: readonly string[]): RegExp {
  const apart = words.filter((word) => !RUNS_ON.test(word));
  const runningOn = words.filter((word) => RUNS_ON.test(word));
  const sources = [
    ...(apart.length > 0 ? [`(?<!${WORD_CHARACTER})(?:${sourceOfWords(apart)})(?!${WORD_CHARACTER})`] : []),
    ...(runningOn.length > 0 ? [sourceOfWords(runningOn)] : []),
  ];
  return new RegExp(sources.join('|'), 'giu');
}

function sourceOfWords(words: readonly string[]): string {
  return words
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[\\s_-]{1,3}'))
    .join('|');
}
