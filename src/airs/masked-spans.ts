import { type DetectedSpan, mergeSpans, patternLabel, type SpanField } from '../scan/index.js';
import type { MaskedData } from './schemas/response.js';

// The unit of `locations` is not known. The API's prose says characters, its schema says bytes, and no published sample
// has a non-ASCII character before a span. The masked copy of the text decides in each case.
const UNITS = ['utf16', 'codePoints', 'bytes'] as const;
type Unit = (typeof UNITS)[number];

interface Location {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** The meaning of the locations in one unit. */
interface Reading {
  readonly spans: readonly DetectedSpan[];
  /** The state of each UTF-16 index of the text: masked, perhaps masked, or unchanged. */
  readonly states: Uint8Array;
}

const PERHAPS = 1;
const MASKED = 2;

/**
 * Returns the service's DLP locations as spans of `text` in UTF-16 units, with overlapping spans united. Locations are
 * half open. The masked `data` overwrites one character more than they say, so the locations decide where the text is
 * cut. The right unit is the one under which masking the text gives `data`. Units that fit equally well are combined.
 * If none fits, all units are combined with the places in which `data` differs, because too much is safer than too
 * little.
 * @param labelOf returns the label of a pattern
 */
export function locateMasked(
  text: string,
  masked: MaskedData,
  field: SpanField,
  labelOf: (pattern: string | null | undefined) => string = patternLabel,
): DetectedSpan[] {
  const { data } = masked;
  const locations = readLocations(masked, labelOf);
  const units: readonly Unit[] = /^\p{ASCII}*$/u.test(text) ? ['utf16'] : UNITS;
  const readings = units.map((unit) => readAs(unit, text, locations, field));
  const fitting = readings.filter((reading) => typeof data === 'string' && explains(reading, text, data));
  if (fitting.length > 0) return mergeSpans(fitting.flatMap((reading) => reading.spans));
  return mergeSpans([...readings.flatMap((reading) => reading.spans), ...differences(text, data, field)]);
}

function readLocations(
  masked: MaskedData,
  labelOf: (pattern: string | null | undefined) => string,
): Location[] {
  return (masked.pattern_detections ?? []).flatMap((detection) => {
    const label = labelOf(detection.pattern);
    return (detection.locations ?? [])
      .map(([start, end]) => ({
        start,
        end,
        label,
      }))
      .filter(
        ({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start,
      );
  });
}

/**
 * Returns the function that maps an offset in a unit to a UTF-16 index. An offset inside a character maps to its start.
 */
function offsetTable(text: string, unit: Unit): (offset: number) => number {
  const starts: number[] = [];
  let index = 0;
  for (const character of text) {
    const width = WIDTHS[unit](character);
    for (let part = 0; part < width; part++) starts.push(index);
    index += character.length;
  }
  return (offset) => starts[offset] ?? text.length;
}

/** The units that a character takes. A lone surrogate takes the 3 bytes of its replacement. */
const WIDTHS: Readonly<Record<Unit, (character: string) => number>> = {
  utf16: (character) => character.length,
  codePoints: () => 1,
  bytes: (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  },
};

const characterAt = (text: string, index: number): string =>
  String.fromCodePoint(text.codePointAt(index) ?? 0);

function readAs(unit: Unit, text: string, locations: readonly Location[], field: SpanField): Reading {
  const toIndex = offsetTable(text, unit);
  const states = new Uint8Array(text.length);
  const spans: DetectedSpan[] = [];
  for (const { start, end, label } of locations) {
    const after = toIndex(end);
    if (after < text.length) states[after] = Math.max(states[after] ?? 0, PERHAPS);
    const from = toIndex(start);
    if (end === start || from === text.length) continue;
    // The last character counts in full, even if the location ends inside it.
    const last = toIndex(end - 1);
    const to = last === text.length ? last : last + characterAt(text, last).length;
    states.fill(MASKED, from, to);
    spans.push({ field, start: from, end: to, detector: 'dlp', label });
  }
  return { spans, states };
}

/**
 * Tells whether `data` is `text` masked at these places, with one X for each unit of a character, in any of the units.
 */
function explains(reading: Reading, text: string, data: string): boolean {
  return UNITS.some((unit) => isMaskedCopy(reading.states, text, data, WIDTHS[unit]));
}

function isMaskedCopy(
  states: Uint8Array,
  text: string,
  data: string,
  widthOf: (character: string) => number,
): boolean {
  let index = 0;
  let at = 0;
  for (const character of text) {
    const mask = 'X'.repeat(widthOf(character));
    if (states[index] !== MASKED && data.startsWith(character, at)) at += character.length;
    else if (states[index] !== 0 && data.startsWith(mask, at)) at += mask.length;
    else return false;
    index += character.length;
  }
  return at === data.length;
}

/** Returns the places that a copy of the same length masks. */
function differences(text: string, data: string | null | undefined, field: SpanField): DetectedSpan[] {
  if (data?.length !== text.length) return [];
  const spans: DetectedSpan[] = [];
  for (let index = 0; index < text.length; index++) {
    if (data[index] !== 'X' || text[index] === 'X') continue;
    const start = index;
    // A masked value may itself contain the mask character.
    while (data[index] === 'X') index++;
    spans.push({ field, start, end: index, detector: 'dlp', label: patternLabel(undefined) });
  }
  return spans;
}
