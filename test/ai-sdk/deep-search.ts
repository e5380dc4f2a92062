import { inspect } from 'node:util';

/** Everything that can be found in values, however deep: for a search for what must not be there. */
export function deepText(...values: readonly unknown[]): string {
  return values
    .map((value) =>
      inspect(value, { depth: 30, showHidden: true, maxArrayLength: null, maxStringLength: null }),
    )
    .join('\n');
}
