import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { CARD, CARD_DIGITS, cardScanner } from '../ai-sdk/card.js';
import { type ChunkFields, chunkModel, chunksOf, streamed } from './battery/chunk-model.js';
import { KIT_1 } from './battery/kit-1.js';
import { traces } from './battery/watching.js';

const blocks = (...content: object[]): ChunkFields => ({ content }) as unknown as ChunkFields;
const said = { type: 'text', text: `pay ${CARD}`, index: 0 };
const [FIRST, REST] = [CARD.slice(0, 9), CARD.slice(9)];
const text = (index: number, words: string): ChunkFields => blocks({ type: 'text', text: words, index });

/** Answers that say a card number twice, or only in places of which nobody thinks, or in pieces. */
const ANSWERS: readonly (readonly [name: string, ...chunks: readonly ChunkFields[]])[] = [
  ['a text, and a thought', blocks(said, { type: 'thinking', thinking: CARD, index: 1 })],
  ['a text, and a document', blocks(said, { type: 'document', source: { type: 'text', data: CARD } })],
  ['a text, and a value', blocks(said, { type: 'non_standard', value: { note: CARD } })],
  ['a text, and a result', blocks(said, { type: 'server_tool_call_result', output: CARD })],
  ['a note in one word', { content: 'fine', additional_kwargs: { note: CARD } }],
  ['a list of links', { content: 'fine', additional_kwargs: { citations: [CARD] } }],
  ['a number', { content: 'fine', additional_kwargs: { amount: Number(CARD_DIGITS) } }],
  ['a citation in one word', blocks({ type: 'text', text: 'fine', index: 0, citations: [{ url: CARD }] })],
  ['the log of a run', { content: 'fine', response_metadata: { output: [{ outputs: [{ logs: CARD }] }] } }],
  ['its own name', { content: 'fine', name: CARD }],
  [
    'tokens that the text does not have',
    { content: 'fine', response_metadata: { logprobs: { content: [{ token: FIRST }, { token: REST }] } } },
  ],
  [
    'a field of a call',
    {
      content: '',
      tool_call_chunks: [{ name: 'a', args: '{}', id: '1', index: 0, note: CARD }],
    } as unknown as ChunkFields,
  ],
  ['pieces of a block with another in between', text(0, FIRST), text(1, 'and'), text(0, REST)],
  [
    'pieces of a note',
    { content: 'a', additional_kwargs: { note: FIRST } },
    { content: 'b', additional_kwargs: { note: REST } },
  ],
  [
    'pieces of metadata',
    { content: 'a', response_metadata: { raw: { part: FIRST } } },
    { content: 'b', response_metadata: { raw: { part: REST } } },
  ],
];

describe.each(['block', 'redact'] as const)('an answer under a policy to %s', (dlp) => {
  const cases = ANSWERS.map(([name, ...chunks]) => ({ name, chunks }));
  it.each(cases)('keeps to itself what it says as $name', async ({ chunks: all }) => {
    const policy = { response: { dlp }, tool: { dlp } } as const;
    const guarded = () =>
      guardChatModel(chunkModel(KIT_1, chunksOf(KIT_1, all)), { scanner: cardScanner(), policy });
    const out: unknown[] = [];
    const whole = await guarded()
      .invoke('Hello')
      .catch((error: { code: string }) => {
        expect(error.code).toBe('ERR_GUARDRAIL_BLOCKED');
      });
    try {
      const chunks = await streamed(guarded(), KIT_1);
      const [first, ...rest] = chunks;
      out.push(...chunks, first && rest.reduce((sum, chunk) => sum.concat(chunk), first));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    }
    expect(traces([whole, ...out])).toEqual([]);
    if (dlp === 'block') expect([whole, out]).toEqual([undefined, []]);
  });
});
