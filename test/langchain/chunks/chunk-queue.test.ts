import { guardChatModel } from 'airs-guardrails/langchain';
import { localScanner } from 'airs-guardrails/local';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { runs } from '../../support/extent.js';
import {
  anyChunk,
  type ChunkFields,
  chunkModel,
  chunksOf,
  cut,
  cuts,
  streamed,
} from '../battery/chunk-model.js';
import type { ChatModel, Kit } from '../battery/kit.js';
import { KIT_1 } from '../battery/kit-1.js';
import { comparable, traces } from '../battery/watching.js';
import { KIT_03 } from '../core-0.3/kit.js';

const KITS: readonly Kit[] = [KIT_1, KIT_03];
const REDACTS = { response: { dlp: 'redact' }, tool: { dlp: 'redact' } } as const;
const RUNS = { numRuns: runs(60) };

async function messagesOf(model: ChatModel): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const message of await model.stream('Hello')) all.push(message);
  return all;
}

/** What chunks say together: text, calls, thoughts. */
function whole(chunks: ReturnType<typeof chunksOf>): unknown {
  const [first, ...rest] = chunks;
  if (first === undefined) return undefined;
  const { message } = rest.reduce((sum, chunk) => sum.concat(chunk), first);
  const { content, additional_kwargs } = message;
  const { tool_calls, invalid_tool_calls } = message as unknown as Record<string, unknown>;
  return comparable({ content, additional_kwargs, tool_calls, invalid_tool_calls });
}

/** A chunk that says nothing that is read on. */
function isSilent(fields: ChunkFields): boolean {
  const { content, tool_call_chunks, additional_kwargs } = Object(fields);
  return (content === '' || content.length === 0) && !tool_call_chunks && !additional_kwargs;
}

/** All text of chunks, as one reads it. */
function textOf(chunks: ReturnType<typeof chunksOf>): string {
  const blocks: readonly unknown[] = chunks.flatMap(({ message }) => [message.content].flat());
  return blocks.map((block) => (typeof block === 'string' ? block : (Object(block).text ?? ''))).join('');
}

