import { guardModel } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyPart, type Version, versions } from '../ai-sdk/versions.js';
import { drain } from '../langchain/support.js';
import { atTurn, isWholeOn, runs } from '../support/extent.js';
import { readable } from './canaries.js';
import type { Guarding } from './heard.js';
import { type Chunk, called, hear, hearChunks, LANGCHAINS, spoken } from './heard.js';

const engine = localScanner({ profile: { detectors: { injection: 'off' } } });

/** A password, in parts that no reader takes for one. */
const PASSWORD = ['S3cret', 'Passw0', 'rd9x'].join('');

/** What the policy redacts or refuses as a whole, and where a cut leaves a part that says too much. */
const SECRETS: readonly (readonly [string, string, string])[] = [
  ['a connection', `dsn: https://admin:${PASSWORD}@db.example.com/x ok`, PASSWORD.slice(0, 10)],
  ['a card', `card: ${['4111', '1111', '1111', '1111'].join(' ')} ok`, ['4111', '1111', '1111'].join(' ')],
  [
    'an account',
    `iban: ${['GB82', 'WEST', '1234', '5698', '7654', '32'].join('')} ok`,
    ['WEST', '1234', '5698'].join(''),
  ],
  ['a key', `key: ${['AKIA', 'IOSFODNN7', 'ABCDEFG'].join('')} ok`, ['AKIA', 'IOSFODNN7', 'ABC'].join('')],
  [
    'a token',
    `token: ${['ghp_', '16C7e42F292c6912E7710c838347Ae178B4a'].join('')} ok`,
    'ghp_16C7e42F292c6912E7710c83',
  ],
];

const POLICIES: readonly (readonly [string, NonNullable<Guarding['policy']>])[] = [
  ['redact', 'redact'],
  ['vault', { preset: 'redact', redaction: { style: 'vault' } }],
  ['strict', 'strict'],
];

const STREAMS: readonly (readonly [string, NonNullable<Guarding['stream']>])[] = [
  ['as it comes', {}],
  ['as a whole', { mode: 'buffer' }],
  ['with a tail', { finalScan: 'tail' }],
  ['with the least ahead', { lookahead: 1, minWindow: 1 }],
];

/** What may stand between two halves of a text. */
const BETWEEN: readonly (readonly [string, (version: Version) => readonly AnyPart[]])[] = [
  ['a call', () => called('c', ['{}'])],
  ['a call without deltas', () => [{ type: 'tool-call', toolCallId: 'c', toolName: 'confirm', input: '{}' }]],
  ['the start of an input', () => [{ type: 'tool-input-start', id: 'c', toolName: 'confirm' }]],
  [
    'a tool of the provider',
    () => [
      { type: 'tool-call', toolCallId: 'c', toolName: 'search', input: '{}', providerExecuted: true },
      { type: 'tool-result', toolCallId: 'c', toolName: 'search', result: 'ok', providerExecuted: true },
    ],
  ],
  ['several calls', () => [...called('c', ['{}']), ...called('d', ['{"a":', '1}'])]],
  ['an empty delta behind the end', () => [{ type: 'text-delta', id: '1', delta: '' }]],
  ['a second end', () => [{ type: 'text-end', id: '1' }]],
  [
    'a block without an end',
    () => [
      { type: 'text-start', id: '9' },
      { type: 'text-delta', id: '9', delta: '' },
    ],
  ],
  ['an empty block', () => spoken('text', '9', [''])],
  ['a thought', () => spoken('reasoning', 'r', ['hm'])],
  ['a source', () => [{ type: 'source', sourceType: 'url', id: 's', url: 'https://ok.example' }]],
];

/** What ends an answer: its last words leave, as nothing may follow. */
const ENDS: typeof BETWEEN = [
  ['an end of the answer', (version) => [version.finish()]],
  ['an end for tools', (version) => [...called('c', ['{}']), version.finish('tool-calls')]],
];

/** What the deltas of a stream say together, and each of them by itself. */
function textOf(parts: readonly AnyPart[]): string {
  return parts.map(({ type, delta }) => (type === 'text-delta' ? String(delta) : '')).join('');
}

/** Halves of a text, cut so that the first holds the part that says too much, or nearly. */
function cutsOf(text: string, part: string): readonly number[] {
  const end = text.indexOf(part) + part.length;
  return [end, end + 1, end - 1, text.indexOf(part) + 3];
}

