/**
 * A text made from a source, with the place in the source of each of its UTF-16 code units: `starts[i]` to `ends[i]`,
 * half open. A unit without a counterpart, such as a separator, has an empty place.
 */
export interface MappedText {
  readonly text: string;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** A text to take pieces from. Without places, every unit maps to itself. */
export type MappedSource = Pick<MappedText, 'text'> & Partial<MappedText>;

/** A stretch of the source, taken unchanged or replaced. */
export interface MappedPiece {
  readonly from: number;
  readonly to: number;
  /** The replacement. It is absent if the stretch is taken unchanged. */
  readonly instead?: string;
}

/** Joins pieces of a text. Places refer to the text that the source was made from. */
export function mapPieces(source: MappedSource, pieces: readonly MappedPiece[]): MappedText {
  const texts = pieces.map(({ from, to, instead }) => instead ?? source.text.slice(from, to));
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const starts = new Uint32Array(length);
  const ends = new Uint32Array(length);
  let at = 0;
  for (const [index, { from, to, instead }] of pieces.entries()) {
    const size = texts[index]?.length ?? 0;
    if (instead !== undefined) {
      const end = to === 0 ? 0 : endOf(source, to - 1);
      starts.fill(to > from ? startOf(source, from) : end, at, at + size);
      ends.fill(end, at, at + size);
    } else if (source.starts !== undefined && source.ends !== undefined) {
      starts.set(source.starts.subarray(from, to), at);
      ends.set(source.ends.subarray(from, to), at);
    } else {
      for (let unit = 0; unit < size; unit += 1) {
        starts[at + unit] = from + unit;
        ends[at + unit] = from + unit + 1;
      }
    }
    at += size;
  }
  return { text: texts.join(''), starts, ends };
}

function startOf({ starts }: MappedSource, index: number): number {
  return starts === undefined ? index : (starts[index] ?? 0);
}

function endOf({ ends }: MappedSource, index: number): number {
  return ends === undefined ? index + 1 : (ends[index] ?? 0);
}

/** A stretch of a text, in UTF-16 code units, half open. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the places that a stretch of a mapped text has in its source. There are several if parts of it lie more than
 * `gap` units apart in the source, and none if it has no counterpart.
 */
export function placesOf({ starts, ends }: MappedText, { start, end }: Stretch, gap: number): Stretch[] {
  const places: { start: number; end: number }[] = [];
  for (let index = start; index < end; index += 1) {
    const from = starts[index] ?? 0;
    const to = ends[index] ?? 0;
    const last = places.at(-1);
    if (last !== undefined && from >= last.start && from <= last.end + gap) last.end = Math.max(last.end, to);
    else places.push({ start: from, end: to });
  }
  return places.filter((place) => place.end > place.start);
}
