import { GuardrailViolationError } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { describe, expect, it } from 'vitest';
import { CARD, CARD_DIGITS, cardScanner, frozen } from './card.js';
import { type AnyPart, collect, type Version, versions } from './versions.js';

const LABEL = '[CREDIT_CARD]';
const SAID = `Card ${CARD}.`;
const CLEAN = `Card ${LABEL}.`;
const BASE64 = Buffer.from(SAID).toString('base64');
/** The card number as JSON can spell it: no scanner finds it in the raw text. */
const ESCAPED = `${CARD.slice(0, -1)}\\u0031`;
/** What providers attach, and what it may quote. */
const quoting = { openai: { itemId: 'i', logprobs: [{ token: SAID }] } };
const harmless = { openai: { itemId: 'i' } };

interface Row {
  readonly refusedInStreams?: true;
  readonly name: string;
  readonly part: AnyPart;
  /** The part under a redacting policy; none where it has to be blocked. */
  readonly redacted?: AnyPart;
  readonly specs?: readonly Version['spec'][];
}

const call = (input: unknown, more = {}): AnyPart => ({
  type: 'tool-call',
  toolCallId: 'c',
  toolName: 'pay',
  input,
  ...more,
});
const result = (value: unknown, more = {}): AnyPart => ({
  type: 'tool-result',
  toolCallId: 'c',
  toolName: 'web',
  result: value,
  ...more,
});
const source = { type: 'source', sourceType: 'url', id: 's', url: 'https://x.example/', title: 'X' };
const cite = (text: string, citation: object): AnyPart => ({ type: 'text', text, citations: [citation] });

/** Parts that come whole, in a result and in a stream alike. */
const whole: readonly Row[] = [
  {
    name: 'tool call',
    part: call(`{"card":"${CARD}","n":1}`, { providerMetadata: quoting }),
    redacted: call(`{"card":"${LABEL}","n":1}`),
  },
  { name: 'tool call that would stop being JSON', part: call(`{"card":${CARD_DIGITS}}`) },
  {
    name: 'tool call with escapes',
    part: call(`{"card":"${ESCAPED}","n":1}`),
    redacted: call(`{"card":"${LABEL}","n":1}`),
  },
  {
    name: 'tool call with escapes and the number under a name that is given twice',
    part: call(`{"card":"${CARD}","card":"\\u0041"}`),
    redacted: call(`{"card":"${LABEL}","card":"\\u0041"}`),
  },
  { name: 'tool call that is no JSON', part: call(`pay ${CARD}`), redacted: call(`pay ${LABEL}`) },
  { name: 'tool call of an object', part: call({ card: CARD }), redacted: call({ card: LABEL }) },
  {
    name: "provider's tool result",
    part: result({ pages: [SAID, 1] }, { providerMetadata: quoting }),
    redacted: result({ pages: [CLEAN, 1] }),
  },
  { name: "provider's tool result of text", part: result(SAID), redacted: result(CLEAN) },
  {
    name: 'failed tool result',
    part: result(SAID, { isError: true }),
    redacted: result(CLEAN, { isError: true }),
  },
  {
    name: 'preliminary tool result',
    part: result([SAID], { preliminary: true }),
    redacted: result([CLEAN], { preliminary: true }),
    specs: ['v3', 'v4'],
  },
  { name: "provider's tool result that would stop being JSON", part: result({ n: Number(CARD_DIGITS) }) },
  { name: 'source by its address', part: { ...source, url: `https://x.example/${CARD}` } },
  { name: 'source by its title', part: { ...source, title: SAID } },
  {
    name: 'source document by its file name',
    part: { ...source, sourceType: 'document', filename: `${CARD}.pdf`, mediaType: 'application/pdf' },
  },
  {
    name: 'file in base64',
    part: { type: 'file', mediaType: 'text/plain', data: BASE64 },
    specs: ['v2', 'v3'],
  },
  {
    name: 'file in bytes',
    part: { type: 'file', mediaType: 'text/csv', data: new TextEncoder().encode(SAID) },
    specs: ['v2', 'v3'],
  },
  {
    name: 'tagged file',
    part: { type: 'file', mediaType: 'text/plain', data: { type: 'data', data: BASE64 } },
    specs: ['v4'],
  },
  {
    name: 'tagged file URL',
    part: {
      type: 'file',
      mediaType: 'image/png',
      data: { type: 'url', url: new URL(`https://x.example/${CARD}`) },
    },
    specs: ['v4'],
  },
  {
    name: 'file of reasoning',
    part: { type: 'reasoning-file', mediaType: 'text/plain', data: { type: 'data', data: BASE64 } },
    specs: ['v4'],
  },
  { name: 'part of a kind unknown', part: { type: 'note', body: { lines: [SAID] } } },
];

