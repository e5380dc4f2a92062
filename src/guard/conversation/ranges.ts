import type { Redaction } from '../policy/redacted-span.js';
import type { Turn } from '../segments/labelled-turns.js';
import type { Stretch } from '../segments/mapped-text.js';
import type { Thread } from '../segments/readings.js';
import { movedBy, type Passage, passageOf, SEPARATOR, type Segment } from '../segments/segments.js';
import type { ConversationPart } from './conversation.js';

/** A part together with the words or instructions before it, because an attack may be split over two messages. */
export interface Unit {
  /** The name of the pair within one call. */
  readonly id: string;
  readonly part: ConversationPart;
  readonly text: string;
  /** The other ways in which its segments are read. */
  readonly threads: readonly Thread[];
  /** The places of its words, if it also holds anything else. */
  readonly words: readonly Stretch[];
  /** The index of the last message with text before its own. */
  readonly follows: number | undefined;
  readonly before: Before | undefined;
}

type Before = Pick<Unit, 'part' | 'text' | 'threads' | 'words' | 'follows'>;

/** Units that follow each other and are judged as one text, with the words before the first. */
export type Range = readonly [Unit, ...Unit[]];

/** Tells whether a list holds any unit. */
export function isRange(units: readonly Unit[]): units is Range {
  return units.length > 0;
}

/**
 * The most ranges to judge apart. With more, everything between the first and the last is judged again: one scan of
 * more text costs less than many scans.
 */
const MAX_RANGES = 4;

/**
 * The number of UTF-16 code units of earlier messages of the same role that are judged again with a message. No key is
 * longer than this.
 */
const REACH = 4096;

/** Returns the parts that have text, each with the words before it. */
export function unitsOf(parts: readonly ConversationPart[]): Unit[] {
  const before: { words?: Unit; system?: Unit } = {};
  const seen = new Map<number, number>();
  let last: number | undefined;
  let follows: number | undefined;
  const units: Unit[] = [];
  for (const part of parts) {
    const { kind, message } = part;
    const { text, threads, words } = passageOf(part.segments);
    if (text !== '' && message !== last) {
      follows = last;
      last = message;
    }
    const own = { part, text, threads, words, follows };
    if (kind === 'words' || kind === 'system') {
      if (text === '') continue;
      const known = before[kind];
      // Instructions are judged by themselves, unless they follow directly on others.
      const readOn = kind === 'words' || isNeighbour(own, known) ? known : undefined;
      const id = `${kind} ${readOn?.part.message ?? ''} ${message}`;
      const unit: Unit = { ...own, id, before: readOn };
      before[kind] = unit;
      units.push(unit);
      continue;
    }
    const place = (seen.get(message) ?? 0) + 1;
    seen.set(message, place);
    if (text !== '') units.push({ ...own, id: `${kind} ${message} ${place}`, before: undefined });
  }
  return units;
}

/**
 * Sorts units into chains that are read as one text: one chain of words, one of instructions, and one for each other
 * unit.
 */
export function chainsOf(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const words = units.filter(({ part }) => part.kind === 'words');
  const systems = units.filter(({ part }) => part.kind === 'system');
  const others = units.filter(({ part }) => part.kind !== 'words' && part.kind !== 'system');
  return [words, systems, ...others.map((unit) => [unit])];
}

/** Returns the ranges that cover all fresh units. */
export function rangesOf(units: readonly Unit[], isFresh: (unit: Unit) => boolean): Range[] {
  // A prompt of one message has no neighbours.
  const [only] = units;
  if (only !== undefined && units.length === 1) return isFresh(only) ? [[only]] : [];
  return chainsOf(units).flatMap((chain) => rangesIn(chain, isFresh));
}

function rangesIn(chain: readonly Unit[], isFresh: (unit: Unit) => boolean): Range[] {
  const ranges: [Unit, ...Unit[]][] = [];
  const judged = withNeighbours(chain, isFresh);
  for (const [index, unit] of chain.entries()) {
    if (!judged.has(unit)) continue;
    const last = ranges.at(-1);
    const isNext = last !== undefined && last.at(-1) === chain[index - 1];
    if (isNext && unit.before !== undefined) last.push(unit);
    else ranges.push([unit]);
  }
  const [first] = ranges;
  const end = ranges.at(-1)?.at(-1);
  if (first === undefined || end === undefined || ranges.length <= MAX_RANGES) return ranges;
  if (first[0].part.kind !== 'words') return ranges;
  return [[first[0], ...chain.slice(chain.indexOf(first[0]) + 1, chain.indexOf(end) + 1)]];
}

/**
 * Returns the fresh units and their neighbours in messages of the same role, within the length of a key. A message may
 * hold as little as one letter of a key. The unit before a range is read with it anyway.
 */
function withNeighbours(words: readonly Unit[], isFresh: (unit: Unit) => boolean): ReadonlySet<Unit> {
  const judged = new Set<Unit>();
  /** The length of text between a unit and the nearest fresh one. */
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, unit] of words.entries()) {
    if (!isNeighbour(unit, words[index - 1])) distance = Number.POSITIVE_INFINITY;
    const isOwn = isFresh(unit);
    if (isOwn) distance = 0;
    if (distance < REACH) judged.add(unit);
    if (!isOwn) distance += unit.text.length;
  }
  distance = Number.POSITIVE_INFINITY;
  for (let index = words.length - 1; index > 0; index -= 1) {
    const unit = words[index];
    if (unit === undefined) continue;
    if (!isNeighbour(words[index + 1], unit)) distance = Number.POSITIVE_INFINITY;
    distance = isFresh(unit) ? 0 : distance + unit.text.length;
    if (distance < REACH && isNeighbour(unit, words[index - 1])) judged.add(unit);
  }
  return judged;
}

