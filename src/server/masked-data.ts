import type { MaskedData } from '../airs/schemas/response.js';
import { type DetectedSpan, patternName, type SpanField } from '../scan/index.js';
import type { MaskStyle, OffsetUnit } from './options.js';

/** The unit of offsets, and how far the mask reaches. */
export interface MaskOptions {
  readonly offsetUnit: OffsetUnit;
  readonly maskStyle: MaskStyle;
}

/** The place of a finding in the unit of the wire, half open. */
export interface Location {
  readonly pattern: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number | undefined;
}

/** Detector families whose findings are sensitive data. */
export const SENSITIVE: ReadonlySet<string> = new Set(['dlp', 'secrets']);

const WIDTH: Readonly<Record<OffsetUnit, (codePoint: number) => number>> = {
  utf16: (codePoint) => (codePoint > 0xffff ? 2 : 1),
  codePoints: () => 1,
  // UTF-8 replaces a lone surrogate by U+FFFD, which takes three bytes as well.
  bytes: (codePoint) => (codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x1_0000 ? 3 : 4),
};

/** Returns the places of sensitive data in one field, in wire units. */
export function sensitiveLocations(
  text: string,
  spans: readonly DetectedSpan[],
  field: SpanField,
  unit: OffsetUnit,
): Location[] {
  const found = spans.filter((span) => span.field === field && SENSITIVE.has(span.detector));
  if (found.length === 0) return [];
  const offset = offsetTable(text, unit);
  return found
    .map(({ label, start, end, confidence }) => ({
      pattern: patternName(label),
      start: offset(start),
      end: offset(end),
      confidence,
    }))
    .filter(({ start, end }) => end > start);
}

/**
 * Returns the text with `X` in place of every location, as long as before in the given unit. Returns undefined if there
 * are no locations.
 */
export function maskedData(
  text: string,
  locations: readonly Location[],
  { offsetUnit, maskStyle }: MaskOptions,
): MaskedData | undefined {
  if (locations.length === 0) return undefined;
  const byPattern = new Map<string, [number, number][]>();
  for (const { pattern, start, end } of locations) {
    const ranges = byPattern.get(pattern) ?? [];
    ranges.push([start, end]);
    byPattern.set(pattern, ranges);
  }
  return {
    data: mask(text, locations, offsetUnit, maskStyle === 'inclusive' ? 1 : 0),
    pattern_detections: [...byPattern].map(([pattern, ranges]) => ({ pattern, locations: ranges })),
  };
}

/**
 * Overwrites the locations of a text. A character that a location touches is overwritten whole, so that no half of it
 * is left.
 */
function mask(text: string, locations: readonly Location[], unit: OffsetUnit, reach: number): string {
  const ranges = [...locations].sort((a, b) => a.start - b.start);
  // Slices are joined, because a string that grows by single characters holds on to every step.
  const pieces: string[] = [];
  let index = 0;
  let copied = 0;
  let position = 0;
  let next = 0;
  let maskedUntil = 0;
  for (const character of text) {
    const width = WIDTH[unit](character.codePointAt(0) ?? 0);
    for (
      let range = ranges[next];
      range !== undefined && range.start < position + width;
      range = ranges[next]
    ) {
      maskedUntil = Math.max(maskedUntil, range.end + reach);
      next += 1;
    }
    if (position < maskedUntil) {
      pieces.push(text.slice(copied, index), 'X'.repeat(width));
      copied = index + character.length;
    }
    position += width;
    index += character.length;
  }
  pieces.push(text.slice(copied));
  return pieces.join('');
}

/** Returns a function that gives the wire offset of a UTF-16 index. An index past the end counts as the end. */
function offsetTable(text: string, unit: OffsetUnit): (index: number) => number {
  if (unit === 'utf16') return (index) => Math.min(Math.max(0, index), text.length);
  const offsets = new Uint32Array(text.length + 1);
  let index = 0;
  let position = 0;
  for (const character of text) {
    offsets.fill(position, index, index + character.length);
    index += character.length;
    position += WIDTH[unit](character.codePointAt(0) ?? 0);
  }
  offsets[text.length] = position;
  return (at) => offsets[Math.min(Math.max(0, at), text.length)] ?? position;
}
