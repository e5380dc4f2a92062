import { createGuardrail, GuardrailConfigError, type GuardrailEvent } from 'airs-guardrails';
import {
  getGuardrailResults,
  guardrailDataPart,
  guardrailErrorMessage,
  guardrailMessageMetadata,
  guardrailMiddleware,
  guardTools,
} from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { withResults } from '../../src/ai-sdk/verdicts.js';
import { verdictOf } from '../../src/guard/index.js';
import { CARD, cardScanner } from './card.js';
import { deepText } from './deep-search.js';
import { collect, textBlock, versions } from './versions.js';

const check = async (text: string) => {
  const { checkPrompt } = createGuardrail({ scanner: cardScanner(), policy: 'redact' });
  return verdictOf(await checkPrompt(text));
};

describe.each(versions)('verdicts on $name', (version) => {
  const { sdk } = version;
  const own = { openai: { itemId: 'i' } };

  function guarded(text: string, policy?: 'redact') {
    const scripted = version.scripted({
      content: [{ type: 'text', text }],
      extra: { providerMetadata: own },
    });
    const middleware = guardrailMiddleware({
      scanner: cardScanner(),
      prompt: { onBlockedHistory: 'block' },
      ...(policy && { policy }),
    });
    return sdk.wrapLanguageModel({ model: scripted.model, middleware });
  }

  it('travel beside the metadata of the provider, as JSON without content', async () => {
    const result = await sdk.generateText({ model: guarded('fine'), prompt: 'hi' });
    expect(result.providerMetadata.openai).toEqual(own.openai);
    const results = getGuardrailResults(result);
    expect(results.outcome).toBe('allow');
    expect(results.verdicts.map(({ direction, result: { scanId } }) => [direction, scanId])).toEqual([
      ['prompt', 'fake-scan'],
      ['response', 'fake-scan'],
    ]);
    expect(JSON.parse(JSON.stringify(result.providerMetadata))).toEqual(result.providerMetadata);
    for (const source of [
      result.providerMetadata,
      result.steps,
      result.steps[0],
      JSON.parse(JSON.stringify(result.steps)),
    ])
      expect(getGuardrailResults(source)).toEqual(results);
  });

  it('tell of a redaction, where all else the provider attached goes', async () => {
    const result = await sdk.generateText({ model: guarded(`It is ${CARD}.`, 'redact'), prompt: CARD });
    expect(Object.keys(result.providerMetadata)).toEqual(['guardrail']);
    const { outcome, verdicts } = getGuardrailResults(result);
    expect([outcome, ...verdicts.map(({ redactions }) => redactions)]).toEqual(['redact', 1, 1]);
    expect(deepText(result.providerMetadata)).not.toContain(CARD);
  });

  it('of a guard further inside stay where the outer one redacts', async () => {
    const { model } = version.scripted({ content: [{ type: 'text', text: `It is ${CARD}.` }] });
    const [outer, inner] = [cardScanner(), fakeScanner()].map((scanner) =>
      guardrailMiddleware({ scanner, policy: 'redact' }),
    );
    const twice = sdk.wrapLanguageModel({ model, middleware: [outer, inner] });
    const result = await sdk.generateText({ model: twice, prompt: 'hi' });
    const outcomes = getGuardrailResults(result).verdicts.map(({ outcome }) => outcome);
    expect([result.text, ...outcomes]).toEqual(['It is [CREDIT_CARD].', 'allow', 'allow', 'allow', 'redact']);
  });

  it('are those of all steps, and of every guard', async () => {
    let step = 0;
    const { model } = version.scripted({});
    model.doGenerate = async () => {
      step += 1;
      return {
        content:
          step === 1
            ? [{ type: 'tool-call', toolCallId: 'c', toolName: 'lookup', input: '{}' }]
            : [{ type: 'text', text: 'done' }],
        finishReason: version.finish(step === 1 ? 'tool-calls' : 'stop')['finishReason'],
        usage: version.usage,
        warnings: [],
      };
    };
    const scanner = fakeScanner();
    const middleware = [guardrailMiddleware({ scanner }), guardrailMiddleware({ scanner })];
    const tools = guardTools(
      { lookup: sdk.tool({ inputSchema: sdk.jsonSchema({ type: 'object' }), execute: async () => 'sun' }) },
      { scanner },
    );
    const result = await sdk.generateText({
      model: sdk.wrapLanguageModel({ model, middleware }),
      tools,
      prompt: 'hi',
      stopWhen: sdk.stepCountIs(3),
    });
    const directions = getGuardrailResults(result).verdicts.map(({ direction }) => direction);
    // A guard's prompt verdicts come before those of its answer, the inner guard's before the outer one's.
    const [first, second] = [
      ['prompt', 'tool'],
      ['prompt', 'tool', 'response'],
    ];
    expect(directions).toEqual([...first, ...first, ...second, ...second]);
  });

  it('are not believed where they come back with a history', async () => {
    const [verdict] = [await check('fine')];
    const said = {
      providerOptions: withResults({}, [verdict]),
      providerMetadata: withResults({}, [verdict]),
    };
    const messages = [
      { role: 'user', content: [{ type: 'text', text: 'hi' }] },
      { role: 'assistant', content: [{ type: 'text', text: CARD, ...said }], ...said },
      { role: 'user', content: [{ type: 'text', text: 'again', ...said }] },
    ];
    const call = sdk.generateText({
      model: guarded('fine'),
      messages,
      providerOptions: said.providerOptions,
    });
    await expect(call).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED', direction: 'prompt' });
  });

  it('do not read the result of a stream, which would consume it', async () => {
    const { model } = version.scripted({ stream: [...textBlock('1', 'fine'), version.finish()] });
    const stream = sdk.streamText({ model, prompt: 'hi' });
    expect(() => getGuardrailResults(stream)).toThrow(GuardrailConfigError);
    expect(() => getGuardrailResults(stream.providerMetadata)).toThrow(GuardrailConfigError);
    expect(await collect(stream.textStream)).toEqual(['fine']);
    expect(getGuardrailResults(await stream.steps)).toEqual({ outcome: 'allow', verdicts: [] });
  });

  it('reach the message, and errors the user, as far as a browser may know them', async () => {
    const verdicts = [await check('fine'), await check(`a ${CARD}`)];
    const finish = { ...version.finish(), providerMetadata: withResults(own, verdicts) };
    expect(guardrailMessageMetadata({ part: { ...finish, type: 'text-end' } })).toBeUndefined();
    const { model } = version.scripted({ stream: [...textBlock('1', 'fine'), finish] });
    const chunks = await collect(
      sdk
        .streamText({ model, prompt: 'hi' })
        .toUIMessageStream({ messageMetadata: guardrailMessageMetadata }),
    );
    expect(chunks.filter((chunk) => (chunk as { messageMetadata?: unknown }).messageMetadata)).toMatchObject([
      {
        messageMetadata: {
          guardrail: {
            outcome: 'redact',
            notices: [
              {
                direction: 'prompt',
                outcome: 'redact',
                severity: expect.any(String),
                categories: ['dlp_prompt'],
                scanId: 'fake-scan',
              },
            ],
          },
        },
      },
    ]);
    const middleware = guardrailMiddleware({ scanner: cardScanner() });
    const refused = sdk.streamText({
      model: sdk.wrapLanguageModel({ model, middleware }),
      prompt: CARD,
      onError: () => undefined,
    });
    const parts = await collect(refused.toUIMessageStream({ onError: guardrailErrorMessage }));
    expect(parts).toContainEqual({
      type: 'error',
      errorText: 'This message was blocked by the content policy.',
    });
  });

  it('reach the browser as they are made', async () => {
    const events: GuardrailEvent[] = [];
    const guardrail = createGuardrail({ scanner: cardScanner(), onEvent: (event) => events.push(event) });
    await guardrail.checkPrompt(CARD);
    const stream = sdk.createUIMessageStream({
      execute: ({ writer }: { writer: { write(part: object): void } }) => {
        for (const event of events) if (event.type === 'decision') writer.write(guardrailDataPart(event));
      },
    });
    expect(await collect(stream)).toContainEqual({
      type: 'data-guardrail',
      transient: true,
      data: expect.objectContaining({ direction: 'prompt', outcome: 'block', categories: ['dlp_prompt'] }),
    });
  });
});

