import { fieldTexts, type Segment } from '../../guard/index.js';
import { field, list } from '../fields.js';
import { blockKind } from './block-kinds.js';
import { CALL_FIELDS } from './message-fields.js';
import { argumentsText, contentTexts, valueLines } from './read-blocks.js';

/** Fields of `additional_kwargs` that providers are known to use, with the way to read each. */
const EXTRAS: ReadonlyMap<string, (value: unknown) => readonly string[]> = new Map([
  ['reasoning_content', contentTexts],
  ['reasoning', contentTexts],
  ['refusal', contentTexts],
  ['audio', (value) => contentTexts(field(value, 'transcript'))],
  ['function_call', (value) => [argumentsText(field(value, 'arguments'))]],
  [
    'tool_calls',
    (value) => list(value).map((call) => argumentsText(field(field(call, 'function'), 'arguments'))),
  ],
  ['tool_outputs', (value) => valueLines(value)],
]);

/**
 * Reads every non-empty text of a message once: its content, the arguments of its tool calls, and the data of the
 * provider in `additional_kwargs`. The raw fields are read, because the getters of LangChain leave some out.
 */
export function messageTexts(message: unknown): string[] {
  const extras = field(message, 'additional_kwargs');
  const calls = CALL_FIELDS.flatMap((name) => list(field(message, name)));
  const texts = [
    ...contentTexts(field(message, 'content')),
    ...calls.map((call) => argumentsText(field(call, 'args'))),
    ...[...EXTRAS].flatMap(([name, read]) => [...read(field(extras, name))]),
  ];
  return [...new Set(texts.filter((text) => text !== ''))];
}

/**
 * Reads the texts of a message, and those of its metadata, as segments. A segment states whether its text is read on
 * from block to block. Such a text occurs as often as in the content.
 */
export function messageSegments(message: unknown): Segment[] {
  const content = field(message, 'content');
  const blocks = Array.isArray(content) ? content : [content];
  const own = blocks.flatMap((block: unknown) => {
    const thread = threadOf(block);
    return contentTexts(block).map((text, index): Segment => (index === 0 ? { text, thread } : { text }));
  });
  const known = new Set(own.map(({ text }) => text));
  const others = messageTexts(message).filter((text) => !known.has(text));
  for (const text of others) known.add(text);
  const beside = [
    ...fieldTexts(field(message, 'additional_kwargs'), { read: EXTRA_FIELDS, known }),
    ...fieldTexts(field(message, 'response_metadata'), { known }),
  ];
  return [...own, ...[...others, ...beside].map((text) => ({ text }))].filter(({ text }) => text !== '');
}

/** Returns the thread of a block whose text consumers join with that of the next block. */
function threadOf(block: unknown): Segment['thread'] {
  if (typeof block === 'string') return 'words';
  const { part, runsOn } = blockKind(field(block, 'type'));
  return runsOn === true && part !== 'call' ? part : undefined;
}

const EXTRA_FIELDS: ReadonlySet<string> = new Set(EXTRAS.keys());
