import type { ScanResult } from '../../scan/index.js';
import { isIncomplete, shareCalls } from '../../scanners/index.js';
import type { CheckContext, ScanMetadata } from '../check-context.js';
import { refusalOf } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import type { Policy } from '../policy/policy.js';
import { createKeyedHash } from '../redaction/keyed-tag.js';
import type { Replace } from '../redaction/redact-text.js';
import { isJson } from '../segments/is-json.js';
import { type Conversation, type ConversationPart, exchangesOf, inScope } from './conversation.js';
import { createPromptMemory, type Known, withoutExtras } from './prompt-memory.js';
import type { PromptRules } from './prompt-options.js';
import {
  isRange,
  isSelfContained,
  type Range,
  rangesOf,
  sharesOf,
  textOf,
  threadsOf,
  type Unit,
  unitsOf,
} from './ranges.js';
import { asDecision, refusedOf, rewriteUnits } from './rewrite-units.js';

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

/** What judging conversations needs. */
export interface ConversationJudgeParts {
  readonly rules: PromptRules;
  readonly policy: Policy;
  check(part: ConversationPart, text: string, context: CheckContext): Promise<Decision>;
  about(context: CheckContext): ScanMetadata;
  /** For placeholders that lead back to what they stand for: makes that they still do. */
  readonly reissue: ((part: ConversationPart, context: CheckContext, json: boolean) => Replace) | undefined;
}

