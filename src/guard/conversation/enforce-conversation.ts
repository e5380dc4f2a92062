import { shareCalls } from '../../scanners/index.js';
import type { CheckContext, Judged, ScanMetadata } from '../check-context.js';
import { refusalOf } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import type { Policy } from '../policy/policy.js';
import { createKeyedHash } from '../redaction/keyed-tag.js';
import type { Replace } from '../redaction/redact-text.js';
import { type ShareCall, sharedWithNobody } from './call-sharing.js';
import {
  type Conversation,
  type ConversationPart,
  type Exchanges,
  exchangesOf,
  inScope,
} from './conversation.js';
import { createRangeEvaluation } from './evaluate-ranges.js';
import type { PromptMemory } from './prompt-memory.js';
import type { PromptRules } from './prompt-options.js';
import { rangesOf, type Unit, unitsOf } from './ranges.js';
import { createRecollection, type Recollection } from './recollection.js';
import { asDecision, rewriteUnits } from './rewrite-units.js';
import { createUnitKeys, nameOf } from './unit-keys.js';
import { refuseUnscanned, reportUnscanned } from './unscanned.js';

/** A conversation that has passed. */
export interface ConversationVerdict {
  /** What was said of it, now or when it was judged; nothing for what had passed before without a word. */
  readonly decisions: readonly Decision[];
  /** Whether segments have been written to. */
  readonly rewritten: boolean;
  /** Whether the model must not see a message, by its place. */
  isDropped(message: number): boolean;
  /**
   * Says how the conversation reads now that it has been written to, without what was dropped: it has been judged so, and
   * need not be again where it comes back.
   */
  keep(written: Conversation): void;
}

/** What enforcing the policy on conversations needs. */
export interface ConversationParts {
  readonly rules: PromptRules;
  readonly policy: Policy;
  check(part: ConversationPart, text: string, context: CheckContext): Promise<Decision>;
  about(context: CheckContext, judged: Judged): ScanMetadata;
  /** For placeholders that lead back to what they stand for: makes that they still do. */
  /** What of prompts has been judged; none where all of it is judged at every call. */
  readonly memory: PromptMemory | undefined;
  /** What other processes know. */
  shareCalls(): Promise<ShareCall | undefined>;
  /** Returns the number of the call that a context belongs to. */
  callOf(context: CheckContext): number;
  readonly reissue: ((part: ConversationPart, context: CheckContext, json: boolean) => Replace) | undefined;
}

/**
 * Judges what of a conversation is not known to have passed, and writes what the policy redacts to its places.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export type EnforceConversation = (
  conversation: Conversation,
  context: CheckContext,
) => Promise<ConversationVerdict>;

/** Makes the function that enforces the policy on the conversations of one guardrail. */
export function createConversationEnforcer(parts: ConversationParts): EnforceConversation {
  const { rules, policy, check, about, memory } = parts;
  const drops = rules.onBlockedHistory === 'drop';
  const hash = createKeyedHash();
  const share = shareCalls<Decision>();

  return async (conversation, context) => {
    context.signal?.throwIfAborted();
    const whose = about(context, { direction: 'prompt' });
    const whoseTool = (toolName: string) => about(context, { direction: 'tool', toolName });
    const shareCall = (await parts.shareCalls()) ?? sharedWithNobody;
    const shared = shareCall({ whose, whoseTool, call: parts.callOf(context) });
    const recollection = createRecollection(memory, createUnitKeys(hash, whose, whoseTool), shared);
    const asker = nameOf([whose.sessionId, whose.trId, whose.appUser, whose.userIp]);
    const ranges = createRangeEvaluation({ policy, context, recollection, drops, check, share, asker });
    const exchanges = exchangesOf(conversation.roles);
    const scoped = inScope(conversation, rules.scope);
    const unscanned = { policy, context, exchanges, drops, check };
    await refuseUnscanned(scoped, unscanned);
    const enforce = async (): Promise<ConversationVerdict> => {
      for (;;) {
        const units = unitsOf(scoped.filter(({ message }) => !exchanges.isDropped(message)));
        for (const unit of units) recollection.recall(unit);
        if (dropRefused(units, { recollection, exchanges, drops })) continue;
        await shared.read(units, recollection);
        if (dropRefused(units, { recollection, exchanges, drops })) continue;
        const fresh = rangesOf(units, (unit) => recollection.knownOf(unit) === undefined);
        const passed = fresh.length === 0 ? [] : await Promise.all(fresh.map(ranges.evaluate));
        // A refusal changes which units stand side by side.
        if (passed.includes(false)) continue;
        context.signal?.throwIfAborted();
        await reportUnscanned(scoped, unscanned);
        const rewritten = rewriteUnits(
          units,
          recollection.knownOf,
          placeholders(parts, recollection, context),
        );
        await shared.savePlaceholders();
        return {
          decisions: units.flatMap((unit) => ranges.decisionOf(unit) ?? recollection.repeat(unit) ?? []),
          rewritten,
          isDropped: exchanges.isDropped,
          keep(written) {
            recollection.keep(unitsOf(inScope(written, rules.scope)), units);
            void shared.saveFacts();
          },
        };
      }
    };
    try {
      const verdict = await enforce();
      // Nobody waits for it: it saves a later scan, and the model's answer takes longer.
      void shared.saveFacts();
      return verdict;
    } catch (error) {
      // After a refusal the process may be gone.
      await shared.saveFacts();
      throw error;
    }
  };
}

/**
 * Leaves the messages out that were refused. Returns whether there was any.
 * @throws GuardrailViolationError or GuardrailScanError for one that may not be left out
 */
function dropRefused(
  units: readonly Unit[],
  {
    recollection,
    exchanges,
    drops,
  }: {
    readonly recollection: Recollection;
    readonly exchanges: Exchanges;
    readonly drops: boolean;
  },
): boolean {
  let dropped = false;
  for (const unit of units) {
    const known = recollection.knownOf(unit);
    if (known?.outcome !== 'block') continue;
    const { kind, role, message } = unit.part;
    // Without the instructions at its head a conversation would be another one.
    const isHead = role === 'system' && message === 0;
    const mayGo = !isHead && (kind === 'words' || kind === 'toolOutput' || kind === 'system');
    const isHistory = mayGo && !exchanges.isLast(message);
    if (!drops || !isHistory) throw refusalOf(asDecision(unit, known));
    exchanges.drop(message);
    dropped = true;
  }
  return dropped;
}

/**
 * Says what stands in place of a finding: for one that is remembered, a placeholder that leads back to its text again.
 */
function placeholders(
  { reissue }: ConversationParts,
  recollection: Recollection,
  context: CheckContext,
): Parameters<typeof rewriteUnits>[2] {
  return (unit, found, text) => {
    const known = recollection.knownOf(unit);
    if (reissue === undefined || known === undefined || !recollection.isRecalled(known))
      return found.placeholder;
    return reissue(unit.part, context, known.json)(found, text);
  };
}
