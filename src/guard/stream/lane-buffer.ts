import type { Redaction } from '../policy/redacted-span.js';
import { isPlainWord, MAX_ESCAPE, MAX_NESTED, unitsSaying, wordStartIn } from './growing-end.js';
import type { Lane, LaneKind } from './lane.js';
import { createRedactionList } from './redaction-list.js';
import type { Tally } from './tally.js';
import { createTextStore } from './text-store.js';

/** Finds sensitive data as a lane's text flows; tells the lane by `decide`. */
export interface LaneFinder {
  push(lane: LaneBuffer, text: string): void;
  /** No more text of the lane comes. */
  close(): void;
}

/** What a lane is given with its first text. */
export interface LaneBeginning {
  /** What it may still find is not released. */
  readonly finder?: LaneFinder | undefined;
  /** Whether what the finder finds is replaced: the text is judged as it will leave. */
  readonly replacing?: boolean;
  /** The block that this one reads on from. */
  readonly before?: LaneBuffer | undefined;
  /** Told when no more text comes. */
  readonly onClose?: () => void;
}

/** Options of a lane. */
export interface LaneOptions {
  readonly kind: LaneKind;
  /** It is no block of the answer: nothing reads on from it. */
  readonly apart?: boolean;
  /** Text leaves as it comes. */
  readonly released?: boolean;
  /** What the blocks of the answer have in common. */
  readonly tally: Tally;
  /** Asked with the first text: a block that says nothing stands in nobody's way. */
  readonly begin?: (lane: LaneBuffer) => LaneBeginning;
}

/** A stretch of a lane's text as it is read: as it came, or what stands in for it. */
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

/** A lane as the verifier sees it. The README beside this file draws its offsets in their order. */
export class LaneBuffer implements Lane {
  readonly kind: LaneKind;
  /** The block that this one reads on from. */
  before: LaneBuffer | undefined;
  /** Nothing reads on from it. */
  readonly apart: boolean;
  /** Up to here the text has been judged and found to be in order. */
  scannedTo = 0;
  /** Up to here it has been looked at: without more text a scan would say the same again. */
  seenTo = 0;
  closed = false;
  /** Length of the first piece that came: pieces leave whole. */
  firstLength = 0;
  /** Closed, and what comes next is no text: its end does not wait for words, but for what may still be growing. */
  settled = false;
  readonly #released: boolean;
  #finder: LaneFinder | undefined;
  #replacing = false;
  readonly #text = createTextStore();
  readonly #redactions = createRedactionList();
  #decidedTo = 0;
  #clearedTo = 0;
  /** Up to here the text has left. */
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

  /** Up to here it may leave, as far as its own text goes. */
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

  /** Up to here it is decided what is sensitive data: all of it, or what the finder does not hold back. */
  get decidedTo(): number {
    return this.#finder === undefined ? this.length : this.#decidedTo;
  }

  /** Up to here the text can be judged: as it will leave. */
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

  /** The next `length` units are no finding, one that is replaced, or the rest of the one before. */
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

  /** The text between two offsets; a finding that begins before them has its replacement there. */
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
   * Up to `length` units of what was read before an offset, the ends of the blocks before included. What has not left is
   * no context: it can still be replaced.
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

  /** How many units before an offset say as many as `length`: an escape of JSON has several for one. */
  unitsSaying(length: number, offset: number): number {
    if (!this.#tally.escaped || length <= 0) return length;
    const tail = this.#text.slice(Math.max(0, offset - length * MAX_ESCAPE), offset);
    return unitsSaying(length, tail);
  }

  /**
   * Up to where a settled lane may leave although nothing is known of what follows: not what the finder holds, nor a last
   * word that looks like data, with as much before it as a scanner looks ahead where no finder is there.
   */
  settleTo(lookahead: number): number {
    const { length } = this;
    const last = this.#text.slice(this.wordStart(length), length);
    const isPlain = isPlainWord(last);
    const back = this.#finder === undefined ? this.unitsSaying(lookahead, length) : 0;
    const whole = isPlain ? length : this.wordStart(Math.max(0, length - back));
    return Math.min(this.decidedTo, whole);
  }

  /** Where the word begins that an offset stands in or behind; the offset itself behind a blank. */
  wordStart(offset: number): number {
    return wordStartIn(this.#text, offset);
  }

  /** A range with the replaced places that it touches; nothing where a part of it has left or is forgotten. */
  reach(start: number, end: number): Reach | undefined {
    const touching = this.#redactions.touching(start, end);
    const from = Math.min(start, touching[0]?.start ?? start);
    const to = Math.max(end, touching.at(-1)?.end ?? end);
    if (from < this.releasedTo || from < this.#text.base) return undefined;
    return { start: from, end: to, text: this.#text.slice(from, to) };
  }

  /** Replaces a place that `reach` gave. */
  redact(redaction: Redaction): void {
    this.#tally.rewritten = true;
    this.#redactions.put(redaction);
    // Judged again as it will leave.
    this.scannedTo = Math.min(this.scannedTo, redaction.start);
    this.seenTo = Math.min(this.seenTo, redaction.start);
    if (this.clearedTo > redaction.start) this.clearedTo = redaction.start;
  }

  /**
   * Whether nothing is to be done for it any more: all of it has been judged, and has left where others read on from it.
   */
  get isDone(): boolean {
    const { length } = this;
    if (!this.closed || this.scannedTo < length || this.clearedTo < length) return false;
    return this.apart || this.#takenTo === length;
  }

  /** Whether all of the text is still there. */
  get isRemembered(): boolean {
    return this.#text.base === 0;
  }

  /** Forgets what has left but for the last `keep` units that it says, and a finding that it would cut. */
  forget(keep: number): void {
    // Escapes make a text longer than what it says.
    const kept = this.#tally.escaped ? keep * MAX_NESTED : keep;
    const until = Math.min(this.#takenTo, this.scannedTo) - kept;
    const cut = until > 0 ? this.#redactions.touching(until, until + 1)[0] : undefined;
    this.#text.forget(Math.min(until, cut?.start ?? until));
  }
}
