import type { ConversationPart } from './conversation.js';
import type { Redaction } from './policy.js';
import type { Stretch } from './segments/mapped-text.js';
import type { Thread } from './segments/readings.js';
import { movedBy, passageOf, SEPARATOR, type Segment } from './segments.js';

/** A part in the company of the words before it: an attack may be split over two messages. */
export interface Unit {
  /** Names the pair within one call. */
  readonly id: string;
  readonly part: ConversationPart;
  readonly text: string;
  /** How else its segments are read. */
  readonly threads: readonly Thread[];
  readonly before: Pick<Unit, 'part' | 'text' | 'threads'> | undefined;
}

/** Units that follow each other and are judged as one text, with the words before the first. */
export type Range = readonly [Unit, ...Unit[]];

/** Whether there is any unit in a list. */
export function isRange(units: readonly Unit[]): units is Range {
  return units.length > 0;
}

/** With more gaps than this, what lies between is judged once more: one scan of more text costs less than many. */
const MAX_RANGES = 4;

/** The parts that say anything, each with the words before it. */
export function unitsOf(parts: readonly ConversationPart[]): Unit[] {
  let before: Unit | undefined;
  const seen = new Map<number, number>();
  return parts.flatMap((part) => {
    const { text, threads } = passageOf(part.segments);
    if (part.kind !== 'words') {
      const place = (seen.get(part.message) ?? 0) + 1;
      seen.set(part.message, place);
      const id = `${part.kind} ${part.message} ${place}`;
      return text === '' ? [] : [{ id, part, text, threads, before: undefined }];
    }
    if (text === '') return [];
    const id = `${before?.part.message ?? ''} ${part.message}`;
    const unit: Unit = { id, part, text, threads, before };
    before = unit;
    return [unit];
  });
}

/** What is judged together so that all fresh units are. */
export function rangesOf(units: readonly Unit[], isFresh: (unit: Unit) => boolean): Range[] {
  const alone = units.filter((unit) => unit.part.kind !== 'words' && isFresh(unit));
  const words = units.filter(({ part }) => part.kind === 'words');
  const ranges: [Unit, ...Unit[]][] = [];
  for (const [index, unit] of words.entries()) {
    if (!isFresh(unit)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last.at(-1) === words[index - 1]) last.push(unit);
    else ranges.push([unit]);
  }
  const [first] = ranges;
  const end = ranges.at(-1)?.at(-1);
  const joined: Range[] =
    first === undefined || end === undefined || ranges.length <= MAX_RANGES
      ? ranges
      : [[first[0], ...words.slice(words.indexOf(first[0]) + 1, words.indexOf(end) + 1)]];
  return [...joined, ...alone.map((unit): Range => [unit])];
}

/** The text of a range as it is judged. */
export function textOf(range: Range): string {
  const before = range[0].before;
  return [...(before === undefined ? [] : [before]), ...range].map(({ text }) => text).join(SEPARATOR);
}

/**
 * How else the text of a range is read: each unit's own threads, and neighbours of one role, which some providers make
 * one message of, without a break.
 */
export function threadsOf(range: Range): readonly Thread[] {
  const [{ before, threads: only }] = range;
  if (before === undefined && range.length === 1) return only;
  const threads: Thread[] = [];
  let start = 0;
  let last: (Stretch & { readonly part: ConversationPart }) | undefined;
  for (const { part, text, threads: own } of [...(before === undefined ? [] : [before]), ...range]) {
    const from = start;
    threads.push(...own.map((thread) => movedBy(thread, from)));
    const stretch = { start: from, end: from + text.length, part };
    if (last !== undefined && isNeighbour(part, last.part))
      threads.push({ stretches: [last, stretch], joiner: '' });
    last = stretch;
    start = stretch.end + SEPARATOR.length;
  }
  return threads;
}

/** Whether a message follows right on one of the same role. */
function isNeighbour(part: ConversationPart, before: ConversationPart): boolean {
  const isBehind = part.message === before.message + 1 && part.role === before.role;
  return isBehind && part.kind === 'words' && before.kind === 'words';
}

/** The segments behind the text of a range. */
export function segmentsOf(range: Range): Segment[] {
  const before = range[0].before;
  return [...(before?.part.segments ?? []), ...range.flatMap(({ part }) => part.segments)];
}

/** Each unit's share of the redactions of its range, at positions from the unit's own beginning on. */
export function sharesOf(range: Range, redactions: readonly Redaction[]): readonly (readonly Redaction[])[] {
  const sorted = redactions.toSorted((one, other) => one.end - other.end);
  let next = 0;
  return placesOf(range, lengthBefore(range[0])).map(({ start, end }, index) => {
    const from = next;
    const isLast = index === range.length - 1;
    while (next < sorted.length && (isLast || (sorted[next]?.end ?? 0) <= end)) next += 1;
    return sorted.slice(from, next).map((redaction) => moved(redaction, -start));
  });
}

/** Whether a unit's share lies in the unit and the words before it, so that it holds wherever the two are together. */
export function isSelfContained(unit: Unit, share: readonly Redaction[]): boolean {
  return share.every(({ start }) => start >= -lengthBefore(unit));
}

/** What is replaced in a list of units as one text, put together from what is replaced in each. */
export function unitedRedactions(
  units: readonly Unit[],
  redactionsOf: (unit: Unit) => readonly Redaction[],
): Redaction[] {
  const places = placesOf(units, 0);
  const all = places.flatMap(({ unit, start }) => redactionsOf(unit).map((found) => moved(found, start)));
  const united: Redaction[] = [];
  for (const redaction of all.sort((left, right) => left.start - right.start)) {
    const last = united.at(-1);
    // The words before a unit have been seen twice, and what is found in them may have been, too.
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
