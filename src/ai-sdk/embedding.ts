import type { CreateGuardrailOptions } from '../defaults.js';
import { type Guardrail, GuardrailConfigError, joinSegments } from '../guard/index.js';
import { contextOf, write } from './checks.js';
import { guardrailOf } from './guardrail-of.js';
import { overlay } from './overlay.js';
import type { CallParams, Draft } from './parts.js';
import { valueSegments } from './tool-value.js';

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
 * passed; a policy that redacts rewrites the values. All else about the model stays, its symbols included.
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
  return overlay(model, {
    async doEmbed(params: EmbedParams) {
      return bare.doEmbed({ ...params, values: await checkValues(guardrail, params, model) });
    },
  });
}

async function checkValues(
  guardrail: Guardrail,
  params: EmbedParams,
  model: AnyEmbeddingModel,
): Promise<readonly unknown[]> {
  const context = contextOf(params, model);
  const drafts = params.values.map((value): Draft => ({ value }));
  const queue = drafts.values();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const draft of queue) {
      if (failed) return;
      const segments = valueSegments(draft, 'value');
      const decision = await guardrail.enforcePrompt(joinSegments(segments), context);
      if (decision.outcome === 'redact') write(segments, decision);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  } finally {
    failed = true;
  }
  return drafts.map((draft) => draft['value']);
}
