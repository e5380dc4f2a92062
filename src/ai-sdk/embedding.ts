import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, GuardrailConfigError } from '../guard/index.js';
import { enforceValues } from './enforce-values.js';
import type { CallParams } from './parts.js';
import { contextOf } from './prompt.js';
import { withMembers } from './proxy-members.js';
import { resultWith } from './verdicts.js';

/** An embedding model of AI SDK 5, 6 or 7, with the members that the guard needs. */
export interface AnyEmbeddingModel {
  readonly modelId: string;
  doEmbed(options: never): PromiseLike<unknown>;
}

type EmbedParams = Pick<CallParams, 'providerOptions' | 'abortSignal'> & {
  readonly values: readonly unknown[];
};

/**
 * Guards an embedding model. Every value is scanned as a prompt, and nothing is sent before all have passed. Short
 * values share a scan, and equal values are scanned once. If a shared scan is not clear, each of its values gets a scan
 * of its own. A policy that redacts rewrites the values. All other members of the model stay, including its symbols.
 * The verdicts are in the result's `providerMetadata`, for `getGuardrailResults`. If `embedMany` makes several calls,
 * the SDK keeps only the metadata of the last one.
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
      const { values, verdicts } = await enforceValues(guardrail, params.values, contextOf(params, model));
      return resultWith(await bare.doEmbed({ ...params, values }), verdicts);
    },
  });
}
