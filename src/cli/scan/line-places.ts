/** A place in a text: line and column from 1, columns in UTF-16 code units. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** Finds line and column of an offset. */
export type FindPlace = (offset: number) => LinePlace;

/**
 * Reads the lines of a text.
 * @param numbers the line numbers of its lines, where they are not 1, 2, 3 ...
 */
export function placesIn(text: string, numbers?: readonly number[]): FindPlace {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: numbers?.[low] ?? low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
