// All that differs between the model specifications V2 (ai 5), V3 (ai 6) and V4 (ai 7) for a guard.

import type { GenerateResult } from './parts.js';

/** How the provider's own finish reason reads when the guard ended a stream. */
const RAW_FINISH_REASON = 'airs-guardrails';

/** How a call ended that the guard refused: content filter, and a usage that nobody knows. */
function refusedEnd(specificationVersion: string | undefined): Record<'finishReason' | 'usage', unknown> {
  if (specificationVersion === 'v2') {
    return {
      finishReason: 'content-filter',
      usage: { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined },
    };
  }
  return {
    finishReason: { unified: 'content-filter', raw: RAW_FINISH_REASON },
    usage: {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    },
  };
}

/**
 * Makes the finish part of a stream that the guard ended.
 * @param usage what the provider has said by then; what it would have said later is not made up
 */
export function blockedFinish(
  specificationVersion: string | undefined,
  usage?: unknown,
): { type: 'finish' } & Record<string, unknown> {
  return { type: 'finish', ...refusedEnd(specificationVersion), ...(usage !== undefined && { usage }) };
}

/**
 * The result of a call that the guard refused and the policy replaces by a text. Nothing of the model's own is in it
 * but, where the model had answered, what it used.
 */
export function blockedResult(
  specificationVersion: string | undefined,
  text: string,
  answered?: Pick<GenerateResult, 'usage'>,
): GenerateResult {
  const end = refusedEnd(specificationVersion);
  return {
    content: text === '' ? [] : [{ type: 'text', text }],
    finishReason: end.finishReason,
    usage: answered?.usage ?? end.usage,
    warnings: [],
  };
}