/** Parts that a stream sends in deltas. */
const deltas: readonly Row[] = [
  {
    name: 'text',
    part: { type: 'text', text: SAID, providerMetadata: quoting },
    redacted: { type: 'text', text: CLEAN },
  },
  {
    name: 'text that is a number',
    part: { type: 'text', text: CARD_DIGITS },
    redacted: { type: 'text', text: LABEL },
  },
  {
    name: 'text that is JSON',
    part: { type: 'text', text: `{"card":"${CARD}"}` },
    redacted: { type: 'text', text: `{"card":"${LABEL}"}` },
  },
  {
    name: 'text that is JSON with escapes',
    part: { type: 'text', text: `{"card": "${ESCAPED}"}` },
    redacted: { type: 'text', text: `{"card": "${LABEL}"}` },
  },
  { name: 'text that would stop being JSON', part: { type: 'text', text: `{"card":${CARD_DIGITS}}` } },
  { name: 'reasoning', part: { type: 'reasoning', text: SAID } },
  {
    name: 'text with citations',
    part: cite(SAID, { source, citedText: 'fine', startIndex: 1, endIndex: 9 }),
    redacted: { type: 'text', text: CLEAN },
    specs: ['v4'],
  },
  {
    name: 'citation by what it quotes',
    part: { ...cite('Fine.', { source, citedText: SAID }), providerMetadata: quoting },
    redacted: { type: 'text', text: 'Fine.' },
    specs: ['v4'],
  },
  {
    name: 'citation by its source',
    part: cite('Fine.', { source: { ...source, title: SAID } }),
    redacted: { type: 'text', text: 'Fine.' },
    specs: ['v4'],
  },
  {
    name: 'citation by its document',
    part: cite('Fine.', { source: { ...source, sourceType: 'document', filename: CARD } }),
    redacted: { type: 'text', text: 'Fine.' },
    specs: ['v4'],
  },
];

/** A block of a result as a stream has it, cut in the middle. */
function block({ type, text, citations, providerMetadata }: AnyPart, id: string): AnyPart[] {
  const said = String(text);
  // What stands at a delta quotes that delta, if anything.
  const quotes = providerMetadata === quoting && citations !== undefined;
  const meta = providerMetadata !== undefined && !quotes && { providerMetadata };
  const cut = said.length / 2;
  return [
    // What stands at the start cannot quote what is still to come.
    { type: `${type}-start`, id, ...(providerMetadata !== quoting && meta) },
    { type: `${type}-delta`, id, delta: said.slice(0, cut), ...meta },
    { type: `${type}-delta`, id, delta: said.slice(cut), ...meta },
    { type: `${type}-delta`, id, delta: '', ...meta },
    {
      type: `${type}-end`,
      id,
      ...(citations !== undefined && { citations }),
      ...(providerMetadata !== undefined && { providerMetadata }),
    },
  ];
}

/** The parts with the deltas of a block as one, which has the first one's metadata. */
function merged(parts: readonly AnyPart[]): AnyPart[] {
  const out: AnyPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.type.endsWith('-delta') && last?.type === part.type && last['id'] === part['id'])
      out[out.length - 1] = { ...last, delta: `${last['delta']}${part['delta']}` };
    else out.push(part);
  }
  return out;
}

