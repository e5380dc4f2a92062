// Sets up the storage by which runs inherit the callbacks of those around them.
import '@langchain/langgraph';
import { createGuardrail, GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardRunnable } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { CARD, CARD_DIGITS, cardScanner } from '../../ai-sdk/card.js';
import { eventsOf, KITS, recorder } from '../guarded-support.js';
import { countingModel, countingStreamModel, drain, printed, rejection, settle } from '../support.js';

describe.each(KITS)('guardRunnable on core $version', (kit) => {
  const { runnables, messages, prompts, parsers, documents } = kit;
  const redacting = () => ({ scanner: cardScanner(), policy: 'redact' as const });

  /** prompt | model | parser, with a model that answers as told. */
  function chain(answer: string) {
    const { model, calls } = countingModel(kit, [answer]);
    const made = prompts.ChatPromptTemplate.fromTemplate('say {q}')
      .pipe(model)
      .pipe(new parsers.StringOutputParser());
    return { made, calls };
  }

  it('judges input and output, and leaves all as it is', async () => {
    const { made } = chain('a fine answer');
    const scanner = cardScanner();
    const guarded = guardRunnable(made, { scanner });
    expect(guarded).toBeInstanceOf(runnables.RunnableSequence);
    expect(guarded.getName()).toBe(made.getName());
    expect(await guarded.invoke({ q: 'sun' }, { configurable: { thread_id: 't' } })).toBe('a fine answer');
    expect(scanner.requests).toMatchObject([
      { prompt: '{"q":"sun"}', sessionId: 't' },
      { prompt: '{"q":"sun"}', response: 'a fine answer', sessionId: 't' },
    ]);
    const bare = await drain(made.stream({ q: 'sun' }));
    expect(await drain(guarded.stream({ q: 'sun' }))).toEqual(bare);
    expect(bare.items.length).toBeGreaterThan(5);
  });

  it('shows nobody what has not been judged', async () => {
    const inputs: unknown[] = [];
    const step = runnables.RunnableLambda.from(async (input: { q: string }) => {
      inputs.push(input);
      return input;
    });
    const guarded = guardRunnable(step.pipe(chain(`Your card is ${CARD}, ok`).made), redacting());
    const asked = { q: `my ${CARD}` };
    const said = 'Your card is [CREDIT_CARD], ok';
    const stream = async (source: unknown) => (await drain(source as AsyncIterable<unknown>)).items;
    const text = async (source: unknown) => (await stream(source)).join('');
    const once = async function* () {
      yield asked;
    };
    const outer = () => runnables.RunnableLambda.from(() => asked).pipe(guarded);
    const ways: [string, (config: object) => unknown, unknown?][] = [
      ['invoke', (config) => guarded.invoke(asked, config), said],
      ['stream', async (config) => text(await guarded.stream(asked, config)), said],
      ['transform', (config) => text(guarded.transform(once(), config)), said],
      ['_streamIterator', (config) => text(guarded._streamIterator(asked, config)), said],
      ['batch', (config) => guarded.batch([asked, asked], { ...config, maxConcurrency: 1 }), [said, said]],
      ['events v1', (config) => stream(guarded.streamEvents(asked, { ...config, version: 'v1' }))],
      ['events v2', (config) => stream(guarded.streamEvents(asked, { ...config, version: 'v2' }))],
      ['log', (config) => stream(guarded.streamLog(asked, config))],
      ['withConfig', (config) => guarded.withConfig({ tags: ['x'] }).invoke(asked, config), said],
      [
        'withConfig twice',
        async (config) => text(await guarded.withConfig({}).withConfig({}).stream(asked, config)),
        said,
      ],
      ['withRetry', (config) => guarded.withRetry().invoke(asked, config), said],
      ['withFallbacks', (config) => guarded.withFallbacks([guarded]).invoke(asked, config), said],
      ['pipe', (config) => guarded.pipe((out: string) => out).invoke(asked, config), said],
      ['outer', (config) => outer().invoke(asked as never, config), said],
      ['outer stream', async (config) => text(await outer().stream(asked as never, config)), said],
      [
        'outer events',
        (config) =>
          stream(
            outer()
              .withConfig({})
              .streamEvents(asked as never, { ...config, version: 'v2' }),
          ),
      ],
      [
        'flattened',
        (config) =>
          step
            .pipe(runnables.RunnablePassthrough.assign({ out: guarded }) as never)
            .invoke({ q: 'x' }, config),
      ],
      [
        'sequence into sequence',
        (config) => runnables.RunnableSequence.from([() => asked, guarded]).invoke({}, config),
        said,
      ],
      ['map', (config) => runnables.RunnableMap.from({ out: guarded }).invoke(asked, config), { out: said }],
    ];
    for (const [way, run, expected] of ways) {
      inputs.length = 0;
      const { handler, seen } = recorder();
      const got = await run({ callbacks: [handler] });
      if (expected !== undefined) expect([way, got]).toEqual([way, expected]);
      expect(printed(got), way).toContain(way === 'flattened' ? 'out' : 'CREDIT_CARD');
      const told = way.startsWith('outer') || way.startsWith('sequence') || way === 'map' ? [] : [seen];
      // What stands before the guard is not guarded: there callbacks see what was asked.
      expect(
        printed([way.startsWith('outer events') ? '' : got, told]).replace(/"q":.{0,40}/g, ''),
        way,
      ).not.toContain(`is ${CARD}`);
      expect(printed([got, seen]), way).not.toContain(`card is ${CARD}`);
      if (
        told.length > 0 &&
        !way.startsWith('events') &&
        way !== 'log' &&
        !['pipe', 'withFallbacks', 'withRetry'].includes(way)
      )
        expect(printed(seen), way).not.toContain(CARD);
      expect(seen.length, way).toBeGreaterThan(0);
      expect(printed(inputs), way).not.toContain(CARD);
    }
  });

  it('is closed: other runnables do not take it apart', async () => {
    const { made } = chain(`is ${CARD}`);
    const guarded = guardRunnable(made, redacting());
    const flattened = runnables.RunnableLambda.from((q: string) => q)
      .pipe((q: string) => ({ q }))
      .pipe(guarded as never);
    expect(await flattened.invoke('x')).toBe('is [CREDIT_CARD]');
    const bound = guardRunnable(made.withConfig({ tags: ['a'] }), redacting());
    expect(await bound.withConfig({ tags: ['b'] }).invoke({ q: 'x' })).toBe('is [CREDIT_CARD]');
    const { items } = await drain(bound.streamEvents({ q: 'x' }, { version: 'v2' }));
    expect(printed(items)).not.toContain(CARD);
    for (const inside of ['first', 'last', 'middle', 'steps'])
      expect(Reflect.get(guarded, inside)).toBeUndefined();
    expect(Reflect.get(bound, 'bound')).toBeUndefined();
    expect(guarded.getGraph().toJSON()).toBeDefined();
  });

  it('does not let a step report to callbacks that it inherits', async () => {
    const { model } = countingStreamModel(kit, `is ${CARD}`);
    class Loose extends runnables.Runnable {
      override lc_namespace = ['test'];
      // Hands no config on: what it runs inherits that of the run around it.
      override async invoke(_input: string, _config?: unknown) {
        return (await model.invoke('x')).content;
      }
    }
    const guarded = guardRunnable(new Loose(), redacting());
    const { handler, seen } = recorder();
    const outer = runnables.RunnableLambda.from(async () => guarded.invoke('x'));
    expect(await outer.invoke('x', { callbacks: [handler] })).toBe('is [CREDIT_CARD]');
    expect(printed(seen)).not.toContain(CARD);
    expect(eventsOf(seen).filter((event) => event === 'handleChainStart')).not.toHaveLength(0);
  });

  it('blocks input before the step runs, and output before it is told', async () => {
    const { made, calls } = chain(`is ${CARD}`);
    const guarded = guardRunnable(made, { scanner: cardScanner() });
    const { handler, seen } = recorder();
    const config = { callbacks: [handler] };
    const errors = [
      await rejection(guarded.invoke({ q: CARD }, config)),
      await rejection(guarded.stream({ q: CARD }, config)),
    ];
    expect([calls.count, seen]).toEqual([0, []]);
    errors.push(await rejection(guarded.invoke({ q: 'x' }, config)));
    const streamed = await drain(guarded.stream({ q: 'x' }, config));
    errors.push(streamed.error);
    const [kept] = await guarded.batch([{ q: 'x' }], config, { returnExceptions: true });
    errors.push(kept);
    for (const error of errors) expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(printed([errors, streamed, seen])).not.toContain(CARD);
  });

  it('rewrites values of every kind, of the same class', async () => {
    const same = guardRunnable(runnables.RunnableLambda.from((value: unknown) => value) as object, {
      ...redacting(),
      input: false,
    }) as { invoke(input: unknown): Promise<unknown> };
    const redacted = async (value: unknown) => {
      const before = printed(value);
      const got = await same.invoke(value);
      expect(printed(got)).not.toMatch(/4111/);
      expect(printed(got)).toContain('[CREDIT_CARD]');
      expect(printed(value)).toBe(before);
      return got;
    };
    const human = () => new messages.HumanMessage(`is ${CARD}`);
    const ai = new messages.AIMessage({
      content: [{ type: 'text', text: `is ${CARD}` }],
      tool_calls: [{ name: 't', args: { card: CARD }, id: '1', type: 'tool_call' }],
    });
    expect(await redacted(human())).toBeInstanceOf(messages.HumanMessage);
    expect(await redacted(ai)).toMatchObject({ tool_calls: [{ args: { card: '[CREDIT_CARD]' } }] });
    expect(await redacted([human(), ai])).toHaveLength(2);
    const template = prompts.ChatPromptTemplate.fromMessages([['human', 'is {card}']]);
    const value = (await redacted(await template.invoke({ card: CARD }))) as { toChatMessages(): unknown[] };
    expect(value.toChatMessages()).toMatchObject([{ content: 'is [CREDIT_CARD]' }]);
    const text = await redacted(
      await prompts.PromptTemplate.fromTemplate('is {card}').invoke({ card: CARD }),
    );
    expect(String(text)).toBe('is [CREDIT_CARD]');
    const document = new documents.Document({ pageContent: CARD, metadata: { n: 1 } });
    expect(await redacted({ context: [document], question: 'q', n: 4 })).toEqual({
      context: [new documents.Document({ pageContent: '[CREDIT_CARD]', metadata: { n: 1 } })],
      question: 'q',
      n: 4,
    });
    expect(await redacted({ n: 1, deep: [[{ a: CARD }]] })).toEqual({
      n: 1,
      deep: [[{ a: '[CREDIT_CARD]' }]],
    });
    // A number cannot hold what would stand in its place.
    const number = await rejection(same.invoke({ n: Number(CARD_DIGITS) }));
    expect(number).toBeInstanceOf(GuardrailViolationError);
    const kept = { messages: [new messages.HumanMessage('fine')], n: 1 };
    expect(await same.invoke(kept)).toBe(kept);
  });

  it('holds chunks that are no text until they are judged together', async () => {
    const half = [CARD.slice(0, 10), CARD.slice(10)];
    const streaming = (...chunks: readonly unknown[]) =>
      runnables.RunnableLambda.from(async function* () {
        yield* chunks;
      });
    const chunk = (content: string) => new messages.AIMessageChunk({ content });
    const run = async (chunks: readonly unknown[], policy: 'redact' | 'balanced' = 'redact') =>
      drain(
        (
          guardRunnable(streaming(...chunks), { scanner: cardScanner(), policy }) as ReturnType<
            typeof streaming
          >
        ).stream('q'),
      );
    const fine = [{ a: 'x' }, { a: 'y', b: 1 }];
    expect((await run(fine)).items).toEqual(fine);
    const cases: [readonly unknown[], unknown][] = [
      [half.map((a) => ({ a })), { a: '[CREDIT_CARD]' }],
      [[{ a: half[0] }, { a: CARD }], { a: '[CREDIT_CARD]' }],
      [half.map(chunk), { content: '[CREDIT_CARD]' }],
    ];
    for (const [chunks, expected] of cases) {
      const redacted = await run(chunks);
      // What can be put together in more than one way may be refused.
      if (redacted.error === undefined) expect(redacted.items).toMatchObject([expected]);
      else expect(redacted.error).toBeInstanceOf(GuardrailViolationError);
      const blocked = await run(chunks, 'balanced');
      expect(blocked.error).toBeInstanceOf(GuardrailViolationError);
      expect(printed([redacted, blocked])).not.toMatch(/4111/);
    }
    expect((await run([chunk(half[0] ?? ''), chunk(half[1] ?? '')])).items).toHaveLength(1);
    const tuples = await run(half.map((part) => [chunk(part), { node: 'x' }]));
    expect(tuples.error).toBeInstanceOf(GuardrailViolationError);
    expect(printed(tuples)).not.toMatch(/4111/);
    const mixed = await run(['text ', { a: CARD }]);
    expect(mixed.items).toEqual(['text ', { a: '[CREDIT_CARD]' }]);
  });

  it('stops what it streams from when nobody reads on', async () => {
    let made = 0;
    const signals: (AbortSignal | undefined)[] = [];
    const endless = runnables.RunnableLambda.from(async function* (
      _: string,
      config: { signal?: AbortSignal },
    ) {
      signals.push(config.signal);
      for (;;) {
        made += 1;
        await settle();
        yield 'words and words. ';
      }
    } as never);
    const guarded = guardRunnable(endless, { scanner: cardScanner() });
    for await (const _ of await guarded.stream('q')) break;
    await settle();
    const before = made;
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(made).toBe(before);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('keeps callbacks as they are where it has nothing to hide', async () => {
    const { made } = chain(`is ${CARD}`);
    for (const options of [
      { scanner: cardScanner(), output: false },
      { scanner: cardScanner(), policy: 'monitor' as const },
    ]) {
      const { handler, seen } = recorder();
      const config = { callbacks: [handler] };
      const guarded = guardRunnable(made, options);
      expect(await guarded.invoke({ q: 'x' }, config)).toBe(`is ${CARD}`);
      expect((await drain(guarded.stream({ q: 'x' }, config))).items.join('')).toBe(`is ${CARD}`);
      expect(eventsOf(seen)).toContain('handleChatModelStart');
    }
  });

  it('puts back what a vault holds', async () => {
    const echo = runnables.RunnableLambda.from(async (q: string) => `You said: ${q}`);
    const scanner = cardScanner();
    const guarded = guardRunnable(
      echo,
      createGuardrail({ scanner, policy: { preset: 'redact', redaction: { style: 'vault' } } }),
    );
    expect(await guarded.invoke(`my ${CARD}`)).toBe(`You said: my ${CARD}`);
    expect((await drain(guarded.stream(`my ${CARD}`))).items.join('')).toBe(`You said: my ${CARD}`);
    // What is put back is judged once more, in whole texts.
    const restored = scanner.requests.filter(({ response }) => response?.includes(CARD));
    expect(restored.map(({ response }) => response)).toEqual([`You said: my ${CARD}`]);
  });

  it('ends with the abort of the call, as an abort', async () => {
    const controller = new AbortController();
    const reason = new Error('stop it');
    const scanner = fakeScanner({
      verdicts: () => {
        controller.abort(reason);
        return new Promise(() => undefined);
      },
    });
    const { made } = chain('fine');
    const error = await rejection(
      guardRunnable(made, { scanner }).invoke({ q: 'x' }, { signal: controller.signal }),
    );
    expect(error).toBe(reason);
  });

  it('refuses what it cannot guard', () => {
    const scanner = cardScanner();
    const { model } = countingModel(kit);
    expect(() => guardRunnable(model, { scanner })).toThrow(/guardChatModel/);
    expect(() => guardRunnable({ invoke: () => 1 }, { scanner })).toThrow(GuardrailConfigError);
    expect(() => guardRunnable(chain('x').made, { scanner, input: false, output: false })).toThrow(/output/);
    expect(() =>
      guardRunnable(chain('x').made, { guardrail: createGuardrail({ scanner }), policy: 'strict' } as never),
    ).toThrow(/guardrail/);
  });
});
