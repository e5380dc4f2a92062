/**
 * Finds the first index below `count` for which `holds` is true. If `holds` is true for one index, it must be true for
 * all later ones. Returns `count` if it is true for none. The number of calls is logarithmic in `count`.
 */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
