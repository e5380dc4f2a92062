import type { Enclosure } from './enclosures.js';
import { isInsidePair } from './expression.js';
import { foldText, unfoldableTail } from './fold.js';
import { type Finding, type RawFinding, uniteFindings } from './matcher.js';
import { clipFindings, type Redactor, type Replacement, replacementOf } from './redactor.js';

/** A held text is read again once it has grown by this part of itself, so that a long one is not read for each character. */
const GROWTH = 1 / 8;

/**
 * Redacts a text that comes in pieces. A character leaves as soon as no finding can include it any more; what has left
 * and what leaves at the end make the same text for every way to cut it. Keeps what is held and a few dozen characters
 * before it, nothing else.
 */
export class StreamingRedactor {
  readonly #redactor: Redactor;
  readonly #replacement: Replacement;
  /** Text that has come and not left, as it came. */
  #held = '';
  /** What stood before it, folded: rules look back at it. */
  #context = '';
  #readAt = 1;
  #inside: Enclosure | undefined;
  #ended = false;

  constructor(redactor: Redactor, replacement: Replacement) {
    this.#redactor = redactor;
    this.#replacement = replacement;
  }

  /** How many UTF-16 code units are held back. What a private key block covers is dropped, not held. */
  get heldLength(): number {
    return this.#held.length;
  }

  /**
   * Takes the next piece and returns what may leave.
   * @throws TypeError after `end`
   */
  push(chunk: string): string {
    if (this.#ended) throw new TypeError('push after end');
    this.#held += chunk;
    if (this.#held.length < this.#readAt) return '';
    const released = this.#read(false);
    this.#readAt = this.#held.length + Math.max(1, Math.floor(this.#held.length * GROWTH));
    return released;
  }

  /** Returns the rest. The stream takes no more after it. */
  end(): string {
    if (this.#ended) return '';
    this.#ended = true;
    const released = this.#read(true);
    this.#held = '';
    this.#context = '';
    return released;
  }

  #read(last: boolean): string {
    let released = '';
    for (;;) {
      const progress =
        this.#inside === undefined ? this.#readOutside(last) : this.#readInside(this.#inside, last);
      released += progress.released;
      if (!progress.again) return released;
    }
  }

  /** Drops what an enclosing finding covers, up to and with what closes it. */
  #readInside(enclosure: Enclosure, last: boolean): Progress {
    const { text, at, endAt } = this.#fold(last);
    const closing = enclosure.closing.first(text, 0);
    const unsettled = last ? text.length : enclosure.closing.unsettledFrom(text, 0);
    if (closing !== undefined && unsettled > closing.start) {
      this.#held = this.#held.slice(endAt(closing.end));
      this.#context = '';
      this.#inside = undefined;
      return { released: '', again: this.#held !== '' };
    }
    this.#held = last ? '' : this.#held.slice(at(unsettled));
    return { released: '', again: false };
  }

  #readOutside(last: boolean): Progress {
    const { matcher, enclosures } = this.#redactor;
    const { text: folded, at, endAt } = this.#fold(last);
    const from = this.#context.length;
    const text = this.#context + folded;
    const opening = enclosures.next(text, from);
    const places: Places = { at: (index) => at(index - from), endAt: (index) => endAt(index - from) };
    const openings = last ? text.length : enclosures.opening.unsettledFrom(text, from);
    // What is open in front of it does not matter: it ends where the enclosure begins.
    if (opening !== undefined && opening.start < openings) {
      const { start, end, enclosure } = opening;
      const findings = uniteFindings(clipFindings(matcher.find(text.slice(0, end), from), start));
      const { label, detector, confidence } = enclosure;
      const released =
        this.#write(findings, places, start) +
        replacementOf({ label, detector, confidence, length: undefined }, this.#replacement);
      this.#held = this.#held.slice(places.endAt(end));
      this.#context = '';
      this.#inside = enclosure;
      return { released, again: true };
    }
    const unsettled = last ? text.length : Math.min(openings, matcher.unsettledFrom(text, from));
    const found = matcher.find(text, from);
    const safe = settledTo(text, found, unsettled);
    const settled = uniteFindings(found.filter((finding) => finding.end <= safe));
    const released = this.#write(settled, places, safe);
    this.#held = this.#held.slice(places.at(safe));
    this.#context = text.slice(Math.max(0, safe - matcher.behind), safe);
    return { released, again: false };
  }

  /** The held text up to an index of the folded one, findings replaced. */
  #write(findings: readonly Finding[], { at, endAt }: Places, to: number): string {
    let written = '';
    let position = 0;
    for (const finding of findings) {
      const start = at(finding.start);
      const end = endAt(finding.end);
      const { detector, label, confidence } = finding;
      written +=
        this.#held.slice(position, start) +
        replacementOf({ detector, label, confidence, length: end - start }, this.#replacement);
      position = end;
    }
    return written + this.#held.slice(position, at(to));
  }

  /** The held text as patterns read it, without what may be read in another way once more has come. */
  #fold(last: boolean): ReturnType<typeof foldText> {
    const waiting = last ? 0 : unfoldableTail(this.#held);
    return foldText(waiting === 0 ? this.#held : this.#held.slice(0, -waiting));
  }
}

/** How far a text may leave: no match, an allowed one included, and no surrogate pair is cut. */
function settledTo(text: string, found: readonly RawFinding[], unsettled: number): number {
  let safe = unsettled;
  // From the back: a match that is cut moves the place to its start, which may cut others.
  for (const { start, end } of found.toSorted((a, b) => b.end - a.end)) {
    if (end <= safe) break;
    if (start < safe) safe = start;
  }
  return isInsidePair(text, safe) ? settledTo(text, found, safe - 1) : safe;
}

interface Progress {
  readonly released: string;
  /** Whether what is left is to be read in another state. */
  readonly again: boolean;
}

/** From indexes of context and folded text to those of the held text. */
interface Places {
  readonly at: (index: number) => number;
  readonly endAt: (index: number) => number;
}
