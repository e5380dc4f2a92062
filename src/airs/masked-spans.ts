import { type DetectedSpan, mergeSpans, type SpanField } from '../scan/index.js';
import { patternLabel } from './pattern-labels.js';
import type { MaskedData } from './schemas/response.js';

// The unit of `locations` is not known: the API's prose says characters, its schema says bytes, and no published
// sample has a non-ASCII character before a span. The masked copy of the text settles it from case to case.
const UNITS = ['utf16', 'codePoints', 'bytes'] as const;
type Unit = (typeof UNITS)[number];

interface Location {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/**
 * The service's DLP locations as spans of `text` in UTF-16 units, overlapping ones united. Locations are half open;
 * the masked `data` overwrites one character more than they say, so the text itself is cut by locations. The unit is
 * the one under which every location holds only mask characters in `data`; where no unit fits, the places in which
 * `data` differs decide, and where that cannot be told either, all readings are taken together.
 */
export function locateMasked(text: string, masked: MaskedData, field: SpanField): DetectedSpan[] {
  const locations = readLocations(masked);
  if (locations.length === 0) return [];
  const toSpans = (unit: Unit): DetectedSpan[] => spansIn(text, locations, unit, field);
  if (/^\p{ASCII}*$/u.test(text)) return mergeSpans(toSpans('utf16'));
  const data = masked.data;
  if (typeof data === 'string') {
    const unit = UNITS.find((candidate) => isMaskedAt(data, locations, candidate));
    if (unit !== undefined) return mergeSpans(toSpans(unit));
    const differing = differences(text, data, field);
    if (differing.length > 0) return differing;
  }
  return mergeSpans(UNITS.flatMap(toSpans));
}

function readLocations(masked: MaskedData): Location[] {
  return (masked.pattern_detections ?? []).flatMap((detection) =>
    (detection.locations ?? [])
      .map(([start, end]) => ({
        start,
        end,
        label: patternLabel(detection.pattern),
      }))
      .filter(
        ({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start,
      ),
  );
}

/** UTF-16 index of every offset in a unit; offsets inside a character point to its start. */
function offsetTable(text: string, unit: Unit): (offset: number) => number {
  if (unit === 'utf16') return (offset) => Math.min(offset, text.length);
  const starts: number[] = [];
  let index = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const width = unit === 'codePoints' ? 1 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (let part = 0; part < width; part++) starts.push(index);
    index += character.length;
  }
  return (offset) => starts[offset] ?? text.length;
}

function spansIn(text: string, locations: readonly Location[], unit: Unit, field: SpanField): DetectedSpan[] {
  const toIndex = offsetTable(text, unit);
  return locations.map(({ start, end, label }) => {
    // The last character counts whole, also when the location ends inside it.
    const last = toIndex(end - 1);
    const width = (text.codePointAt(last) ?? 0) > 0xffff && unit !== 'utf16' ? 2 : 1;
    return {
      field,
      start: toIndex(start),
      end: Math.min(text.length, last + width),
      detector: 'dlp',
      label,
    };
  });
}

function isMaskedAt(data: string, locations: readonly Location[], unit: Unit): boolean {
  const toIndex = offsetTable(data, unit);
  return locations.every(({ start, end }) => {
    const part = data.slice(toIndex(start), toIndex(end));
    return part.length === end - start && /^X+$/.test(part);
  });
}

/** Places where a masked copy of the same length differs from the text. */
function differences(text: string, data: string, field: SpanField): DetectedSpan[] {
  if (text.length !== data.length) return [];
  const spans: DetectedSpan[] = [];
  for (let index = 0; index < text.length; index++) {
    if (text[index] === data[index]) continue;
    const start = index;
    // A masked value may contain the mask character itself.
    while (index < text.length && data[index] === 'X') index++;
    spans.push({
      field,
      start,
      end: Math.max(index, start + 1),
      detector: 'dlp',
      label: patternLabel(undefined),
    });
  }
  return mergeSpans(spans);
}
