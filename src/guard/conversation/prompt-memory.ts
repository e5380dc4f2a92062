import { createBoundedMap, heldBytes, plainVerdict, type ScanResult } from '../../scan/index.js';
import type { BlockReason, Outcome } from '../policy/decision.js';
import type { Redaction } from '../policy/redacted-span.js';
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
  /** @param session where it is about one, so that it can be forgotten with it */
  set(key: string, known: Known, session?: string): void;
  /** Forgets what is about a session. */
  forget(session: string): void;
}

interface Entry {
  readonly known: Known;
  readonly session: string | undefined;
  usedAt: number;
}

/** What a verdict takes beside its texts: its objects and flags, which `withoutExtras` has made. */
const VERDICT_BYTES = 1_200;

/**
 * Estimates the bytes of memory that known facts take. It looks at few fields, as it is asked for each part of each
 * prompt.
 */
function bytesOf({ result, redactions }: Known): number {
  const { scanId, reportId, profileName, categories } = result;
  const { toolDetected, profileId, unanswered, details } = result;
  let units = scanId.length + reportId.length + profileName.length;
  for (const category of categories) units += category.length;
  const others = [toolDetected, profileId, unanswered, details].filter((value) => value !== undefined);
  const lists = redactions.length === 0 && others.length === 0 ? 0 : heldBytes([redactions, others]);
  return VERDICT_BYTES + 2 * units + 16 * categories.length + lists;
}

/** Makes a memory. */
export function createPromptMemory({ maxEntries, maxBytes, ttlMs, now }: PromptMemorySettings): PromptMemory {
  const entries = createBoundedMap<string, Entry>({ maxEntries, maxBytes });
  /** Until then nothing is old. */
  let youngUntil = Number.POSITIVE_INFINITY;

  const forgetOld = (at: number): void => {
    if (at <= youngUntil) return;
    const first = entries.forgetWhile(({ usedAt }) => at - usedAt > ttlMs);
    youngUntil = first === undefined ? Number.POSITIVE_INFINITY : first.usedAt + ttlMs;
  };

  return {
    get(key) {
      const at = now();
      forgetOld(at);
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entry.usedAt = at;
      return entry.known;
    },
    set(key, known, session) {
      const at = now();
      forgetOld(at);
      entries.set(key, { known, session, usedAt: at }, 2 * key.length + bytesOf(known));
      youngUntil = Math.min(youngUntil, at + ttlMs);
    },
    forget(session) {
      for (const [key, entry] of entries.entries()) if (entry.session === session) entries.delete(key);
    },
  };
}

/** Returns what a result says by itself, as one that is remembered. */
export function withoutExtras(result: ScanResult): ScanResult {
  return { ...plainVerdict(result), latencyMs: 0, source: 'cache' };
}
