import { guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner } from '../ai-sdk/card.js';
import { cut, cuts } from './battery/chunk-model.js';
import type { ChatModel } from './battery/kit.js';
import { KIT_1 } from './battery/kit-1.js';
import { traces } from './battery/watching.js';

/** An event of LangChain's protocol of content blocks. */
interface AnyEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A model that streams these very events. */
function eventModel(events: readonly AnyEvent[]): ChatModel {
  class Events extends KIT_1.chatModels.BaseChatModel {
    override _llmType(): string {
      return 'events';
    }
    override async _generate(): Promise<never> {
      throw new Error('It only streams');
    }
    override async *_streamChatModelEvents(): AsyncGenerator<never> {
      yield* events as never[];
    }
  }
  return new Events({});
}

async function streamed(model: ChatModel): Promise<AnyEvent[]> {
  const all: AnyEvent[] = [];
  const asked = [new KIT_1.messages.HumanMessage('Hello')];
  for await (const event of model._streamChatModelEvents(asked, {} as never)) all.push(event as never);
  return all;
}

const textBlock = (index: number, pieces: readonly string[], beside: object = {}): AnyEvent[] => [
  { event: 'content-block-start', index, content: { type: 'text', text: '' } },
  ...pieces.map((text) => ({ event: 'content-block-delta', index, delta: { type: 'text-delta', text } })),
  { event: 'content-block-finish', index, content: { type: 'text', text: pieces.join(''), ...beside } },
];

const thinkingBlock = (index: number, pieces: readonly string[]): AnyEvent[] => [
  { event: 'content-block-start', index, content: { type: 'reasoning', reasoning: '' } },
  ...pieces.map((reasoning) => ({
    event: 'content-block-delta',
    index,
    delta: { type: 'reasoning-delta', reasoning },
  })),
  { event: 'content-block-finish', index, content: { type: 'reasoning', reasoning: pieces.join('') } },
];

/** Each delta has all of the input so far. */
const callBlock = (index: number, pieces: readonly string[]): AnyEvent[] => {
  const chunk = { type: 'tool_call_chunk', id: `call_${index}`, name: 'lookup' };
  const args = pieces.join('');
  return [
    { event: 'content-block-start', index, content: { ...chunk, args: '' } },
    ...pieces.map((_, at) => ({
      event: 'content-block-delta',
      index,
      delta: { type: 'block-delta', fields: { ...chunk, args: pieces.slice(0, at + 1).join('') } },
    })),
    {
      event: 'content-block-finish',
      index,
      content: { ...chunk, type: 'tool_call', args: parsed(args) },
    },
  ];
};

function parsed(args: string): unknown {
  try {
    return JSON.parse(args);
  } catch {
    return args;
  }
}

const START: AnyEvent = { event: 'message-start', id: 'msg-1' };
const finish = (responseMetadata: object = { model_provider: 'test' }): AnyEvent => ({
  event: 'message-finish',
  reason: 'stop',
  usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
  responseMetadata,
});

const words = fc.array(fc.constantFrom('Hello ', 'wor', 'ld. ', '', '\n', '日本', '{"a":'), { maxLength: 5 });
const anyBlock = fc.oneof(
  fc.record({ kind: fc.constant(textBlock), pieces: words }),
  fc.record({ kind: fc.constant(thinkingBlock), pieces: words }),
  fc.record({
    kind: fc.constant(callBlock),
    pieces: words.map((pieces) => ['{"q":', JSON.stringify(pieces.join('')), '}']),
  }),
);

const answer = fc
  .array(anyBlock, { maxLength: 4 })
  .map((blocks) => [
    START,
    ...blocks.flatMap(({ kind, pieces }, index) => kind(index, pieces)),
    { event: 'usage', usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } },
    finish(),
  ]);

const REDACTS = { response: { dlp: 'redact' }, tool: { dlp: 'redact' } } as const;
const BLOCKS = { response: { dlp: 'block' }, tool: { dlp: 'block' } } as const;

const deltasOf = (events: readonly AnyEvent[], index: number): string =>
  events
    .filter((own) => own.event === 'content-block-delta' && own['index'] === index)
    .map(({ delta }) => Object(delta).text ?? '')
    .join('');
