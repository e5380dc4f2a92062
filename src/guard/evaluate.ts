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

/** The parts that the evaluation of texts needs. */
export interface EvaluatorParts {
  readonly scans: Scans;
  readonly policy: Policy;
  readonly spanFinder: SpanFinder | undefined;
  readonly placeholders: Placeholders;
  readonly sharing: OpenSharing | undefined;
  /** Called when a stream keeps a placeholder that this process does not know. */
  readonly left: Left | undefined;
}

/** Scans and their consequences: the part that whole texts and streams have in common. */
export interface Evaluator extends Scans {
  /** Makes the function that replaces findings in a field. It is synchronous and returns the same for the same text. */
  replacer(field: SpanField, context: CheckContext): Replace;
  /** Puts the originals back into a text from the model. Returns the text unchanged if the policy restores nothing. */
  restore(text: string, context: CheckContext): string;
  openRestorer(context: CheckContext, options?: RestoreOptions): Restorer;
  /** Returns the context for checks that belong to one call. */
  asOneCall(context: CheckContext): CheckContext;
  /** Returns the number of the call that a check belongs to, or a new one if it stands alone. */
  callOf(context: CheckContext): number;
  /** Decides what happens to a complete text. Rejects only with the abort reason. */
  evaluate(subject: Subject, context: CheckContext): Promise<Decision>;
}

/** Only texts that the model wrote are restored. */
const ANSWER: Judged = { direction: 'response' };

const judgedBy = (field: SpanField): Judged => ({
  direction: field === 'prompt' || field === 'response' ? field : 'tool',
});

/**
 * The key under which a context holds the number of its call. Callers cannot set it, and copies of a context keep it.
 */
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
      // A block has two restorers, one that escapes and one that does not. Only one of them reports.
      const isTold = session !== undefined && options.json !== true;
      return placeholders.openRestorer(session, options, isTold ? parts.left : undefined);
    },
    asOneCall: (context) => ({ ...context, [CALL]: callOf(context) }),
    callOf,
    async evaluate(subject, context) {
      const { direction, text } = subject;
      // The metadata is read once, because the scan of the redacted text belongs to the same call.
      const whose = about(context, subject);
      const reading = readingOf(text, context);
      const labelled = labelTurns(reading, turnsIn(direction, context));
      const result = await scans.scanReading(subject, labelled, whose, context.signal);
      const ruling = decide(result, direction, parts.policy);
      if (ruling.outcome === 'block') return blocked(subject, result, ruling.reason);
      if (ruling.outcome !== 'redact')
        return { direction, outcome: ruling.outcome, text, result, redactions: [] };
      // Reading may show that the session was forgotten. That would also remove placeholders issued before the reading.
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
      // Another process may have to put it back. The save runs in parallel with the second scan.
      const saved = sharing?.save(whose.sessionId);
      const decision = await evaluateRedacted(parts, subject, { redacted, result, whose, context });
      await saved;
      return decision;
    },
  };
}

/** The input of a redaction. */
interface Found {
  readonly reading: Reading;
  readonly result: ScanResult;
  readonly ruling: Ruling;
  readonly session: string | undefined;
  call(): number;
}

/** Replaces the findings. Returns undefined if they cannot be located, or if JSON would no longer be valid. */
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

/** Scans a redacted text again. A finding that remains was not located in full. */
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

/** Returns the turns of a judged prompt. The turns in the context of a response belong to its prompt. */
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