/** Joins parts to one text for a judgement of the whole, and returns the other ways in which it is read. */
export function passageOfParts(
  parts: readonly ConversationPart[],
): Omit<Passage, 'words'> & { readonly turns: readonly Turn[] } {
  const units = unitsOf(parts);
  return isRange(units)
    ? { text: textOf(units), threads: threadsOf(units), turns: turnsOf(units) }
    : { text: '', threads: [], turns: [] };
}

/** Returns the text that is judged for a range. */
export function textOf(range: Range): string {
  const [first] = range;
  const { before } = first;
  if (before === undefined && range.length === 1) return first.text;
  return [...(before === undefined ? [] : [before]), ...range].map(({ text }) => text).join(SEPARATOR);
}

/**
 * Returns the other ways in which the text of a range is read. Each unit adds its own threads. Neighbours of one role,
 * which some providers merge into one message, are read with and without a break.
 */
export function threadsOf(range: Range): readonly Thread[] {
  const [{ before, threads: only }] = range;
  if (before === undefined && range.length === 1) return only;
  const threads: Thread[] = [];
  let start = 0;
  let last: Before | undefined;
  /** The words of neighbouring messages that a provider may merge into one. */
  let run: Stretch[] = [];
  /** The messages of the run. Each is scanned with a label in front. */
  let messages: Stretch[] = [];
  const isLabelled = range[0].part.kind === 'words';
  const endRun = (): void => {
    if (messages.length < 2) return;
    threads.push({ stretches: run, joiner: '' });
    if (isLabelled) threads.push({ stretches: messages, joiner: SEPARATOR, isLabelled });
  };
  for (const unit of [...(before === undefined ? [] : [before]), ...range]) {
    const { text, threads: own, words } = unit;
    const from = start;
    threads.push(...own.map((thread) => movedBy(thread, from)));
    if (!isNeighbour(unit, last)) {
      endRun();
      run = [];
      messages = [];
    }
    const said = words.length === 0 ? [{ start: 0, end: text.length }] : words;
    for (const stretch of said) run.push({ start: stretch.start + from, end: stretch.end + from });
    messages.push({ start: from, end: from + text.length });
    last = unit;
    start = from + text.length + SEPARATOR.length;
  }
  endRun();
  return threads;
}

/** Returns the places where the turns of a range begin. They are empty for a single message. */
export function turnsOf(range: Range): readonly Turn[] {
  const [{ before, part }] = range;
  if (part.kind !== 'words') return [];
  const turns: Turn[] = [];
  let start = 0;
  let last: number | undefined;
  for (const { part: own, text } of [...(before === undefined ? [] : [before]), ...range]) {
    if (own.message !== last) turns.push({ start, role: own.role });
    last = own.message;
    start += text.length + SEPARATOR.length;
  }
  return turns.length > 1 ? turns : [];
}

/** Tells whether a message directly follows one of the same role. */
function isNeighbour(
  unit: Pick<Before, 'part' | 'follows'> | undefined,
  before: Pick<Before, 'part'> | undefined,
): boolean {
  if (unit === undefined || before === undefined) return false;
  const { kind, role } = unit.part;
  const isBehind = unit.follows === before.part.message && role === before.part.role;
  return isBehind && kind === before.part.kind && (kind === 'words' || kind === 'system');
}

/** Returns the segments that the text of a range was made from. */
export function segmentsOf(range: Range): Segment[] {
  const before = range[0].before;
  return [...(before?.part.segments ?? []), ...range.flatMap(({ part }) => part.segments)];
}

/** Splits the redactions of a range into one share for each unit. Positions are relative to the start of the unit. */
export function sharesOf(range: Range, redactions: readonly Redaction[]): readonly (readonly Redaction[])[] {
  if (redactions.length === 0) return range.map(() => redactions);
  const sorted = redactions.toSorted((one, other) => one.end - other.end);
  let next = 0;
  return placesOf(range, lengthBefore(range[0])).map(({ start, end }, index) => {
    const from = next;
    const isLast = index === range.length - 1;
    while (next < sorted.length && (isLast || (sorted[next]?.end ?? 0) <= end)) next += 1;
    return sorted.slice(from, next).map((redaction) => moved(redaction, -start));
  });
}

/**
 * Tells whether a unit's share lies within the unit and the words before it. Such a share holds wherever the two occur
 * together.
 */
export function isSelfContained(unit: Unit, share: readonly Redaction[]): boolean {
  return share.every(({ start }) => start >= -lengthBefore(unit));
}

/** Merges the redactions of several units, at their positions in the joined text of the units. */
export function unitedRedactions(
  units: readonly Unit[],
  redactionsOf: (unit: Unit) => readonly Redaction[],
): Redaction[] {
  const places = placesOf(units, 0);
  const all = places.flatMap(({ unit, start }) => redactionsOf(unit).map((found) => moved(found, start)));
  const united: Redaction[] = [];
  for (const redaction of all.sort((left, right) => left.start - right.start)) {
    const last = united.at(-1);
    // The words before a unit were judged twice, so the same finding may occur twice.
    if (last === undefined || redaction.start >= last.end) united.push(redaction);
    else if (redaction.end > last.end) united[united.length - 1] = { ...last, end: redaction.end };
  }
  return united;
}

function lengthBefore({ before }: Unit): number {
  return before === undefined ? 0 : before.text.length + SEPARATOR.length;
}

function placesOf(units: readonly Unit[], from: number): { unit: Unit; start: number; end: number }[] {
  let start = from;
  return units.map((unit) => {
    const place = { unit, start, end: start + unit.text.length };
    start = place.end + SEPARATOR.length;
    return place;
  });
}

function moved(redaction: Redaction, by: number): Redaction {
  return { ...redaction, start: redaction.start + by, end: redaction.end + by };
}
