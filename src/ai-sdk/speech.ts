import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Draft, type Guardrail, GuardrailConfigError, writableText } from '../guard/index.js';
import type { CallParams } from './parts.js';
import { contextOf, judgeAll } from './prompt.js';
import { withMembers } from './proxy-members.js';
import { resultWith } from './verdicts.js';

/** A speech model of AI SDK 5, 6 or 7, with the members that the guard needs. */
export interface AnySpeechModel {
  readonly modelId: string;
  doGenerate(options: never): PromiseLike<unknown>;
}

type SpeechParams = Pick<CallParams, 'providerOptions' | 'abortSignal'> & Draft;

/** The parameters of a speech model that are texts. */
const TEXTS = ['text', 'instructions'] as const;

/**
 * Guards a speech model. The text to be spoken and the instructions are scanned as a prompt before anything is sent,
 * and rewritten if the policy redacts. The audio is not examined. Streams of speech are refused.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or no speech model. `doGenerate` throws
 * `GuardrailViolationError`, `GuardrailScanError` or the abort reason.
 * @example
 * const { audio } = await generateSpeech({ model: guardSpeechModel(openai.speech('tts-1'), guardrail), text });
 */
export function guardSpeechModel<Model extends AnySpeechModel>(
  model: Model,
  options: Guardrail | CreateGuardrailOptions = {},
): Model {
  if (typeof model?.doGenerate !== 'function') {
    throw new GuardrailConfigError('model', 'must be a speech model');
  }
  const guardrail = guardrailOf(options);
  const bare = model as unknown as { doGenerate(params: SpeechParams): PromiseLike<unknown> };
  return withMembers(model, {
    async doGenerate(given: SpeechParams) {
      const params: SpeechParams = { ...given };
      const context = contextOf(given, model);
      const { verdicts } = await judgeAll(
        TEXTS.map((field) => ({
          segments: [writableText(params, field)],
          enforce: (text) => guardrail.enforcePrompt(text, context),
        })),
      );
      return resultWith(await bare.doGenerate(params), verdicts);
    },
    ...('doStream' in model && { doStream: refuseStream }),
  });
}

/** Refuses a stream, which would speak text that nobody has judged. */
export function refuseStream(): never {
  throw new GuardrailConfigError('model', 'cannot be guarded while it streams: call it without streaming');
}
