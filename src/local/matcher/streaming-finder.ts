import type { Enclosure, Enclosures } from './enclosures.js';
import { isInsidePair } from './expression.js';
import { foldText, unfoldableTail } from './fold.js';
import { type Finding, type Matcher, type RawFinding, uniteFindings } from './matcher.js';
import type { RedactedFinding } from './replacement.js';

/**
 * The growth after which held text is read again, as a part of its length. A long text is thus not read again for each
 * character.
 */
const GROWTH = 1 / 8;

/** A part of a streamed text, in order and without gaps: all parts joined are the text. */
export interface StreamPiece {
  /** The original text of the part. */
  readonly text: string;
  /** The finding; absent for text that is not a finding. */
  readonly finding?: RedactedFinding;
  /** Set if the part continues the finding before it, such as the rest of a private key block. */
  readonly continues?: true;
}

/** The rules that a stream is searched for. */
export interface StreamedRules {
  readonly matcher: Matcher;
  /** Rules whose findings go on until something closes them. */
  readonly enclosures: Enclosures;
}

/**
 * Finds matches in a text that comes in pieces. A character is returned as soon as no finding can still include it. The
 * findings are the same however the text is cut. It keeps the held text and a few dozen characters before it, and
 * nothing else.
 */
export class StreamingFinder {
  readonly #rules: StreamedRules;
  /** The held text in its original form. */
  #held = '';
  /** The folded text before it, which rules examine as context. */
  #context = '';
  #readAt = 1;
  #inside: Enclosure | undefined;
  #ended = false;

  constructor(rules: StreamedRules) {
    this.#rules = rules;
  }

  /** The number of UTF-16 code units that are held back. The contents of a private key block are not held. */
  get heldLength(): number {
    return this.#held.length;
  }

  /**
   * Takes the next piece of text and returns the parts that are decided.
   * @throws TypeError after `end`
   */
  push(chunk: string): StreamPiece[] {
    if (this.#ended) throw new TypeError('push after end');
    this.#held += chunk;
    if (this.#held.length < this.#readAt) return [];
    const pieces = this.#read(false);
    this.#readAt = this.#held.length + Math.max(1, Math.floor(this.#held.length * GROWTH));
    return pieces;
  }

  /** Returns the rest. The stream then takes no more text. */
  end(): StreamPiece[] {
    if (this.#ended) return [];
    this.#ended = true;
    const pieces = this.#read(true);
    this.#held = '';
    this.#context = '';
    return pieces;
  }

  #read(last: boolean): StreamPiece[] {
    const pieces: StreamPiece[] = [];
    while (
      this.#inside === undefined
        ? this.#readOutside(last, pieces)
        : this.#readInside(this.#inside, last, pieces)
    );
    return pieces;
  }

  /**
   * Reads text inside an enclosing finding, up to and including the pattern that closes it. Returns whether there is
   * more to read.
   */
  #readInside(enclosure: Enclosure, last: boolean, pieces: StreamPiece[]): boolean {
    const { text, at, endAt } = this.#fold(last);
    const closing = enclosure.closing.first(text, 0);
    const unsettled = last ? text.length : enclosure.closing.unsettledFrom(text, 0);
    const finding = findingOf(enclosure);
    if (closing !== undefined && unsettled > closing.start) {
      pieces.push({ text: this.#take(endAt(closing.end)), finding, continues: true });
      this.#context = '';
      this.#inside = undefined;
      return this.#held !== '';
    }
    const covered = this.#take(last ? this.#held.length : at(unsettled));
    if (covered !== '') pieces.push({ text: covered, finding, continues: true });
    return false;
  }

  /** Reads text outside enclosing findings. Returns whether there is more to read. */
  #readOutside(last: boolean, pieces: StreamPiece[]): boolean {
    const { matcher, enclosures } = this.#rules;
    const { text: folded, at, endAt } = this.#fold(last);
    const from = this.#context.length;
    const text = this.#context + folded;
    const opening = enclosures.next(text, from);
    const places: Places = { at: (index) => at(index - from), endAt: (index) => endAt(index - from) };
    const openings = last ? text.length : enclosures.opening.unsettledFrom(text, from);
    // Unfinished matches in front of an opening do not matter, because they end where the enclosure begins.
    if (opening !== undefined && opening.start < openings) {
      const { start, end, enclosure } = opening;
      const findings = uniteFindings(clipFindings(matcher.find(text.slice(0, end), from), start));
      const taken = this.#takeFindings(findings, places, start, pieces);
      pieces.push({ text: this.#take(places.endAt(end) - taken), finding: findingOf(enclosure) });
      this.#context = '';
      this.#inside = enclosure;
      return true;
    }
    const unsettled = last ? text.length : Math.min(openings, matcher.unsettledFrom(text, from));
    const found = matcher.find(text, from);
    const safe = settledTo(text, found, unsettled);
    const settled = uniteFindings(found.filter((finding) => finding.end <= safe));
    this.#takeFindings(settled, places, safe, pieces);
    this.#context = matcher.contextBefore(text, safe);
    return false;
  }

  /** Takes the held text up to an index of the folded text, with its findings. Returns its length. */
  #takeFindings(
    findings: readonly Finding[],
    { at, endAt }: Places,
    to: number,
    pieces: StreamPiece[],
  ): number {
    let taken = 0;
    const takeTo = (position: number, finding?: RedactedFinding): void => {
      if (position <= taken) return;
      pieces.push({ text: this.#take(position - taken), ...(finding && { finding }) });
      taken = position;
    };
    for (const { detector, label, confidence, start, end } of findings) {
      takeTo(at(start));
      takeTo(endAt(end), { detector, label, confidence, length: endAt(end) - at(start) });
    }
    takeTo(at(to));
    return taken;
  }

  #take(length: number): string {
    const taken = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    return taken;
  }

  /** Folds the held text, without an end that later text may still change. */
  #fold(last: boolean): ReturnType<typeof foldText> {
    const waiting = last ? 0 : unfoldableTail(this.#held);
    return foldText(waiting === 0 ? this.#held : this.#held.slice(0, -waiting));
  }
}

const findingOf = ({ detector, label, confidence }: Enclosure): RedactedFinding => ({
  detector,
  label,
  confidence,
  length: undefined,
});

/**
 * Returns how much of a text may leave. The cut is inside no match, allowed matches included, and inside no surrogate
 * pair.
 */
function settledTo(text: string, found: readonly RawFinding[], unsettled: number): number {
  let safe = unsettled;
  // The search runs from the back. A match that is cut moves the place to its start, which may cut other matches.
  for (const { start, end } of found.toSorted((a, b) => b.end - a.end)) {
    if (end <= safe) break;
    if (start < safe) safe = start;
  }
  return isInsidePair(text, safe) ? settledTo(text, found, safe - 1) : safe;
}

/** Maps indexes of context and folded text to indexes of the held text. */
interface Places {
  readonly at: (index: number) => number;
  readonly endAt: (index: number) => number;
}

/** Cuts findings at an index and drops those after it. */
export function clipFindings(findings: readonly RawFinding[], end: number): RawFinding[] {
  return findings
    .filter((finding) => finding.start < end)
    .map((finding) => (finding.end <= end ? finding : { ...finding, end }));
}
