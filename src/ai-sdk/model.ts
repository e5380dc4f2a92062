import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, GuardrailConfigError } from '../guard/index.js';
import { modelHooks } from './middleware.js';
import { GUARDED_BY, isModel, modelKindOf } from './model-kind.js';
import { type CallParams, isObject } from './parts.js';

/** A language model of AI SDK 5, 6 or 7, with the members that the guard needs. */
export interface AnyLanguageModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: unknown;
  doGenerate(options: never): PromiseLike<unknown>;
  doStream(options: never): PromiseLike<unknown>;
}

/** The members that the specification names. Other members of the model's class cannot be reached past the guard. */
export type GuardedModel<Model extends AnyLanguageModel> = Model extends unknown
  ? Pick<Model, keyof AnyLanguageModel>
  : never;

const SPEC_VERSIONS: readonly string[] = ['v2', 'v3', 'v4'];

/**
 * Guards a language model without `wrapLanguageModel`, exactly as `guardrailMiddleware` does. The model keeps its
 * specification version, so a V2 or V3 model works wherever it worked unguarded. For `model: 'provider/id'` see
 * `guardrailMiddleware` with `wrapProvider`.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or no language model of version v2, v3 or v4
 */
export function guardModel<Model extends AnyLanguageModel>(
  model: Model,
  options: Guardrail | CreateGuardrailOptions = {},
): GuardedModel<Model> {
  const version: unknown = isObject(model) ? model.specificationVersion : undefined;
  if (typeof version !== 'string' || !SPEC_VERSIONS.includes(version) || modelKindOf(model) !== 'language') {
    throw new GuardrailConfigError('model', refusalOf(model));
  }
  const hooks = modelHooks(guardrailOf(options));
  const inner = { specificationVersion: version, modelId: model.modelId };
  // The three specifications agree on these types, but do not declare them.
  const bare = model as unknown as Record<
    'doGenerate' | 'doStream',
    (params: CallParams) => PromiseLike<never>
  >;
  const call = async (given: CallParams) => {
    const params = await hooks.transformParams({ params: given, model: inner });
    return {
      params,
      model: inner,
      // The function is called on the model, because its class may use `this` and private fields.
      doGenerate: () => bare.doGenerate(params),
      doStream: () => bare.doStream(params),
    };
  };
  const guarded = {
    specificationVersion: version,
    provider: model.provider,
    modelId: model.modelId,
    // The value is read on access, because some models compute or fetch it.
    get supportedUrls() {
      return model.supportedUrls;
    },
    doGenerate: async (params: CallParams) => hooks.wrapGenerate(await call(params)),
    doStream: async (params: CallParams) => hooks.wrapStream(await call(params)),
  };
  return guarded as unknown as GuardedModel<Model>;
}

/** Returns the reason why a value is refused, and the function that takes it. */
function refusalOf(model: unknown): string {
  const kind = isModel(model) ? modelKindOf(model) : 'other';
  if (kind === 'other' || kind === 'language' || kind === 'video') {
    return `must be a language model of ${SPEC_VERSIONS.join(', ')}`;
  }
  return `is no language model but one of another kind (${kind}): use ${GUARDED_BY[kind]}`;
}
