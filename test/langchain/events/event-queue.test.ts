import { ChatModelStream } from '@langchain/core/language_models/stream';
import { guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { runs } from '../../support/extent.js';
import { cut, cuts } from '../battery/chunk-model.js';
import type { ChatModel } from '../battery/kit.js';
import { KIT_1 } from '../battery/kit-1.js';
import { deepText, traces } from '../battery/watching.js';

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
        { numRuns: runs(60) },
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
      { numRuns: runs(60) },
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
      { numRuns: runs(200) },
    );
  });
});

const HEAD = CARD.slice(0, 9);
const TAIL = CARD.slice(9);

const start = (index: number, content: object): AnyEvent => ({
  event: 'content-block-start',
  index,
  content,
});
const delta = (index: number, fields: object): AnyEvent => ({
  event: 'content-block-delta',
  index,
  delta: fields,
});
const end = (index: number, content: object): AnyEvent => ({
  event: 'content-block-finish',
  index,
  content,
});
const say = (index: number, text: string): AnyEvent => delta(index, { type: 'text-delta', text });
const set = (index: number, fields: object): AnyEvent => delta(index, { type: 'block-delta', fields });
/** A file that says it. */
const BYTES = btoa(`The number of the card is ${CARD}, and no other one.`);
const EMPTY = { type: 'text', text: '' };
const CALL = { type: 'tool_call_chunk', id: 'call_1', name: 'lookup', args: '' };
const FINE = { type: 'tool_call', id: 'call_1', name: 'lookup', args: { q: 'ok' } };

