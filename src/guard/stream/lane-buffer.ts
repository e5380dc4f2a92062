import type { Redaction } from '../policy/redacted-span.js';
import { isPlainWord, MAX_ESCAPE, MAX_NESTED, unitsSaying, wordStartIn } from './growing-end.js';
import type { Lane, LaneKind } from './lane.js';
import { createRedactionList } from './redaction-list.js';
import type { Tally } from './tally.js';
import { createTextStore } from './text-store.js';

/** Finds sensitive data while a lane's text streams. It tells the lane by `decide`. */
export interface LaneFinder {
  push(lane: LaneBuffer, text: string): void;
  /** Ends the text of the lane. */
  close(): void;
}

/** The settings that a lane gets with its first text. */
export interface LaneBeginning {
  /** The finder. Text that it may still find is not released. */
  readonly finder?: LaneFinder | undefined;
  /** Whether findings are replaced. The text is then judged as it will leave. */
  readonly replacing?: boolean;
  /** The block that this one continues. */
  readonly before?: LaneBuffer | undefined;
  /** Called when no more text comes. */
  readonly onClose?: () => void;
}

/** Options of a lane. */
export interface LaneOptions {
  readonly kind: LaneKind;
  /** True if it is no block of the answer, so that nothing continues it. */
  readonly apart?: boolean;
  /** True if text leaves as it comes. */
  readonly released?: boolean;
  /** The sums over the blocks of the answer. */
  readonly tally: Tally;
  /** Called with the first text, so that a block without text affects no other. */
  readonly begin?: (lane: LaneBuffer) => LaneBeginning;
}

/** A stretch of a lane's text as it is read: as it came, or its replacement. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly replaced: boolean;
}

/** A place that can be replaced. */
export interface Reach {
  readonly start: number;
  readonly end: number;
  /** The text that came there. */
  readonly text: string;
}

/** A lane in the form that the verifier sees. The README beside this file shows the order of its offsets. */
export class LaneBuffer implements Lane {
  readonly kind: LaneKind;
  /** The block that this one continues. */
  before: LaneBuffer | undefined;
  /** True if nothing continues it. */
  readonly apart: boolean;
  /** The end of the text that was judged and passed. */
  scannedTo = 0;
  /** The end of the text that was looked at. Without more text a scan would say the same again. */
  seenTo = 0;
  closed = false;
  /** The length of the first piece. Pieces leave whole. */
  firstLength = 0;
  /**
   * True if the lane is closed and no text comes next. Its end then does not wait for words, but only for data that
   * may still be growing.
   */
  settled = false;
  readonly #released: boolean;
  #finder: LaneFinder | undefined;
  #replacing = false;
  readonly #text = createTextStore();
  readonly #redactions = createRedactionList();
  #decidedTo = 0;
  #clearedTo = 0;
  /** The end of the text that has left. */
  #takenTo = 0;
  readonly #tally: Tally;
  readonly #begin: ((lane: LaneBuffer) => LaneBeginning) | undefined;
  #onClose: (() => void) | undefined;

  constructor({ kind, apart, released = false, tally, begin }: LaneOptions) {
    this.kind = kind;
    this.apart = apart ?? kind === 'other';
    this.#tally = tally;
    this.#begin = begin;
    this.#released = released;
  }

  get length(): number {
    return this.#text.length;
  }

  /** The end of the text that may leave, as far as this lane alone decides. */
  get clearedTo(): number {
    return this.#clearedTo;
  }

  set clearedTo(offset: number) {
    this.#tally.cleared += offset - this.#clearedTo;
    this.#clearedTo = offset;
  }

  get releasedTo(): number {
    return this.#tally.withheld ? 0 : this.#clearedTo;
  }

  get redactions(): readonly Redaction[] {
    return this.#redactions.all;
  }

  get rewritten(): boolean {
    return this.redactions.length > 0;
  }

  /** The end of the text for which sensitive data is decided. Without a finder this is all of it. */
  get decidedTo(): number {
    return this.#finder === undefined ? this.length : this.#decidedTo;
  }

  /** The end of the text that can be judged in the form in which it will leave. */
  get readableTo(): number {
    return this.#replacing ? this.decidedTo : this.length;
  }

  push(text: string): void {
    if (text === '') return;
    if (this.firstLength === 0) this.#beginWith(text);
    this.#text.append(text);
    const tally = this.#tally;
    tally.length += text.length;
    tally.quoted ||= text.includes('"');
    tally.escaped ||= text.includes('\\');
    if (this.#released) this.clearedTo = this.length;
    this.#finder?.push(this, text);
  }

  #beginWith(text: string): void {
    this.firstLength = text.length;
    const { finder, replacing = false, before, onClose } = this.#begin?.(this) ?? {};
    this.#onClose = onClose;
    this.#finder = finder;
    this.#replacing = replacing;
    this.before = before;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#finder?.close();
    this.#onClose?.();
  }

