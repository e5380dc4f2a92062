import type { ContentScanner, ScanRequest } from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import { fakeScanner } from 'airs-guardrails/testing';
import type { FuzzCase } from './case.js';

/** More scans than any case can need: what goes on asking never ends. */
export const MAX_SCANS = 1_500;

/** One turn of the event loop; no timer. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A scanner that is late and counts. */
export interface WatchedScanner {
  readonly scanner: ContentScanner;
  readonly scans: () => number;
}

let engine: ContentScanner | undefined;

function sensitiveOnly(): ContentScanner {
  engine ??= localScanner({ profile: { detectors: { injection: 'off', urlCats: 'off' } } });
  return engine;
}

/** The texts of a request, as they are. */
function textsOf({ prompt, response, context, toolEvent }: ScanRequest): string {
  return [prompt, response, context, toolEvent?.input, toolEvent?.output, toolEvent?.metadata.tool_invoked]
    .filter((text) => text !== undefined)
    .join('\n');
}

function refusing(needle: string): ContentScanner {
  return fakeScanner({
    name: 'canary',
    verdicts: (request) => {
      if (!textsOf(request).includes(needle)) return {};
      if (request.toolEvent !== undefined) return { action: 'block', toolDetected: { injection: true } };
      return { action: 'block', promptDetected: { injection: true } };
    },
  });
}

function bareScanner({ scanner, needle }: FuzzCase): ContentScanner {
  if (scanner === 'secrets') return sensitiveOnly();
  return scanner === 'canary' ? refusing(needle) : fakeScanner({ name: 'allow' });
}

/** The scanner of a case. */
export function scannerOf(given: FuzzCase): WatchedScanner {
  const inner = bareScanner(given);
  let scans = 0;
  return {
    scans: () => scans,
    scanner: {
      ...inner,
      async scan(request, options) {
        const turns = given.delays[scans % given.delays.length] ?? 0;
        scans += 1;
        if (scans > MAX_SCANS) throw new Error('More scans than any case can need');
        for (let count = 0; count < turns; count += 1) await turn();
        options?.signal?.throwIfAborted();
        return inner.scan(request, options);
      },
    },
  };
}

/** How many turns of the event loop nothing may need. */
const MAX_TURNS = 20_000;

/** What never comes. */
export const NEVER = Symbol('never settled');

/** The outcome of a promise, or that it is never settled: told by turns of the event loop, not by time. */
export async function settled<Value>(promise: Promise<Value>): Promise<Value | typeof NEVER> {
  let isOpen = true;
  const watch = async (): Promise<typeof NEVER> => {
    for (let count = 0; isOpen && count < MAX_TURNS; count += 1) await turn();
    return NEVER;
  };
  try {
    return await Promise.race([promise, watch()]);
  } finally {
    isOpen = false;
  }
}
