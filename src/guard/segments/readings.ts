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
 * Stretches of a text that some consumer reads as one, whatever stands between them, and what that consumer has between
 * them: nothing, or a break. Offsets are UTF-16 units of the text.
 */
export interface Thread {
  readonly stretches: readonly Stretch[];
  readonly joiner: '' | typeof SEPARATOR;
  /** Whether labels of turns come between the stretches when the text is scanned, so that nowhere it stands as it is read. */
  readonly isLabelled?: boolean;
}

/** Between two texts: a paragraph break keeps words of different parts apart. */
export const SEPARATOR = '\n\n';

/** A text as it is scanned: as it stands, and behind that what else its consumers read in it. */
export interface Reading {
  readonly text: string;
  /** Where in `text` each reading beside the text as it stands begins. */
  readonly sections: readonly number[];
  /** Spans of `text`, of one field, at their places in the text as it stands; those of other fields stay. */
  place(spans: readonly DetectedSpan[], field: SpanField): DetectedSpan[];
}

/** In front of each reading: no pattern for data or words runs over it. */
const DIVIDER = '\n\n* * *\n\n';

/** What is known of a text that is to be read. */
export interface ReadingOptions {
  readonly threads?: readonly Thread[] | undefined;
  /** Whether the text may begin inside a string of JSON. */
  readonly isOpen?: boolean;
}

/** How much on both sides of a seam is read as one, in UTF-16 code units: more than keys and tokens have. */
const MARGIN = 4096;

/**
 * How many levels of a JSON that stands as a string in a JSON are scanned, of those in which an escape says anything.
 * Each level doubles the backslashes in front of a character, so deeper ones are short: there only the innermost is
 * scanned.
 */
const SCANNED_LEVELS = 4;
const MAX_LEVELS = 32;

/** A number that is not spelled by its digits alone, or that stands right behind another one. */
const SPELLED_NUMBER = /\d{7}(?:\.0|[eE]\+?\d)|\d,-?\d{9}/;

/** Something that can be read: a letter, a digit or a sign. */
const SAYS_SOMETHING = /[^\s"]/;

/**
 * Reads a text as all of its consumers may have it: strings of JSON without their escapes, wherever they stand and
 * however deep, and stretches that are joined otherwise than they stand. What is read beside the text is scanned behind
 * it, in the same scan. Work and result are linear in the text for each level.
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

/** Reads a text in no other way than it stands. */
export function asItStands(text: string): Reading {
  return { text, sections: [], place: (spans) => [...spans] };
}

function levelsOf(text: string, isOpen: boolean): MappedText[] {
  return text.includes('\\') && (isOpen || text.includes('"')) ? innerLevels({ text }, isOpen) : [];
}

/** Returns what a text says in JSON, level by level. */
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

/** Returns a thread where it is joined otherwise than it stands, with the text on both sides of its seams. */
function seamsOf(text: string, { stretches, joiner, isLabelled = false }: Thread): MappedText | undefined {
  const pieces: MappedPiece[] = [];
  /** Up to where the pieces have come, in the stretch that was looked at last. */
  let taken = 0;
  for (let index = 1; index < stretches.length; index += 1) {
    const left = stretches[index - 1];
    const right = stretches[index];
    if (left === undefined || right === undefined) continue;
    if (!isLabelled && text.slice(left.end, right.start) === joiner) {
      // Here it stands as it is read; a stretch that is short goes on with what was taken before it.
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

/** Returns the index of the last of ascending numbers that is not above a value; 0 where all are. */
function lastAt(ascending: readonly number[], value: number): number {
  return Math.max(0, firstIndex(ascending.length, (index) => (ascending[index] ?? 0) > value) - 1);
}

/** Leaves out spans that were found in another reading of the same place. */
function distinct(spans: readonly DetectedSpan[]): DetectedSpan[] {
  const known = new Map<string, DetectedSpan>();
  for (const span of spans) {
    const key = JSON.stringify([span.start, span.end, span.detector, span.label]);
    if (!known.has(key)) known.set(key, span);
  }
  return [...known.values()].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Joins texts that have nothing to do with each other to one that is scanned: each, and each way to read it, by itself. */
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
  // What is found has no place in any of them alone.
  return { text, sections, place: (spans, field) => spans.filter((span) => span.field !== field) };
}

/** Returns the part of a request that says how a reading is made up. */
export function sectionsOf({ sections }: Reading): Pick<ScanRequest, 'sections'> {
  return sections.length === 0 ? {} : { sections };
}

/** Returns the result of a scan of a reading with its spans at their places in the text as it stands. */
export function placedResult(reading: Reading, result: ScanResult, field: SpanField): ScanResult {
  const { spans } = result;
  return spans === undefined || spans.length === 0
    ? result
    : { ...result, spans: reading.place(spans, field) };
}
