import { guardModel } from 'airs-guardrails/ai-sdk';
import { guardChatModel } from 'airs-guardrails/langchain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD, CARD_DIGITS, cardScanner } from '../ai-sdk/card.js';
import { type AnyPart, versions } from '../ai-sdk/versions.js';
import { atTurn, isWholeOn, numbered, runs } from '../support/extent.js';
import { CANARY, canaryScanner, readable } from './canaries.js';
import { type Chunk, chunked, hear, hearChunks, LANGCHAINS, pieces, spoken } from './heard.js';
import { CARRIERS, DEPTHS, STREAMED } from './metadata-texts.js';

/** A sentence: a word alone may be an id. */
const TEXT = `see what ${CANARY} says`;

/** Ways to search what was heard: tokens one by one, bytes. */
function said(value: unknown): string {
  const tokens: string[] = [];
  const walk = (inner: unknown, depth = 0): void => {
    if (ArrayBuffer.isView(inner)) tokens.push(Buffer.from(inner as Uint8Array).toString());
    else if (typeof inner === 'object' && inner !== null && depth < 30) {
      const token: unknown = Reflect.get(inner, 'token');
      if (typeof token === 'string') tokens.push(token);
      for (const item of Object.values(inner)) walk(item, depth + 1);
    }
  };
  walk(value);
  return readable(value) + tokens.join('');
}

