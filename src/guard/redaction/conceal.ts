import type { Redaction } from '../policy/redacted-span.js';

/** An original and the placeholder issued for it. */
export type Issued = readonly [original: string, placeholder: string];

/** A text with placeholders in place of originals. */
export interface Concealed {
  readonly text: string;
  /**
   * Moves redactions of that text to their places in the original text. A placeholder that a redaction touches is
   * replaced as a whole.
   */
  placed(redactions: readonly Redaction[]): readonly Redaction[];
}

interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
}

/**
 * Replaces originals by their placeholders, so that a tool input is judged as the model wrote it. Only whole words are
 * replaced, so no part of another word escapes judgement.
 * @param json whether the text is JSON, in which originals are escaped
 */
export function concealText(text: string, issued: readonly Issued[], json: boolean): Concealed {
  const replaced: Replaced[] = [];
  const covered = new Uint8Array(text.length);
  // The longest original goes first, because one may be part of another.
  for (const [original, placeholder] of issued.toSorted(([one], [other]) => other.length - one.length)) {
    const spelled = json ? JSON.stringify(original).slice(1, -1) : original;
    if (spelled === '') continue;
    for (let start = text.indexOf(spelled); start !== -1; start = text.indexOf(spelled, start + 1)) {
      const end = start + spelled.length;
      // A longer original that overlaps covers at least one of the ends.
      const taken = covered[start] === 1 || covered[end - 1] === 1;
      if (taken || !isWhole(text, start, end)) continue;
      covered.fill(1, start, end);
      replaced.push({ start, end, placeholder });
    }
  }
  replaced.sort((one, other) => one.start - other.start);
  let concealed = '';
  let copied = 0;
  for (const { start, end, placeholder } of replaced) {
    concealed += text.slice(copied, start) + placeholder;
    copied = end;
  }
  return {
    text: concealed + text.slice(copied),
    placed: (redactions) =>
      redactions.map((redaction) => ({ ...redaction, ...placeOf(redaction, replaced) })),
  };
}

const WORD = /[\p{L}\p{N}_-]/u;

function isWhole(text: string, start: number, end: number): boolean {
  const joins = (one: number, other: number): boolean =>
    WORD.test(text.charAt(one)) && WORD.test(text.charAt(other));
  return !joins(start - 1, start) && !joins(end - 1, end);
}

function placeOf({ start, end }: Redaction, replaced: readonly Replaced[]): Pick<Redaction, 'start' | 'end'> {
  let [from, to] = [start, end];
  let grown = 0;
  for (const { start: first, end: last, placeholder } of replaced) {
    const begin = first + grown;
    const finish = begin + placeholder.length;
    // A placeholder is replaced as a whole, wherever in it the redaction begins or ends.
    if (finish <= start) from = start + last - finish;
    else if (begin < start) from = first;
    if (finish <= end) to = end + last - finish;
    else if (begin < end) to = last;
    grown = finish - last;
  }
  return { start: from, end: to };
}
