import {
  createGuardrail,
  type DetectedSpan,
  GuardrailScanError,
  type PolicyOptions,
  type ScanRequest,
  type StreamOptions,
} from 'airs-guardrails';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/ai-sdk/parts.js';
import { guardStream } from '../../src/ai-sdk/stream.js';
import { createLanes } from '../../src/guard/stream/lanes.js';

const MARK = 'KABLAMMO';
const FINISH = { type: 'finish', finishReason: 'stop', usage: {} };
const said = ({ response, prompt, toolEvent }: ScanRequest): string =>
  response ?? prompt ?? toolEvent?.input ?? '';
const blocks = (request: ScanRequest): FakeVerdict =>
  said(request).includes(MARK) ? { action: 'block', responseDetected: { toxicContent: true } } : {};
const finds =
  (pattern: RegExp) =>
  (request: ScanRequest): FakeVerdict => {
    const spans = [...said(request).matchAll(pattern)].map(
      ({ index, 0: { length } }): DetectedSpan => ({
        field: request.prompt === undefined ? 'response' : 'prompt',
        start: index,
        end: index + length,
        detector: 'dlp',
        label: 'M',
      }),
    );
    const detected = request.prompt === undefined ? 'responseDetected' : 'promptDetected';
    return spans.length === 0 ? {} : { action: 'block', [detected]: { dlp: true }, spans };
  };
const block = (id: string, ...deltas: readonly string[]): Part[] => [
  { type: 'text-start', id },
  ...deltas.map((delta) => ({ type: 'text-delta', id, delta })),
  { type: 'text-end', id },
];
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** The parts that leave, each of those that come after some turns of the event loop. */
async function leaving(
  parts: readonly Part[],
  scan: (request: ScanRequest) => FakeVerdict,
  { policy, stream = {}, gap = 3 }: { policy?: PolicyOptions; stream?: StreamOptions; gap?: number } = {},
) {
  const fake = fakeScanner({ verdicts: scan });
  const guardrail = createGuardrail({ scanner: fake, stream, ...(policy !== undefined && { policy }) });
  const { out, text } = await drained(guardrail, parts, gap);
  return { out, text, scans: fake.requests.length, refused: out.some(({ type }) => type === 'error') };
}

async function drained(guardrail: ReturnType<typeof createGuardrail>, parts: readonly Part[], gap = 0) {
  const rest = [...parts, FINISH];
  const source = new ReadableStream<Part>({
    async pull(controller) {
      await turns(gap);
      const next = rest.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
  });
  const out: Part[] = [];
  const guarded = guardStream(guardrail, source, {}, { specificationVersion: 'v3' });
  for await (const part of guarded) out.push(part);
  return { out, text: out.map(({ delta }) => (typeof delta === 'string' ? delta : '')).join('') };
}

const REDACT: PolicyOptions = { response: { dlp: 'redact' } };
const GO_ON = ' and then it goes on with words that say nothing at all. '.repeat(4);

describe('what is held in a stream', () => {
  it.each([{}, { contextChars: 0 }, { finalScan: 'off' as const }])(
    'is judged whole, a word longer than the context too: %o',
    async (stream) => {
      const text = `See ${'x'.repeat(180)}${MARK}${'y'.repeat(80)}${GO_ON}`;
      const scan = (request: ScanRequest): FakeVerdict =>
        /x{180}KABLAMMOy{80}/.test(said(request)) ? blocks(request) : {};
      const { text: left } = await leaving(block('1', ...(text.match(/.{1,50}/g) ?? [])), scan, { stream });
      expect(left).not.toContain('xx');
    },
  );

  it.each([
    [
      'a source',
      [
        {
          type: 'source',
          sourceType: 'url',
          id: 's',
          url: 'https://x.example/some/long/path',
          title: 'A title',
        },
      ],
    ],
    [
      'reasoning',
      [
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'Let me think about this for a good while yet. ' },
        { type: 'reasoning-end', id: 'r' },
      ],
    ],
  ] as [string, Part[]][])('is the end of a block of text before %s', async (_what, between) => {
    const parts = [...block('1', 'A long story of this and that: KABL'), ...between, ...block('2', 'AMMO.')];
    const { text, refused } = await leaving(parts, blocks);
    expect([text.includes('KABL'), refused]).toEqual([false, true]);
    const clean = parts.map((part) => {
      const { delta } = part;
      return delta === 'AMMO.' ? { ...part, delta: 'E.' } : part;
    });
    expect((await leaving(clean, blocks)).out.slice(0, -1)).toEqual(clean);
  });

  it('is the end of a block where the window has no room for the next', async () => {
    for (let room = 0; room <= 8; room += 1) {
      const head = `${'word '.repeat(20).slice(0, 100 - room - 4)}KABL`;
      const parts = [...block('1', head), ...block('2', 'AMMO and so on. ')];
      const stream = { finalScan: 'tail', maxWindow: 100 } as const;
      const { out } = await leaving(parts, blocks, { stream, gap: 0 });
      expect(out.some(({ delta }) => delta === head)).toBe(false);
    }
  });

  it('is all of an answer in mode buffer, however long', async () => {
    const deltas = Array.from({ length: 105 }, () => 'word '.repeat(1_000));
    const options = { stream: { mode: 'buffer' }, gap: 0 } as const;
    expect((await leaving(block('1', ...deltas, MARK), blocks, options)).text).toBe('');
    expect((await leaving(block('1', ...deltas), blocks, options)).text).toHaveLength(525_000);
  });

  it('is replaced where a later block was judged with it', async () => {
    const long = ['The other one ', 'says something else ', 'that is long enough ', 'to be looked at. '];
    const parts = [
      { type: 'text-start', id: '1' },
      ...['Call ', '12345', '678'].map((delta) => ({ type: 'text-delta', id: '1', delta })),
      ...block('2', ...long),
      { type: 'text-end', id: '1' },
    ];
    const { text, refused } = await leaving(parts, finds(/\d{5,}/g), { policy: REDACT });
    expect([text, refused]).toEqual([`Call [M]${long.join('')}`, false]);
  });

  it('is not judged again for each chunk that a finding grows by', async () => {
    const deltas = ['Here: BEGIN ', ...Array.from({ length: 1_500 }, () => 'abc '), 'STOP and so on.'];
    const { text, scans } = await leaving(block('1', ...deltas), finds(/BEGIN[^.]*?(?:STOP|$)/g), {
      policy: REDACT,
      gap: 1,
    });
    expect(text).toBe('Here: [M] and so on.');
    expect(scans).toBeLessThan(100);
  });

  it('is not kept in mind once it has left', () => {
    const lanes = createLanes({
      observing: false,
      withheld: false,
      replace: undefined,
      findStream: () => undefined,
    });
    for (const kind of ['other', 'text'] as const) {
      const lane = lanes.open(kind);
      lane.push('some words');
      lane.close();
      lane.scannedTo = 10;
      lane.clearedTo = 10;
      if (kind === 'text') lane.take(0, 10);
      lanes.open('text').close();
    }
    lanes.tidy();
    expect([lanes.active.length, lanes.all.length, lanes.length, lanes.released]).toEqual([0, 2, 20, 20]);
  });
});

