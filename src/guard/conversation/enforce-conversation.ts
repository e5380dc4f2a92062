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

/** The verdict on a conversation that has passed. */
export interface ConversationVerdict {
  /** The decisions on it, made now or when it was judged. A part that was allowed earlier has none. */
  readonly decisions: readonly Decision[];
  /** Whether any segment was rewritten. */
  readonly rewritten: boolean;
  /** Tells whether a message must be hidden from the model, by its index. */
  isDropped(message: number): boolean;
  /**
   * Remembers the conversation as it reads after rewriting, without the dropped messages. It was judged in this form,
   * so it need not be judged again when it comes back.
   */
  keep(written: Conversation): void;
}

/** The parts that enforcing the policy on conversations needs. */
export interface ConversationParts {
  readonly rules: PromptRules;
  readonly policy: Policy;
  check(part: ConversationPart, text: string, context: CheckContext): Promise<Decision>;
  /** Told of a refusal that was remembered: no check reports it. */
  onRefusedAgain(decision: Decision): void;
  about(context: CheckContext, judged: Judged): ScanMetadata;
  /** The memory of what was judged in prompts. It is undefined if everything is judged at every call. */
  readonly memory: PromptMemory | undefined;
  /** Returns what this process shares with others. */
  shareCalls(): Promise<ShareCall | undefined>;
  /** Returns the number of the call that a context belongs to. */
  callOf(context: CheckContext): number;
  /**
   * Makes the function that issues placeholders again, so that they still lead back to their originals. It is undefined
   * if the policy restores nothing.
   */
  readonly reissue: ((part: ConversationPart, context: CheckContext, json: boolean) => Replace) | undefined;
}

/**
 * Judges those parts of a conversation that are not known to have passed, and writes the redactions to their segments.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export type EnforceConversation = (
  conversation: Conversation,
  context: CheckContext,
) => Promise<ConversationVerdict>;

/** Makes the function that enforces the policy on the conversations of one guardrail. */
export function createConversationEnforcer(parts: ConversationParts): EnforceConversation {
  const { rules, policy, check, about, memory, onRefusedAgain } = parts;
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
        if (dropRefused(units, { recollection, exchanges, drops, onRefusedAgain })) continue;
        await shared.read(units, recollection);
        if (dropRefused(units, { recollection, exchanges, drops, onRefusedAgain })) continue;
        const fresh = rangesOf(units, (unit) => recollection.knownOf(unit) === undefined);
        const passed = fresh.length === 0 ? [] : await Promise.all(fresh.map(ranges.evaluate));
        // A refusal changes which units are neighbours.
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
      // This is not awaited. It only saves a later scan, and the model's answer takes longer.
      void shared.saveFacts();
      return verdict;
    } catch (error) {
      // The process may end after a refusal.
      await shared.saveFacts();
      throw error;
    }
  };
}

/**
 * Drops the messages that were refused. Returns whether there were any.
 * @throws GuardrailViolationError or GuardrailScanError for a message that may not be dropped
 */
function dropRefused(
  units: readonly Unit[],
  {
    recollection,
    exchanges,
    drops,
    onRefusedAgain,
  }: {
    readonly recollection: Recollection;
    readonly exchanges: Exchanges;
    readonly drops: boolean;
    readonly onRefusedAgain: ConversationParts['onRefusedAgain'];
  },
): boolean {
  let dropped = false;
  for (const unit of units) {
    const known = recollection.knownOf(unit);
    if (known?.outcome !== 'block') continue;
    const { kind, role, message } = unit.part;
    // Without its opening instructions it would be a different conversation.
    const isHead = role === 'system' && message === 0;
    const mayGo = !isHead && (kind === 'words' || kind === 'toolOutput' || kind === 'system');
    const isHistory = mayGo && !exchanges.isLast(message);
    if (!drops || !isHistory) {
      const decision = asDecision(unit, known);
      if (recollection.isRecalled(known)) onRefusedAgain(decision);
      throw refusalOf(decision);
    }
    exchanges.drop(message);
    dropped = true;
  }
  return dropped;
}

/** Returns the replacement of a finding. A remembered finding gets a placeholder that leads back to its text again. */
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
