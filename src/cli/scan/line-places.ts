/** A place in a text, with line and column from 1. Columns are UTF-16 code units. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** Returns the line and column of an offset. */
export type FindPlace = (offset: number) => LinePlace;

/**
 * Makes the function that finds lines and columns in a text.
 * @param numbers the numbers of its lines, if they are not 1, 2, 3 ...
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
