import type { Answer, Wire, WireEvent } from './answer.js';

const joined = (pieces: readonly string[] = []): string => pieces.join('');

const citationOf = (quote: string) => ({
  type: 'char_location',
  cited_text: quote,
  document_index: 0,
  document_title: 'Source',
  start_char_index: 0,
  end_char_index: 1,
});

const usage = { input_tokens: 7, output_tokens: 5 };

function message({ calls }: Answer, content: readonly unknown[]): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test',
    content,
    stop_reason: calls ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage,
  };
}

/** A block, as it begins and as it goes on. */
interface Block {
  readonly start: Record<string, unknown>;
  readonly deltas: readonly object[];
  readonly whole: Record<string, unknown>;
}

function blocksOf({ text, thoughts, calls = [], cites, refusal }: Answer): Block[] {
  const words = text ?? refusal;
  return [
    ...(thoughts === undefined
      ? []
      : [
          {
            start: { type: 'thinking', thinking: '', signature: '' },
            deltas: [
              ...thoughts.map((thinking) => ({ type: 'thinking_delta', thinking })),
              { type: 'signature_delta', signature: 'c2lnbmVk' },
            ],
            whole: { type: 'thinking', thinking: joined(thoughts), signature: 'c2lnbmVk' },
          },
        ]),
    ...(words === undefined
      ? []
      : [
          {
            start: { type: 'text', text: '', ...(cites !== undefined && { citations: [] }) },
            deltas: [
              ...words.map((piece) => ({ type: 'text_delta', text: piece })),
              ...(cites === undefined ? [] : [{ type: 'citations_delta', citation: citationOf(cites) }]),
            ],
            whole: {
              type: 'text',
              text: joined(words),
              ...(cites !== undefined && { citations: [citationOf(cites)] }),
            },
          },
        ]),
    ...calls.map(({ name, args }, index) => ({
      start: { type: 'tool_use', id: `call_${index}`, name, input: {} },
      deltas: ['', ...args].map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      whole: { type: 'tool_use', id: `call_${index}`, name, input: JSON.parse(joined(args)) },
    })),
  ];
}

/** Anthropic's messages. */
export const ANTHROPIC: Wire = {
  path: '/v1/messages',
  whole: (answer) =>
    message(
      answer,
      blocksOf(answer).map(({ whole }) => whole),
    ),
  stream(answer) {
    const { stop_reason, ...begun } = { stop_reason: null, ...message(answer, []) };
    const events: { readonly type: string }[] = [
      {
        type: 'message_start',
        message: { ...begun, stop_reason: null, usage: { ...usage, output_tokens: 1 } },
      },
      ...blocksOf(answer).flatMap(({ start, deltas }, index) => [
        { type: 'content_block_start', index, content_block: start },
        ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
        { type: 'content_block_stop', index },
      ]),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 5 } },
      { type: 'message_stop' },
    ] as { readonly type: string }[];
    return events.map((event): WireEvent => ({ event: event.type, data: event }));
  },
};
