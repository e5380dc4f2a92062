import type { ScanResult } from '../scan/index.js';
import type { BlockReason, Outcome } from './decision.js';
import type { Redaction } from './policy.js';
import type { PromptMemorySettings } from './prompt-options.js';

/** What is known about a part of a conversation, in the company of the part before it. Never the text. */
export interface Known {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** What was said of it; the same object for all that was judged in one scan. */
  readonly result: ScanResult;
  /**
   * What is replaced, at positions from the beginning of the part on. One that began in the part before it begins below
   * zero.
   */
  readonly redactions: readonly Redaction[];
  /** Whether the text that was judged was JSON: the vault keeps what a reader of it sees. */
  readonly json: boolean;
}

/** What has been judged in this process, by keyed hashes of it. */
export interface PromptMemory {
  get(key: string): Known | undefined;
  set(key: string, known: Known): void;
}

interface Entry {
  readonly known: Known;
  usedAt: number;
}

/**
 * Makes a memory. Its map stands in the order of use, so what is to be forgotten is always in front. To look there costs
 * more the more has been taken from there, so it is done only when there must be something, and then for many.
 */
export function createPromptMemory({ maxEntries, ttlMs, now }: PromptMemorySettings): PromptMemory {
  const entries = new Map<string, Entry>();
  const spare = Math.floor(maxEntries / 64);
  /** Until then nothing is old. */
  let youngUntil = Number.POSITIVE_INFINITY;

  const forgetOld = (at: number): void => {
    if (at <= youngUntil) return;
    youngUntil = Number.POSITIVE_INFINITY;
    for (const [key, { usedAt }] of entries) {
      if (at - usedAt <= ttlMs) {
        youngUntil = usedAt + ttlMs;
        return;
      }
      entries.delete(key);
    }
  };

  const forgetOldest = (count: number): void => {
    let left = count;
    for (const key of entries.keys()) {
      if (left === 0) return;
      entries.delete(key);
      left -= 1;
    }
  };

  return {
    get(key) {
      const at = now();
      forgetOld(at);
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      entry.usedAt = at;
      return entry.known;
    },
    set(key, known) {
      const at = now();
      forgetOld(at);
      entries.delete(key);
      entries.set(key, { known, usedAt: at });
      youngUntil = Math.min(youngUntil, at + ttlMs);
      if (entries.size > maxEntries) forgetOldest(1 + spare);
    },
  };
}

/** The vocabulary's own fields, but for those of one call; a scanner may add others, and what those hold is not known. */
export function withoutExtras(result: ScanResult): ScanResult {
  const { action, severity, categories, scanId, reportId, profileName } = result;
  const { promptDetected, responseDetected, toolDetected } = result;
  return {
    action,
    severity,
    categories: [...categories],
    scanId,
    reportId,
    profileName,
    promptDetected: { ...promptDetected },
    responseDetected: { ...responseDetected },
    ...(toolDetected !== undefined && { toolDetected: { ...toolDetected } }),
    latencyMs: 0,
    source: 'cache',
  };
}