const finishOf = (events: readonly AnyEvent[], index: number): Record<string, unknown> =>
  Object(events.find((own) => own.event === 'content-block-finish' && own['index'] === index)?.['content']);

describe('events of a stream', () => {
  it('are the very ones that came where all is allowed, but for those of the provider', async () => {
    for (const policy of [BLOCKS, REDACTS]) {
      await fc.assert(
        fc.asyncProperty(answer, async (events) => {
          const own = events.flatMap((event) => [event, { event: 'provider', payload: { text: 'raw' } }]);
          const out = await streamed(guardChatModel(eventModel(own), { scanner: fakeScanner(), policy }));
          expect(out.length).toBe(events.length);
          expect(out.every((event, index) => event === events[index])).toBe(true);
        }),
        { numRuns: 60 },
      );
    }
  });

  it('say redacted what the whole says redacted, however the text is cut', async () => {
    const text = `My card is ${CARD}, you see.`;
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (points, repeats) => {
        const metadata = repeats ? { output: [{ content: [{ text }] }], raw: CARD } : {};
        const events = [
          START,
          ...textBlock(0, cut(text, points)),
          ...callBlock(1, ['{"q":"', ...cut(CARD, points), '"}']),
          finish(metadata),
        ];
        const options = { scanner: cardScanner(), policy: REDACTS };
        const out = await streamed(guardChatModel(eventModel(events), options));
        expect(deltasOf(out, 0)).toBe('My card is [CREDIT_CARD], you see.');
        expect(finishOf(out, 0)).toMatchObject({ text: 'My card is [CREDIT_CARD], you see.' });
        expect(finishOf(out, 1)).toMatchObject({ args: { q: '[CREDIT_CARD]' } });
        expect(traces(out)).toEqual([]);
        const all = traces(await streamed(eventModel(events)));
        expect(all).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('give nothing out of what is refused, wherever it stands', async () => {
    const bad = (points: readonly number[]) => cut(CARD, points);
    const places: readonly ((points: readonly number[]) => AnyEvent[])[] = [
      (points) => textBlock(0, bad(points)),
      (points) => thinkingBlock(0, bad(points)),
      (points) => callBlock(0, ['{"q":"', ...bad(points), '"}']),
      (points) => callBlock(0, ['{"q":"', ...bad(points)]),
      () => textBlock(0, ['fine'], { annotations: [{ type: 'citation', citedText: `It is ${CARD}` }] }),
      (points) => [...textBlock(0, bad(points).slice(0, 1)), ...textBlock(1, bad(points).slice(1))],
      // A block that says another text at its end.
      () => [
        ...textBlock(0, ['fine']).slice(0, -1),
        { event: 'content-block-finish', index: 0, content: { type: 'text', text: `No: ${CARD}` } },
      ],
      // A block that never ends, and one that never began.
      (points) => callBlock(0, ['{"q":"', ...bad(points), '"}']).slice(0, -1),
      (points) => callBlock(0, ['{"q":"', ...bad(points), '"}']).slice(1),
      (points) => textBlock(0, bad(points)).slice(1),
      (points) => textBlock(0, bad(points)).slice(0, -1),
      (points) => callBlock(0, ['{"q":"', ...bad(points), '"}']).slice(1, -1),
      () => [
        { event: 'content-block-finish', index: 7, content: { type: 'non_standard', value: { note: CARD } } },
      ],
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places.keys()), cuts, fc.boolean(), async (at, points, redacts) => {
        const events = [START, ...(places[at]?.(points) ?? []), finish()];
        const policy = redacts ? REDACTS : BLOCKS;
        const own = guardChatModel(eventModel(events), { scanner: cardScanner(), policy });
        const out: AnyEvent[] = [];
        const run = (async () => {
          const asked = [new KIT_1.messages.HumanMessage('Hello')];
          for await (const event of own._streamChatModelEvents(asked, {} as never)) out.push(event as never);
        })();
        const error = await run.then(
          () => undefined,
          (caught: unknown) => caught,
        );
        if (!redacts) expect(error).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
        expect(traces(out)).toEqual([]);
        expect(deltasOf(out, 0) + deltasOf(out, 1)).not.toContain(CARD);
      }),
      { numRuns: 200 },
    );
  });
});