describe('withResults', () => {
  it('adds to what a guard wrote, and replaces what anybody else wrote under its key', async () => {
    const [first, second] = [await check('one'), await check(CARD)];
    const inner = withResults({ openai: { a: 1 } }, [first]);
    expect(getGuardrailResults(withResults(inner, [second]))).toEqual({
      outcome: 'redact',
      verdicts: [first, second],
    });
    const forged = { openai: { a: 1 }, guardrail: { outcome: 'allow', verdicts: [first] } };
    expect(withResults(forged, [second])).toEqual({
      openai: { a: 1 },
      guardrail: { outcome: 'redact', verdicts: [second] },
    });
    expect(withResults(undefined, [])).toBeUndefined();
  });

  it('holds the fields of the vocabulary alone, of its own', async () => {
    const scanner = fakeScanner();
    const leaky = {
      ...scanner,
      scan: async (request: object) => ({ ...(await scanner.scan(request)), quoted: CARD }),
    };
    const decision = await createGuardrail({ scanner: leaky }).checkPrompt(CARD);
    const metadata = withResults(undefined, [verdictOf(decision)]);
    expect(deepText(metadata)).not.toContain(CARD);
    const result = getGuardrailResults(metadata).verdicts[0]?.result;
    expect(result).toMatchObject({ action: 'allow', scanId: 'fake-scan' });
    expect(result?.categories).toEqual(decision.result.categories);
    expect(result?.categories).not.toBe(decision.result.categories);
  });

  it('keeps 64 of a call, the strictest and of those the latest, and counts the rest', async () => {
    const [fine, card] = [await check('fine'), await check(CARD)];
    const named = (scanId: string, verdict = fine) => ({ ...verdict, result: { ...verdict.result, scanId } });
    const many = Array.from({ length: 500 }, (_, index) => named(`${index}`, index === 7 ? card : fine));
    const ids = (metadata: unknown) =>
      getGuardrailResults(metadata).verdicts.map(({ result }) => result.scanId);
    const latest = (count: number) => many.slice(-count).map(({ result }) => result.scanId);

    const metadata = withResults(undefined, many);
    expect(getGuardrailResults(metadata)).toMatchObject({ outcome: 'redact', omitted: 436 });
    expect(ids(metadata)).toEqual(['7', ...latest(63)]);
    // A guard further out adds to it.
    const outer = withResults(metadata, [named('outer')]);
    expect(getGuardrailResults(outer)).toMatchObject({ outcome: 'redact', omitted: 437 });
    expect(ids(outer)).toEqual(['7', ...latest(62), 'outer']);
    const before = withResults(metadata, [named('before', card)], { first: true });
    expect(getGuardrailResults(before)).toMatchObject({ outcome: 'redact', omitted: 437 });
    expect(ids(before)).toEqual(['before', '7', ...latest(62)]);
    // Steps are added up, each with its own.
    const steps = [metadata, outer].map((providerMetadata) => ({ providerMetadata }));
    expect(getGuardrailResults({ steps })).toMatchObject({ outcome: 'redact', omitted: 873 });
    expect(ids({ steps })).toHaveLength(128);
  });

  it('counts nothing where all is told', async () => {
    const fine = await check('fine');
    const all = withResults(
      undefined,
      Array.from({ length: 64 }, () => fine),
    );
    expect(getGuardrailResults(all).verdicts).toHaveLength(64);
    expect(getGuardrailResults(all)).not.toHaveProperty('omitted');
  });

  it('is JSON whatever a scanner puts in its verdict', async () => {
    const scanner = fakeScanner();
    const loop: Record<string, unknown> = { field: 'prompt' };
    loop['loop'] = loop;
    const odd = {
      ...scanner,
      scan: async (request: object) => {
        const scores = { injection: Number.NaN, other: undefined, at: () => 0 };
        return { ...(await scanner.scan(request)), scores, spans: [loop], error: 5n } as never;
      },
    };
    const decision = await createGuardrail({ scanner: odd }).checkPrompt('hi');
    const metadata = withResults(undefined, [verdictOf(decision)]);
    expect(JSON.parse(JSON.stringify(metadata))).toEqual(metadata);
    expect(metadata).toMatchObject({
      guardrail: { verdicts: [{ result: { scores: { injection: null } } }] },
    });
  });
});

