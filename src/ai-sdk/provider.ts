import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, GuardrailConfigError } from '../guard/index.js';
import { callSafely } from '../scan/index.js';
import { guardEmbeddingModel } from './embedding.js';
import { guardImageModel } from './image.js';
import { guardModel } from './model.js';
import { isModel, type ModelKind, modelKindOf } from './model-kind.js';
import { guardRerankingModel } from './reranking.js';
import { guardSpeechModel } from './speech.js';
import { guardTranscriptionModel } from './transcription.js';

/** A provider of AI SDK 5, 6 or 7: an object, or a function with members, that returns models by their ids. */
export type AnyProvider = object;

type Guard = (model: never, guardrail: Guardrail) => unknown;

/** The guard of each kind of model. A video model gets a prompt in words, as an image model does. */
const GUARDS: Readonly<Record<Exclude<ModelKind, 'other'>, Guard>> = {
  language: guardModel,
  embedding: guardEmbeddingModel,
  image: guardImageModel,
  video: guardImageModel,
  speech: guardSpeechModel,
  transcription: guardTranscriptionModel,
  reranking: guardRerankingModel,
};

/**
 * Guards a provider: every model that it returns is guarded, whichever function returns it. The guard judges the
 * prompts of language, image and video models, texts to be spoken, values to embed, queries and documents of rerankers,
 * and transcripts. Some models cannot be judged (realtime sessions, translations of speech). They are refused if the
 * policy has `unscannable: 'block'`. Otherwise they are returned unguarded, with one warning.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or no provider
 * @example
 * const provider = guardProvider(openai, guardrail);
 * const { text } = await generateText({ model: provider('gpt-5'), prompt });
 * const { embedding } = await embed({ model: provider.textEmbeddingModel('text-embedding-3-small'), value });
 */
export function guardProvider<Provider extends AnyProvider>(
  provider: Provider,
  options: Guardrail | CreateGuardrailOptions = {},
): Provider {
  if (
    (typeof provider !== 'object' && typeof provider !== 'function') ||
    provider === null ||
    isModel(provider)
  ) {
    throw new GuardrailConfigError('provider', 'must be a provider, such as openai or createOpenAI()');
  }
  const guardrail = guardrailOf(options);
  const warned = new Set<string>();
  const warn = warnerOf(options);

  const guarded = (value: unknown, name: string): unknown => {
    if (!isModel(value)) return value;
    const kind = modelKindOf(value, name);
    if (kind !== 'other') return GUARDS[kind](value as never, guardrail);
    if (guardrail.policy.unscannable === 'block') {
      throw new GuardrailConfigError('provider', `gives a model by ${name}() that cannot be judged`);
    }
    if (!warned.has(name)) {
      warned.add(name);
      warn(`airs-guardrails: models of ${name}() are not behind the guard: it cannot judge what they do`);
    }
    return value;
  };

  /** Wraps a function of the provider. Models that it returns are guarded, and other values are returned unchanged. */
  const guardedCall = (target: object, call: (...given: unknown[]) => unknown, name: string) =>
    new Proxy(call, {
      apply: (own, _self, given: unknown[]) => guarded(Reflect.apply(own, target, given), name),
      get: (own, key) => memberOf(own, key),
    });

  const memberOf = (target: object, key: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, key, target);
    if (typeof value !== 'function' || typeof key === 'symbol' || key === 'constructor') return value;
    return guardedCall(target, value as (...given: unknown[]) => unknown, key);
  };

  return new Proxy(provider, {
    get: (target, key) => memberOf(target, key),
    // A provider that is a function returns language models.
    apply: (target, _self, given: unknown[]) =>
      guarded(Reflect.apply(target as (...own: unknown[]) => unknown, undefined, given), 'languageModel'),
  });
}

/** Makes the function that warns the operator, with the listener of the options if there is one. */
function warnerOf(options: Guardrail | CreateGuardrailOptions): (message: string) => void {
  const listener = 'onWarning' in options ? options.onWarning : undefined;
  return (message) => callSafely(() => (listener ?? globalThis.console?.warn)?.(message));
}
