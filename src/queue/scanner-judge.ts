import type { ContentScanner, ScanResult } from '../scan/index.js';
import { runInFull } from '../scanners/index.js';
import type { GroupJudge } from './group-judge.js';

/** Whether a scan failed because the service has had too many. */
function isLimited({ failure }: ScanResult): boolean {
  return failure?.kind === 'outage' && failure.statusCode === 429;
}

/** Makes a judge that scans the items of a job one by one, at the same time. */
export function scannerJudge(scanner: ContentScanner): GroupJudge {
  return {
    async judge({ items, signal }) {
      const judged = await Promise.all(
        items.map(async ({ place, request }) => [place, await runInFull(scanner, request, signal)] as const),
      );
      const taken = judged.filter(([, result]) => !isLimited(result));
      return {
        results: new Map(taken),
        scans: judged.length,
        mayRepeat: taken.some(([, { failure }]) => failure !== undefined && failure.breakerOpen !== true),
        ...(taken.length < judged.length && { limited: { waitMs: undefined } }),
      };
    },
  };
}
