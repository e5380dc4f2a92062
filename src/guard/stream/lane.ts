import type { SpanStream } from '../../scan/index.js';
import type { Redaction } from '../policy.js';

/** What a lane's text is: words of the answer, thoughts of the model, or a part that comes whole. */
export type LaneKind = 'text' | 'reasoning' | 'other';

/** One block of a stream as it flows. Offsets are UTF-16 code units from the block's start, in the text as it came. */
export interface Lane {
  readonly kind: LaneKind;
  /** How much has come. */
  readonly length: number;
  /** How much may leave. */
  readonly releasedTo: number;
  /** Whether anything in it has been replaced. */
  readonly rewritten: boolean;
  /** What has been replaced, in order. */
  readonly redactions: readonly Redaction[];
  push(text: string): void;
  /** No more text comes. */
  close(): void;
  /** The text between two offsets as it leaves: a replaced finding is where it begins. Each part is to be taken once, in order. */
  take(from: number, to: number): string;
  /** The same without taking it; nothing where it has been forgotten. */
  read(from: number, to: number): string;
}

/** A stretch of a lane's text as it is read: as it came, or what stands in for it. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly replaced: boolean;
}

/** Replaces a finding: gets its place and its text, gives what stands there instead. */
export type Replace = (finding: { label: string; start: number; end: number }, text: string) => string;

/** Options of a lane. */
export interface LaneOptions {
  readonly kind: LaneKind;
  /** Finds sensitive data as the text flows: what it may still find is not released. */
  readonly finder?: SpanStream | undefined;
  /** Replaces what the finder finds; without it the finder only holds back. */
  readonly replace?: Replace | undefined;
  /** Judged text that this block reads on from. */
  readonly before?: string;
  /** Text leaves as it comes. */
  readonly released?: boolean;
}

/** The longest word that is waited for, in UTF-16 code units. */
const MAX_WORD = 2048;

/** A lane as the verifier sees it. */
export class LaneBuffer implements Lane {
  readonly kind: LaneKind;
  readonly redactions: Redaction[] = [];
  /** Up to here the text has been judged and found to be in order. */
  scannedTo = 0;
  /** Up to here it has been looked at: without more text a scan would say the same again. */
  seenTo = 0;
  releasedTo = 0;
  closed = false;
  /** Closed, and nothing that comes next reads on from it. */
  settled = false;
  readonly #released: boolean;
  readonly #finder: SpanStream | undefined;
  readonly #replace: Replace | undefined;
  readonly #before: string;
  #text = '';
  /** The offset at which `#text` starts: what has left and is not needed as context is forgotten. */
  #base = 0;
  #decidedTo = 0;
  /** Up to here the text has left. */
  #takenTo = 0;

  constructor({ kind, finder, replace, before = '', released = false }: LaneOptions) {
    this.kind = kind;
    this.#finder = finder;
    this.#replace = replace;
    this.#before = before;
    this.#released = released;
  }

  get length(): number {
    return this.#base + this.#text.length;
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
    return this.#replace === undefined ? this.length : this.decidedTo;
  }

  push(text: string): void {
    this.#text += text;
    if (this.#released) this.releasedTo = this.length;
    for (const piece of this.#finder?.push(text) ?? []) this.#decide(piece);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const piece of this.#finder?.end() ?? []) this.#decide(piece);
  }

  take(from: number, to: number): string {
    this.#takenTo = Math.max(this.#takenTo, to);
    return this.read(from, to);
  }

  read(from: number, to: number): string {
    return this.runs(from, to)
      .map((run) => run.text)
      .join('');
  }

  /** The text between two offsets; a finding that begins before them has its replacement there. */
  runs(from: number, to: number): Run[] {
    const runs: Run[] = [];
    let position = from;
    const plain = (end: number): void => {
      if (end <= position) return;
      const text = this.#text.slice(position - this.#base, end - this.#base);
      runs.push({ start: position, end, text, replaced: false });
      position = end;
    };
    for (const { start, end, placeholder } of this.redactions) {
      if (end <= from || start >= to) continue;
      plain(start);
      const text = start >= from ? placeholder : '';
      runs.push({ start: Math.max(start, from), end: Math.min(end, to), text, replaced: true });
      position = Math.min(end, to);
    }
    plain(to);
    return runs;
  }

  /** Up to `length` units of what was read before an offset, the end of the block before included. */
  contextBefore(offset: number, length: number): string {
    const own = this.read(Math.max(this.#base, offset - length), offset);
    return own.length >= length ? own : (this.#before + own).slice(-length);
  }

  /**
   * Where the word begins that an offset stands in or behind; the offset itself behind a blank. What is still being
   * written, such as a URL, says nothing before it is whole.
   */
  wordStart(offset: number): number {
    const least = Math.max(this.#base, offset - MAX_WORD);
    for (let at = offset; at > least; at -= 1) {
      const code = this.#text.charCodeAt(at - 1 - this.#base);
      // Scripts that are written without blanks begin at U+2E80.
      if (code <= 32 || code >= 0x2e80) return at;
    }
    return least === this.#base ? least : offset;
  }

  /** Replaces a place whose text has not left. Returns false where it has, or where nothing can be replaced. */
  redact(start: number, end: number, label: string, replace: Replace): boolean {
    if (start < this.releasedTo || start < this.#base) return false;
    const touching = this.redactions.filter((other) => other.start < end && other.end > start);
    const from = Math.min(start, ...touching.map((other) => other.start));
    const to = Math.max(end, ...touching.map((other) => other.end));
    if (from < this.releasedTo) return false;
    const text = this.#text.slice(from - this.#base, to - this.#base);
    const placeholder = replace({ label, start: from, end: to }, text);
    for (const other of touching) this.redactions.splice(this.redactions.indexOf(other), 1);
    this.redactions.push({ label, start: from, end: to, placeholder });
    this.redactions.sort((a, b) => a.start - b.start);
    return true;
  }

  /** Whether all of the text is still there. */
  get remembered(): boolean {
    return this.#base === 0;
  }

  /** Forgets what has left but for the last `keep` units. */
  forget(keep: number): void {
    const until = Math.min(this.#takenTo, this.scannedTo) - keep;
    if (until - this.#base < 4096) return;
    // A finding that is cut would be read without its replacement.
    if (this.redactions.some(({ start, end }) => start < until && end > until)) return;
    this.#text = this.#text.slice(until - this.#base);
    this.#base = until;
  }

  #decide({ text, finding, continues }: ReturnType<SpanStream['push']>[number]): void {
    const start = this.#decidedTo;
    this.#decidedTo += text.length;
    const last = this.redactions.at(-1);
    if (finding === undefined || this.#replace === undefined) return;
    if (continues === true && last !== undefined) {
      this.redactions[this.redactions.length - 1] = { ...last, end: this.#decidedTo };
      return;
    }
    const end = this.#decidedTo;
    const { label } = finding;
    this.redactions.push({ label, start, end, placeholder: this.#replace({ label, start, end }, text) });
  }
}