describe('a part that cannot be rewritten', () => {
  it('takes nothing with it that stands before it', async () => {
    const { out } = await leaving(
      [
        { type: 'text-start', id: '1' },
        { type: 'text-delta', id: '1', delta: 'All is well. ' },
        { type: 'source', sourceType: 'url', id: 's', url: `https://x.example/${MARK}`, title: 'X' },
        { type: 'text-delta', id: '1', delta: 'More.' },
        { type: 'text-end', id: '1' },
      ],
      finds(/KABLAMMO/g),
      { policy: REDACT, gap: 0 },
    );
    const types = ['text-start', 'text-delta', 'error', 'text-end', 'finish'];
    expect(out.map(({ type }) => type)).toEqual(types);
  });
});

describe('the scan of a tool', () => {
  const scanner = {
    name: 'mute',
    scan: (request: ScanRequest) =>
      request.toolEvent === undefined
        ? fakeScanner().scan(request)
        : new Promise<never>(() => {
            // It never answers.
          }),
  };
  const parts = [{ type: 'tool-call', toolCallId: 'c', toolName: 't', input: '{"a":1}' }];
  it.each([{ maxHoldMs: 5 }, { deadlineMs: 5 }])('fails at a limit of the stream: %o', async (stream) => {
    const { out } = await drained(createGuardrail({ scanner, stream }), parts);
    expect(out[0]).toMatchObject({ type: 'error' });
    expect(out[0]?.['error']).toBeInstanceOf(GuardrailScanError);
  });
  it.each([
    ['warn', {}, 'tool-call'],
    ['local', {}, 'tool-call'],
    ['local', { action: 'block', toolDetected: { toxicContent: true } }, 'error'],
  ] as const)('is decided by the fail mode %s where that says %o', async (tool, verdict, first) => {
    const localScanner = fakeScanner({ verdicts: () => verdict });
    const policy = { onScanFailure: { tool } };
    const guardrail = createGuardrail({ scanner, stream: { maxHoldMs: 5 }, policy, localScanner });
    const { out } = await drained(guardrail, parts);
    expect(out[0]?.type).toBe(first);
  });
});

describe('JSON that streams', () => {
  const escaped = [...MARK].map((char) => `\\u00${char.charCodeAt(0).toString(16)}`).join('');
  it.each([
    ['over two blocks', [`{"a":"${escaped.slice(0, 20)}`, `${escaped.slice(20)}"}`]],
    ['with an escape cut in two', [`{"a":"${escaped.slice(0, 19)}`, `${escaped.slice(19)}"}`]],
    ['cut off', [`{"a":"${escaped}`]],
    ['of great length', [`{"pad":"${'word '.repeat(101_000)}","a":"${escaped}"}`]],
  ])('is judged by what its escapes spell: %s', async (_name, texts) => {
    const parts = texts.flatMap((text, index) => block(String(index), ...(text.match(/.{1,9000}/g) ?? [])));
    expect((await leaving(parts, blocks, { gap: 0 })).refused).toBe(true);
    const clean = JSON.parse(JSON.stringify(parts).replaceAll('u004b', 'u0058'));
    expect((await leaving(clean, blocks, { gap: 0 })).out.slice(0, -1)).toEqual(clean);
  });

  it('has what a vault puts back escaped, and other text has not', async () => {
    const name = 'Ann "x","admin":true';
    const guardrail = createGuardrail({
      scanner: fakeScanner({
        verdicts: (request) => (request.prompt === undefined ? {} : finds(/Ann.*true/g)(request)),
      }),
      policy: { prompt: { dlp: 'redact' }, redaction: { style: 'vault' } },
    });
    const placeholder = (await guardrail.checkPrompt(`I am ${name}`)).redactions[0]?.placeholder ?? '';
    const json = JSON.stringify({ a: placeholder });
    const whole = async (text: string) => (await drained(guardrail, block('1', ...text))).text;
    expect(JSON.parse(await whole(json))).toEqual({ a: name });
    expect(await whole(`${placeholder} it is`)).toBe(`${name} it is`);
  });
});