describe.each(versions)('a secret that $name gets in halves', (version) => {
  const isWhole = isWholeOn(version.name);
  const rows = SECRETS.flatMap((secret) => BETWEEN.map((between) => [...secret, ...between] as const)).map(
    (row, turn) => [...row, turn] as const,
  );
  const ways = POLICIES.flatMap((policy) => STREAMS.map((stream) => [...policy, ...stream] as const));

  it.each(rows)(
    'does not leave: %s in %s, with %s in between: %s',
    async (_, text, part, __, between, turn) => {
      const leaks: string[] = [];
      for (const [style, policy, way, stream] of atTurn(ways, isWhole, turn, 4)) {
        for (const at of cutsOf(text, part).slice(0, way === 'as it comes' ? 4 : 1)) {
          const [one, two] = [text.slice(0, at), text.slice(at)];
          const parts = await released(version, { scanner: engine, policy, stream }, [
            ...spoken('text', '1', [one.slice(0, 7), one.slice(7)]),
            ...between(version),
            ...spoken('text', '2', [two]),
          ]);
          if (textOf(parts).includes(part)) leaks.push(`${style} ${way} ${at}`);
        }
      }
      expect(leaks).toEqual([]);
    },
  );

  it.each(ENDS)('is not completed behind %s', async (_, between) => {
    for (const [name, text, part] of SECRETS) {
      for (const [, policy] of POLICIES) {
        for (const [, stream] of STREAMS) {
          const at = text.indexOf(part) + part.length;
          const parts = await released(version, { scanner: engine, policy, stream }, [
            ...spoken('text', '1', [text.slice(0, at)]),
            ...between(version),
            ...spoken('text', '2', [text.slice(at)]),
          ]);
          expect(textOf(parts), name).not.toContain(text.slice(0, -3));
        }
      }
    }
  });

  it('reaches nobody in any other way', async () => {
    const [[, text, part]] = SECRETS as [[string, string, string]];
    const at = text.indexOf(part) + part.length;
    for (const [, between] of BETWEEN.slice(0, 6)) {
      const heard = await hear(
        version,
        { scanner: engine, policy: 'redact' },
        {
          content: [],
          stream: [
            ...spoken('text', '1', [text.slice(0, at)]),
            ...between(version),
            ...spoken('text', '2', [text.slice(at)]),
          ],
        },
      );
      expect(readable(heard)).not.toContain(part);
    }
  });

  it('leaves before a call as far as nothing can be growing in it', async () => {
    const parts = await released(version, { scanner: engine, policy: 'redact' }, [
      ...spoken('text', '1', ['Let me look that up for you. Just a moment']),
      ...called('c', ['{}']),
      ...spoken('text', '2', [', please.']),
    ]);
    const call = parts.findIndex(({ type }) => type === 'tool-call');
    expect(textOf(parts.slice(0, call))).toMatch(/^Let me look that up for you\./);
    expect(textOf(parts)).toBe('Let me look that up for you. Just a moment, please.');
  });

  it('does not leave wherever it is cut and whatever stands between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SECRETS),
        fc.array(fc.tuple(fc.nat(60), fc.constantFrom(...BETWEEN)), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...POLICIES),
        fc.constantFrom(...STREAMS),
        async ([, text, part], cuts, [, policy], [, stream]) => {
          const places = cuts.map(([at]) => at % text.length).toSorted((a, b) => a - b);
          const all: AnyPart[] = [];
          let from = 0;
          for (const [index, at] of [...places, text.length].entries()) {
            if (index > 0) all.push(...(cuts[index - 1]?.[1][1](version) ?? []));
            all.push(...spoken('text', `t${index}`, [text.slice(from, at)]));
            from = at;
          }
          const parts = await released(version, { scanner: engine, policy, stream }, all);
          expect(textOf(parts)).not.toContain(part);
        },
      ),
      { numRuns: runs(150) },
    );
  });
});

/** The parts that a guarded model of a version releases. */
async function released(
  version: Version,
  guarding: Guarding,
  stream: readonly AnyPart[],
): Promise<readonly AnyPart[]> {
  const { model } = version.scripted({
    stream: [{ type: 'stream-start', warnings: [] }, ...stream, version.finish()],
  });
  const { stream: parts } = await guardModel(model, guarding).doStream({ prompt: [] });
  return (await drain<AnyPart>(parts)).items;
}

const call = (id: string): Chunk => ({
  content: '',
  tool_call_chunks: [{ name: 't', args: '{}', id, index: 0, type: 'tool_call_chunk' }],
});
const inBlock = (text: string, index: number): Chunk => ({ content: [{ type: 'text', text, index }] });

/** Halves of a text as chunks of LangChain. */
const HALVES: readonly (readonly [string, (one: string, two: string) => readonly Chunk[]])[] = [
  ['strings', (one, two) => [{ content: one }, { content: two }]],
  ['a call in between', (one, two) => [{ content: one }, call('c'), { content: two }]],
  ['several calls in between', (one, two) => [{ content: one }, call('c'), call('d'), { content: two }]],
  ['blocks', (one, two) => [inBlock(one, 0), inBlock(two, 1)]],
  ['blocks with a call in between', (one, two) => [inBlock(one, 0), call('c'), inBlock(two, 2)]],
  ['a call with the first', (one, two) => [{ ...call('c'), content: one }, { content: two }]],
  [
    'a thought in between',
    (one, two) => [
      { content: one },
      { content: [{ type: 'thinking', thinking: 'hm', index: 1 }] },
      { content: two },
    ],
  ],
  [
    'the counts in between',
    (one, two) => [
      { content: one },
      { content: '', usage_metadata: { input_tokens: 1, output_tokens: 1, total_tokens: 2 } },
      { content: two },
    ],
  ],
  [
    'an end in between',
    (one, two) => [
      { content: one },
      { content: '', response_metadata: { finish_reason: 'stop' } },
      { content: two },
    ],
  ],
  [
    'a call of a block in between',
    (one, two) => [
      inBlock(one, 0),
      { content: [{ type: 'tool_use', id: 'c', name: 't', input: '{}', index: 1 }] },
      inBlock(two, 2),
    ],
  ],
];

describe.each(LANGCHAINS)('a secret that LangChain $version gets in halves', (kit) => {
  it.each(HALVES)('does not leave: %s', async (_, chunksOf) => {
    const leaks: string[] = [];
    for (const [name, text, part] of SECRETS) {
      for (const [style, policy] of POLICIES) {
        for (const [way, stream] of STREAMS.slice(0, 2)) {
          const at = text.indexOf(part) + part.length;
          const chunks = chunksOf(text.slice(0, at), text.slice(at));
          const heard = await hearChunks(kit, { scanner: engine, policy, stream }, chunks);
          if (readable(heard).includes(part)) leaks.push(`${name} ${style} ${way}`);
        }
      }
    }
    expect(leaks).toEqual([]);
  });
});
