import { describe, expect, it } from 'vitest';
import { writeRedactions } from '../../../src/guard/index.js';
import { draftMessage } from '../../../src/langchain/content/message-draft.js';
import { CARD, CARD_DIGITS } from '../../ai-sdk/card.js';
import { KIT_1 } from '../battery/kit-1.js';
import { traces } from '../battery/watching.js';

const { AIMessage } = KIT_1.messages;

/** The message with every card replaced where it can be; what is left of it elsewhere goes. */
function redacted(fields: object): object {
  const draft = draftMessage(new AIMessage(fields as never));
  const { words, thoughts, others, tools } = draft;
  for (const segment of [...words, ...thoughts, ...others, ...tools.flatMap(({ segments }) => segments)]) {
    const start = segment.text.indexOf(CARD);
    if (start < 0) continue;
    const redaction = { label: 'CARD', start, end: start + CARD.length, placeholder: '[CARD]' };
    expect(writeRedactions([segment], [redaction])).toBe(true);
  }
  return draft.build();
}

describe('a message that is rewritten', () => {
  const call = { id: 'call_0', name: 'lookup' };

  it.each<[name: string, fields: object]>([
    [
      'what was wrong with an input that does not parse',
      {
        content: '',
        invalid_tool_calls: [
          { ...call, args: `{"q":"${CARD}`, error: `Arguments {"q":"${CARD} are not valid JSON` },
        ],
      },
    ],
    [
      'a raw answer whose text is a single word',
      {
        content: CARD,
        response_metadata: { output: [{ type: 'message', content: [{ type: 'output_text', text: CARD }] }] },
      },
    ],
    [
      'a raw call in which a field is called so',
      {
        content: '',
        tool_calls: [{ ...call, args: { [CARD]: 1 } }],
        response_metadata: { output: [{ type: 'function_call', arguments: `{"${CARD}":1}` }] },
      },
    ],
    [
      'a single word of what was said in a field of its own',
      { content: `It is ${CARD}.`, additional_kwargs: { note: CARD }, response_metadata: { raw: [CARD] } },
    ],
    [
      'what was parsed of the answer',
      { content: `{"q":"${CARD}"}`, additional_kwargs: { parsed: { q: CARD, [CARD]: true } } },
    ],
    ['log probabilities', { content: CARD, response_metadata: { logprobs: { content: [{ token: CARD }] } } }],
    [
      'blocks that repeat a call',
      {
        content: [{ type: 'tool_use', ...call, input: { q: CARD } }],
        tool_calls: [{ ...call, args: { q: CARD } }],
        additional_kwargs: {
          tool_calls: [
            { id: 'call_0', type: 'function', function: { name: 'lookup', arguments: `{"q": "${CARD}"}` } },
          ],
        },
      },
    ],
  ])('does not keep %s', (_, fields) => {
    expect(traces(new AIMessage(fields as never))).not.toEqual([]);
    expect(traces(redacted(fields))).toEqual([]);
  });

  it('keeps what only names things', () => {
    const response_metadata = {
      id: 'resp_1',
      model_name: 'gpt-test-2024-08-06',
      finish_reason: 'stop',
      native_finish_reason: 'STOP',
      usage: { total_tokens: 3 },
    };
    const made = redacted({ content: `It is ${CARD}.`, id: 'msg_1', response_metadata });
    expect(made).toMatchObject({ content: 'It is [CARD].', id: 'msg_1', response_metadata });
  });

  it('reads numbers that the model put into data', () => {
    const fields = {
      content: 'fine',
      additional_kwargs: {
        parsed: { amount: Number(CARD_DIGITS) },
        usage: { n: Number(CARD_DIGITS), ms: 123456789012 },
      },
    };
    const { others } = draftMessage(new AIMessage(fields as never));
    // So many digits are no count, whatever the field is called.
    expect(others.map(({ text }) => text)).toEqual([`amount: ${CARD_DIGITS}`, `n: ${CARD_DIGITS}`]);
  });
});