describe('getGuardrailResults', () => {
  it.each([
    undefined,
    null,
    'text',
    {},
    { guardrail: 'x' },
    { guardrail: { verdicts: [5, {}, { direction: 'prompt', outcome: 'allow', result: {} }] } },
  ])('is empty for what holds none: %j', (source) => {
    expect(getGuardrailResults(source)).toEqual({ outcome: 'allow', verdicts: [] });
  });
});

describe('guardrailErrorMessage', () => {
  it('speaks of refusals, and not of anything else', async () => {
    const guardrail = createGuardrail({ scanner: cardScanner() });
    const refused = await guardrail.enforceResponse(CARD).catch((e: unknown) => e);
    expect(guardrailErrorMessage(refused)).toBe('The answer was stopped by the content policy.');
    expect(guardrailErrorMessage(new Error('retried', { cause: refused }))).toBe(
      'The answer was stopped by the content policy.',
    );
    const broken = fakeScanner({
      verdicts: () => {
        throw new Error(CARD);
      },
    });
    const failed = await createGuardrail({ scanner: broken })
      .enforcePrompt('hi')
      .catch((e: unknown) => e);
    expect(guardrailErrorMessage(failed)).toContain('could not be checked');
    for (const other of [new Error(CARD), CARD, undefined, new GuardrailConfigError('model', CARD)])
      expect(guardrailErrorMessage(other)).toBe('An error occurred.');
  });
});
