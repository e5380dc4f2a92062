import { StructuredTool, tool } from '@langchain/core/tools';
import { Command, getWriter, interrupt, MemorySaver } from '@langchain/langgraph';
import { createGuardrail } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import { createAgent } from 'langchain';
import { describe, expect, it } from 'vitest';
import { ScriptedModel } from './scripted-model.js';
import { ATTACK, agentScanner, CARD, calling, holds, lookupSchema, textsOf } from './support.js';

const SAID = `The card is ${CARD}.`;
type Run = (input: { q: string }, config: Record<string, unknown>) => unknown;

const subAgent = () => createAgent({ model: new ScriptedModel([{ text: SAID }]), tools: [], name: 'sub' });
const asked = async (config?: object): Promise<string> => {
  const { messages } = await subAgent().invoke({ messages: 'card?' } as never, config);
  return messages.at(-1)?.text ?? '';
};

/** Tools that ask a model or an agent, by how they hand their config on. */
const ASKING: readonly [string, Run][] = [
  ['an agent', () => asked()],
  ['an agent, with its config', (_, config) => asked(config)],
  ['an agent, with the config inside', (_, config) => asked(Object(config['config']))],
  [
    'an agent, as a stream',
    async (_, config) => {
      let text = '';
      const options = { ...config, streamMode: 'messages' };
      const items: unknown = await subAgent().stream({ messages: 'card?' } as never, options as never);
      for await (const item of items as AsyncIterable<[object]>) text += Reflect.get(item[0], 'text');
      return text;
    },
  ],
  ['a model', async ({ q }) => (await new ScriptedModel([{ text: SAID }]).invoke(q)).text],
  [
    'a model, with its config',
    async ({ q }, config) => (await new ScriptedModel([{ text: SAID }]).invoke(q, config)).text,
  ],
];

const MODES = ['messages', 'updates', 'values', 'custom', 'tools', 'debug', 'v2', 'v3'] as const;

const toolOf = (run: Run) =>
  tool(run as never, { name: 'lookup', description: 'looks', schema: lookupSchema }) as unknown;

function agentWith(run: Run, more: object = {}, lookup = toolOf(run)) {
  const guardrail = createGuardrail({ scanner: agentScanner(), policy: 'redact' });
  return createAgent({
    model: new ScriptedModel([calling('x'), { text: 'done' }]),
    tools: [lookup as never],
    middleware: [guardrailAgentMiddleware({ guardrail, ...more })],
    checkpointer: new MemorySaver(),
  });
}

async function shown(agent: ReturnType<typeof agentWith>, mode: (typeof MODES)[number], input: object) {
  const config = { configurable: { thread_id: '1' } };
  const seen: unknown[] = [];
  const events = mode === 'v2' || mode === 'v3' ? mode : undefined;
  const items = await (events === undefined
    ? agent.stream(input as never, { ...config, streamMode: mode, subgraphs: true } as never)
    : agent.streamEvents(input as never, { ...config, version: events } as never));
  for await (const item of items as unknown as AsyncIterable<unknown>) seen.push(item);
  return seen;
}

const HELLO = { messages: [{ role: 'user', content: 'hello' }] };

describe.each(ASKING)('a tool of a guarded agent that asks %s', (_, run) => {
  it.each(MODES)('shows nothing of it that has not been judged, in %s', async (mode) => {
    const agent = agentWith(run);
    const seen = await shown(agent, mode, HELLO);
    expect(holds(seen, CARD)).toBe(false);
    const { values } = await agent.graph.getState({ configurable: { thread_id: '1' } });
    expect(textsOf(values.messages)).toEqual([
      'human: hello',
      'ai:  [{"q":"x"}]',
      'tool: The card is [CREDIT_CARD].',
      'ai: done',
    ]);
  });
});

