import { createGuardrail } from 'airs-guardrails';
import { guardMessages, guardModel, guardTools } from 'airs-guardrails/ai-sdk';
import { guardChatModel } from 'airs-guardrails/langchain';
import { localScanner } from 'airs-guardrails/local';
import { type FakeScanner, fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import type { ContentScanner } from '../../src/scan/index.js';
import { CARD, cardScanner } from '../ai-sdk/card.js';
import { type AnyPart, type Version, versions } from '../ai-sdk/versions.js';
import { drain } from '../langchain/support.js';
import { atTurn, isFull, isWholeOn, numbered } from '../support/extent.js';
import { workOf } from '../support/work.js';
import { type Chunk, called, chunked, type Guarding, LANGCHAINS, spoken } from './heard.js';

/** How much of a thing is judged. */
const SIZES = [60, 120, 240, 480] as const;

/**
 * How many times more than the size work may grow. The engine counts blocks of code that are merged now and then, which makes
 * a fifth; work that grows with the square is twice as much and more.
 */
const MOST = 1.35;

/** What one run cost. */
interface Cost {
  /** Functions and blocks of the code that ran. */
  readonly work: number;
  readonly scans: number;
  /** UTF-16 code units that the scanner was given. */
  readonly chars: number;
}

type Make<Input> = (size: number) => Input;

const times = <Item>(size: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: size }, (_, index) => make(index));

/** A scanner that remembers what it is asked; it finds cards where the policy redacts. */
function counted(policy: Guarding['policy']): FakeScanner {
  return policy === 'strict' ? fakeScanner() : cardScanner();
}

async function costs(
  run: (size: number, scanner: ContentScanner) => Promise<unknown>,
  policy: 'strict' | 'redact',
) {
  const found: Cost[] = [];
  // What is made at the first use is no work of a size.
  for (const size of [SIZES[0], ...SIZES]) {
    const scanner = counted(policy);
    const work = await workOf(() => run(size, scanner));
    const chars = scanner.requests.reduce((sum, request) => sum + JSON.stringify(request).length, 0);
    found.push({ work, scans: scanner.requests.length, chars });
  }
  return found.slice(1);
}

/** How much more than the size something grew from the least size to the most. */
function growth(values: readonly number[]): number {
  const [first = 0] = values;
  return first === 0 ? 0 : (values.at(-1) ?? 0) / first / (SIZES[3] / SIZES[0]);
}

async function expectLinear(
  run: (size: number, scanner: ContentScanner) => Promise<unknown>,
  policy: 'strict' | 'redact' = 'strict',
): Promise<void> {
  const found = await costs(run, policy);
  expect(found.at(-1)?.work).toBeGreaterThan(found[0]?.work ?? 0);
  for (const name of ['work', 'scans', 'chars'] as const) {
    const values = found.map((cost) => cost[name]);
    expect(growth(values), `${name}: ${values.join(', ')}`).toBeLessThan(MOST);
  }
}

const text = (said: string) => ({ type: 'text', text: said });
const user = (...content: object[]) => ({ role: 'user', content });
const assistant = (...content: object[]) => ({ role: 'assistant', content });

/** By default each row is measured under one of them, by turns. */
const POLICIES = ['strict', 'redact'] as const;

