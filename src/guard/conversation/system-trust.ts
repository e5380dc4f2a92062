import { callSafely } from '../../scan/index.js';
import type { PromptRules } from './prompt-options.js';

/** How a system message is read: not at all, as instructions by themselves, or as words among the others. */
export type SystemReading = 'trusted' | 'system' | 'words';

/** Where a system message stands, and what is known about who wrote it. */
export interface SystemPlace {
  /** Whether it is the first message of the prompt. */
  readonly isHead: boolean;
  /**
   * The application's own system messages, where the framework tells them from those of a conversation; none where a client
   * wrote all of it. Absent where nobody can tell.
   */
  readonly own?: readonly string[];
}

/** Says how a system message is read. */
export type ReadSystem = (text: string, place: SystemPlace) => SystemReading;

/** A longer head is told from another by its length alone. */
const MAX_KEPT = 100_000;

/**
 * Makes the reader of system messages of one guardrail.
 * @param warn called once, when the trusted heads of two calls differ and nothing says which of them are the application's
 */
export function createSystemReader(rule: PromptRules['system'], warn: () => void): ReadSystem {
  /** The head of the first call, as long as nothing was warned of. */
  let first: string | number | undefined;
  let hasWarned = false;
  const compare = (text: string): void => {
    if (hasWarned) return;
    const head = text.length > MAX_KEPT ? text.length : text;
    first ??= head;
    if (first === head) return;
    hasWarned = true;
    first = undefined;
    warn();
  };
  return (text, { isHead, own }) => {
    if (typeof rule === 'object' && isTrusted(rule.trusted, text)) return 'trusted';
    const isOwn = isHead && (own === undefined || own.includes(text));
    if (typeof rule === 'object') return own !== undefined && isOwn ? 'trusted' : 'system';
    if (!isOwn) return 'words';
    if (rule) return 'system';
    if (own === undefined) compare(text);
    return 'trusted';
  };
}

function isTrusted(trusted: Extract<PromptRules['system'], object>['trusted'], text: string): boolean {
  if (typeof trusted !== 'function')
    return trusted === text || (Array.isArray(trusted) && trusted.includes(text));
  return callSafely(() => trusted(text)) === true;
}
