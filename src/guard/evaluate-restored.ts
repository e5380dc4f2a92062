import type { CheckContext, Subject } from './check-context.js';
import { decide } from './policy/decide.js';
import type { Decision } from './policy/decision.js';
import type { Direction, Effect } from './policy/effects.js';
import type { Policy } from './policy/policy.js';
import type { Scans } from './scans.js';
import { readingOf } from './segments/readings.js';

/**
 * Returns the policy for a text with originals put back. They are known to be sensitive data, so that is no finding.
 */
export function policyForRestored(policy: Policy): Policy {
  const without = (direction: Direction): ReadonlyMap<string, Effect> =>
    new Map([...policy.effects[direction], ['dlp', 'allow']]);
  return {
    ...policy,
    // The severity may come from the sensitive data alone.
    minBlockSeverity: undefined,
    effects: { prompt: without('prompt'), response: without('response'), tool: without('tool') },
  };
}

/**
 * Evaluates a text in the form that a tool gets, with the originals. An original may be dangerous as well as sensitive,
 * such as the host of an address.
 * @returns the decision to block it, or undefined
 */
export async function evaluateRestored(
  scans: Pick<Scans, 'about' | 'scanReading'>,
  policy: Policy,
  subject: Subject,
  context: CheckContext,
): Promise<Decision | undefined> {
  const { direction, text } = subject;
  const whose = scans.about(context, subject);
  const result = await scans.scanReading(subject, readingOf(text), whose, context.signal);
  const { outcome, reason } = decide(result, direction, policyForRestored(policy));
  if (outcome === 'allow' || outcome === 'warn') return undefined;
  return {
    direction,
    outcome: 'block',
    text: '',
    result,
    redactions: [],
    reason: reason ?? 'redaction_failed',
  };
}
