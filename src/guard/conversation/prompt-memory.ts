import { createBoundedMap, heldBytes, plainVerdict, type ScanResult } from '../../scan/index.js';
import type { BlockReason, Outcome } from '../policy/decision.js';
import type { Redaction } from '../policy/redacted-span.js';
import type { PromptMemorySettings } from './prompt-options.js';

/** The verdict on a part of a conversation, judged together with the part before it. It never holds the text. */
export interface Known {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** The result of the scan. It is the same object for everything that was judged in one scan. */
  readonly result: ScanResult;
  /**
   * The replacements, at positions relative to the start of the part. A finding that began in the part before has a
   * negative start.
   */
  readonly redactions: readonly Redaction[];
  /** Whether the judged text was JSON. The vault keeps the text as a JSON reader sees it. */
  readonly json: boolean;
}

/** The verdicts of this process, by keyed hashes of the judged parts. */
export interface PromptMemory {
  get(key: string): Known | undefined;
  /**
   * Stores a verdict.
   * @param session the session that the verdict belongs to, so that it can be forgotten with the session
   */
  set(key: string, known: Known, session?: string): void;
  /** Forgets all verdicts of a session. */
  forget(session: string): void;
}

interface Entry {
  readonly known: Known;
  readonly session: string | undefined;
  usedAt: number;
}

/** The bytes of a verdict without its texts: the objects and flags that `withoutExtras` makes. */
const VERDICT_BYTES = 1_200;

/**
 * Estimates the bytes of memory that known facts take. It looks at few fields, because it runs for each part of each
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
  /** No entry is old before this time. */
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

/** Returns the verdict of a result without its extras, as it is remembered. */
export function withoutExtras(result: ScanResult): ScanResult {
  return { ...plainVerdict(result), latencyMs: 0, source: 'cache' };
}