  /** Decides the next `length` units. They are no finding, a replaced finding, or the rest of the finding before. */
  decide(length: number, found?: { readonly label: string; readonly placeholder: string | undefined }): void {
    const start = this.#decidedTo;
    const end = start + length;
    this.#decidedTo = end;
    if (found === undefined) return;
    this.#tally.rewritten = true;
    const { label, placeholder } = found;
    if (placeholder === undefined && this.#redactions.extend(start, end)) return;
    this.#redactions.put({ label, start, end, placeholder: placeholder ?? '' });
  }

  take(from: number, to: number): string {
    this.#takenTo = Math.max(this.#takenTo, to);
    return this.read(from, to);
  }

  read(from: number, to: number): string {
    if (!this.rewritten) return this.#text.slice(from, to);
    return this.runs(from, to)
      .map((run) => run.text)
      .join('');
  }

  isInsideReplaced(offset: number): boolean {
    return this.#redactions.touching(offset, offset + 1).some(({ start }) => start < offset);
  }

  /** Returns the text between two offsets. A finding that began before them has its replacement there. */
  runs(from: number, to: number): Run[] {
    const runs: Run[] = [];
    let position = from;
    const plain = (end: number): void => {
      if (end <= position) return;
      runs.push({ start: position, end, text: this.#text.slice(position, end), replaced: false });
      position = end;
    };
    for (const { start, end, placeholder } of this.#redactions.touching(from, to)) {
      plain(start);
      const text = start >= from ? placeholder : '';
      runs.push({ start: Math.max(start, from), end: Math.min(end, to), text, replaced: true });
      position = Math.min(end, to);
    }
    plain(to);
    return runs;
  }

  /**
   * Returns up to `length` units of the text read before an offset, including the ends of earlier blocks. Text that has
   * not left is no context, because it can still be replaced.
   */
  contextBefore(offset: number, length: number): string {
    if (length <= 0) return '';
    const needed = this.unitsSaying(length, offset);
    const own = this.read(Math.max(0, offset - needed), offset);
    if (own.length >= needed) return own;
    let text = own;
    for (let lane = this.before; lane !== undefined && text.length < needed; lane = lane.before) {
      if (lane.clearedTo < lane.length) break;
      text = lane.read(Math.max(0, lane.length - needed), lane.length) + text;
    }
    return text.slice(-needed);
  }

  /** Counts the units before an offset that spell `length` characters. A JSON escape takes several units for one. */
  unitsSaying(length: number, offset: number): number {
    if (!this.#tally.escaped || length <= 0) return length;
    const tail = this.#text.slice(Math.max(0, offset - length * MAX_ESCAPE), offset);
    return unitsSaying(length, tail);
  }

  /**
   * Returns the offset up to which a settled lane may leave without knowing what follows. Text held by the finder
   * stays. A last word that looks like data also stays. Without a finder, the text before it within the scanner's
   * lookahead stays too.
   */
  settleTo(lookahead: number): number {
    const { length } = this;
    const last = this.#text.slice(this.wordStart(length), length);
    const isPlain = isPlainWord(last);
    const back = this.#finder === undefined ? this.unitsSaying(lookahead, length) : 0;
    const whole = isPlain ? length : this.wordStart(Math.max(0, length - back));
    return Math.min(this.decidedTo, whole);
  }

  /**
   * Returns the start of the word that an offset is in or directly after. After a blank it returns the offset itself.
   */
  wordStart(offset: number): number {
    return wordStartIn(this.#text, offset);
  }

  /**
   * Returns a range extended by the replaced places that it touches. Returns undefined if a part of it has left or is
   * forgotten.
   */
  reach(start: number, end: number): Reach | undefined {
    const touching = this.#redactions.touching(start, end);
    const from = Math.min(start, touching[0]?.start ?? start);
    const to = Math.max(end, touching.at(-1)?.end ?? end);
    if (from < this.releasedTo || from < this.#text.base) return undefined;
    return { start: from, end: to, text: this.#text.slice(from, to) };
  }

  /** Replaces a place that `reach` returned. */
  redact(redaction: Redaction): void {
    this.#tally.rewritten = true;
    this.#redactions.put(redaction);
    // It is judged again as it will leave.
    this.scannedTo = Math.min(this.scannedTo, redaction.start);
    this.seenTo = Math.min(this.seenTo, redaction.start);
    if (this.clearedTo > redaction.start) this.clearedTo = redaction.start;
  }

  /** Whether the lane needs no more work: all of it was judged, and it has left if other blocks continue it. */
  get isDone(): boolean {
    const { length } = this;
    if (!this.closed || this.scannedTo < length || this.clearedTo < length) return false;
    return this.apart || this.#takenTo === length;
  }

  /** Whether all of the text is still kept. */
  get isRemembered(): boolean {
    return this.#text.base === 0;
  }

  /**
   * Forgets text that has left. It keeps the last `keep` characters that the text spells, and a finding that the cut
   * would divide.
   */
  forget(keep: number): void {
    // With escapes a text is longer than what it spells.
    const kept = this.#tally.escaped ? keep * MAX_NESTED : keep;
    const until = Math.min(this.#takenTo, this.scannedTo) - kept;
    const cut = until > 0 ? this.#redactions.touching(until, until + 1)[0] : undefined;
    this.#text.forget(Math.min(until, cut?.start ?? until));
  }
}
