import type { ScanResult, SpanField } from '../scan/index.js';
import type { CheckContext, Judged, ScanMetadata, Subject } from './check-context.js';
import { decide } from './policy/decide.js';
import type { BlockReason, Decision, Ruling } from './policy/decision.js';
import type { Direction } from './policy/effects.js';
import type { Policy } from './policy/policy.js';
import type { Placeholders } from './redaction/placeholders.js';
import {
  type RedactedText,
  type Replace,
  redactText,
  type SpanFinder,
  spansToRedact,
} from './redaction/redact-text.js';
import type { Left, RestoreOptions, Restorer } from './redaction/restore.js';
import type { Scans } from './scans.js';
import { isJson } from './segments/is-json.js';
import { labelTurns, movedTurns } from './segments/labelled-turns.js';
import { movedStretches, movedThreads } from './segments/moved-threads.js';
import { type Reading, readingOf } from './segments/readings.js';
import type { OpenSharing } from './sharing/sharing.js';

/** What the evaluation of texts needs. */
export interface EvaluatorParts {
  readonly scans: Scans;
  readonly policy: Policy;
  readonly spanFinder: SpanFinder | undefined;
  readonly placeholders: Placeholders;
  readonly sharing: OpenSharing | undefined;
  /** Told where a stream keeps a placeholder that this process knows nothing of. */
  readonly left: Left | undefined;
}

/** Scans, and what they lead to; what whole texts and streams have in common. */
export interface Evaluator extends Scans {
  /** Makes what replaces findings in a field; synchronous, and the same for the same text. */
  replacer(field: SpanField, context: CheckContext): Replace;
  /** Puts back what was replaced on the way to the model; returns the text as it is where the policy does not. */
  restore(text: string, context: CheckContext): string;
  openRestorer(context: CheckContext, options?: RestoreOptions): Restorer;
  /** Returns the context of checks that belong to one call. */
  asOneCall(context: CheckContext): CheckContext;
  /** Returns the number of the call that a check belongs to, a new one where it stands alone. */
  callOf(context: CheckContext): number;
  /** Decides what becomes of a text that is there as a whole. Rejects only with the abort reason. */
  evaluate(subject: Subject, context: CheckContext): Promise<Decision>;
}

/** What is restored is the model's own. */
const ANSWER: Judged = { direction: 'response' };

const judgedBy = (field: SpanField): Judged => ({
  direction: field === 'prompt' || field === 'response' ? field : 'tool',
});

/** Where a context says which call it belongs to. Nobody else can set it, and copies have it. */
const CALL = Symbol('airs-guardrails.call');

/** Makes the evaluator of one guardrail. */
export function createEvaluator(parts: EvaluatorParts): Evaluator {
  const { scans, placeholders } = parts;
  const { about } = scans;
  let calls = 0;
  const callOf = (context: CheckContext): number => {
    const known: unknown = Reflect.get(context, CALL);
    if (typeof known === 'number') return known;
    calls += 1;
    return calls;
  };
  return {
    ...scans,
    replacer: (field, context) => placeholders.replacer(field, about(context, judgedBy(field)).sessionId),
    restore: (text, context) =>
      placeholders.restores ? placeholders.restore(text, about(context, ANSWER).sessionId) : text,
    openRestorer(context, options = {}) {
      const session = about(context, ANSWER).sessionId;
      // Of the two that a block has, one escaping and one not, one tells.
      const isTold = session !== undefined && options.json !== true;
      return placeholders.openRestorer(session, options, isTold ? parts.left : undefined);
    },
    asOneCall: (context) => ({ ...context, [CALL]: callOf(context) }),
    callOf,
    async evaluate(subject, context) {
      const { direction, text } = subject;
      // Read once: the scan of a redacted text is about the same call.
      const whose = about(context, subject);
      const reading = readingOf(text, context);
      const labelled = labelTurns(reading, turnsIn(direction, context));
      const result = await scans.scanReading(subject, labelled, whose, context.signal);
      const ruling = decide(result, direction, parts.policy);
      if (ruling.outcome === 'block') return blocked(subject, result, ruling.reason);
      if (ruling.outcome !== 'redact')
        return { direction, outcome: ruling.outcome, text, result, redactions: [] };
      // What is read may say that the session was forgotten, and would take with it what is issued before.
      const sharing = await parts.sharing?.();
      await sharing?.ready(whose.sessionId);
      const redacted = redactSubject(parts, subject, {
        reading,
        result,
        ruling,
        session: whose.sessionId,
        call: () => callOf(context),
      });
      if (redacted === undefined) return blocked(subject, result, 'redaction_failed');
      // Another process may be the one that has to put it back. It is written beside the second scan.
      const saved = sharing?.save(whose.sessionId);
      const decision = await evaluateRedacted(parts, subject, { redacted, result, whose, context });
      await saved;
      return decision;
    },
  };
}

/** What a redaction goes by. */
interface Found {
  readonly reading: Reading;
  readonly result: ScanResult;
  readonly ruling: Ruling;
  readonly session: string | undefined;
  call(): number;
}

/** Replaces what was found. Nothing where it cannot be located, or where JSON would no longer be JSON. */
function redactSubject(
  { spanFinder, placeholders }: EvaluatorParts,
  { text, field }: Subject,
  { reading, result, ruling, session, call }: Found,
): RedactedText | undefined {
  const spans = spansToRedact(text, field, ruling.redact, result.spans ?? [], spanFinder, reading);
  if (spans.length === 0) return undefined;
  const json = isJson(text);
  const redacted = redactText(text, spans, placeholders.replacer(field, session, json, call()));
  return json && !isJson(redacted.text) ? undefined : redacted;
}

/** Scans a redacted text again: what is still found was not located in full. */
async function evaluateRedacted(
  { scans, policy }: EvaluatorParts,
  subject: Subject,
  given: {
    readonly redacted: RedactedText;
    readonly result: ScanResult;
    readonly whose: ScanMetadata;
    readonly context: CheckContext;
  },
): Promise<Decision> {
  const { redacted, result, whose, context } = given;
  const { direction } = subject;
  const threads = movedThreads(context.threads, redacted.redactions);
  const turns = movedTurns(turnsIn(direction, context), (own) => movedStretches(own, redacted.redactions));
  const rest = labelTurns(readingOf(redacted.text, { threads }), turns);
  const again = await scans.scanReading(subject, rest, whose, context.signal);
  const { outcome, reason } = decide(again, direction, policy);
  if (outcome === 'block') return blocked(subject, again, reason);
  if (outcome === 'redact') return blocked(subject, again, 'redaction_failed');
  return { direction, outcome: 'redact', ...redacted, result };
}

/** Returns the turns of a text that is judged; those of a response's context are of the prompt beside it. */
function turnsIn(direction: Direction, { turns }: CheckContext): CheckContext['turns'] {
  return direction === 'prompt' ? turns : undefined;
}

function blocked({ direction }: Subject, result: ScanResult, reason: BlockReason | undefined): Decision {
  return {
    direction,
    outcome: 'block',
    text: '',
    result,
    redactions: [],
    ...(reason !== undefined && { reason }),
  };
}