/** Prompts of the AI SDK. */
const PROMPTS: readonly (readonly [string, Make<readonly object[]>])[] = [
  ['parts', (size) => [user(...times(size, (index) => text(`part ${index}`)))]],
  ['parts with a card', (size) => [user(...times(size, () => text(`my ${CARD}`)))]],
  ['parts of a letter', (size) => [user(...times(size, () => text('a')))]],
  [
    'parts with options',
    (size) => [
      user(
        ...times(size, (index) => ({
          ...text('a'),
          providerOptions: { x: { note: `note ${index} of it` } },
        })),
      ),
    ],
  ],
  [
    'messages',
    (size) => times(size, (index) => (index % 2 === 0 ? user : assistant)(text(`message ${index}`))),
  ],
  [
    'messages with a card',
    (size) => times(size, (index) => (index % 2 === 0 ? user : assistant)(text(`my ${CARD}`))),
  ],
  ['messages of one user', (size) => times(size, (index) => user(text(`message ${index}`)))],
  ['system messages', (size) => times(size, (index) => ({ role: 'system', content: `rule ${index}` }))],
  [
    'files',
    (size) => [
      user(
        ...times(size, (index) => ({
          type: 'file',
          mediaType: 'text/plain',
          data: Buffer.from(`file ${index}`).toString('base64'),
        })),
      ),
    ],
  ],
  [
    'calls',
    (size) => [
      assistant(
        ...times(size, (index) => ({
          type: 'tool-call',
          toolCallId: `c${index}`,
          toolName: 't',
          input: { q: `\n${index}` },
        })),
      ),
    ],
  ],
  [
    'items of a result',
    (size) => [
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c',
            toolName: 't',
            output: { type: 'content', value: times(size, (index) => text(`item ${index}`)) },
          },
        ],
      },
    ],
  ],
  ['escapes', (size) => [user(text(`[${times(size, () => '"a\\nb\\u0041"').join(',')}]`))]],
  ['open quotes and backslashes', (size) => [user(text('"\\'.repeat(size)))]],
  [
    'levels',
    (size) => [
      user(
        text(
          times(Math.log2(size), () => 0).reduce((json) => JSON.stringify({ a: json }), '{"a":"\\n"}') +
            '"\\n"'.repeat(size),
        ),
      ),
    ],
  ],
  [
    'numbers with exponents',
    (size) => [user(text(`[${times(size, () => '4.111111111111111e15').join(',')}]`))],
  ],
];

/** Streams of the AI SDK. */
const STREAMS: readonly (readonly [string, Make<readonly AnyPart[]>])[] = [
  [
    'deltas',
    (size) =>
      spoken(
        'text',
        '1',
        times(size, () => 'word '),
      ),
  ],
  [
    'letters',
    (size) =>
      spoken(
        'text',
        '1',
        times(size, () => 'a'),
      ),
  ],
  ['blocks', (size) => times(size, (index) => spoken('text', `b${index}`, ['x '])).flat()],
  [
    'open blocks',
    (size) => [
      ...times(size, (index) => [
        { type: 'text-start', id: `b${index}` },
        { type: 'text-delta', id: `b${index}`, delta: 'x ' },
      ]).flat(),
      ...times(size, (index) => ({ type: 'text-end', id: `b${index}` })),
    ],
  ],
  [
    'thoughts and words by turns',
    (size) =>
      times(size, (index) => spoken(index % 2 === 0 ? 'text' : 'reasoning', `b${index}`, ['x '])).flat(),
  ],
  [
    'sources',
    (size) =>
      times(size, (index) => ({
        type: 'source',
        sourceType: 'url',
        id: `s${index}`,
        url: `https://a.example/${index}`,
      })),
  ],
  [
    'metadata',
    (size) =>
      spoken('text', '1', ['a', 'b']).flatMap((part) =>
        part.type === 'text-delta'
          ? times(size, (index) => ({ ...part, providerMetadata: { x: { note: `note ${index} of it` } } }))
          : [part],
      ),
  ],
  ['calls', (size) => times(size, (index) => called(`c${index}`, ['{"q":', `"${index}"}`])).flat()],
  ['deltas of an input', (size) => called('c', ['{"q":"', ...times(size, () => 'a\\n'), '"}'])],
  [
    'words and calls by turns',
    (size) =>
      times(size, (index) => [...spoken('text', `b${index}`, ['x ']), ...called(`c${index}`, ['{}'])]).flat(),
  ],
  [
    'closed blocks beside an open one, and calls',
    (size) => [
      ...spoken('text', 'open', ['x ']).slice(0, 2),
      ...times(size, (index) => [
        ...spoken('text', `b${index}`, ['x ']),
        ...called(`c${index}`, ['{}']),
      ]).flat(),
      { type: 'text-end', id: 'open' },
    ],
  ],
  [
    'open blocks and calls',
    (size) =>
      times(size, (index) => [
        ...spoken('text', `b${index}`, ['x ']).slice(0, 2),
        ...called(`c${index}`, ['{}']),
      ]).flat(),
  ],
  [
    'raw chunks',
    (size) =>
      times(size, (index) => ({
        type: 'raw',
        rawValue: { choices: [{ delta: { content: `word ${index}` } }] },
      })),
  ],
  ['escapes', (size) => spoken('text', '1', ['{"q":"', ...times(size, () => '\\u0041\\n'), '"}'])],
  [
    'cards',
    (size) =>
      spoken(
        'text',
        '1',
        times(size, () => `my ${CARD}, `),
      ),
  ],
  [
    'deltas behind the end',
    (size) => [
      ...spoken('text', '1', ['x']),
      ...times(size, () => ({ type: 'text-delta', id: '1', delta: 'y ' })),
    ],
  ],
];