describe.each(versions)('what rides beside the words of $name', (version) => {
  const guarding = () => ({ scanner: canaryScanner(), policy: 'strict' }) as const;
  const isWhole = isWholeOn(version.name);

  // A stream of AI SDK 5 never ends behind a part that it does not know.
  const carriers = CARRIERS.filter(([name]) => version.spec !== 'v2' || name !== 'an approval');

  it.each(numbered(carriers))('is judged: %s', async (_, made, turn) => {
    const leaks: string[] = [];
    for (const [name, value] of atTurn(DEPTHS, isWhole, turn, carriers.length)) {
      const part = made(value(TEXT));
      const answer = { content: [{ type: 'text', text: 'hi' }, part], stream: [...fine(), part] };
      if (said(await hear(version, guarding(), answer)).includes(CANARY)) leaks.push(name);
    }
    expect(leaks).toEqual([]);
  });

  it.each(numbered(STREAMED))('is judged in a stream: %s', async (_, made, turn) => {
    const leaks: string[] = [];
    for (const [name, value] of atTurn(DEPTHS, isWhole, turn, STREAMED.length)) {
      const heard = await hear(version, guarding(), {
        content: [],
        stream: [...fine(), ...made(value(TEXT))],
      });
      if (said(heard).includes(CANARY)) leaks.push(name);
    }
    expect(leaks).toEqual([]);
  });

  it.each([
    ['metadata', (value: unknown) => ({ providerMetadata: { google: { groundingMetadata: value } } })],
    ['any other field', (value: unknown) => ({ note: value })],
    ['the counts', (value: unknown) => ({ usage: { ...(version.usage as object), raw: { note: value } } })],
  ])('is judged at the end of an answer: %s', async (_, made) => {
    const leaks: string[] = [];
    for (const [name, value] of DEPTHS) {
      const more = made(value(TEXT));
      const finish = { ...version.finish(), ...more };
      const heard = await hear(version, guarding(), {
        content: [{ type: 'text', text: 'hi' }],
        stream: [...fine(), finish],
        extra: more,
      });
      if (said(heard).includes(CANARY)) leaks.push(name);
    }
    expect(leaks).toEqual([]);
  });

  const all = [...carriers, ...STREAMED];
  it.each(numbered(all))('goes or is refused where the policy redacts: %s', async (_, made, turn) => {
    const leaks: string[] = [];
    for (const [name, value] of atTurn(DEPTHS, isWhole, turn, all.length)) {
      const made_ = made(value(`my card ${CARD} here`));
      const parts: readonly AnyPart[] = Array.isArray(made_) ? made_ : [made_ as AnyPart];
      const heard = await hear(
        version,
        { scanner: cardScanner(), policy: 'redact' },
        { content: parts, stream: [...spoken('text', '0', [`It is ${CARD}.`]), ...parts] },
      );
      if (said(heard).includes(CARD)) leaks.push(name);
    }
    expect(leaks).toEqual([]);
  });

  it('is judged in the name of a tool that nobody offers, which cannot be replaced', async () => {
    for (const toolName of [`send_${CARD}`, `send ${CARD}`]) {
      const call = { type: 'tool-call', toolCallId: 'c', toolName, input: '{}' };
      const streams = [[call], [{ type: 'tool-input-start', id: 'c', toolName }, call]];
      for (const stream of streams) {
        const guarding = { scanner: cardScanner(), policy: 'redact' } as const;
        expect(said(await hear(version, guarding, { content: [call], stream }))).not.toContain(CARD);
      }
    }
    const result = {
      type: 'tool-result',
      toolCallId: 'c',
      toolName: TEXT,
      result: 'ok',
      providerExecuted: true,
    };
    expect(said(await hear(version, guarding(), { content: [result], stream: [result] }))).not.toContain(
      CANARY,
    );
  });

  it('is judged where it is a number, and where it comes in several raw chunks', async () => {
    const card = { type: 'hologram', card: Number(CARD_DIGITS) };
    const raw = pieces(TEXT, 5).map((content) => ({
      type: 'raw',
      rawValue: { choices: [{ delta: { content } }] },
    }));
    for (const stream of [[card], [{ type: 'raw', rawValue: { x: [card] } }], raw]) {
      const scanner = stream === raw ? canaryScanner() : cardScanner();
      const heard = await hear(
        version,
        { scanner, policy: 'strict' },
        { content: stream, stream: [...fine(), ...stream] },
      );
      const values = heard.parts.filter(({ type }) => type === 'raw').map((part) => JSON.stringify(part));
      expect(said(heard)).not.toContain(CARD_DIGITS);
      expect(values).toEqual([]);
    }
  });

  it('passes as it is where it says nothing', async () => {
    const known = [
      { ...source, providerMetadata: { openai: { itemId: 'msg_1' } } },
      { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
    ];
    const scanner = canaryScanner();
    const { parts } = await hear(
      version,
      { scanner, policy: 'strict' },
      { content: known, stream: [...fine(), ...known] },
    );
    for (const part of known) expect(parts).toContainEqual(part);
  });

  it('is judged wherever it stands', async () => {
    const name = fc
      .string({ minLength: 1, maxLength: 10 })
      .filter((key) => key !== 'type' && key !== '__proto__');
    await fc.assert(
      fc.asyncProperty(
        fc.array(name, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(
          'source',
          'file',
          'custom',
          'hologram',
          'text-end',
          'response-metadata',
          'tool-approval-request',
        ),
        async (path, type) => {
          const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), TEXT);
          const { model } = version.scripted({
            stream: [...fine(), { type, id: '1', ...Object(value) }, version.finish()],
          });
          const { stream } = await guardModel(model, guarding()).doStream({ prompt: [] });
          const got: unknown[] = [];
          for await (const part of stream) got.push(part);
          expect(said(got)).not.toContain(CANARY);
        },
      ),
      { numRuns: runs(80) },
    );
  });
});

const source = { type: 'source', sourceType: 'url', id: 's', url: 'https://ok.example' };
const fine = () => spoken('text', '0', ['fine']);