describe('what runs inside a tool of a guarded agent', () => {
  it('is shown where it is guarded itself', async () => {
    const run: Run = async (_, config) => {
      const model = guardChatModel(new ScriptedModel([{ text: SAID }]), {
        scanner: agentScanner(),
        policy: 'redact',
      });
      return (await model.invoke('card?', config)).text;
    };
    const hidden = await shown(agentWith(run), 'messages', HELLO);
    const seen = await shown(agentWith(run, { insideTools: 'show' }), 'messages', HELLO);
    expect(seen.length).toBeGreaterThan(hidden.length);
    expect(holds(seen, CARD)).toBe(false);
    expect(() => agentWith(run, { insideTools: 'yes' })).toThrow('insideTools');
  });

  it('may ask a human, and goes on with the answer', async () => {
    const sub = createAgent({
      model: new ScriptedModel([calling('y', 'call-2', 'ask'), { text: SAID }]),
      tools: [
        tool((() => `you said ${interrupt('what?')}`) as never, {
          name: 'ask',
          description: 'asks',
          schema: lookupSchema,
        }) as never,
      ],
      checkpointer: true as never,
    });
    const agent = agentWith(
      async ({ q }) => (await sub.invoke({ messages: q } as never)).messages.at(-1)?.text,
    );
    const config = { configurable: { thread_id: '1' } };
    await agent.invoke(HELLO as never, config);
    const { tasks } = await agent.graph.getState(config);
    expect(tasks.flatMap(({ interrupts }) => interrupts)).toMatchObject([{ value: 'what?' }]);
    const { messages } = await agent.invoke(new Command({ resume: 'fine' }) as never, config);
    expect(textsOf(messages as never).at(-1)).toBe('ai: done');
  });
});

describe('the progress of a tool in a guarded agent', () => {
  const writers: readonly [
    string,
    (config: Record<string, unknown>) => ((chunk: unknown) => void) | undefined,
  ][] = [
    ['its config', (config) => config['writer'] as never],
    ['LangGraph', (config) => getWriter(config as never) as never],
  ];

  it.each(writers)('is judged part by part, written with the writer of %s', async (_, writerOf) => {
    const chunks = ['one', { step: 2, said: SAID }, 'three ', `${CARD.slice(0, 9)}`, 'end'];
    const agent = agentWith((_input, config) => {
      const write = writerOf(config);
      for (const chunk of chunks) write?.(chunk);
      return 'ok';
    });
    const seen = await shown(agent, 'custom', HELLO);
    expect(seen.map((item) => Reflect.get(item as object, 1))).toEqual([
      'one',
      { step: 2, said: 'The card is [CREDIT_CARD].' },
      ...chunks.slice(2),
    ]);
  });

  it('is judged where a tool of a class of its own takes the writer of the run around it', async () => {
    class Own extends StructuredTool {
      override name = 'lookup';
      override description = 'looks';
      override schema = lookupSchema;
      override async _call() {
        getWriter()?.({ said: SAID });
        return 'ok';
      }
    }
    const agent = agentWith(() => 'x', {}, new Own());
    const seen = await shown(agent, 'custom', HELLO);
    expect(seen.map((item) => Reflect.get(item as object, 1))).toEqual([
      { said: 'The card is [CREDIT_CARD].' },
    ]);
  });

  it('ends with what is refused, while the run goes on', async () => {
    const agent = agentWith((_input, config) => {
      for (const chunk of ['one', ATTACK, 'three']) Object(config)['writer'](chunk);
      return 'ok';
    });
    for (const mode of ['custom', 'v3'] as const) {
      const seen = await shown(agent, mode, HELLO);
      expect(holds(seen, ATTACK)).toBe(false);
    }
    const { values } = await agent.graph.getState({ configurable: { thread_id: '1' } });
    expect(textsOf(values.messages)[2]).toBe('tool: ok');
  });

  it('does not lead past the end of a text that is cut in two', async () => {
    const agent = agentWith((_input, config) => {
      for (const chunk of [`is ${CARD.slice(0, 9)}`, CARD.slice(9), 'end']) Object(config)['writer'](chunk);
      return 'ok';
    });
    const seen = await shown(agent, 'custom', HELLO);
    expect(seen.map((item) => Reflect.get(item as object, 1)).join('')).not.toContain(CARD);
  });

  it('is all there before the run ends, also where the tool throws', async () => {
    const agent = agentWith((_input, config) => {
      Object(config)['writer']('one');
      throw new Error('down');
    });
    const seen = await shown(agent, 'custom', HELLO);
    expect(seen.map((item) => Reflect.get(item as object, 1))).toEqual(['one']);
  });
});
