import { isFailedScan, type ScanResult } from '../../scan/index.js';

/** Counts of verdicts. */
export interface VerdictTally {
  readonly counts: Readonly<Record<'allow' | 'warn' | 'block' | 'failed', number>>;
  readonly categories: ReadonlyMap<string, number>;
  readonly items: number;
  add(result: ScanResult): void;
}

/** The most categories that are counted separately. A scanner has fewer. */
const MAX_CATEGORIES = 200;

export function openTally(): VerdictTally {
  const counts = { allow: 0, warn: 0, block: 0, failed: 0 };
  const categories = new Map<string, number>();
  let items = 0;
  return {
    counts,
    categories,
    get items() {
      return items;
    },
    add(result) {
      items++;
      counts[isFailedScan(result) ? 'failed' : result.action]++;
      for (const name of result.categories) {
        if (
          name === 'safe' ||
          name === 'api_error' ||
          (!categories.has(name) && categories.size >= MAX_CATEGORIES)
        )
          continue;
        categories.set(name, (categories.get(name) ?? 0) + 1);
      }
    },
  };
}