/** Each says the card number to somebody who reads the events, if only put together. */
const LEAKS: Readonly<Record<string, readonly AnyEvent[]>> = {
  'text without a start': [say(0, `No: ${CARD}`)],
  'text without a start in pieces': [say(0, HEAD), say(0, TAIL)],
  'thoughts without a start': [delta(0, { type: 'reasoning-delta', reasoning: CARD })],
  'text of a block that is not known': [
    start(0, { type: 'refusal', refusal: '' }),
    say(0, `No: ${CARD}`),
    end(0, { type: 'refusal', refusal: 'x' }),
  ],
  'text of a file that never ends': [start(0, { type: 'text-plain', text: '' }), say(0, HEAD), say(0, TAIL)],
  'text of a block of thoughts': [
    start(0, { type: 'reasoning', reasoning: '' }),
    say(0, HEAD),
    say(0, TAIL),
    end(0, { type: 'reasoning', reasoning: '' }),
  ],
  'a delta in the shape of a block': [
    start(0, EMPTY),
    { event: 'content-block-delta', index: 0, content: { type: 'text', text: HEAD } },
    { event: 'content-block-delta', index: 0, content: { type: 'text', text: TAIL } },
  ],
  'a field of a delta of text': [
    start(0, EMPTY),
    delta(0, { type: 'text-delta', text: 'Hello', note: CARD }),
    end(0, { type: 'text', text: 'Hello' }),
  ],
  'a field beside the block': [
    { ...start(0, EMPTY), note: `It is ${CARD}` },
    end(0, { type: 'text', text: '' }),
  ],
  'a start of text that is a list': [start(0, { type: 'text', text: [CARD] })],
  'an end of text that is a call': [
    start(0, EMPTY),
    say(0, 'Hello'),
    end(0, { ...FINE, args: { q: Number(CARD.replaceAll('-', '')) } }),
  ],
  'bytes that are added up': [
    start(0, { type: 'file', mimeType: 'text/plain', data: '' }),
    ...cut(BYTES, [24, 40]).map((data) => delta(0, { type: 'data-delta', data })),
    end(0, { type: 'file', mimeType: 'text/plain', data: '' }),
  ],
  'a second call at an index': [
    start(0, CALL),
    end(0, FINE),
    start(0, CALL),
    end(0, { ...FINE, args: { q: CARD } }),
  ],
  'a second call at an index without a start': [
    start(0, CALL),
    end(0, FINE),
    end(0, { ...FINE, args: { q: CARD } }),
  ],
  'a delta behind the end': [start(0, CALL), end(0, FINE), set(0, { type: 'tool_call', args: { q: CARD } })],
  'a call where text was': [
    ...textBlock(0, ['Hello']),
    start(0, CALL),
    set(0, { type: 'tool_call_chunk', args: JSON.stringify({ q: CARD }) }),
    end(0, FINE),
  ],
  'deltas of a call at the index of a text': [
    start(0, EMPTY),
    say(0, 'Hello'),
    set(0, { ...CALL, args: `{"q":"${HEAD}` }),
    set(0, { ...CALL, args: JSON.stringify({ q: CARD }) }),
    end(0, { type: 'text', text: 'Hello' }),
  ],
  'a call that ends otherwise': [
    start(0, CALL),
    set(0, { ...CALL, args: JSON.stringify({ q: CARD }) }),
    end(0, FINE),
  ],
  'a call that starts otherwise': [start(0, { ...CALL, args: JSON.stringify({ q: CARD }) }), end(0, FINE)],
  'an input that is no text': [start(0, CALL), set(0, { ...CALL, args: { q: CARD } }), end(0, FINE)],
  'an input with a field twice': [
    start(0, CALL),
    set(0, { ...CALL, args: `{"q":"${CARD}","q":"ok"}` }),
    end(0, FINE),
  ],
  'an input in increments': [
    start(0, CALL),
    set(0, { args: `{"q":"${HEAD}` }),
    set(0, { args: `${TAIL}"}` }),
  ],
  'an input in increments that ends otherwise': [
    start(0, CALL),
    set(0, { args: `{"q":"${HEAD}` }),
    set(0, { args: `${TAIL}"}` }),
    end(0, FINE),
  ],
  'a field within a field in increments': [
    start(0, { type: 'non_standard', value: {} }),
    set(0, { type: 'non_standard', value: { note: HEAD } }),
    set(0, { type: 'non_standard', value: { note: TAIL } }),
    end(0, { type: 'non_standard', value: { note: 'ok' } }),
  ],
  'text that is set': [start(0, EMPTY), say(0, 'Hello'), set(0, { type: 'text', text: HEAD }), say(0, TAIL)],
  'a citation that comes again at the end': [
    start(0, EMPTY),
    say(0, 'Hello'),
    set(0, { type: 'text', annotations: [{ type: 'citation', citedText: `It is ${CARD}` }] }),
    end(0, { type: 'text', text: 'Hello', annotations: [{ type: 'citation', citedText: `It is ${CARD}` }] }),
  ],
  'an error': [{ event: 'error', message: `It is ${CARD}` }],
  'an event of another kind': [{ event: 'note', data: { text: CARD } }],
  'texts side by side': [
    start(0, EMPTY),
    start(1, EMPTY),
    say(0, `No: ${HEAD}`),
    say(1, 'Hello'),
    say(0, TAIL),
    end(0, { type: 'text', text: `No: ${CARD}` }),
    end(1, { type: 'text', text: 'Hello' }),
  ],
  'texts side by side that never end': [
    start(0, EMPTY),
    start(1, EMPTY),
    say(0, `No: ${HEAD}`),
    say(1, 'Hello'),
    say(0, TAIL.slice(0, 5)),
    say(1, 'again'),
    say(0, TAIL.slice(5)),
  ],
  'thoughts side by side': [
    delta(0, { type: 'reasoning-delta', reasoning: HEAD }),
    delta(1, { type: 'reasoning-delta', reasoning: 'Hello' }),
    delta(0, { type: 'reasoning-delta', reasoning: TAIL }),
  ],
  'text that goes on behind a call': [
    start(0, EMPTY),
    say(0, `No: ${HEAD}`),
    ...callBlock(1, ['{"q":', '1}']),
    say(0, TAIL),
    end(0, { type: 'text', text: `No: ${CARD}` }),
  ],
};

/** What who reads the events puts together of them. */
async function readings(events: readonly AnyEvent[]): Promise<unknown[]> {
  const read = new ChatModelStream(
    (async function* () {
      yield* events as never[];
    })(),
  );
  const pieces = new Map<string, string>();
  for (const { event, index, delta: own } of events) {
    const texts = Object.entries({ ...Object(own), ...Object(Object(own).fields) });
    for (const [name, value] of event === 'content-block-delta' ? texts : [])
      pieces.set(`${index}/${name}`, `${pieces.get(`${index}/${name}`) ?? ''}${value}`);
  }
  return [events, [...pieces.values()], await read.text, await read.reasoning, await read.output];
}

