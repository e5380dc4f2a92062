import { fileURLToPath } from 'node:url';
import { type FieldKind, fieldsOfTypes } from '../support/type-fields.js';

const SOURCE = `
import type * as v2 from '../node_modules/ai5/node_modules/@ai-sdk/provider/dist/index.js';
import type * as v3 from '../node_modules/ai6/node_modules/@ai-sdk/provider/dist/index.js';
import type * as v4 from '@ai-sdk/provider';
import type * as ai5 from 'ai5';
import type * as ai6 from 'ai6';
import type * as ai7 from 'ai';
type Result<M extends { doGenerate(...args: never[]): PromiseLike<object> }> =
  Omit<Awaited<ReturnType<M['doGenerate']>>, 'content'>;
export type content_v2 = v2.LanguageModelV2Content;
export type stream_v2 = v2.LanguageModelV2StreamPart;
export type prompt_v2 = v2.LanguageModelV2Message;
export type result_v2 = Result<v2.LanguageModelV2>;
export type content_v3 = v3.LanguageModelV3Content;
export type stream_v3 = v3.LanguageModelV3StreamPart;
export type prompt_v3 = v3.LanguageModelV3Message;
export type result_v3 = Result<v3.LanguageModelV3>;
export type content_v4 = v4.LanguageModelV4Content;
export type stream_v4 = v4.LanguageModelV4StreamPart;
export type prompt_v4 = v4.LanguageModelV4Message;
export type result_v4 = Result<v4.LanguageModelV4>;
export type messages_v2 = ai5.UIMessage;
export type messages_v3 = ai6.UIMessage;
export type messages_v4 = ai7.UIMessage;
`;

/** Where a guard of the AI SDK sees anything: parts of results, streams and prompts, results themselves, messages of a page. */
export type HookPlace = 'content' | 'stream' | 'prompt' | 'result' | 'messages';

/** A field that a version of the SDK has, by its types. */
export interface HookField {
  readonly place: HookPlace;
  readonly spec: string;
  readonly path: string;
  readonly kind: FieldKind;
}

/** The fields of all parts in the types of the versions that are installed. */
export function hookFields(): readonly HookField[] {
  const found = fieldsOfTypes(SOURCE, fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, ''));
  return [...found].flatMap(([name, fields]) => {
    const [place, spec = ''] = name.split('_') as [HookPlace, string];
    return [...fields].map(([path, kind]) => ({ place, spec, path, kind }));
  });
}
