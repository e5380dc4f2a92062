import type { ConversationPart } from './conversation.js';
import type { Redaction } from './policy.js';
import { joinSegments, SEPARATOR, type Segment } from './segments.js';

/** A part in the company of the words before it: an attack may be split over two messages. */
export interface Unit {
  /** Names the pair within one call. */
  readonly id: string;
  readonly part: ConversationPart;
  readonly text: string;
  readonly before: Pick<Unit, 'part' | 'text'> | undefined;
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
    const text = joinSegments(part.segments);
    if (part.kind !== 'words') {
      const place = (seen.get(part.message) ?? 0) + 1;
      seen.set(part.message, place);
      const id = `${part.kind} ${part.message} ${place}`;
      return text === '' ? [] : [{ id, part, text, before: undefined }];
    }
    if (text === '') return [];
    const unit = { id: `${before?.part.message ?? ''} ${part.message}`, part, text, before };
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

/** The segments behind the text of a range. */
export function segmentsOf(range: Range): Segment[] {
  const before = range[0].before;
  return [...(before?.part.segments ?? []), ...range.flatMap(({ part }) => part.segments)];
}

/** Each unit's share of the redactions of its range, at positions from the unit's own beginning on. */
export function sharesOf(range: Range, redactions: readonly Redaction[]): readonly (readonly Redaction[])[] {
  const left = new Set(redactions);
  return placesOf(range, lengthBefore(range[0])).map(({ start, end }, index) => {
    const own = [...left].filter((redaction) => redaction.end <= end || index === range.length - 1);
    for (const redaction of own) left.delete(redaction);
    return own.map((redaction) => moved(redaction, -start));
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