/** Fields of a message of LangChain that a text rides in. */
const FIELDS: readonly (readonly [string, (value: unknown) => Chunk])[] = [
  ['kwargs', (value) => ({ content: 'fine', additional_kwargs: { note: value } })],
  [
    'kwargs that are known',
    (value) => ({ content: 'fine', additional_kwargs: { audio: { transcript: value } } }),
  ],
  ['metadata', (value) => ({ content: 'fine', response_metadata: { note: value } })],
  ['metadata alone', (value) => ({ content: '', response_metadata: { logprobs: value } })],
  ['generation info', (value) => ({ content: 'fine', info: { note: value } })],
  ['counts', (value) => ({ content: 'fine', usage_metadata: { input_tokens: 1, note: value } })],
  ['a block', (value) => ({ content: [{ type: 'text', text: 'fine', index: 0, note: value }] })],
  ['annotations', (value) => ({ content: [{ type: 'text', text: 'fine', index: 0, annotations: [value] }] })],
  [
    'citations',
    (value) => ({ content: [{ type: 'text', text: 'fine', citations: [{ cited_text: value }] }] }),
  ],
  ['thoughts', (value) => ({ content: [{ type: 'thinking', thinking: 'hm', note: value }] })],
  ['sealed thoughts', (value) => ({ content: [{ type: 'redacted_thinking', data: 'QUJD', note: value }] })],
  ['an image', (value) => ({ content: [{ type: 'image', url: 'https://ok.example/a', alt: value }] })],
  [
    'an image of a provider',
    (value) => ({ content: [{ type: 'image_url', image_url: { url: 'https://ok.example', note: value } }] }),
  ],
  ['a file', (value) => ({ content: [{ type: 'file', file: { file_id: 'f', note: value } }] })],
  [
    'a search',
    (value) => ({
      content: [{ type: 'web_search_tool_result', content: [{ url: 'https://ok.example', title: value }] }],
    }),
  ],
  [
    'what a tool of the provider gave',
    (value) => ({ content: [{ type: 'server_tool_call_result', toolCallId: 'c', output: 1, error: value }] }),
  ],
  ['a kind unknown here', (value) => ({ content: [{ type: 'hologram', id: value }] })],
  [
    'a call',
    (value) => ({
      content: '',
      tool_calls: [{ name: 't', args: {}, id: 'c', type: 'tool_call', note: value }],
    }),
  ],
  [
    'a call that failed',
    (value) => ({ content: '', invalid_tool_calls: [{ name: 't', args: '{', id: 'c', error: value }] }),
  ],
];

describe.each(LANGCHAINS)('what rides beside the words of LangChain $version', (kit) => {
  const isWhole = isWholeOn(kit.version);

  it.each(numbered(FIELDS))('is judged: %s', async (_, made, turn) => {
    const leaks: string[] = [];
    for (const [name, value] of atTurn(DEPTHS, isWhole, turn, FIELDS.length)) {
      const chunks = [{ content: '' }, made(value(TEXT))];
      const heard = await hearChunks(kit, { scanner: canaryScanner(), policy: 'strict' }, chunks);
      if (said(heard).includes(CANARY)) leaks.push(name);
    }
    expect(leaks).toEqual([]);
  });

  it.each(numbered(FIELDS))('goes or is refused where the policy redacts: %s', async (_, made, turn) => {
    const leaks: string[] = [];
    for (const [name, value] of atTurn(DEPTHS, isWhole, turn, FIELDS.length)) {
      const chunks = [{ content: `It is ${CARD}. ` }, made(value(`my card ${CARD} here`))];
      const heard = await hearChunks(kit, { scanner: cardScanner(), policy: 'redact' }, chunks);
      if (said(heard).includes(CARD)) leaks.push(name);
    }
    expect(leaks).toEqual([]);
  });

  it.each(numbered(FIELDS))('is judged as it is put together of chunks: %s', async (_, made, turn) => {
    const leaks: string[] = [];
    for (const length of atTurn([1, 4, 9], isWhole, turn, 3)) {
      for (const value of [(text: string) => text, (text: string) => ({ deep: { note: text } })]) {
        const chunks = pieces(TEXT, length).map((piece) => made(value(piece)));
        const heard = await hearChunks(kit, { scanner: canaryScanner(), policy: 'strict' }, chunks);
        if (said(heard).includes(CANARY)) leaks.push(`${length}`);
      }
    }
    expect(leaks).toEqual([]);
  });

  it('is judged in a prompt', async () => {
    const { messages } = kit;
    const passed: string[] = [];
    for (const [field, made] of FIELDS) {
      const { info, text: _, ...fields } = made(TEXT);
      if (info !== undefined) continue;
      const { model, asked } = chunked(kit, [{ content: 'fine' }]);
      const guarded = guardChatModel(model, { scanner: canaryScanner(), policy: 'strict' });
      const given = [new messages.HumanMessage('hi'), new messages.AIMessage(fields as never)];
      await guarded.invoke(given as never).catch(() => undefined);
      if (asked.length > 0) passed.push(field);
    }
    expect(passed).toEqual([]);
  });
});
