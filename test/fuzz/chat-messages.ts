import type { ChunkFields, MessageFields } from './case.js';
import type { Random } from './random.js';
import { weave } from './random.js';
import { cut, type Texts } from './texts.js';

/** What the messages of LangChain are made with. */
export interface MessageSource {
  readonly random: Random;
  readonly texts: Texts;
}

type Fields = Record<string, unknown>;

const KWARGS = ['refusal', 'reasoning_content', 'annotations', 'audio', 'note'] as const;
const METADATA = ['citations', 'note', 'safety', 'logprobs', 'grounding'] as const;

function kwargs({ random, texts }: MessageSource): Fields {
  if (!random.chance(0.25)) return {};
  const name = random.chance(0.9) ? random.pick(KWARGS) : texts.name();
  const isText = name === 'refusal' || name === 'reasoning_content';
  return { additional_kwargs: { [name]: isText ? texts.any() : texts.value() } };
}

function metadata({ random, texts }: MessageSource): Fields {
  if (!random.chance(0.25)) return {};
  const name = random.chance(0.9) ? random.pick(METADATA) : texts.name();
  const value =
    name === 'logprobs'
      ? { content: cut(random, texts.plain()).map((token) => ({ token, logprob: -1 })) }
      : texts.value();
  return { response_metadata: { finish_reason: 'stop', [name]: value } };
}

/** A block of content that comes whole. */
function block(source: MessageSource, index: number): Fields[] {
  const { random, texts } = source;
  const kind = random.int(8);
  if (kind < 3) {
    const text = texts.any();
    if (random.chance(0.5)) {
      const at = random.int(text.length + 1);
      return [text.slice(0, at), text.slice(at)].map((part) => ({ type: 'text', text: part }));
    }
    const cited = [{ type: 'url_citation', title: texts.plain(), cited_text: texts.plain() }];
    return [{ type: 'text', text, ...(random.chance(0.3) && { annotations: cited }) }];
  }
  if (kind === 3) return [{ type: 'thinking', thinking: texts.any(), signature: 'c2ln' }];
  if (kind === 4)
    return [{ type: 'tool_use', id: `call_${index}`, name: 'lookup', input: { q: texts.value() } }];
  if (kind === 5) return [{ type: 'odd_block', [texts.name()]: texts.value() }];
  if (kind === 6)
    return [
      { type: 'file', mime_type: 'text/plain', source_type: 'text', text: texts.any(), [texts.name()]: 'x' },
    ];
  return [{ type: 'reasoning', reasoning: texts.any() }];
}

function content(source: MessageSource): unknown {
  const { random, texts } = source;
  return random.chance(0.5) ? texts.any() : random.some(4, (index) => block(source, index)).flat();
}

/** The fields of an answer. */
export function answerFields(source: MessageSource): MessageFields {
  const { random, texts } = source;
  const calls = random.some(2, (index) => ({
    type: 'tool_call',
    id: `call_${index}`,
    name: 'lookup',
    args: { [texts.name()]: texts.value() },
  }));
  const broken = {
    type: 'invalid_tool_call',
    id: 'call_9',
    name: 'lookup',
    args: texts.any(),
    error: texts.plain(),
  };
  return {
    kind: 'ai',
    fields: {
      content: content(source),
      ...(random.chance(0.4) && { tool_calls: calls }),
      ...(random.chance(0.1) && { invalid_tool_calls: [broken] }),
      ...kwargs(source),
      ...metadata(source),
    },
  };
}

/** The messages of a prompt. */
export function chatMessages(source: MessageSource): MessageFields[] {
  const { random, texts } = source;
  const message = (): MessageFields => {
    const kind = random.int(6);
    if (kind < 2) return answerFields(source);
    if (kind === 2)
      return { kind: 'tool', fields: { content: content(source), tool_call_id: 'call_0', name: 'lookup' } };
    if (kind === 3 && random.chance(0.3)) return { kind: 'system', fields: { content: texts.any() } };
    return { kind: 'human', fields: { content: content(source), ...(random.chance(0.1) && kwargs(source)) } };
  };
  const first: MessageFields = { kind: 'human', fields: { content: content(source) } };
  return [first, ...random.some(3, message)];
}

/** The pieces of a text as chunks, all in one of the places where providers send text. */
function textChunks({ random, texts }: MessageSource, index: number): ChunkFields[] {
  const place = random.int(9);
  const text = texts.any();
  return cut(random, text).map((piece, at): ChunkFields => {
    if (place < 3) return { fields: { content: piece } };
    if (place === 3) return { fields: { content: [{ type: 'text', text: piece, index }] } };
    if (place === 4) return { fields: { content: [{ type: 'thinking', thinking: piece, index }] } };
    if (place === 5) return { fields: { content: '', additional_kwargs: { reasoning_content: piece } } };
    if (place === 6) return { fields: { content: '', additional_kwargs: { note: piece } } };
    if (place === 7) return { fields: { content: '', response_metadata: { note: piece } } };
    return { fields: { content: '' }, info: { note: piece, at: String(at) } };
  });
}

function callChunks({ random, texts }: MessageSource, index: number): ChunkFields[] {
  return cut(random, texts.json()).map((args, at): ChunkFields => {
    const named = at === 0 ? { id: `call_${index}`, name: 'lookup' } : {};
    const chunk = { type: 'tool_call_chunk', args, index, ...named };
    return { fields: { content: '', tool_call_chunks: [chunk] } };
  });
}

/** The chunks of an answer. */
export function answerChunks(source: MessageSource): ChunkFields[] {
  const { random, texts } = source;
  const lanes: ChunkFields[][] = [
    ...random.some(2, (index) => textChunks(source, index)),
    ...(random.chance(0.4) ? random.some(2, (index) => callChunks(source, index)) : []),
    ...(random.chance(0.2) ? [[{ fields: { content: '', ...metadata(source), ...kwargs(source) } }]] : []),
    ...(random.chance(0.2) ? [[{ fields: { content: block(source, 7) } }]] : []),
    ...(random.chance(0.1) ? [[{ fields: { content: '' }, info: { [texts.name()]: texts.value() } }]] : []),
  ];
  const chunks = random.chance(0.5) ? lanes.flat() : weave(random, lanes);
  return [...chunks, { fields: { content: '', response_metadata: { finish_reason: 'stop' } } }];
}
