/**
 * The first of so many indexes for which something holds that holds for all behind it too; their number where it holds for
 * none. Asks about the logarithm of their number.
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
