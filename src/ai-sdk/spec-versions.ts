// All differences between the model specifications V2 (ai 5), V3 (ai 6) and V4 (ai 7) that concern a guard.

import type { GenerateResult } from './parts.js';

/** The raw finish reason of a stream that the guard ended. */
const RAW_FINISH_REASON = 'airs-guardrails';

/** Returns the end of a call that the guard refused: the finish reason content filter, and an unknown usage. */
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
 * @param usage the usage that the provider has reported so far; nothing is invented for the rest
 */
export function blockedFinish(
  specificationVersion: string | undefined,
  usage?: unknown,
): { type: 'finish' } & Record<string, unknown> {
  return { type: 'finish', ...refusedEnd(specificationVersion), ...(usage !== undefined && { usage }) };
}

/**
 * Makes the result of a refused call that the policy replaces by a text. It holds nothing of the model's answer except
 * its usage, if the model had answered.
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
