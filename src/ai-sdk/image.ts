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

/** An image model of AI SDK 5, 6 or 7, as far as the guard needs to know it. */
export interface AnyImageModel {
  readonly modelId: string;
  doGenerate(options: never): PromiseLike<unknown>;
}

type ImageParams = Pick<CallParams, 'providerOptions' | 'abortSignal'> & Draft;

/**
 * Guards an image model: the prompt's text is scanned before anything is sent, and rewritten where the policy redacts.
 * Images are not looked at, neither those of the prompt nor those that come back. What the check said is in the result's
 * `providerMetadata`, for `getGuardrailResults`, once for each image that the prompt gave.
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
      // A prompt that is not text says nothing: an image is edited without words.
      const segments = [writableText(params, 'prompt')];
      const { verdicts } = await judgeAll([
        { segments, enforce: (text) => guardrail.enforcePrompt(text, context) },
      ]);
      return withVerdicts(await bare.doGenerate(params), verdicts);
    },
  });
}

/** The SDK keeps of an image model's metadata a list with an entry for each image, and no call without it. */
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