/** A redacted block: its text in one delta, and nothing that the provider attached. */
function redactedBlock({ type, text }: AnyPart, id: string): AnyPart[] {
  return [
    { type: `${type}-start`, id },
    { type: `${type}-delta`, id, delta: text },
    { type: `${type}-end`, id },
  ];
}

describe.each(versions)('parts of an answer on $name', (version) => {
  const { spec } = version;
  const fits = ({ specs }: Row): boolean => specs?.includes(spec) ?? true;

  function guarded(policy: 'balanced' | 'redact', script: Parameters<Version['scripted']>[0]) {
    const scanner = cardScanner();
    const { model } = version.scripted(script);
    const middleware = guardrailMiddleware({ scanner, policy });
    const wrapped = version.sdk.wrapLanguageModel({ model, middleware });
    const prompt = [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }];
    return {
      scanner,
      generate: () => wrapped.doGenerate({ prompt }),
      stream: async (): Promise<AnyPart[]> => collect((await wrapped.doStream({ prompt })).stream),
    };
  }
  const before: AnyPart = { type: 'reasoning', text: 'thinking', providerMetadata: harmless };
  const metadata = { providerMetadata: quoting };

  it.each([...whole, ...deltas].filter(fits))('judges and redacts $name of a result', async (row) => {
    const content = frozen([before, row.part]);
    const script = { content, extra: { ...metadata, response: { id: 'r', body: { raw: SAID } } } };
    await expect(guarded('balanced', script).generate()).rejects.toBeInstanceOf(GuardrailViolationError);
    const call = guarded('redact', script).generate();
    if (row.redacted === undefined) {
      await expect(call).rejects.toMatchObject({ decision: { reason: 'redaction_failed', text: '' } });
      return;
    }
    const generated = await call;
    expect(generated.content).toEqual([before, row.redacted]);
    expect(generated.content[0]).toMatchObject({ providerMetadata: harmless });
    expect(generated).toMatchObject({ response: { id: 'r' }, usage: version.usage });
    expect(JSON.stringify(generated)).not.toContain(CARD);
    expect(JSON.stringify(content)).toBe(JSON.stringify([before, row.part]));
  });

  const finish = { ...version.finish(), ...metadata };
  const raw = { type: 'raw', rawValue: SAID };
  const streamed = (row: Row): { parts: AnyPart[]; clean: AnyPart[] | undefined } =>
    whole.includes(row)
      ? { parts: [row.part], clean: row.redacted && [row.redacted] }
      : { parts: block(row.part, 'x'), clean: row.redacted && redactedBlock(row.redacted, 'x') };

  it.each([...whole, ...deltas].filter(fits))('judges and redacts $name of a stream', async (row) => {
    const { parts, clean } = streamed(row);
    const thought = block(before, 'b');
    const stream = frozen([{ type: 'stream-start', warnings: [] }, ...thought, raw, ...parts, finish]);
    const refused = await guarded('balanced', { stream }).stream();
    // What was said before is out only as far as it cannot belong to the finding.
    expect(stream.slice(0, 1 + thought.length)).toEqual(expect.arrayContaining(refused.slice(0, -2)));
    expect(refused.at(-2)).toMatchObject({ type: 'error', error: expect.any(GuardrailViolationError) });
    expect(refused.at(-1)).toMatchObject({ type: 'finish' });
    expect(JSON.stringify(refused)).not.toContain(CARD);
    const redacted = await guarded('redact', { stream }).stream();
    if (clean === undefined || row.refusedInStreams === true) {
      expect(redacted.find(({ type }) => type === 'error')).toMatchObject({
        error: { decision: { reason: 'redaction_failed' } },
      });
    } else {
      const { providerMetadata, ...bareFinish } = redacted.at(-1) ?? { type: 'none' };
      expect(Object.keys(providerMetadata ?? {})).toEqual(['guardrail']);
      expect(bareFinish).toEqual(version.finish());
      expect(merged(redacted.slice(1 + thought.length, -1))).toEqual(clean);
      expect(redacted.slice(0, 1 + thought.length)).toEqual(stream.slice(0, 1 + thought.length));
    }
    expect(JSON.stringify(redacted)).not.toContain(CARD);
  });

  it('gives a result that passes as the very object it is', async () => {
    const content = [before, { type: 'text', text: 'fine', providerMetadata: harmless }, call('{}')];
    const { model } = version.scripted({});
    const answer = frozen({
      content,
      providerMetadata: harmless,
      response: { body: 1 },
      warnings: [],
      usage: version.usage,
    });
    model.doGenerate = async () => answer;
    const middleware = guardrailMiddleware({ scanner: cardScanner(), policy: 'redact' });
    const wrapped = version.sdk.wrapLanguageModel({ model, middleware });
    const result = await wrapped.doGenerate({ prompt: [] });
    // What the checks said stands beside the provider's own metadata; all else is the very same.
    expect(result.providerMetadata).toMatchObject(answer.providerMetadata);
    expect({ ...result, providerMetadata: answer.providerMetadata }).toEqual(answer);
    expect(result.content).toBe(answer.content);
  });

  it('gives an empty answer, and parts without words, without a scan', async () => {
    const content = [
      { type: 'text', text: '' },
      { type: 'text', text: '', citations: [{}, null] },
      { type: 'reasoning' },
      { type: 'source', sourceType: 'url', id: 's' },
      { type: 'tool-result', result: '' },
      { type: 'tool-approval-request', approvalId: 'a', toolCallId: 'c' },
      { type: 'file', mediaType: 'image/png', data: Uint8Array.from([0xff, 0xd8, 0]) },
    ];
    const { generate, scanner } = guarded('balanced', { content });
    expect((await generate()).content).toEqual(content);
    const inStream = content.slice(3);
    const { stream, scanner: streaming } = guarded('balanced', { stream: inStream });
    expect(await stream()).toEqual(inStream);
    expect(streaming.requests).toHaveLength(1);
    expect(scanner.requests.filter(({ response }) => response !== undefined)).toEqual([]);
  });

  it('redacts what structured outputs are parsed from, as JSON or not at all', async () => {
    const structured = (structuredOutputText: string) =>
      guarded('redact', { content: [{ type: 'text', text: 'see below' }], extra: { structuredOutputText } });
    expect(await structured(`{"a":"${CARD}"}`).generate()).toMatchObject({
      structuredOutputText: `{"a":"${LABEL}"}`,
      content: [{ type: 'text', text: 'see below' }],
    });
    expect((await structured(`{"a":"${ESCAPED}"}`).generate()).structuredOutputText).toBe(`{"a":"${LABEL}"}`);
    expect((await structured(SAID).generate()).structuredOutputText).toBe(CLEAN);
    await expect(structured(`{"a":${CARD_DIGITS}}`).generate()).rejects.toMatchObject({
      decision: { reason: 'redaction_failed' },
    });
  });

  it('keeps the JSON of an object whole beside reasoning: redacted, or blocked', async () => {
    const schema = version.sdk.jsonSchema({ type: 'object' });
    const object = async (json: string) => {
      const scanner = cardScanner();
      const { model } = version.scripted({ content: [before, { type: 'text', text: json }] });
      const middleware = guardrailMiddleware({ scanner, policy: 'redact' });
      const wrapped = version.sdk.wrapLanguageModel({ model, middleware });
      return (await version.sdk.generateObject({ model: wrapped, prompt: 'hi', schema })).object;
    };
    expect(await object(`{"card":"${CARD}"}`)).toEqual({ card: LABEL });
    expect(await object(`{"card":"${ESCAPED}"}`)).toEqual({ card: LABEL });
    await expect(object(`{"card":${CARD_DIGITS}}`)).rejects.toBeInstanceOf(GuardrailViolationError);
  });
});
