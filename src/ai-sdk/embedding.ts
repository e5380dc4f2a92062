import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import {
  applyRedactions,
  type Guardrail,
  GuardrailConfigError,
  joinSegments,
  readValue,
} from '../guard/index.js';
import { type CallParams, isObject } from './parts.js';
import { contextOf } from './prompt.js';
import { withMembers } from './proxy-members.js';
import { type GuardrailVerdict, verdictOf, withResults } from './verdicts.js';

/** An embedding model of AI SDK 5, 6 or 7, as far as the guard needs to know it. */
export interface AnyEmbeddingModel {
  readonly modelId: string;
  doEmbed(options: never): PromiseLike<unknown>;
}

/** How many values of one call are scanned at a time. */
const CONCURRENCY = 8;

type EmbedParams = Pick<CallParams, 'providerOptions' | 'abortSignal'> & {
  readonly values: readonly unknown[];
};

/**
 * Guards an embedding model: every value is scanned as a prompt, eight at a time, and nothing is sent before all have
 * passed; a policy that redacts rewrites the values. All else about the model stays, its symbols included. What the checks
 * said is in the result's `providerMetadata`, for `getGuardrailResults`; where `embedMany` needs several calls, the SDK
 * keeps that of the last one.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or no embedding model. `doEmbed` throws
 * `GuardrailViolationError`, `GuardrailScanError` or the abort reason.
 */
export function guardEmbeddingModel<Model extends AnyEmbeddingModel>(
  model: Model,
  options: Guardrail | CreateGuardrailOptions = {},
): Model {
  if (typeof model?.doEmbed !== 'function')
    throw new GuardrailConfigError('model', 'must be an embedding model');
  const guardrail = guardrailOf(options);
  const bare = model as unknown as { doEmbed(params: EmbedParams): PromiseLike<unknown> };
  return withMembers(model, {
    async doEmbed(params: EmbedParams) {
      const { values, verdicts } = await checkValues(guardrail, params, model);
      const result = await bare.doEmbed({ ...params, values });
      if (!isObject(result) || verdicts.length === 0) return result;
      return { ...result, providerMetadata: withResults(result['providerMetadata'], verdicts) };
    },
  });
}

async function checkValues(
  guardrail: Guardrail,
  params: EmbedParams,
  model: AnyEmbeddingModel,
): Promise<{ readonly values: readonly unknown[]; readonly verdicts: readonly GuardrailVerdict[] }> {
  const context = contextOf(params, model);
  const drafts = params.values.map(readValue);
  const queue = drafts.entries();
  const said = new Map<number, GuardrailVerdict>();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [index, draft] of queue) {
      if (failed) return;
      const { segments } = draft;
      const text = joinSegments(segments);
      const decision = await guardrail.enforcePrompt(text, context);
      if (text !== '') said.set(index, verdictOf(decision));
      if (decision.outcome === 'redact') applyRedactions(segments, decision);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  } finally {
    failed = true;
  }
  return {
    values: drafts.map((draft) => draft.build()),
    // In the order of the values, whichever was judged first.
    verdicts: drafts.flatMap((_, index) => said.get(index) ?? []),
  };
}
