import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, GuardrailConfigError } from '../guard/index.js';
import { enforceValues } from './enforce-values.js';
import type { CallParams } from './parts.js';
import { contextOf } from './prompt.js';
import { withMembers } from './proxy-members.js';
import { resultWith } from './verdicts.js';

/** A reranking model of AI SDK 6 or 7, with the members that the guard needs. */
export interface AnyRerankingModel {
  readonly modelId: string;
  doRerank(options: never): PromiseLike<unknown>;
}

type RerankParams = Pick<CallParams, 'providerOptions' | 'abortSignal'> & {
  readonly query: unknown;
  readonly documents: { readonly type: string; readonly values: readonly unknown[] };
};

/**
 * Guards a reranking model. The query and every document are scanned as prompts before anything is sent, and rewritten
 * if the policy redacts. Short texts share a scan, and equal texts are scanned once. The result holds only indexes and
 * scores, which carry no text.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or no reranking model. `doRerank` throws
 * `GuardrailViolationError`, `GuardrailScanError` or the abort reason.
 * @example
 * const { ranking } = await rerank({ model: guardRerankingModel(cohere.reranking('rerank-v3.5'), guardrail), documents, query });
 */
export function guardRerankingModel<Model extends AnyRerankingModel>(
  model: Model,
  options: Guardrail | CreateGuardrailOptions = {},
): Model {
  if (typeof model?.doRerank !== 'function') {
    throw new GuardrailConfigError('model', 'must be a reranking model');
  }
  const guardrail = guardrailOf(options);
  const bare = model as unknown as { doRerank(params: RerankParams): PromiseLike<unknown> };
  return withMembers(model, {
    async doRerank(given: RerankParams) {
      const { query, documents } = given;
      const all = [query, ...documents.values];
      const { values, verdicts } = await enforceValues(guardrail, all, contextOf(given, model));
      const [judgedQuery, ...judged] = values;
      const params = { ...given, query: judgedQuery, documents: { ...documents, values: judged } };
      return resultWith(await bare.doRerank(params), verdicts);
    },
  });
}
