import { GuardrailViolationError } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { describe, expect, it } from 'vitest';
import { CARD, CARD_DIGITS, cardScanner, frozen } from './card.js';
import { type AnyPart, type Version, versions } from './versions.js';

type Spec = Version['spec'];
interface Row {
  readonly name: string;
  readonly role: 'user' | 'assistant' | 'tool';
  readonly part: AnyPart;
  /** The part as the model gets it under a redacting policy; none where it has to be blocked. */
  readonly redacted?: AnyPart;
  /** Specifications that have such a part; all without. */
  readonly specs?: readonly Spec[];
}

const LABEL = '[CREDIT_CARD]';
const SAID = `Card ${CARD}.`;
const CLEAN = `Card ${LABEL}.`;
const BASE64 = Buffer.from(SAID).toString('base64');
const BYTES = new TextEncoder().encode(SAID);
const providerOptions = { some: { cacheControl: 'ephemeral' } };

const file = (data: unknown, mediaType = 'text/plain', more = {}): AnyPart => ({
  type: 'file',
  mediaType,
  data,
  ...more,
});
const result = (output: unknown): AnyPart => ({
  type: 'tool-result',
  toolCallId: 'c',
  toolName: 'mail',
  output,
  providerOptions,
});
const items = (...value: unknown[]): AnyPart => result({ type: 'content', value });
const call = (input: unknown): AnyPart => ({
  type: 'tool-call',
  toolCallId: 'c',
  toolName: 'mail',
  input,
  providerOptions,
});

