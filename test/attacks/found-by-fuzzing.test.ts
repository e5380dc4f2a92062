import { describe, expect, it } from 'vitest';
import type { FuzzCase, Subject } from '../fuzz/case.js';
import { check } from '../fuzz/run-case.js';
import { CANARY, SECRETS } from '../fuzz/texts.js';

// Cases that the fuzzer has found, as small as they failed. `npm run fuzz` looks for more.

const [KEY, CARD, MAIL] = SECRETS;
const DIGITS = CARD.replaceAll(' ', '');

/** A case of the embedded engine, under a policy that redacts, or of a sign that is refused. */
function sent(needle: string, subject: Subject, version = 0): FuzzCase {
  const isCanary = needle === CANARY;
  return {
    version,
    scanner: isCanary ? 'canary' : 'secrets',
    policy: isCanary ? 'strict' : 'redact',
    delays: [],
    stream: {},
    needle,
    subject,
  };
}

const text = (said: string): { type: string; text: string } => ({ type: 'text', text: said });

/** A chunk for each character of a field of the record beside the message. */
const noted = (said: string): Subject => ({
  kind: 'chat-stream',
  chunks: [...said].map((note) => ({ fields: { content: '' }, info: { note } })),
});

/** A text as a string of JSON with nothing but escapes, in a string of JSON with nothing but escapes, and so on. */
function escaped(said: string, levels: number): string {
  if (levels === 0) return said;
  return escaped(`"${units(said)}"`, levels - 1);
}

/** A text of JSON's escapes alone. */
function units(said: string): string {
  return [...said].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

const CASES: readonly (readonly [name: string, given: FuzzCase])[] = [
  [
    'a card cut over two text parts of a UI message',
    sent(CARD, {
      kind: 'ui-messages',
      messages: [{ id: 'm', role: 'user', parts: [text(CARD.slice(0, 16)), text(CARD.slice(16))] }],
    }),
  ],
  ...['callProviderMetadata', 'resultProviderMetadata'].map(
    (field) =>
      [
        `what stands in ${field} of a tool of a UI message`,
        sent(CANARY, {
          kind: 'ui-messages',
          messages: [
            {
              id: 'm',
              role: 'assistant',
              parts: [
                {
                  type: 'tool-lookup',
                  toolCallId: 'c',
                  state: 'output-available',
                  input: {},
                  output: {},
                  [field]: { openai: { note: CANARY } },
                },
              ],
            },
          ],
        }),
      ] as const,
  ),
  ...['reasoning', 'source-url', 'step-start', 'data-note'].map(
    (type) =>
      [
        `what a provider attached to ${type} of a UI message`,
        sent(CANARY, {
          kind: 'ui-messages',
          messages: [
            {
              id: 'm',
              role: 'assistant',
              parts: [{ type, text: 'hm', data: 1, providerMetadata: { openai: { note: CANARY } } }],
            },
          ],
        }),
      ] as const,
  ),
  [
    'a number of JSON right behind another number',
    sent(DIGITS, {
      kind: 'stream',
      parts: [
        { type: 'text-start', id: 't' },
        ...['[1,', `${DIGITS},`, '2]'].map((delta) => ({ type: 'text-delta', id: 't', delta })),
        { type: 'text-end', id: 't' },
      ],
    }),
  ],
  ...['stream', 'generate'].flatMap((kind) =>
    ['tool-call', 'tool-result'].map(
      (type) =>
        [
          `data in the name of a tool that nobody offers, in a ${type} (${kind})`,
          sent(CARD, {
            kind: kind as 'stream' | 'generate',
            parts: [{ type, toolCallId: 'c', toolName: `tool ${CARD}`, input: '{}', result: 1 }],
          }),
        ] as const,
    ),
  ),
  [
    'a key of which every character is an escape of an escape of an escape, in a stream without a last scan',
    {
      ...sent(KEY, { kind: 'text-stream', pieces: escaped(KEY, 3).match(/.{1,9}/g) ?? [] }),
      stream: { finalScan: 'off' },
    },
  ],
  [
    'a number of JSON in a stream of text',
    sent(DIGITS, { kind: 'text-stream', pieces: ['[', `${DIGITS},`, '2]'] }),
  ],
  [
    'what an empty list beside a text is called',
    sent(MAIL, {
      kind: 'stream',
      parts: [
        { type: 'text-delta', id: 't', delta: 'hm', providerMetadata: { openai: { [`${MAIL} text`]: [] } } },
      ],
    }),
  ],
  [
    'a key spelled with escapes over two blocks of which the first goes on',
    sent(KEY, {
      kind: 'stream',
      parts: ['{"\\u0041KIA\\u', `${KEY.slice(4).replace('I', '0049')}":""}`, '"'].map((delta, index) => ({
        type: 'text-delta',
        id: index === 1 ? 'b' : 'a',
        delta,
      })),
    }),
  ],
  [
    'a key in two blocks whose pieces meet where an escaped one of a third block is replaced',
    {
      ...sent(KEY, {
        kind: 'stream',
        parts: [
          ['a', 'ame'],
          ['b', units('AKIAI')],
          ['c', '\nA'],
          ['b', '\\u004'],
          ['a', 'KIA'],
          ['c', 'IO'],
          ['a', 'SF'],
          ['c', 'O'],
          ['b', 'f'],
          ['a', 'D'],
          ['c', 'NN7'],
          ['a', 'ABC'],
          ['c', 'DE'],
          ['a', 'F'],
          ['b', `3${units('F')}`],
          ['a', 'G'],
          ['b', `${units('O')}\\`],
          ['a', '"'],
          ['b', `u0044${units('NN7ABCDEFG')}\\0 "2"}`],
        ].map(([id, delta]) => ({ type: 'text-delta', id, delta })),
      }),
      stream: { mode: 'buffer' },
    },
  ],
  [
    'words of two blocks with one between them that was opened before both and speaks last but one',
    sent(
      CANARY,
      {
        kind: 'ui-stream',
        parts: [
          { type: 'text-start', id: 'a' },
          { type: 'text-start', id: 'b' },
          { type: 'text-delta', id: 'b', delta: CANARY.slice(0, 7) },
          { type: 'text-delta', id: 'a', delta: '}' },
          { type: 'text-start', id: 'c' },
          { type: 'text-delta', id: 'c', delta: CANARY.slice(7) },
        ],
      },
      1,
    ),
  ],
  [
    'words that LangChain puts together to something else than text',
    sent(KEY, {
      kind: 'chat-stream',
      chunks: [
        { fields: { content: [{ type: 'file', source_type: 'text', text: '' }] } },
        ...KEY.split(/(?<=^.{9})/).map((content) => ({ fields: { content } })),
      ],
    }),
  ],
  [
    'pieces of a field that are the same twice',
    sent(CANARY, noted(`{"":"${CANARY.replace('9', '\\u0039')}"}`)),
  ],
  [
    'a number in pieces that are all the same',
    sent('4242'.repeat(4), {
      kind: 'chat-stream',
      chunks: Array.from({ length: 4 }, () => ({ fields: { content: '' }, info: { note: '4242' } })),
    }),
  ],
];

describe('what the fuzzer has found', () => {
  it.each(CASES)('%s does not come out', async (_, given) => {
    expect(await check(given)).toBeUndefined();
  });
});
