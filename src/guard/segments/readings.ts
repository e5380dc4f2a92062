import {
  type DetectedSpan,
  firstIndex,
  type ScanRequest,
  type ScanResult,
  type SpanField,
} from '../../scan/index.js';
import { readNumbers, readStrings } from './json-strings.js';
import {
  type MappedPiece,
  type MappedSource,
  type MappedText,
  mapPieces,
  placesOf,
  type Stretch,
} from './mapped-text.js';

/**
 * Stretches of a text that some consumer reads as one, whatever lies between them, and the joiner that the consumer
 * puts between them: nothing, or a break. Offsets are UTF-16 code units of the text.
 */
export interface Thread {
  readonly stretches: readonly Stretch[];
  readonly joiner: '' | typeof SEPARATOR;
  /**
   * Whether labels of turns are added between the stretches when the text is scanned. Then the text nowhere has
   * the form in which it is read.
   */
  readonly isLabelled?: boolean;
}

/** The break between two texts. A paragraph break keeps words of different parts apart. */
export const SEPARATOR = '\n\n';

/**
 * A text in the form in which it is scanned: the text as it is written, followed by the other ways in which its
 * consumers read it.
 */
export interface Reading {
  readonly text: string;
  /** The offsets in `text` at which the other readings begin. */
  readonly sections: readonly number[];
  /** Moves spans of `text` in one field to their places in the text as it is written. Spans of other fields stay. */
  place(spans: readonly DetectedSpan[], field: SpanField): DetectedSpan[];
}

/** The divider before each reading. No pattern for data or words matches across it. */
const DIVIDER = '\n\n* * *\n\n';

/** Facts about a text that is to be read. */
export interface ReadingOptions {
  readonly threads?: readonly Thread[] | undefined;
  /** Whether the text may begin inside a JSON string. */
  readonly isOpen?: boolean;
}

/** The length of text on each side of a seam that is read as one, in UTF-16 code units. No key or token is longer. */
const MARGIN = 4096;

/**
 * The number of levels of JSON inside JSON strings that are scanned, counting those with telling escapes. Each level
 * doubles the backslashes before a character, so deeper levels are short. Of them only the innermost is scanned.
 */
const SCANNED_LEVELS = 4;
const MAX_LEVELS = 32;

/** A number that is not written with its digits alone, or that directly follows another number. */
const SPELLED_NUMBER = /\d{7}(?:\.0|[eE]\+?\d)|\d,-?\d{9}/;

