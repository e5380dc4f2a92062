import type { CheckContext } from '../check-context.js';
import { refusalOf } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import type { Policy } from '../policy/policy.js';
import type { ConversationPart, Exchanges } from './conversation.js';

/** The parts that the check of files without text needs. */
export interface UnscannedParts {
  readonly policy: Policy;
  readonly context: CheckContext;
  readonly exchanges: Exchanges;
  /** Whether a refused message of an earlier exchange is dropped. */
  readonly drops: boolean;
  check(part: ConversationPart, text: string, context: CheckContext): Promise<Decision>;
}

/**
 * Refuses files that nobody can judge, if the policy says so. Messages of earlier exchanges are dropped where they may
 * be.
 * @throws GuardrailScanError for a message that may not be dropped
 */
export async function refuseUnscanned(
  parts: readonly ConversationPart[],
  { policy, context, exchanges, drops, check }: UnscannedParts,
): Promise<void> {
  if (policy.unscannable !== 'block') return;
  for (const part of parts) {
    const { message, unscanned = 0 } = part;
    if (unscanned === 0 || exchanges.isDropped(message)) continue;
    if (drops && part.role !== 'system' && !exchanges.isLast(message)) exchanges.drop(message);
    else {
      const decision = await check(part, '', { ...context, unscanned });
      if (decision.outcome === 'block') throw refusalOf(decision);
    }
  }
}

/** Reports how many files of a prompt that has passed were not judged. */
export async function reportUnscanned(
  parts: readonly ConversationPart[],
  { context, exchanges, check }: UnscannedParts,
): Promise<void> {
  const left = parts.filter(({ message, unscanned = 0 }) => unscanned > 0 && !exchanges.isDropped(message));
  const [first] = left;
  if (first === undefined) return;
  const unscanned = left.reduce((sum, part) => sum + (part.unscanned ?? 0), 0);
  await check(first, '', { ...context, unscanned });
}
