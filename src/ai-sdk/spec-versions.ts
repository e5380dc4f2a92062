// All that differs between the model specifications V2 (ai 5), V3 (ai 6) and V4 (ai 7) for a guard.

/** How the provider's own finish reason reads when the guard ended a stream. */
const RAW_FINISH_REASON = 'airs-guardrails';

/** The finish part of a stream that the guard ended: content filter, usage unknown. */
export function blockedFinish(
  specificationVersion: string | undefined,
): { type: 'finish' } & Record<string, unknown> {
  if (specificationVersion === 'v2') {
    return {
      type: 'finish',
      finishReason: 'content-filter',
      usage: { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined },
    };
  }
  return {
    type: 'finish',
    finishReason: { unified: 'content-filter', raw: RAW_FINISH_REASON },
    usage: {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    },
  };
}
