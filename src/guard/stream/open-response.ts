import {
  type ContentScanner,
  failedScan,
  type ScanRequest,
  type ScanResult,
  utf8Length,
  withinTime,
} from '../../scan/index.js';
import type { CheckContext, Judging } from '../judging.js';
import { canBlock, canRedact, type Policy } from '../policy.js';
import type { SpanFinder } from '../redaction.js';
import { DEFAULT_LOOKAHEAD } from '../scanners/stream-aware.js';
import { openBudget, type StreamLimit } from './budget.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import { toolWithinTime } from './tool-limit.js';
import { createVerifier, type Verifier } from './verifier.js';

/** What a guardrail's streams have in common. */
export interface ResponseParts {
  readonly judging: Judging;
  readonly policy: Policy;
  readonly scanner: ContentScanner;
  readonly spanFinder: SpanFinder | undefined;
  readonly options: ResolvedStreamOptions;
}

/** Opens the judging of one response that streams. */
export function openResponse(parts: ResponseParts, context: CheckContext): Verifier {
  const { judging, policy, scanner, spanFinder } = parts;
  // A policy that can change nothing has nothing to wait for.
  const watching = !canBlock(policy) && !canRedact(policy);
  const lookahead = parts.options.lookahead ?? scanner.lookahead ?? DEFAULT_LOOKAHEAD;
  const options: ResolvedStreamOptions = {
    ...parts.options,
    ...(watching && { mode: 'observe' }),
    // What is looked at ahead is to be looked back at too.
    contextChars: Math.max(parts.options.contextChars, lookahead),
  };
  const whose = judging.about(context);
  const budget = openBudget(options, () => performance.now());
  const { prompt = '', context: grounding = '' } = context;

  /** A scan that is over a limit has failed, so the fail mode decides. */
  const overLimit = (
    request: ScanRequest,
    limit: StreamLimit,
    latencyMs: number,
    signal: AbortSignal,
  ): Promise<ScanResult> => {
    const failed = failedScan(request, `The stream reached its limit ${limit}`, latencyMs);
    return judging.afterFailure(request, failed, 'response', signal);
  };

  return createVerifier({
    policy,
    options,
    spanFinder,
    lookahead,
    replace: judging.replacer('response', context),
    findStream: () => scanner.findStream?.(),
    signal: context.signal,
    scans: () => budget.scans,
    withinBudget: toolWithinTime(parts, budget, context),
    scan(text, withPrompt, signal) {
      const beside = withPrompt ? { prompt, context: grounding } : { prompt: '', context: '' };
      const request: ScanRequest = {
        ...whose,
        ...(beside.prompt && { prompt: beside.prompt }),
        response: text,
        ...(beside.context && { context: beside.context }),
      };
      const bytes = utf8Length(text) + utf8Length(beside.prompt) + utf8Length(beside.context);
      const reached = budget.take(bytes);
      if (reached !== undefined) return overLimit(request, reached, 0, signal);
      const { ms, limit } = budget.time();
      return withinTime(
        ms,
        signal,
        (inner) => judging.scan(request, 'response', inner),
        () => overLimit(request, limit, ms, signal),
      );
    },
    onSettled: (verdict) => judging.report({ type: 'decision', direction: 'response', ...verdict }),
  });
}
