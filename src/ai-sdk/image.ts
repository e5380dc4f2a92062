import type { CreateGuardrailOptions } from '../defaults.js';
import { type Guardrail, GuardrailConfigError } from '../guard/index.js';
import { contextOf, judgeAll } from './checks.js';
import { guardrailOf } from './guardrail-of.js';
import { overlay } from './overlay.js';
import { type CallParams, type Draft, writableText } from './parts.js';

/** An image model of AI SDK 5, 6 or 7, as far as the guard needs to know it. */
export interface AnyImageModel {
  readonly modelId: string;
  doGenerate(options: never): PromiseLike<unknown>;
}

type ImageParams = Pick<CallParams, 'providerOptions' | 'abortSignal'> & Draft;

/**
 * Guards an image model: the prompt's text is scanned before anything is sent, and rewritten where the policy redacts.
 * Images are not looked at, neither those of the prompt nor those that come back.
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
  return overlay(model, {
    async doGenerate(given: ImageParams) {
      const params: ImageParams = { ...given };
      const context = contextOf(given, model);
      // A prompt that is not text says nothing: an image is edited without words.
      const segments = [writableText(params, 'prompt')];
      await judgeAll([{ segments, enforce: (text) => guardrail.enforcePrompt(text, context) }]);
      return bare.doGenerate(params);
    },
  });
}
