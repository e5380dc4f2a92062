import { isObject } from './parts.js';

/** What a model is for. */
export type ModelKind =
  | 'language'
  | 'embedding'
  | 'image'
  | 'speech'
  | 'transcription'
  | 'reranking'
  | 'video'
  | 'other';

/** Beginnings of the names under which providers give models of a kind that their members do not tell. */
const BY_NAME: readonly (readonly [beginning: string, kind: ModelKind])[] = [
  ['speechTranslation', 'other'],
  ['speech', 'speech'],
  ['transcription', 'transcription'],
  ['image', 'image'],
  ['video', 'video'],
  ['rerank', 'reranking'],
];

/** Whether a value is a model of any kind: what has a model id and does something. */
export function isModel(value: unknown): value is object {
  if (!isObject(value)) return false;
  return (
    'modelId' in value && ['doGenerate', 'doStream', 'doEmbed', 'doRerank'].some((name) => name in value)
  );
}

/**
 * Tells what a model is for, by its members, and where those say nothing by the name of the provider's function that gave
 * it.
 */
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
