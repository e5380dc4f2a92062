import { callSafely } from '../../scan/index.js';
import type { PromptRules } from './prompt-options.js';

/** How a system message is read: not at all, as instructions by themselves, or as words like the other messages. */
export type SystemReading = 'trusted' | 'system' | 'words';

/** The place of a system message, and what is known about its author. */
export interface SystemPlace {
  /** Whether it is the first message of the prompt. */
  readonly isHead: boolean;
  /**
   * The application's own system messages, if the framework tells them from those of a conversation. It is empty if a
   * client wrote the whole prompt, and undefined if the author is unknown.
   */
  readonly own?: readonly string[];
}

/** Decides how a system message is read. */
export type ReadSystem = (text: string, place: SystemPlace) => SystemReading;

/** The longest head that is kept. Longer heads are compared only by their lengths. */
const MAX_KEPT = 100_000;

/**
 * Makes the function that decides how a guardrail reads system messages.
 * @param warn called once if the trusted heads of two calls differ and no option names the application's own
 */
export function createSystemReader(rule: PromptRules['system'], warn: () => void): ReadSystem {
  /** The head of the first call, kept until the warning. */
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
