import {
  type ContentScanner,
  failedScan,
  type ScanRequest,
  type ScanResult,
  type SpanField,
  utf8Length,
  withinTime,
} from '../../scan/index.js';
import { DEFAULT_LOOKAHEAD } from '../../scanners/index.js';
import type { CheckContext, Judged } from '../check-context.js';
import type { Evaluator } from '../evaluate.js';
import { canBlock, canRedact, type Policy } from '../policy/policy.js';
import { promptBeside } from '../reading-request.js';
import type { SpanFinder } from '../redaction/redact-text.js';
import type { ScanStep } from '../scans.js';
import { placedResult, sectionsOf } from '../segments/readings.js';
import type { Tracing } from '../telemetry.js';
import { toolSubject } from '../tool-event.js';
import type { SkipsTool } from '../tool-rules.js';
import { type Budget, failureAt, openBudget, type StreamLimit } from './budget.js';
import { createGatedVerifier, observerOf } from './gated-verifier.js';
import { createPace, type Pace } from './pace.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import { createToolInput, FREE_INPUT } from './tool-input.js';
import { toolWithinTime } from './tool-limit.js';
import { traceResponse } from './traced-response.js';
import { createVerifier, type VerifierCore, type VerifierParts } from './verifier.js';
import type { ResponseVerdict, Verifier } from './verifier-face.js';

/** The scanner that judges a stream, and its evaluator. */
interface Judging {
  readonly evaluator: Evaluator;
  readonly scanner: ContentScanner;
}

/** The parts that all streams of a guardrail share. */
export interface ResponseParts extends Judging {
  readonly policy: Policy;
  readonly spanFinder: SpanFinder | undefined;
  /** Whether originals are put back, including those in tool inputs. */
  readonly restores: boolean;
  readonly skipsTool: SkipsTool;
  readonly options: ResolvedStreamOptions;
  /** Verifies text in this process while the scanner judges it in parallel. */
  readonly gate: Judging | undefined;
  readonly tracing: Tracing | undefined;
}

/**
 * Opens the judging of one response that streams.
 * @param after the response before it in the same stream, whose end is read with its beginning
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
      // The guardrail's scanner has judged the prompt. The gate does not judge it again.
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

/** The parts that all scans of one answer share. */
interface Answer {
  readonly parts: ResponseParts;
  readonly context: CheckContext;
  readonly budget: Budget;
  readonly pace: Pace;
}

/** The request of a scan, and the field of its spans. */
interface Question {
  readonly direction: VerifierParts['direction'];
  readonly field: SpanField;
  content(text: string, withPrompt: boolean): ScanRequest;
}

/** Opens one verifier of a response. */
function openVerifier(
  parts: ResponseParts,
  context: CheckContext,
  after: Verifier | undefined,
  hooks: Pick<VerifierParts, 'onSettled' | 'onStopped' | 'isHurried'>,
): VerifierCore {
  const { evaluator } = parts;
  const budget = openBudget(parts.options, () => performance.now());
  const pace = createPace(() => performance.now(), Math.random);
  const answer: Answer = { parts, context, budget, pace };
  const whose = evaluator.about(context, { direction: 'response' });
  const { context: grounding = '' } = context;
  const asked = promptBeside(context);
  const response = createVerifier({
    ...verifierParts(answer, {
      direction: 'response',
      field: 'response',
      content: (text, withPrompt) => ({
        ...whose,
        ...(withPrompt && { ...asked, ...(grounding && { context: grounding }) }),
        response: text,
      }),
    }),
    replace: evaluator.replacer('response', context),
    after: after?.lastLanes,
    ...hooks,
  });
  return Object.assign(response, {
    withinBudget: toolWithinTime(parts, budget, context),
    openToolInput: toolInputOpener(answer),
  });
}

/** Makes the function that opens the judging of tool inputs, within the limits of their answer. */
function toolInputOpener(answer: Answer): Verifier['openToolInput'] {
  const { parts, context } = answer;
  const { evaluator, policy, options } = parts;
  return (tool) => {
    if (parts.skipsTool(tool) || (!canBlock(policy) && !canRedact(policy))) return FREE_INPUT;
    // An input that may be rewritten must not leave in part.
    if (options.mode === 'buffer' || canRedact(policy) || parts.restores) return undefined;
    const judged: Judged = { direction: 'tool', toolName: tool.name };
    const whose = evaluator.about(context, judged);
    const question: Question = {
      direction: 'tool',
      field: 'toolInput',
      content: (text) => ({ ...whose, ...toolSubject({ name: tool.name, input: text }).content(text) }),
    };
    const own = verifierParts(answer, question);
    return createToolInput(
      createVerifier({
        ...own,
        options: { ...own.options, mode: 'verify', finalScan: 'off', onProgress: () => undefined },
        replace: evaluator.replacer('toolInput', context),
        onSettled: (verdict) => evaluator.report({ type: 'decision', ...judged, ...verdict }),
      }),
    );
  };
}

/** Returns the parts that the verifiers of an answer share: how they scan, and their limits. */
function verifierParts(
  { parts, context, budget, pace }: Answer,
  { direction, field, content }: Question,
): Omit<VerifierParts, 'replace' | 'onSettled'> {
  const { evaluator, policy, scanner, spanFinder } = parts;
  const lookahead = parts.options.lookahead ?? scanner.lookahead ?? DEFAULT_LOOKAHEAD;

  /** Returns the result of a scan over a limit. It counts as failed, so the fail mode decides. */
  const overLimit = (
    request: ScanRequest,
    limit: StreamLimit,
    latencyMs: number,
    step: ScanStep,
  ): Promise<ScanResult> => {
    const failed = failedScan(request, `The stream reached its limit ${limit}`, latencyMs, failureAt(limit));
    return evaluator.afterFailure(request, failed, direction, step);
  };

  return {
    direction,
    policy,
    options: {
      ...parts.options,
      // A scan looks back at least as far as the scanner looks ahead.
      contextChars: Math.max(parts.options.contextChars, lookahead),
    },
    spanFinder,
    lookahead,
    findStream: () => scanner.findStream?.(),
    signal: context.signal,
    scans: () => budget.scans,
    pace: {
      ...pace,
      get widening() {
        return pace.widening;
      },
      // Never waits longer than the answer's time limit.
      dueInMs: () => Math.min(pace.dueInMs(), Math.max(0, budget.time().ms)),
    },
    scan(reading, withPrompt, signal) {
      const { text } = reading;
      const placed = (own: ScanResult): ScanResult => placedResult(reading, own, field);
      const request: ScanRequest = { ...content(text, withPrompt), ...sectionsOf(reading) };
      const bytes = utf8Length(text) + utf8Length(request.prompt ?? '') + utf8Length(request.context ?? '');
      const reached = budget.spend(bytes);
      if (reached !== undefined) return overLimit(request, reached, 0, { signal, placed });
      const { ms, limit } = budget.time();
      return withinTime(
        ms,
        signal,
        (inner) => evaluator.scan(request, direction, { signal: inner, placed, told: pace.note }),
        () => overLimit(request, limit, ms, { signal, placed }),
      );
    },
  };
}
