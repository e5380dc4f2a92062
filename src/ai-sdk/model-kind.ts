import { isObject } from './parts.js';

/** The purpose of a model. */
export type ModelKind =
  | 'language'
  | 'embedding'
  | 'image'
  | 'speech'
  | 'transcription'
  | 'reranking'
  | 'video'
  | 'other';

/** The beginnings of provider functions that return models whose members do not tell their kind. */
const BY_NAME: readonly (readonly [beginning: string, kind: ModelKind])[] = [
  ['speechTranslation', 'other'],
  ['speech', 'speech'],
  ['transcription', 'transcription'],
  ['image', 'image'],
  ['video', 'video'],
  ['rerank', 'reranking'],
];

/** Tells whether a value is a model of any kind. A model has a model id and a function that calls it. */
export function isModel(value: unknown): value is object {
  if (!isObject(value)) return false;
  return (
    'modelId' in value && ['doGenerate', 'doStream', 'doEmbed', 'doRerank'].some((name) => name in value)
  );
}

/** Returns the kind of a model, from its members, or else from the name of the provider function that returned it. */
export function modelKindOf(model: object, name = ''): ModelKind {
  if ('doEmbed' in model) return 'embedding';
  if ('doRerank' in model) return 'reranking';
  if ('supportedUrls' in model && 'doStream' in model) return 'language';
  if ('maxImagesPerCall' in model) return 'image';
  if ('maxVideosPerCall' in model) return 'video';
  const known = BY_NAME.find(([beginning]) => name.startsWith(beginning));
  return known?.[1] ?? 'other';
}

/** The function that guards each kind of model. */
export const GUARDED_BY: Readonly<Record<Exclude<ModelKind, 'video' | 'other'>, string>> = {
  language: 'guardModel',
  embedding: 'guardEmbeddingModel',
  image: 'guardImageModel',
  speech: 'guardSpeechModel',
  transcription: 'guardTranscriptionModel',
  reranking: 'guardRerankingModel',
};