describe('events that say something elsewhere', () => {
  const cases = Object.entries(LEAKS);

  it.each(cases)('%s: are told where nothing is found', async (_, events) => {
    const all = [START, ...events, finish()];
    const model = guardChatModel(eventModel(all), { scanner: fakeScanner(), policy: BLOCKS });
    const out = await streamed(model);
    expect(out.length).toBe(all.length);
    expect(out.every((event, index) => event === all[index])).toBe(true);
  });

  it.each(cases)('%s: never put together what is refused', async (name, events) => {
    for (const policy of [BLOCKS, REDACTS]) {
      const model = guardChatModel(eventModel([START, ...events, finish()]), {
        scanner: cardScanner(),
        policy,
      });
      const out: AnyEvent[] = [];
      const asked = [new KIT_1.messages.HumanMessage('Hello')];
      const run = (async () => {
        for await (const event of model._streamChatModelEvents(asked, {} as never)) out.push(event as never);
      })();
      const error = await run.then(
        () => undefined,
        (caught: unknown) => caught,
      );
      const code = error === undefined && policy === REDACTS ? undefined : 'ERR_GUARDRAIL_BLOCKED';
      expect(Object(error).code, name).toBe(code);
      const seen = deepText(await readings(out));
      expect(seen).not.toContain(CARD);
      expect(seen).not.toContain(CARD.replaceAll('-', ''));
      expect(seen).not.toContain(BYTES);
    }
  });

  it('are left out alone where the policy redacts', async () => {
    const note = `It is ${CARD}`;
    const events = [
      { ...START, note },
      { event: 'error', message: note },
      { event: 'note', text: 'fine' },
      ...textBlock(0, ['Hello']),
      { ...finish(), metadata: { note } },
    ];
    const out = await streamed(
      guardChatModel(eventModel(events), { scanner: cardScanner(), policy: REDACTS }),
    );
    expect(out).toEqual([START, { event: 'note', text: 'fine' }, ...textBlock(0, ['Hello']), finish()]);
  });

  it('leave blocks redacted whose index another had, each by itself', async () => {
    const call = (id: string, args: object): AnyEvent[] => [
      start(0, { ...CALL, id }),
      set(0, { ...CALL, id, args: JSON.stringify(args) }),
      end(0, { ...FINE, id, args }),
    ];
    const events = [
      START,
      ...call('1', { q: 'ok' }),
      ...call('2', { q: CARD }),
      ...call('3', { q: 'ok' }),
      finish(),
    ];
    const out = await streamed(
      guardChatModel(eventModel(events), { scanner: cardScanner(), policy: REDACTS }),
    );
    expect(out.slice(0, 4)).toEqual(events.slice(0, 4));
    expect(out.slice(4, 6)).toEqual([
      start(0, { ...CALL, id: '2' }),
      end(0, { ...FINE, id: '2', args: { q: '[CREDIT_CARD]' } }),
    ]);
    expect(out.slice(6, 9)).toEqual(events.slice(7, 10));
  });

  it('cost no scan more where they say what the block says', async () => {
    const scanner = fakeScanner();
    const input = JSON.stringify({ q: 'Where is "it"?', list: [1, 2.5, { on: true }] });
    const events = [START, ...callBlock(0, cut(input, [3, 12, 30])), finish()];
    await streamed(guardChatModel(eventModel(events), { scanner, policy: BLOCKS }));
    // The prompt and the call.
    expect(scanner.requests.length).toBe(2);
  });

  it('cost few scans where blocks and citations come side by side', async () => {
    const scanner = fakeScanner();
    const cited = (at: number) => ({ type: 'text', annotations: [{ citedText: `It says ${at}` }] });
    const events = [
      START,
      start(0, EMPTY),
      start(1, EMPTY),
      ...Array.from({ length: 4_000 }, (_, at) => [
        say(at % 2, `word ${at} `),
        set(at % 2, cited(at)),
      ]).flat(),
      finish(),
    ];
    const out = await streamed(guardChatModel(eventModel(events), { scanner, policy: BLOCKS }));
    expect(out.length).toBe(events.length);
    // Blocks that speak in turns are read in that order, too.
    expect(scanner.requests.length).toBeLessThan(200);
  });
});
