import { HumanMessage } from '@langchain/core/messages';
import { createGuardrail } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import { type FakeScanner, fakeScanner } from 'airs-guardrails/testing';
import { createAgent } from 'langchain';
import { describe, expect, it } from 'vitest';
import { ScriptedModel } from '../agent/scripted-model.js';
import { agentScanner, CARD, calling, lookup } from '../agent/support.js';
import { KIT_1 } from '../battery/kit-1.js';
import { replyOf, scriptedModel } from '../battery/scripted-model.js';
import { KIT_03 } from '../core-0.3/kit.js';

const kinds = ({ requests }: FakeScanner) =>
  requests.map(({ prompt, response, toolEvent }) => {
    if (toolEvent !== undefined) return toolEvent.output === undefined ? 'input' : 'output';
    return response === undefined ? `prompt ${prompt}` : 'response';
  });

type Made = { invoke(input: unknown): Promise<unknown>; [key: string]: unknown };

/** Ways to make another model of a guarded one. */
const WAYS: readonly [string, (model: Made) => Made][] = [
  ['itself', (model) => model],
  ['bound tools', (model) => Object(model).bindTools([])],
  ['a config', (model) => Object(model).withConfig({ tags: ['x'] })],
  ['bound tools and a config', (model) => Object(Object(model).bindTools([])).withConfig({ tags: ['x'] })],
  ['a retry', (model) => Object(model).withRetry({ stopAfterAttempt: 1 })],
];

describe.each([KIT_1, KIT_03])('a model of $version that is guarded more than once', (kit) => {
  it.each(WAYS)('is judged once by each guardrail, made into %s', async (_, made) => {
    const scanners = [fakeScanner(), fakeScanner(), fakeScanner()];
    const guardrails = scanners.map((scanner) => createGuardrail({ scanner }));
    const { model } = scriptedModel(kit, { replies: [replyOf(kit, { text: ['fine'] })] });
    let guarded: object = model;
    for (const guardrail of [...guardrails, ...guardrails])
      guarded = guardChatModel(guarded as never, guardrail);
    await made(guarded as Made).invoke('hello');
    expect(scanners.map(kinds)).toEqual(scanners.map(() => ['prompt hello', 'response']));
    expect(guardChatModel(guarded as never, guardrails[1])).toBe(guarded);
  });
});

describe('a guarded agent with a guarded model', () => {
  const agentOf = (model: object, guardrail: ReturnType<typeof createGuardrail>) =>
    createAgent({
      model: model as never,
      tools: [lookup().tool],
      middleware: [guardrailAgentMiddleware({ guardrail })],
    });
  const answers = () => [calling('x'), { text: `${'words '.repeat(40)}end` }];
  const run = async (guards: (model: ScriptedModel, own: never) => object, isStreamed: boolean) => {
    const scanner = agentScanner();
    const guardrail = createGuardrail({ scanner });
    const agent = agentOf(guards(new ScriptedModel(answers()), guardrail as never), guardrail);
    const input = { messages: [new HumanMessage('hello')] };
    if (!isStreamed) await agent.invoke(input);
    else for await (const _ of await agent.stream(input, { streamMode: 'messages' }));
    return kinds(scanner);
  };

  it.each([false, true])('has each text scanned once by one guardrail, streamed: %s', async (isStreamed) => {
    const once = await run((model) => model, isStreamed);
    const other = createGuardrail({ scanner: fakeScanner() });
    const guards: ((model: ScriptedModel, own: never) => object)[] = [
      (model, own) => guardChatModel(model, own),
      (model, own) => guardChatModel(model, own).withConfig({ tags: ['x'] }),
      (model, own) => guardChatModel(guardChatModel(model, own), other),
      (model, own) => guardChatModel(guardChatModel(model, other), own),
    ];
    for (const guard of guards) expect(await run(guard, isStreamed)).toEqual(once);
  });

  it('keeps the guard of another guardrail', async () => {
    const scanner = agentScanner();
    const other = createGuardrail({ scanner, policy: 'redact' });
    const guardrail = createGuardrail({ scanner: fakeScanner() });
    const model = new ScriptedModel([{ text: `is ${CARD}` }]);
    const both = guardChatModel(guardChatModel(model, other), guardrail);
    const { messages } = await agentOf(both, guardrail).invoke({ messages: [new HumanMessage('hello')] });
    expect(messages.at(-1)?.text).toBe('is [CREDIT_CARD]');
  });

  it('gives the user what the vault holds', async () => {
    const redaction = { style: 'vault' } as const;
    const guardrail = createGuardrail({ scanner: agentScanner(), policy: { preset: 'redact', redaction } });
    class Echo extends ScriptedModel {
      override async _generate(messages: HumanMessage[]) {
        this.turns.scripts.splice(0, 9, { text: `You said: ${messages.at(-1)?.text}` });
        return super._generate(messages);
      }
    }
    const agent = agentOf(guardChatModel(new Echo([]), guardrail), guardrail);
    const config = { configurable: { thread_id: '1' } };
    const { messages } = await agent.invoke({ messages: [new HumanMessage(`my card is ${CARD}`)] }, config);
    expect(messages.at(-1)?.text).toBe(`You said: my card is ${CARD}`);
  });
});