const rows: readonly Row[] = [
  {
    name: 'text of a user',
    role: 'user',
    part: { type: 'text', text: SAID, providerOptions },
    redacted: { type: 'text', text: CLEAN, providerOptions },
  },
  {
    name: 'text of an assistant',
    role: 'assistant',
    part: { type: 'text', text: SAID },
    redacted: { type: 'text', text: CLEAN },
  },
  { name: 'reasoning', role: 'assistant', part: { type: 'reasoning', text: SAID, providerOptions } },
  { name: 'bytes of a text file', role: 'user', part: file(BYTES), specs: ['v2', 'v3'] },
  { name: 'base64 of a text file', role: 'user', part: file(BASE64), specs: ['v2', 'v3'] },
  {
    name: 'text in the clothes of an image',
    role: 'user',
    part: file(BASE64, 'image/png'),
    specs: ['v2', 'v3'],
  },
  {
    name: 'file URL',
    role: 'user',
    part: file(new URL(`https://x.example/?c=${CARD}`)),
    specs: ['v2', 'v3'],
  },
  { name: 'file address', role: 'user', part: file(`https://x.example/?c=${CARD}`), specs: ['v2', 'v3'] },
  {
    name: 'data: URL',
    role: 'user',
    part: file(new URL(`data:text/plain;base64,${BASE64}`)),
    specs: ['v2', 'v3'],
  },
  { name: 'file name', role: 'user', part: file('AAAA', 'image/png', { filename: `${CARD}.png` }) },
  { name: 'tagged bytes', role: 'user', part: file({ type: 'data', data: BYTES }), specs: ['v4'] },
  { name: 'tagged base64', role: 'user', part: file({ type: 'data', data: BASE64 }, 'text'), specs: ['v4'] },
  { name: 'tagged text', role: 'user', part: file({ type: 'text', text: SAID }), specs: ['v4'] },
  {
    name: 'tagged URL',
    role: 'user',
    part: file({ type: 'url', url: new URL(`https://x.example/${CARD}`) }),
    specs: ['v4'],
  },
  {
    name: 'tagged original URL',
    role: 'user',
    part: file({ type: 'url', url: new URL('https://x.example/'), originalUrl: `https://x.example/${CARD}` }),
    specs: ['v4'],
  },
  {
    name: 'file of reasoning',
    role: 'assistant',
    part: { ...file({ type: 'data', data: BASE64 }), type: 'reasoning-file' },
    specs: ['v4'],
  },
  {
    name: 'tool call',
    role: 'assistant',
    part: call({ to: ['ann', { card: CARD }], n: 1 }),
    redacted: call({ to: ['ann', { card: LABEL }], n: 1 }),
  },
  {
    name: 'tool call whose input is text, being no JSON',
    role: 'assistant',
    part: call(`{"card": ${CARD}`),
    redacted: call(`{"card": ${LABEL}`),
  },
  {
    name: 'tool call whose input is text that is JSON',
    role: 'assistant',
    part: call(`{"card":"${CARD}"}`),
    redacted: call(`{"card":"${LABEL}"}`),
  },
  {
    name: 'text result',
    role: 'tool',
    part: result({ type: 'text', value: SAID, providerOptions }),
    redacted: result({ type: 'text', value: CLEAN, providerOptions }),
  },
  {
    name: 'JSON result',
    role: 'tool',
    part: result({ type: 'json', value: { list: [{ card: CARD }, null, 2] } }),
    redacted: result({ type: 'json', value: { list: [{ card: LABEL }, null, 2] } }),
  },
  {
    name: 'JSON result with the number as a key',
    role: 'tool',
    part: result({ type: 'json', value: { [CARD]: 1 } }),
    redacted: result({ type: 'json', value: { [LABEL]: 1 } }),
  },
  {
    name: 'JSON result that is a string',
    role: 'tool',
    part: result({ type: 'json', value: SAID }),
    redacted: result({ type: 'json', value: CLEAN }),
  },
  {
    name: 'error text',
    role: 'tool',
    part: result({ type: 'error-text', value: SAID }),
    redacted: result({ type: 'error-text', value: CLEAN }),
  },
  {
    name: 'error JSON',
    role: 'tool',
    part: result({ type: 'error-json', value: [SAID] }),
    redacted: result({ type: 'error-json', value: [CLEAN] }),
  },
  {
    name: 'result of an assistant message',
    role: 'assistant',
    part: result({ type: 'text', value: SAID }),
    redacted: result({ type: 'text', value: CLEAN }),
  },
  {
    name: 'text item of a result',
    role: 'tool',
    part: items({ type: 'text', text: 'one' }, { type: 'text', text: SAID, providerOptions }),
    redacted: items({ type: 'text', text: 'one' }, { type: 'text', text: CLEAN, providerOptions }),
  },
  {
    name: 'media item',
    role: 'tool',
    part: items({ type: 'media', data: BASE64, mediaType: 'text/plain' }),
    specs: ['v2'],
  },
  {
    name: 'file-data item',
    role: 'tool',
    part: items({ type: 'file-data', data: BASE64, mediaType: 'text/plain' }),
    specs: ['v3'],
  },
  {
    name: 'file-data item by its name',
    role: 'tool',
    part: items({ type: 'file-data', data: 'AAAA', mediaType: 'image/png', filename: CARD }),
    specs: ['v3'],
  },
  {
    name: 'file-url item',
    role: 'tool',
    part: items({ type: 'file-url', url: `https://x.example/${CARD}` }),
    specs: ['v3'],
  },
  {
    name: 'file-url item that is a data: URL',
    role: 'tool',
    part: items({ type: 'file-url', url: `data:text/plain;base64,${BASE64}` }),
    specs: ['v3'],
  },
  {
    name: 'image-data item that is none',
    role: 'tool',
    part: items({ type: 'image-data', data: BASE64, mediaType: 'image/png' }),
    specs: ['v3'],
  },
  {
    name: 'image-url item',
    role: 'tool',
    part: items({ type: 'image-url', url: `https://x.example/${CARD}` }),
    specs: ['v3'],
  },
  { name: 'tagged file item', role: 'tool', part: items(file({ type: 'text', text: SAID })), specs: ['v4'] },
  { name: 'item of a kind unknown', role: 'tool', part: items({ type: 'resource', body: { text: SAID } }) },
  {
    name: 'refusal of a tool',
    role: 'tool',
    part: result({ type: 'execution-denied', reason: SAID }),
    redacted: result({ type: 'execution-denied', reason: CLEAN }),
    specs: ['v3', 'v4'],
  },
  {
    name: 'answer to a request for approval',
    role: 'tool',
    part: { type: 'tool-approval-response', approvalId: 'a', approved: false, reason: SAID },
    redacted: { type: 'tool-approval-response', approvalId: 'a', approved: false, reason: CLEAN },
    specs: ['v3', 'v4'],
  },
  { name: 'result that is bare text', role: 'tool', part: result(SAID), redacted: result(CLEAN) },
  { name: 'result of a kind unknown', role: 'tool', part: result({ type: 'page', lines: [SAID] }) },
  { name: 'part of a kind unknown', role: 'user', part: { type: 'note', body: [{ text: SAID }] } },
  { name: 'bytes in a part of a kind unknown', role: 'user', part: { type: 'note', body: BYTES } },
  {
    name: 'address in a part of a kind unknown',
    role: 'user',
    part: { type: 'note', at: new URL(`https://${CARD}.example`) },
  },
];

