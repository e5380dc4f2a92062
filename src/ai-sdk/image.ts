import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import {
  type Draft,
  type Guardrail,
  GuardrailConfigError,
  type GuardrailVerdict,
  writableText,
} from '../guard/index.js';
import { type CallParams, isObject, recordOf } from './parts.js';
import { contextOf, judgeAll } from './prompt.js';
import { withMembers } from './proxy-members.js';
import { withResults } from './verdicts.js';

/** An image model of AI SDK 5, 6 or 7, with the members that the guard needs. */
export interface AnyImageModel {
  readonly modelId: string;
  doGenerate(options: never): PromiseLike<unknown>;
}

type ImageParams = Pick<CallParams, 'providerOptions' | 'abortSignal'> & Draft;

/**
 * Guards an image model. The text of the prompt is scanned before anything is sent, and rewritten if the policy
 * redacts. Images are not examined, neither those of the prompt nor the generated ones. The verdicts are in the
 * result's `providerMetadata`, for `getGuardrailResults`, once for each generated image.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or no image model. `doGenerate` throws
 * `GuardrailViolationError`, `GuardrailScanError` or the abort reason.
 */
export function guardImageModel<Model extends AnyImageModel>(
  model: Model,
  options: Guardrail | CreateGuardrailOptions = {},
): Model {
  if (typeof model?.doGenerate !== 'function')
    throw new GuardrailConfigError('model', 'must be an image model');
  const guardrail = guardrailOf(options);
  const bare = model as unknown as { doGenerate(params: ImageParams): PromiseLike<unknown> };
  return withMembers(model, {
    async doGenerate(given: ImageParams) {
      const params: ImageParams = { ...given };
      const context = contextOf(given, model);
      // A prompt that is not text has no words: an image may be edited without any.
      const segments = [writableText(params, 'prompt')];
      const { verdicts } = await judgeAll([
        { segments, enforce: (text) => guardrail.enforcePrompt(text, context) },
      ]);
      return withVerdicts(await bare.doGenerate(params), verdicts);
    },
  });
}

/**
 * Adds the verdicts to the metadata for each image. Of an image model's metadata the SDK keeps only a list with one
 * entry for each image, and a call without that list fails.
 */
function withVerdicts(result: unknown, verdicts: readonly GuardrailVerdict[]): unknown {
  if (!isObject(result) || verdicts.length === 0) return result;
  const { images, providerMetadata } = result;
  if (!Array.isArray(images)) return result;
  const inner = recordOf(recordOf(providerMetadata, 'guardrail'), 'images');
  const said = images.map((_, index) =>
    recordOf(withResults({ guardrail: inner?.[index] }, verdicts), 'guardrail'),
  );
  return {
    ...result,
    providerMetadata: { ...(isObject(providerMetadata) && providerMetadata), guardrail: { images: said } },
  };
}