describe('work of the AI SDK grows with what is judged', () => {
  const [version] = versions.slice(-1) as [Version];

  it.each(numbered(PROMPTS))('in a prompt of many %s', async (_, make, turn) => {
    for (const policy of atTurn(POLICIES, isFull, turn, POLICIES.length)) {
      await expectLinear(async (size, scanner) => {
        const { model } = version.scripted({ content: [] });
        const guarded = guardModel(model, { scanner, policy, prompt: { system: true } });
        // A number cannot be replaced in JSON: it is refused.
        await guarded.doGenerate({ prompt: [user(text('hi')), ...make(size)] }).catch(() => undefined);
      }, policy);
    }
  });

  it.each(numbered(STREAMS))('in a stream of many %s', async (_, make, turn) => {
    for (const policy of atTurn(POLICIES, isFull, turn, POLICIES.length)) {
      await expectLinear(async (size, scanner) => {
        const { model } = version.scripted({ stream: [...make(size), version.finish()] });
        const { stream } = await guardModel(model, { scanner, policy }).doStream({ prompt: [] });
        await drain(stream);
      }, policy);
    }
  });

  it.each(STREAMS)('in an answer of many %s', async (_, make) => {
    await expectLinear(async (size, scanner) => {
      const content = make(size).filter(({ type }) => type !== 'finish');
      const { model } = version.scripted({ content });
      await guardModel(model, { scanner, policy: 'strict' }).doGenerate({ prompt: [] });
    });
  });

  it('in a chat that grows, of what is new alone', async () => {
    await expectLinear(async (size, scanner) => {
      const { model } = version.scripted({ content: [] });
      const guarded = guardModel(model, { scanner, policy: 'strict' });
      const messages = times(40, (index) =>
        (index % 2 === 0 ? user : assistant)(text(`m${index} ${'x'.repeat(size)}`)),
      );
      for (let turn = 1; turn <= 40; turn += 1) await guarded.doGenerate({ prompt: messages.slice(0, turn) });
    });
  });

  it('in what a chat page sends and tools give', async () => {
    const guardrail = (scanner: ContentScanner) => createGuardrail({ scanner, policy: 'redact' });
    await expectLinear(async (size, scanner) => {
      const parts = times(size, (index) => ({
        ...text(`part ${index}`),
        state: 'done',
        metadata: { note: CARD },
      }));
      await guardMessages([{ id: 'm', role: 'user', parts }], guardrail(scanner));
    }, 'redact');
    await expectLinear(async (size, scanner) => {
      const value = { rows: times(size, (index) => ({ index, note: `row\n${index}`, card: CARD })) };
      await guardTools({ t: { execute: async (_: unknown) => value } }, guardrail(scanner)).t.execute({});
    }, 'redact');
  });
});

/** Contents of a message of LangChain. */
const CONTENTS: readonly (readonly [string, Make<readonly object[]>])[] = [
  [
    'blocks with a note',
    (size) => times(size, (index) => ({ ...text(`block ${index}`), note: `note number ${index}` })),
  ],
  ['blocks with a card', (size) => times(size, () => text(`my ${CARD}`))],
  [
    'images',
    (size) =>
      times(size, (index) => ({ type: 'image_url', image_url: { url: `https://a.example/${index}` } })),
  ],
  ['thoughts', (size) => times(size, (index) => ({ type: 'thinking', thinking: `thought ${index}` }))],
  ['kinds unknown here', (size) => times(size, (index) => ({ type: 'hologram', body: `body of ${index}` }))],
];

const inBlock = (said: string, index: number): Chunk => ({ content: [{ ...text(said), index }] });
const toolCall: Chunk = {
  content: '',
  tool_call_chunks: [{ type: 'tool_call_chunk', args: '{}', index: 0, id: 'c', name: 't' }],
};

