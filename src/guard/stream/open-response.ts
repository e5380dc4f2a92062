import { type ContentScanner, failedScan, type ScanRequest, withinTime } from '../../scan/index.js';
import type { CheckContext, Judging } from '../judging.js';
import { canBlock, canRedact, type Policy } from '../policy.js';
import type { SpanFinder } from '../redaction.js';
import { DEFAULT_LOOKAHEAD } from '../scanners/stream-aware.js';
import type { ResolvedStreamOptions } from './stream-options.js';
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
  const options = watching ? { ...parts.options, mode: 'observe' as const } : parts.options;
  const whose = judging.about(context);

  return createVerifier({
    policy,
    options,
    spanFinder,
    lookahead: options.lookahead ?? scanner.lookahead ?? DEFAULT_LOOKAHEAD,
    replace: judging.replacer('response', context),
    findStream: () => scanner.findStream?.(),
    scan: (text, withPrompt) => {
      const request: ScanRequest = {
        ...whose,
        ...(withPrompt && context.prompt && { prompt: context.prompt }),
        response: text,
        ...(withPrompt && context.context && { context: context.context }),
      };
      const { maxHoldMs } = options;
      // A scan that takes longer than text may be held has failed.
      return withinTime(
        maxHoldMs,
        context.signal,
        (signal) => judging.scan(request, 'response', signal),
        () => {
          const failed = failedScan(request, `The scan took longer than ${maxHoldMs} ms`, maxHoldMs);
          return judging.afterFailure(request, failed, 'response', context.signal);
        },
      );
    },
    overLimit: (limit) => failedScan(whose, `The stream reached ${limit}`, 0),
    onSettled: (verdict) => judging.report({ type: 'decision', direction: 'response', ...verdict }),
  });
}