/** Something that can be read: a letter, a digit or a sign. */
const SAYS_SOMETHING = /[^\s"]/;

/**
 * Reads a text in all the ways in which its consumers may read it: JSON strings without their escapes, in any place and
 * at any depth, and stretches that are joined differently from how they are written. The other readings follow the text
 * and share its scan. For each level, the work and the result are linear in the text.
 */
export function readingOf(text: string, { threads = [], isOpen = false }: ReadingOptions = {}): Reading {
  if (threads.length === 0 && !text.includes('\\') && !SPELLED_NUMBER.test(text)) return asItStands(text);
  const numbers = SPELLED_NUMBER.test(text) ? readNumbers({ text }) : undefined;
  const views = [
    ...levelsOf(text, isOpen),
    ...(numbers === undefined ? [] : [numbers]),
    ...threads.flatMap((thread) => {
      const joined = seamsOf(text, thread);
      return joined === undefined ? [] : [joined, ...innerLevels(joined, false)];
    }),
  ].filter((view) => SAYS_SOMETHING.test(view.text));
  return views.length === 0 ? asItStands(text) : withViews(text, views);
}

/** Reads a text only as it is written. */
export function asItStands(text: string): Reading {
  return { text, sections: [], place: (spans) => [...spans] };
}

function levelsOf(text: string, isOpen: boolean): MappedText[] {
  return text.includes('\\') && (isOpen || text.includes('"')) ? innerLevels({ text }, isOpen) : [];
}

/** Returns the content of the JSON strings in a text, level by level. */
function innerLevels(source: MappedSource, isOpen: boolean): MappedText[] {
  const levels: MappedText[] = [];
  let inner = readStrings(source, isOpen);
  for (let level = 1; inner !== undefined && level < MAX_LEVELS; level += 1) {
    if (inner.isTelling) {
      if (levels.length === SCANNED_LEVELS) levels.pop();
      levels.push(inner.view);
    }
    inner = readStrings(inner.view);
  }
  return levels;
}

/** Returns the seams of a thread that is not joined as it is written, with the text on both sides of each. */
function seamsOf(text: string, { stretches, joiner, isLabelled = false }: Thread): MappedText | undefined {
  const pieces: MappedPiece[] = [];
  /** The end of the text that was taken, in the stretch that was looked at last. */
  let taken = 0;
  for (let index = 1; index < stretches.length; index += 1) {
    const left = stretches[index - 1];
    const right = stretches[index];
    if (left === undefined || right === undefined) continue;
    if (!isLabelled && text.slice(left.end, right.start) === joiner) {
      // Here the text is written as it is read. A short stretch is still needed if it continues text taken before it.
      const goesOn = pieces.length > 0 && taken === left.end;
      if (!goesOn) continue;
    }
    const from = Math.max(left.start, left.end - MARGIN, Math.min(taken, left.end));
    if (pieces.length > 0 && from > taken) pieces.push({ from, to: from, instead: SEPARATOR });
    pieces.push({ from, to: left.end });
    if (joiner !== '') pieces.push({ from: left.end, to: left.end, instead: joiner });
    taken = Math.min(right.end, right.start + MARGIN);
    pieces.push({ from: right.start, to: taken });
  }
  return pieces.length === 0 ? undefined : mapPieces({ text }, pieces);
}

function withViews(text: string, views: readonly MappedText[]): Reading {
  const starts: number[] = [];
  let whole = text;
  for (const view of views) {
    whole += DIVIDER;
    starts.push(whole.length);
    whole += view.text;
  }
  return {
    text: whole,
    sections: starts,
    place: (spans, field) => {
      const others = spans.filter((span) => span.field !== field);
      const own = spans.filter((span) => span.field === field);
      const placed = own.flatMap((span): DetectedSpan[] => {
        const inViews: Stretch[] = [];
        for (
          let index = lastAt(starts, span.start);
          (starts[index] ?? Number.POSITIVE_INFINITY) < span.end;
          index += 1
        ) {
          const view = views[index];
          const start = starts[index] ?? 0;
          if (view === undefined) break;
          const [from, to] = [Math.max(0, span.start - start), Math.min(view.text.length, span.end - start)];
          if (from < to) inViews.push(...placesOf(view, { start: from, end: to }, SEPARATOR.length));
        }
        const asItIs =
          span.start < text.length ? [{ start: span.start, end: Math.min(span.end, text.length) }] : [];
        return [...asItIs, ...inViews].map((place) => ({ ...span, ...place }));
      });
      return [...others, ...distinct(placed)];
    },
  };
}

/** Returns the index of the last of ascending numbers that is not above a value, or 0 if all are above it. */
function lastAt(ascending: readonly number[], value: number): number {
  return Math.max(0, firstIndex(ascending.length, (index) => (ascending[index] ?? 0) > value) - 1);
}

/** Removes spans that were also found in another reading of the same place. */
function distinct(spans: readonly DetectedSpan[]): DetectedSpan[] {
  const known = new Map<string, DetectedSpan>();
  for (const span of spans) {
    const key = JSON.stringify([span.start, span.end, span.detector, span.label]);
    if (!known.has(key)) known.set(key, span);
  }
  return [...known.values()].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Joins independent texts into one text for a scan. Each text, and each reading of it, is in a section of its own. */
export function joinedReading(readings: readonly Reading[]): Reading {
  const sections: number[] = [];
  let text = '';
  for (const [index, reading] of readings.entries()) {
    if (index > 0) {
      text += DIVIDER;
      sections.push(text.length);
    }
    const start = text.length;
    sections.push(...reading.sections.map((at) => start + at));
    text += reading.text;
  }
  // A finding in the joined text has no place in any single text.
  return { text, sections, place: (spans, field) => spans.filter((span) => span.field !== field) };
}

/** Returns the part of a request that describes the sections of a reading. */
export function sectionsOf({ sections }: Reading): Pick<ScanRequest, 'sections'> {
  return sections.length === 0 ? {} : { sections };
}

/** Returns the result of a scan of a reading with its spans moved to their places in the text as it is written. */
export function placedResult(reading: Reading, result: ScanResult, field: SpanField): ScanResult {
  const { spans } = result;
  return spans === undefined || spans.length === 0
    ? result
    : { ...result, spans: reading.place(spans, field) };
}