describe.each(KITS)('chunks of a stream on $version', (kit) => {
  it('are the very ones that came where all is allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyChunk, { maxLength: 14 }), async (all) => {
        const chunks = chunksOf(kit, all);
        const guarded = guardChatModel(chunkModel(kit, chunks), { scanner: fakeScanner() });
        const out = await streamed(guarded, kit);
        expect(out.length).toBe(chunks.length);
        expect(out.every((chunk, index) => chunk === chunks[index])).toBe(true);
      }),
      RUNS,
    );
  });

  it('that say something else to callbacks than in the message have that judged, too', async () => {
    const [first] = chunksOf(kit, [{ content: 'fine' }]);
    if (first === undefined) throw new Error('No chunk');
    first.text = `got ${CARD}`;
    const told: unknown[] = [];
    const callbacks = [{ handleLLMNewToken: (...args: unknown[]) => void told.push(args[0]) }];
    const guarded = guardChatModel(chunkModel(kit, [first]), { scanner: cardScanner(), policy: REDACTS });
    const said: unknown[] = [];
    for await (const message of await guarded.stream('Hello', { callbacks } as never))
      said.push(message.content);
    expect([said, told]).toEqual([['fine'], ['fine']]);
  });

  it('are the very ones that came where the policy redacts and finds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyChunk, { maxLength: 14 }), async (all) => {
        const chunks = chunksOf(kit, all);
        const options = { scanner: cardScanner(), policy: REDACTS };
        const out = await streamed(guardChatModel(chunkModel(kit, chunks), options), kit);
        expect(out.every((chunk, index) => chunk === chunks[index])).toBe(true);
        expect(out.length).toBe(chunks.length);
      }),
      RUNS,
    );
  });

  it('reach the consumer as they do without a guard', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyChunk, { minLength: 1, maxLength: 10 }), async (all) => {
        const bare = await messagesOf(chunkModel(kit, chunksOf(kit, all)));
        const guarded = await messagesOf(
          guardChatModel(chunkModel(kit, chunksOf(kit, all)), { scanner: fakeScanner() }),
        );
        expect(comparable(guarded)).toEqual(comparable(bare));
      }),
      { numRuns: runs(30) },
    );
  });

  const shapes: readonly [string, (pieces: readonly string[]) => ChunkFields[]][] = [
    ['strings', (pieces) => pieces.map((content) => ({ content }))],
    [
      'blocks',
      (pieces) => pieces.map((text) => ({ content: [{ type: 'text', text, index: 0 }] }) as ChunkFields),
    ],
    [
      'blocks with other chunks between them',
      (pieces) =>
        pieces.flatMap((text) => [
          { content: [{ type: 'text', text, index: 0 }] } as ChunkFields,
          { content: '' },
          { content: [] },
        ]),
    ],
    ['refusals', (pieces) => pieces.map((refusal) => ({ content: '', additional_kwargs: { refusal } }))],
    [
      'inputs of a tool',
      (pieces) =>
        [
          { id: 'call_0', name: 'lookup', args: '{"q":"' },
          ...pieces.map((args) => ({ args })),
          { args: '"}' },
        ].map((call) => ({
          content: '',
          tool_call_chunks: [{ type: 'tool_call_chunk', index: 0, ...call }],
        })) as ChunkFields[],
    ],
    [
      'blocks that repeat the inputs of a tool',
      (pieces) =>
        [
          { id: 'call_0', name: 'lookup', args: '{"q":"' },
          ...pieces.map((args) => ({ args })),
          { args: '"}' },
        ].map((call) => ({
          content: [{ type: 'input_json_delta', index: 0, input: call.args }],
          tool_call_chunks: [{ type: 'tool_call_chunk', index: 0, ...call }],
        })) as ChunkFields[],
    ],
  ];

  it.each(shapes)('say redacted what the whole says redacted: %s', async (_, shape) => {
    const said = fc.constantFrom(
      `My card is ${CARD}.`,
      CARD,
      `${CARD} and ${CARD} are two.`,
      `First. ${CARD}`,
      'Nothing of that kind, 4000-12.',
    );
    for (const scanner of [cardScanner(), localScanner()]) {
      await fc.assert(
        fc.asyncProperty(said, cuts, async (text, points) => {
          const policy = { preset: 'balanced', ...REDACTS } as const;
          const make = (pieces: readonly string[]): ChatModel =>
            guardChatModel(chunkModel(kit, chunksOf(kit, shape(pieces))), { scanner, policy });
          const out = await streamed(make(cut(text, points)), kit);
          const invoked = await make([text])._generate([new kit.messages.HumanMessage('Hello')], {} as never);
          const message = invoked.generations[0]?.message;
          const { tool_calls, invalid_tool_calls } = Object(message);
          const { content, additional_kwargs } = Object(message);
          expect(whole(out)).toEqual(
            comparable({ content, additional_kwargs, tool_calls, invalid_tool_calls }),
          );
          expect(traces(out)).toEqual([]);
        }),
        { numRuns: runs(25) },
      );
    }
  });

  it('say nothing together that they do not say redacted, whatever carries the pieces', async () => {
    const carriers: readonly ((text: string) => ChunkFields)[] = [
      (text) => ({ content: text }),
      ...[0, 1, undefined].map(
        (index) => (text: string) => ({ content: [{ type: 'text', text, index }] }) as ChunkFields,
      ),
      (text) => ({ content: [{ type: 'output_text', text, index: 3 }] }) as unknown as ChunkFields,
      (text) => ({ content: text, additional_kwargs: { note: text } }),
      (text) => ({ content: text, response_metadata: { raw: { text } } }),
    ];
    const carried = fc.record({
      carrier: fc.nat(carriers.length - 1),
      between: fc.array(anyChunk.filter(isSilent), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(`It is ${CARD}, you see.`, `${CARD}`),
        cuts,
        fc.array(carried, { minLength: 9, maxLength: 9 }),
        fc.constantFrom('block', 'redact'),
        async (text, points, how, dlp) => {
          const all = cut(text, points).flatMap((piece, index) => {
            const { carrier = 0, between = [] } = how[index] ?? {};
            return [...between, carriers[carrier]?.(piece) ?? { content: piece }];
          });
          const policy = { response: { dlp }, tool: { dlp } } as const;
          const model = guardChatModel(chunkModel(kit, chunksOf(kit, all)), {
            scanner: cardScanner(),
            policy,
          });
          const out: ReturnType<typeof chunksOf> = [];
          const asked = streamed(model, kit).then((chunks) => out.push(...chunks));
          if (dlp === 'block') await expect(asked).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
          else {
            const refusal: unknown = await asked.then(
              () => undefined,
              (error: unknown) => error,
            );
            // What LangChain puts together otherwise than it comes cannot be replaced.
            const isMixed = new Set(how.map(({ carrier }) => carrier)).size > 1;
            if (!isMixed) expect(refusal).toBeUndefined();
            if (refusal === undefined) expect(textOf(out)).toContain('[CREDIT_CARD]');
          }
          expect(textOf(out)).not.toContain(CARD);
          expect(traces(out.map(({ message }) => message))).toEqual([]);
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('are judged answer by answer where the model was asked for several', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, cuts, async (first, second) => {
        const answers = [
          cut('All is well, and so it will be tomorrow.', first).map((content) => ({
            content,
            completion: 0,
          })),
          cut(`It is ${CARD}, you see.`, second).map((content) => ({ content, completion: 1 })),
        ];
        const turns = Math.max(...answers.map(({ length }) => length));
        const all = Array.from({ length: turns }, (_, turn) =>
          answers.flatMap((answer) => answer.slice(turn, turn + 1)),
        ).flat();
        const make = (dlp: 'block' | 'redact'): ChatModel =>
          guardChatModel(chunkModel(kit, chunksOf(kit, all as ChunkFields[])), {
            scanner: cardScanner(),
            policy: { response: { dlp } },
          });
        const out = await streamed(make('redact'), kit);
        const [well, card] = [0, 1].map((candidate) =>
          textOf(out.filter(({ generationInfo }) => generationInfo?.['completion'] === candidate)),
        );
        expect(well).toBe('All is well, and so it will be tomorrow.');
        expect(card).toBe('It is [CREDIT_CARD], you see.');
        await expect(streamed(make('block'), kit)).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
      }),
      { numRuns: runs(40) },
    );
  });

  it('leave as soon as they have passed', async () => {
    const chunks = chunksOf(
      kit,
      Array.from({ length: 40 }, (_, index) => ({ content: `Word ${index} of the answer. ` })),
    );
    let out = 0;
    let atLast = -1;
    const model = chunkModel(kit, chunks, async (index) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (index === chunks.length - 1) atLast = out;
    });
    const guarded = guardChatModel(model, { scanner: fakeScanner() });
    for await (const _ of guarded._streamResponseChunks([], {} as never)) out += 1;
    expect(out).toBe(chunks.length);
    expect(atLast).toBeGreaterThan(20);
  });
});