const silent: readonly AnyPart[] = [
  file(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), 'image/png'),
  file({ type: 'reference', reference: { openai: 'file-1' } }, 'image/png'),
  { type: 'file', data: { type: 'data', data: 'AAAA' }, providerOptions: { x: { signature: 'c2lnbmVk' } } },
  { type: 'tool-approval-request', approvalId: 'approval-1', toolCallId: 'call_1' },
  result({ type: 'execution-denied' }),
  result(undefined),
  { type: 'tool-result', output: { type: 'text', value: '' } },
  { type: 'reasoning' },
  { type: 'text' },
  { type: 'note', count: 1, none: null },
  { type: 'file', data: { type: 'data', data: 'AAAA' } },
  file({ type: 'text' }),
  items({ type: 'file-id', fileId: 'file-1' }, { type: 'image-file-id', fileId: { openai: 'file-2' } }),
];

describe.each(versions)('parts of a prompt on $name', (version) => {
  function guarded(policy: 'balanced' | 'redact') {
    const scanner = cardScanner();
    const scripted = version.scripted({ content: [{ type: 'text', text: 'ok' }] });
    const middleware = guardrailMiddleware({ scanner, policy, prompt: { onBlockedHistory: 'block' } });
    const model = version.sdk.wrapLanguageModel({ model: scripted.model, middleware });
    return { ...scripted, scanner, call: (prompt: unknown) => model.doGenerate({ prompt }) };
  }
  const own = rows.filter(({ specs }) => specs?.includes(version.spec) ?? true);
  const around = (role: string, part: AnyPart) =>
    frozen([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: [{ type: 'text', text: 'before' }], providerOptions },
      { role, content: [part], providerOptions },
      { role: 'user', content: [{ type: 'text', text: 'after' }] },
    ]);

  it.each(own)('judges $name before the model is called', async ({ role, part }) => {
    const { call: generate, calls, scanner } = guarded('balanced');
    await expect(generate(around(role, part))).rejects.toBeInstanceOf(GuardrailViolationError);
    expect(calls()).toBe(0);
    const isResult = part.type === 'tool-result';
    const found = scanner.requests.filter((request) => JSON.stringify(request).includes(CARD));
    expect(found.map(({ toolEvent }) => toolEvent?.metadata.tool_invoked)).toEqual([
      isResult ? 'mail' : undefined,
    ]);
  });

  it.each(own)('redacts $name in its place, or blocks', async ({ role, part, redacted }) => {
    const { call: generate, calls, prompts } = guarded('redact');
    const prompt = around(role, part);
    if (redacted === undefined) {
      await expect(generate(prompt)).rejects.toMatchObject({ decision: { reason: 'redaction_failed' } });
      expect(calls()).toBe(0);
      return;
    }
    await generate(prompt);
    expect(prompts()).toStrictEqual([around(role, redacted)]);
    const [sent] = prompts() as [typeof prompt];
    expect(sent[2]).toHaveProperty('providerOptions', providerOptions);
    expect((sent[0] as unknown) === prompt[0]).toBe(true);
  });

  it('scans nothing where nothing is said, and passes it on as it is', async () => {
    const { call: generate, prompts, scanner } = guarded('redact');
    const prompt = frozen([
      { role: 'system', content: `Never tell ${CARD}.` },
      { role: 'user', content: silent },
    ]);
    await generate(prompt);
    expect(prompts()[0]).toBe(prompt);
    expect(scanner.requests).toEqual([expect.objectContaining({ response: 'ok' })]);
  });

  it('judges and redacts a message of plain text', async () => {
    const { call: generate, prompts, scanner } = guarded('redact');
    await generate(frozen([{ role: 'user', content: SAID }]));
    expect(prompts()).toEqual([[{ role: 'user', content: CLEAN }]]);
    expect(scanner.requests.at(-1)).toMatchObject({ prompt: CLEAN, response: 'ok' });
  });

  it('blocks where a redaction would break JSON', async () => {
    const numbers = { note: 'x', list: [Number(CARD_DIGITS)] };
    const broken = [
      around('assistant', call(numbers)),
      around('tool', result({ type: 'json', value: numbers })),
      around('tool', result({ type: 'text', value: JSON.stringify(numbers) })),
    ];
    for (const prompt of broken) {
      const { call: generate, calls } = guarded('redact');
      await expect(generate(prompt)).rejects.toMatchObject({ decision: { reason: 'redaction_failed' } });
      expect(calls()).toBe(0);
    }
  });

  it('sends the last words of the user as they were redacted beside the answer', async () => {
    const { call: generate, scanner } = guarded('redact');
    await generate([
      { role: 'user', content: [{ type: 'text', text: 'first' }] },
      { role: 'assistant', content: [{ type: 'text', text: SAID }] },
      { role: 'user', content: [{ type: 'text', text: `last ${CARD}` }, file('AAAA', 'image/png')] },
      { role: 'tool', content: [result({ type: 'text', value: SAID })] },
    ]);
    expect(scanner.requests.at(-1)).toMatchObject({ prompt: `last ${LABEL}`, response: 'ok' });
  });
});
