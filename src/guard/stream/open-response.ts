import {
  type ContentScanner,
  failedScan,
  type ScanRequest,
  type ScanResult,
  utf8Length,
  withinTime,
} from '../../scan/index.js';
import { DEFAULT_LOOKAHEAD } from '../../scanners/index.js';
import type { CheckContext } from '../check-context.js';
import type { Evaluator } from '../evaluate.js';
import { canBlock, canRedact, type Policy } from '../policy/policy.js';
import { promptBeside } from '../reading-request.js';
import type { SpanFinder } from '../redaction/redact-text.js';
import type { ScanStep } from '../scans.js';
import { placedResult, sectionsOf } from '../segments/readings.js';
import type { Tracing } from '../telemetry.js';
import { failureAt, openBudget, type StreamLimit } from './budget.js';
import { createGatedVerifier, observerOf } from './gated-verifier.js';
import { createPace } from './pace.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import { toolWithinTime } from './tool-limit.js';
import { traceResponse } from './traced-response.js';
import { createVerifier, type VerifierCore, type VerifierParts } from './verifier.js';
import type { ResponseVerdict, Verifier } from './verifier-face.js';

/** Who judges a stream, and how. */
interface Judging {
  readonly evaluator: Evaluator;
  readonly scanner: ContentScanner;
}

/** What a guardrail's streams have in common. */
export interface ResponseParts extends Judging {
  readonly policy: Policy;
  readonly spanFinder: SpanFinder | undefined;
  readonly options: ResolvedStreamOptions;
  /** Verifies in this process what the scanner judges beside it. */
  readonly gate: Judging | undefined;
  readonly tracing: Tracing | undefined;
}

/**
 * Opens the judging of one response that streams.
 * @param after the answer before it in the same stream, whose end is read with its beginning
 */
export function openResponse(parts: ResponseParts, context: CheckContext, after?: Verifier): Verifier {
  const { policy, gate } = parts;
  const trace = traceResponse(parts.tracing, context, () => performance.now());
  const evaluator = trace.evaluatorWithin(parts.evaluator);
  const options = trace.optionsWithin(parts.options);
  const report = (verdict: ResponseVerdict): void => {
    evaluator.report({ type: 'decision', direction: 'response', ...verdict });
    trace.settled(verdict);
  };
  // A policy that can change nothing has nothing to wait for.
  const isWatching = !canBlock(policy) && !canRedact(policy);
  if (isWatching || gate === undefined) {
    const own = isWatching ? { ...options, mode: 'observe' as const } : options;
    return openVerifier({ ...parts, evaluator, options: own }, context, after, {
      onSettled: report,
      onStopped: trace.stopped,
    });
  }
  const { onProgress, maxUnverifiedChars } = options;
  return createGatedVerifier({
    maxUnverifiedChars,
    onSettled: report,
    onProgress,
    openGate(hooks) {
      // The prompt has been judged by the scanner; the gate's opinion of it is not asked.
      const own = { ...options, mode: 'verify', finalScan: 'off', onProgress: hooks.onProgress } as const;
      const judging = { ...gate, evaluator: trace.evaluatorWithin(gate.evaluator) };
      return openVerifier({ ...parts, ...judging, options: own }, context, after, {
        ...hooks,
        onStopped: trace.stopped,
      });
    },
    openObserver(hooks) {
      const own = { ...options, onProgress: hooks.onProgress };
      return openVerifier({ ...parts, evaluator, options: own }, context, observerOf(after), hooks);
    },
  });
}

/** Opens one verifier of a response. */
function openVerifier(
  parts: ResponseParts,
  context: CheckContext,
  after: Verifier | undefined,
  hooks: Pick<VerifierParts, 'onSettled' | 'onStopped' | 'isHurried'>,
): VerifierCore {
  const { evaluator, policy, scanner, spanFinder } = parts;
  const lookahead = parts.options.lookahead ?? scanner.lookahead ?? DEFAULT_LOOKAHEAD;
  const options: ResolvedStreamOptions = {
    ...parts.options,
    // A scan looks back at least as far as the scanner looks ahead.
    contextChars: Math.max(parts.options.contextChars, lookahead),
  };
  const whose = evaluator.about(context, { direction: 'response' });
  const budget = openBudget(options, () => performance.now());
  const pace = createPace(() => performance.now(), Math.random);
  const { context: grounding = '' } = context;
  const asked = promptBeside(context);

  /** A scan that is over a limit has failed, so the fail mode decides. */
  const overLimit = (
    request: ScanRequest,
    limit: StreamLimit,
    latencyMs: number,
    step: ScanStep,
  ): Promise<ScanResult> => {
    const failed = failedScan(request, `The stream reached its limit ${limit}`, latencyMs, failureAt(limit));
    return evaluator.afterFailure(request, failed, 'response', step);
  };

  return createVerifier({
    policy,
    options,
    spanFinder,
    lookahead,
    replace: evaluator.replacer('response', context),
    findStream: () => scanner.findStream?.(),
    signal: context.signal,
    scans: () => budget.scans,
    pace: {
      ...pace,
      get widening() {
        return pace.widening;
      },
      // The end of the answer's time is not waited past.
      dueInMs: () => Math.min(pace.dueInMs(), Math.max(0, budget.time().ms)),
    },
    withinBudget: toolWithinTime(parts, budget, context),
    after: after?.lastLanes,
    scan(reading, withPrompt, signal) {
      const { text } = reading;
      const placed = (own: ScanResult): ScanResult => placedResult(reading, own, 'response');
      const beside: Pick<ScanRequest, 'prompt' | 'turns' | 'context'> = withPrompt
        ? { ...asked, ...(grounding && { context: grounding }) }
        : {};
      const request: ScanRequest = {
        ...whose,
        ...beside,
        response: text,
        ...sectionsOf(reading),
      };
      const bytes = utf8Length(text) + utf8Length(beside.prompt ?? '') + utf8Length(beside.context ?? '');
      const reached = budget.spend(bytes);
      if (reached !== undefined) return overLimit(request, reached, 0, { signal, placed });
      const { ms, limit } = budget.time();
      return withinTime(
        ms,
        signal,
        (inner) => evaluator.scan(request, 'response', { signal: inner, placed, told: pace.note }),
        () => overLimit(request, limit, ms, { signal, placed }),
      );
    },
    onSettled: hooks.onSettled,
    ...(hooks.onStopped !== undefined && { onStopped: hooks.onStopped }),
    ...(hooks.isHurried !== undefined && { isHurried: hooks.isHurried }),
  });
}