/** Streams of LangChain. */
const CHUNKS: readonly (readonly [string, Make<readonly Chunk[]>])[] = [
  [
    'blocks with a call behind them',
    (size) => [
      ...times(size, (index) => inBlock('x ', index)),
      toolCall,
      ...times(size, (index) => inBlock(`y${index} `, size + index)),
    ],
  ],
  [
    'blocks that go on behind others',
    (size) => [
      ...times(size, (index) => inBlock('x ', index)),
      ...times(size, (index) => inBlock('y ', index)),
    ],
  ],
  ['strings', (size) => times(size, () => ({ content: 'word ' }))],
  ['blocks', (size) => times(size, (index) => ({ content: [{ ...text('x '), index }] }))],
  [
    'metadata',
    (size) =>
      times(size, (index) => ({ content: 'x ', response_metadata: { note: `note ${index} of it ` } })),
  ],
  [
    'generation info',
    (size) => times(size, (index) => ({ content: 'x ', info: { note: `note ${index} of it ` } })),
  ],
  [
    'pieces of an input',
    (size) =>
      times(size, (index) => ({
        content: '',
        tool_call_chunks: [
          {
            type: 'tool_call_chunk',
            args: index === 0 ? '{"q":"' : 'a\\n',
            index: 0,
            id: index === 0 ? 'c' : undefined,
            name: index === 0 ? 't' : undefined,
          },
        ],
      })),
  ],
  [
    'calls',
    (size) =>
      times(size, (index) => ({
        content: 'x ',
        tool_call_chunks: [{ type: 'tool_call_chunk', args: '{}', index, id: `c${index}`, name: 't' }],
      })),
  ],
  [
    'thoughts',
    (size) => times(size, (index) => ({ content: [{ type: 'thinking', thinking: `t${index} `, index: 0 }] })),
  ],
];

describe.each(LANGCHAINS.filter(({ version }) => isWholeOn(version)))(
  'work of LangChain $version grows with what is judged',
  (kit) => {
    const { messages } = kit;
    it.each(numbered(CONTENTS))('in a message of many %s', async (_, make, turn) => {
      for (const policy of atTurn(POLICIES, isFull, turn, POLICIES.length)) {
        await expectLinear(async (size, scanner) => {
          const guarded = guardChatModel(chunked(kit, [{ content: 'fine' }]).model, { scanner, policy });
          await guarded.invoke([new messages.HumanMessage({ content: make(size) as never })] as never);
        }, policy);
      }
    });

    it('in a prompt of many messages', async () => {
      await expectLinear(async (size, scanner) => {
        const guarded = guardChatModel(chunked(kit, [{ content: 'fine' }]).model, {
          scanner,
          policy: 'redact',
        });
        const given = times(size, (index) =>
          index % 2 === 0 ? new messages.HumanMessage(`my ${CARD}`) : new messages.AIMessage(`m ${index}`),
        );
        await guarded.invoke(given as never);
      }, 'redact');
    });

    it.each(numbered(CHUNKS))('in a stream of many %s', async (_, make, turn) => {
      for (const policy of atTurn(POLICIES, isFull, turn, POLICIES.length)) {
        await expectLinear(async (size, scanner) => {
          const guarded = guardChatModel(chunked(kit, make(size)).model, { scanner, policy });
          await drain(guarded.stream('hi'));
        }, policy);
      }
    });
  },
);

describe('work of the embedded engine', () => {
  it('grows with what is redacted, one by one', async () => {
    const [version] = versions.slice(-1) as [Version];
    const engine = localScanner({ profile: { detectors: { injection: 'off' } } });
    const found: number[] = [];
    for (const size of [SIZES[0], ...SIZES]) {
      const { model } = version.scripted({ content: [] });
      const guarded = guardModel(model, {
        scanner: engine,
        policy: { preset: 'redact', redaction: { style: 'vault' } },
      });
      const prompt = times(size, (index) => user(text(`u${index}@a.example`)));
      found.push(await workOf(() => guarded.doGenerate({ prompt })));
    }
    expect(growth(found.slice(1)), found.join(', ')).toBeLessThan(MOST);
  });
});
