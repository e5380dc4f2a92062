import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner } from '../ai-sdk/card.js';
import { providerForAll } from './battery/hooks.js';
import type { ChatModel, Kit } from './battery/kit.js';
import { KIT_1 } from './battery/kit-1.js';
import { type Made, type ModelRow, modelsOf } from './battery/models.js';
import { watcher } from './battery/watching.js';
import { KIT_03 } from './core-0.3/kit.js';

/** Kinds of models of the matrix. */
const KINDS = ['scripted', 'ChatOpenAI completions', 'ChatAnthropic', 'initChatModel openai'];
const TOOL = {
  type: 'function',
  function: { name: 'lookup', parameters: { type: 'object', properties: {} } },
};
const ATTACK = `My card is ${CARD}.`;
const GUARD = { scanner: cardScanner(), policy: { prompt: { dlp: 'block' } } } as const;

const provider = providerForAll();

/** What callbacks as a guard do not see, or see too late. */
const WAYS: readonly [
  name: string,
  ask: (model: ChatModel, kit: Kit) => Promise<unknown>,
  versions?: readonly Kit['version'][],
][] = [
  ['a plain call', (model) => model.invoke(ATTACK)],
  ['a model that lost its callbacks by bindTools', (model) => bound(model).invoke(ATTACK)],
  ['an agent', (model, kit) => kit.agent(model, () => '').invoke(asked(ATTACK), thread)],
  [
    'callbacks of withConfig against those of the call',
    (model) => configured(model, { callbacks: [watcher().handler] }).invoke(ATTACK, others()),
  ],
  [
    'a chain with callbacks of its own',
    (model, kit) =>
      configured(model, { callbacks: [watcher().handler] })
        .pipe(new kit.parsers.StringOutputParser())
        .invoke(ATTACK, others()),
  ],
  [
    'an agent with callbacks',
    (model, kit) => kit.agent(model, () => '').invoke(asked(ATTACK), { ...thread, ...others() }),
  ],
  [
    'a step that calls the model with other callbacks',
    (model, kit) =>
      kit.runnables.RunnableLambda.from((text: string) => model.invoke(text, others())).invoke(
        ATTACK,
        others(),
      ),
  ],
  [
    'the events of the model',
    async (model) => {
      for await (const _ of model.streamEvents(ATTACK, undefined as never) as AsyncIterable<unknown>) void _;
    },
    ['1.2.13'],
  ],
  [
    'the events of a bound model',
    async (model) => {
      const events = bound(model).streamEvents(ATTACK, { version: 'v3' } as never);
      for await (const _ of events as unknown as AsyncIterable<unknown>) void _;
    },
    ['1.2.13'],
  ],
  ['generate', (model, kit) => model.generate([[new kit.messages.HumanMessage(ATTACK)]])],
  [
    'an answer by hand',
    (model, kit) => model._generate([new kit.messages.HumanMessage(ATTACK)], {} as never),
  ],
  ['a retry around a bound model', (model) => bound(model).withRetry({ stopAfterAttempt: 1 }).invoke(ATTACK)],
];

const thread = { configurable: { thread_id: 'thread-1' } };
const asked = (content: string) => ({ messages: [{ role: 'user', content }] });
const others = () => ({ callbacks: [watcher().handler] }) as object;
const bound = (model: ChatModel) => model.bindTools?.([TOOL]) as unknown as ChatModel;
const configured = (model: ChatModel, config: object) => model.withConfig(config) as unknown as ChatModel;

const cells = [KIT_1, KIT_03].flatMap((kit) =>
  modelsOf(kit)
    .filter(({ name }) => KINDS.includes(name))
    .flatMap((row) =>
      WAYS.filter(([, , versions]) => versions?.includes(kit.version) ?? true).map(([way, ask]) => ({
        kit,
        row,
        way,
        ask,
      })),
    ),
);

function make(kit: Kit, row: ModelRow): Promise<Made> | Made {
  return row.make({
    kit,
    provider: provider(),
    answers: [{ text: ['fine'] }],
    callbacks: [watcher().handler],
  });
}

describe('the matrix of ways round a guard', () => {
  it.each(cells)('$kit.version $row.name: $way', async ({ kit, row, ask }) => {
    const { model, calls } = await make(kit, row);
    await expect(ask(guardChatModel(model, GUARD), kit)).rejects.toMatchObject({
      code: 'ERR_GUARDRAIL_BLOCKED',
    });
    expect(calls()).toBe(0);
  });

  it.each([KIT_1, KIT_03])('$version: a fallback is guarded only if it is guarded itself', async (kit) => {
    const answering = () => new kit.testing.FakeListChatModel({ responses: ['from the fallback'] });
    const { model } = await make(kit, modelsOf(kit)[0] as ModelRow);
    const guarded = guardChatModel(model, GUARD);
    const open = await guarded.withFallbacks([answering()]).invoke(ATTACK);
    expect(open.content).toBe('from the fallback');
    const closed = guarded.withFallbacks([guardChatModel(answering(), GUARD)]).invoke(ATTACK);
    await expect(closed).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
  });
});

describe('a model of another copy of LangChain', () => {
  const rows = modelsOf(KIT_03).filter(({ name }) => KINDS.includes(name));

  it.each(rows)('$name of 0.3 in a chain and an agent of 1', async (row) => {
    const chain = async (text: string) => {
      const { model, calls } = await make(KIT_03, row);
      const guarded = guardChatModel(model, GUARD);
      const parser = new KIT_1.parsers.StringOutputParser();
      return {
        answer: KIT_1.runnables.RunnableSequence.from([guarded as never, parser]).invoke(text),
        calls,
      };
    };
    expect(await (await chain('Hello')).answer).toBe('fine');
    const { answer, calls } = await chain(ATTACK);
    await expect(answer).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    expect(calls()).toBe(0);
  });
});