/**
 * Judges what of a conversation is not known to have passed, and writes what the policy redacts to its places.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export type JudgeConversation = (
  conversation: Conversation,
  context: CheckContext,
) => Promise<ConversationVerdict>;

/** Makes the judge of one guardrail; its memory is its own. */
export function createConversationJudge(parts: ConversationJudgeParts): JudgeConversation {
  const { rules, policy, check, about, reissue } = parts;
  const memory = rules.scope === 'all' ? undefined : createPromptMemory(rules.memory);
  const drops = rules.onBlockedHistory === 'drop';
  const hash = createKeyedHash();
  const share = shareCalls<Decision>();

  return async (conversation, context) => {
    context.signal?.throwIfAborted();
    const { sessionId, profileName, profileId, appName, trId, appUser, userIp } = about(context);
    const whose = nameOf([sessionId, profileName, profileId, appName]);
    // Instructions are the same in every session.
    const everyone = nameOf([profileName, profileId, appName]);
    const hashes = new Map<ConversationPart, string | undefined>();
    const keys = new Map<string, string>();
    const learned = new Map<string, Known>();
    const recalled = new Set<Known>();
    const repeated = new Set<ScanResult>();
    /** By the first unit of what was judged. */
    const decisions = new Map<string, Decision>();
    const knownOf = ({ id }: Unit): Known | undefined => learned.get(id);

    const hashOf = ({ part, text, threads }: Pick<Unit, 'part' | 'text' | 'threads'>): string | undefined => {
      const known = hashes.get(part);
      if (known !== undefined) return known;
      // Texts that are cut otherwise are read otherwise.
      const cuts = threads.length === 0 ? '' : JSON.stringify(threads);
      const { kind, role, toolName = '' } = part;
      const made = hash(kind === 'system' ? everyone : whose, kind, role, toolName, text, cuts);
      hashes.set(part, made);
      return made;
    };
    const keyOf = (unit: Unit): string | undefined => {
      const first = unit.before === undefined ? 'nothing' : hashOf(unit.before);
      const second = hashOf(unit);
      return first === undefined || second === undefined ? undefined : `${first} ${second}`;
    };
    const recall = (unit: Unit): void => {
      if (memory === undefined || learned.has(unit.id)) return;
      const key = keyOf(unit);
      if (key === undefined) return;
      keys.set(unit.id, key);
      const known = memory.get(key);
      if (known === undefined) return;
      learned.set(unit.id, known);
      recalled.add(known);
    };

    const learn = (unit: Unit, known: Known, lasts: boolean): void => {
      learned.set(unit.id, known);
      const key = keys.get(unit.id);
      if (key !== undefined && lasts) memory?.set(key, known);
    };

    const scan = async (range: Range): Promise<Decision> => {
      const [{ part }] = range;
      const text = textOf(range);
      const own: CheckContext = { ...context, threads: threadsOf(range) };
      const names = range.map(({ id }) => keys.get(id));
      if (names.includes(undefined)) return check(part, text, own);
      const key = `${names.join(',')} ${nameOf([sessionId, trId, appUser, userIp])}`;
      return share(
        key,
        (signal) => check(part, text, signal === undefined ? own : { ...own, signal }),
        context.signal,
      );
    };

    const accept = (range: Range, decision: Decision): void => {
      decisions.set(range[0].id, decision);
      const { direction, outcome, redactions } = decision;
      const redacted = outcome === 'redact';
      // The scan that looks at a redacted text again may have failed, and the policy let it pass.
      const isSure = !redacted || ['block', 'local'].includes(policy.onScanFailure[direction]);
      const lasts = isSure && !isIncomplete(decision.result);
      const result = withoutExtras(decision.result);
      const json = redacted && isJson(textOf(range));
      const shares = sharesOf(range, redactions);
      for (const [index, unit] of range.entries()) {
        const own = shares[index] ?? [];
        const known: Known = {
          outcome: redacted && own.length === 0 ? 'allow' : outcome,
          result,
          redactions: own,
          json,
        };
        learn(unit, known, lasts && isSelfContained(unit, own));
      }
    };

    /** Judges a range; where messages may be dropped, down to the one that is refused. Whether all of it passed. */
    const judge = async (range: Range): Promise<boolean> => {
      const decision = await scan(range);
      const refused = refusedOf(range, decision);
      if (refused === undefined) {
        accept(range, decision);
        return true;
      }
      const { outcome, reason, result } = refused;
      if (!drops || reason === 'scan_failed') throw refusalOf(refused);
      const middle = Math.ceil(range.length / 2);
      const [first, second] = [range.slice(0, middle), range.slice(middle)];
      // One after the other: what is refused in the first half must not be held against the second.
      if (isRange(first) && isRange(second) && !((await judge(first)) && (await judge(second)))) return false;
      const why = { outcome, result: withoutExtras(result), redactions: [], json: false };
      const last = range.at(-1) ?? range[0];
      learn(last, { ...why, ...(reason !== undefined && { reason }) }, !isIncomplete(result));
      return false;
    };

    const exchanges = exchangesOf(conversation.roles);
    /** Leaves out what was refused. Whether there was anything. */
    const dropRefused = (units: readonly Unit[]): boolean => {
      let dropped = false;
      for (const unit of units) {
        const known = knownOf(unit);
        if (known?.outcome !== 'block') continue;
        const { kind, message } = unit.part;
        // Without the instructions at its head a conversation would be another one.
        const mayGo = kind === 'words' || kind === 'toolOutput' || (kind === 'system' && message > 0);
        const isHistory = mayGo && !exchanges.isLast(message);
        if (!drops || !isHistory) throw refusalOf(asDecision(unit, known));
        exchanges.drop(message);
        dropped = true;
      }
      return dropped;
    };

    /** What was said of a unit when it was judged; once for all that was judged with it. */
    const recollected = (unit: Unit): Decision | undefined => {
      const known = knownOf(unit);
      if (known === undefined || known.outcome === 'allow' || !recalled.has(known)) return undefined;
      if (repeated.has(known.result)) return undefined;
      repeated.add(known.result);
      return asDecision(unit, known);
    };

    const scoped = inScope(conversation, rules.scope);
    for (;;) {
      const units = unitsOf(scoped.filter(({ message }) => !exchanges.isDropped(message)));
      for (const unit of units) recall(unit);
      if (dropRefused(units)) continue;
      const ranges = rangesOf(units, (unit) => knownOf(unit) === undefined);
      if (ranges.length > 0) {
        const passed = await Promise.all(ranges.map(judge));
        // What was refused changes what stands beside what.
        if (passed.includes(false)) continue;
      }
      context.signal?.throwIfAborted();
      const rewritten = rewriteUnits(units, knownOf, (unit, found, text) => {
        const known = knownOf(unit);
        if (reissue === undefined || known === undefined || !recalled.has(known)) return found.placeholder;
        return reissue(unit.part, context, known.json)(found, text);
      });
      return {
        decisions: units.flatMap((unit) => decisions.get(unit.id) ?? recollected(unit) ?? []),
        rewritten,
        isDropped: (message) => exchanges.isDropped(message),
        keep(written) {
          // What was not sure enough to be remembered is not sure when it is written, either.
          const isSure = units.every(({ id }) => {
            const key = keys.get(id);
            return key !== undefined && memory?.get(key) !== undefined;
          });
          const [result] = units.flatMap((unit) => knownOf(unit)?.result ?? []);
          if (!isSure || result === undefined) return;
          for (const unit of unitsOf(inScope(written, rules.scope))) {
            const key = keyOf(unit);
            if (key !== undefined && memory?.get(key) === undefined)
              memory?.set(key, { outcome: 'allow', result, redactions: [], json: false });
          }
        },
      };
    }
  };
}

/** One name for several, of which some may not be there. */
function nameOf(names: readonly (string | undefined)[]): string {
  return names.every((name) => name === undefined) ? '' : JSON.stringify(names);
}
