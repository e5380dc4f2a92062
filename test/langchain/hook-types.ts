import { fileURLToPath } from 'node:url';
import { type FieldKind, fieldsOfTypes } from '../support/type-fields.js';

const SOURCE = `
import type * as m1 from '@langchain/core/messages';
import type * as o1 from '@langchain/core/outputs';
import type * as m0 from 'langchain-core-0.3/messages';
import type * as o0 from 'langchain-core-0.3/outputs';
type Without<Fields, Name extends string> = Fields extends readonly unknown[]
  ? never
  : Fields extends object ? Omit<Fields, Name> : never;
type Guarded<Is> = Is extends (block: any) => block is infer Block ? Block : never;
type Made<Message extends abstract new (...args: never) => object> = Without<ConstructorParameters<Message>[0], 'content' | 'contentBlocks'>;
export type block_1 = m1.ContentBlock.Standard | Guarded<typeof m1.isDataContentBlock>;
export type answer_1 = Made<typeof m1.AIMessageChunk>;
export type result_1 = Made<typeof m1.ToolMessageChunk>;
export type generation_1 = Without<o1.ChatGeneration, 'message'>;
export type block_0 = m0.MessageContentText | m0.MessageContentImageUrl | Guarded<typeof m0.isDataContentBlock>;
export type answer_0 = Made<typeof m0.AIMessageChunk>;
export type result_0 = Made<typeof m0.ToolMessageChunk>;
export type generation_0 = Without<o0.ChatGeneration, 'message'>;
`;

/** Where a guard of LangChain sees anything: blocks of content, fields of answers and of tools' results, what is beside. */
export type HookPlace = 'block' | 'answer' | 'result' | 'generation';

/** A field that a version of LangChain has, by its types. */
export interface HookField {
  readonly place: HookPlace;
  /** The major. */
  readonly core: string;
  readonly path: string;
  readonly kind: FieldKind;
}

/** The fields of all blocks and messages in the types of the versions that are installed. */
export function hookFields(): readonly HookField[] {
  const found = fieldsOfTypes(SOURCE, fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, ''));
  return [...found].flatMap(([name, fields]) => {
    const [place, core = ''] = name.split('_') as [HookPlace, string];
    return [...fields].map(([path, kind]) => ({ place, core, path, kind }));
  });
}
