import { HumanMessage } from '@langchain/core/messages';
import { Command } from '@langchain/langgraph';
import {
  type AgentMiddleware,
  createMiddleware,
  humanInTheLoopMiddleware,
  modelFallbackMiddleware,
  modelRetryMiddleware,
  piiMiddleware,
  summarizationMiddleware,
  toolErrorMiddleware,
  toolRetryMiddleware,
} from 'langchain';
import { describe, expect, it } from 'vitest';
import { ScriptedModel } from './scripted-model.js';
import { ATTACK, CARD, calling, holds, lookup, setUp, textsOf, WAYS, watch } from './support.js';

const BLOCKED = 'ai: I cannot help with that: it was blocked by a safety policy.';
const quick = { initialDelayMs: 0, jitter: false, maxRetries: 3 };

/** The same agent with another middleware in front of the guard, and behind it. */
const PLACES = [
  ['in front of it', (middleware: AgentMiddleware) => ({ before: [middleware] })],
  ['behind it', (middleware: AgentMiddleware) => ({ after: [middleware] })],
] as const;

describe.each(PLACES)('a guarded agent with other middleware %s', (place, at) => {
  it('does not try again what was refused', async () => {
    const { tool, inputs } = lookup(() => ATTACK);
    const answers = [calling('x'), { text: ATTACK }, { text: 'fine' }];
    for (const retry of [modelRetryMiddleware(quick), toolRetryMiddleware(quick)]) {
      const set = setUp({ answers, tools: [tool], ...at(retry as AgentMiddleware) });
      inputs.length = 0;
      expect(textsOf(await set.say('hello'))).toEqual([
        'human: hello',
        'ai:  [{"q":"x"}]',
        'tool: This tool call was blocked by a safety policy.',
        BLOCKED,
      ]);
      expect([inputs.length, set.model.prompts.length]).toEqual([1, 2]);
    }
  });

  it('still tries again what failed', async () => {
    const set = setUp({
      answers: [{ error: new Error('busy') }, { text: `is ${CARD}` }],
      ...at(modelRetryMiddleware(quick) as AgentMiddleware),
    });
    expect(textsOf(await set.say('hello')).at(-1)).toBe('ai: is [CREDIT_CARD]');
  });

  it('still tries a tool again that failed', async () => {
    let count = 0;
    const { tool } = lookup(() => {
      count += 1;
      if (count < 3) throw new Error('busy');
      return `is ${CARD}`;
    });
    const retry = toolRetryMiddleware(quick) as AgentMiddleware;
    const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [tool], ...at(retry) });
    expect(textsOf(await set.say('hello'))[2]).toBe('tool: is [CREDIT_CARD]');
    expect(count).toBe(3);
  });

  it('hands no refused prompt to the model of a fallback, and judges what that answers', async () => {
    const raw = new ScriptedModel([{ text: `raw ${CARD}` }, { text: `raw ${ATTACK}` }]);
    const failing = { error: new Error('down') };
    const set = setUp({
      answers: [failing, failing],
      ...at(modelFallbackMiddleware(raw) as AgentMiddleware),
    });
    await set.say(ATTACK);
    expect(raw.prompts).toHaveLength(0);
    expect(textsOf(await set.say(`hello ${CARD}`)).at(-1)).toBe('ai: raw [CREDIT_CARD]');
    expect(textsOf(await set.say('more')).at(-1)).toBe(BLOCKED);
    expect(raw.prompts).toHaveLength(2);
    expect(holds([raw.prompts, await set.thread()], CARD)).toBe(false);
    expect(holds([raw.prompts, await set.thread()], ATTACK)).toBe(false);
  });

  it('judges what another model says after the guarded one has answered', async () => {
    const raw = new ScriptedModel([{ text: `raw ${ATTACK}` }]);
    const choosy = createMiddleware({
      name: 'Choosy',
      wrapModelCall: async (request, handler) => {
        await handler(request);
        return handler({ ...request, model: raw });
      },
    });
    const set = setUp({ answers: [{ text: 'fine' }], ...at(choosy as AgentMiddleware) });
    expect(textsOf(await set.say('hello')).at(-1)).toBe(BLOCKED);
    expect(raw.prompts).toHaveLength(1);
  });

  it('leaks nothing where a fallback answers in a stream, if the guard is behind it', async () => {
    const leaking: string[] = [];
    for (const way of WAYS) {
      const raw = new ScriptedModel([{ text: `raw ${CARD} words` }]);
      const fallback = modelFallbackMiddleware(raw) as AgentMiddleware;
      const set = setUp({ answers: [{ error: new Error('down') }], ...at(fallback) });
      const seen = await watch(set, way, 'hello');
      if (holds([seen.shown], CARD)) leaking.push(way);
      expect(textsOf(await set.thread()).at(-1)).toBe('ai: raw [CREDIT_CARD] words');
    }
    expect(leaking).toEqual(place === 'in front of it' ? [] : ['messages', 'v2', 'v3']);
  });

  it('works beside piiMiddleware', async () => {
    const pii = piiMiddleware('email', { strategy: 'redact', applyToOutput: true }) as AgentMiddleware;
    const set = setUp({ answers: [{ text: `ask a@example.com, ${CARD}` }], ...at(pii) });
    const texts = textsOf(await set.say(`I am b@example.com, ${CARD}`));
    expect(texts).toEqual([
      expect.stringMatching(/^human: I am \[.*EMAIL\], \[CREDIT_CARD\]$/),
      expect.stringMatching(/^ai: ask \[.*EMAIL\], \[CREDIT_CARD\]$/),
    ]);
  });

  it('clears the thread of what other middleware writes to it', async () => {
    let text = '';
    const writing = createMiddleware({
      name: 'Writing',
      beforeModel: () => ({ messages: [new HumanMessage(text)] }),
    });
    const set = setUp({ answers: [{ text: 'fine' }, { text: 'fine' }], ...at(writing as AgentMiddleware) });
    text = `note ${CARD}`;
    await set.say('hello');
    expect(textsOf(await set.thread())).toEqual(['human: hello', 'human: note [CREDIT_CARD]', 'ai: fine']);
    text = `note ${ATTACK}`;
    expect(textsOf(await set.say('more')).at(-1)).toBe(BLOCKED);
    text = 'nothing';
    expect(textsOf(await set.say('more')).at(-1)).toBe('ai: fine');
    expect(holds([await set.thread(), set.model.prompts], ATTACK)).toBe(false);
    expect(holds([await set.thread(), set.model.prompts], CARD)).toBe(false);
  });

  it('works beside a summary', async () => {
    const summarizer = new ScriptedModel([{ text: 'the gist' }, { text: 'the gist' }]);
    const summary = summarizationMiddleware({
      model: summarizer,
      trigger: { messages: 3 },
      keep: { messages: 1 },
    } as never) as unknown as AgentMiddleware;
    const set = setUp({ answers: [{ text: 'one' }, { text: 'two' }, { text: 'three' }], ...at(summary) });
    await set.say(`a ${CARD}`);
    await set.say('b');
    const texts = textsOf(await set.thread());
    expect(texts.at(-1)).toBe('ai: two');
    expect(texts[0]).toContain('the gist');
    await set.say(ATTACK);
    expect(holds([set.model.prompts, await set.thread()], ATTACK)).toBe(false);
    expect(holds([set.model.prompts, await set.thread(), summarizer.prompts], CARD)).toBe(false);
  });

  it('judges again what a human has edited, and what a human says', async () => {
    const { tool, inputs } = lookup();
    const human = humanInTheLoopMiddleware({
      interruptOn: { lookup: true },
    } as never) as unknown as AgentMiddleware;
    const decide = (...decisions: unknown[]) => new Command({ resume: { decisions } });
    const edited = (q: string) => ({ type: 'edit', editedAction: { name: 'lookup', args: { q } } });
    const run = async (decision: unknown) => {
      const set = setUp({ answers: [calling(`x ${CARD}`), { text: 'fine' }], tools: [tool], ...at(human) });
      inputs.length = 0;
      const paused = await set.agent.invoke({ messages: [new HumanMessage('hello')] }, set.config);
      expect(holds(paused, CARD)).toBe(false);
      await set.agent.invoke(decide(decision) as never, set.config);
      return set;
    };
    await run({ type: 'approve' });
    expect(inputs).toEqual([{ q: 'x [CREDIT_CARD]' }]);
    const redacted = await run(edited(CARD));
    expect(inputs).toEqual([{ q: '[CREDIT_CARD]' }]);
    expect(holds([await redacted.thread(), redacted.model.prompts], CARD)).toBe(false);
    const refused = await run(edited(ATTACK));
    expect(inputs).toEqual([]);
    expect(holds([refused.model.prompts], ATTACK)).toBe(false);
    const rejected = await run({ type: 'reject', message: `no, ${CARD}` });
    expect(holds([await rejected.thread(), rejected.model.prompts], CARD)).toBe(false);
  });

  it('judges tools that another middleware brings', async () => {
    const { tool, inputs } = lookup(({ q }) => (q === 'bad' ? ATTACK : `is ${CARD}`));
    const bringing = createMiddleware({
      name: 'Bringing',
      wrapModelCall: (request, handler) => handler({ ...request, tools: [...request.tools, tool] }),
      wrapToolCall: (request, handler) => handler({ ...request, tool }),
    });
    const set = setUp({
      answers: [calling(CARD), calling('bad', 'call-2'), { text: 'fine' }],
      ...at(bringing as AgentMiddleware),
    });
    const texts = textsOf(await set.say('hello'));
    expect(inputs).toEqual([{ q: '[CREDIT_CARD]' }, { q: 'bad' }]);
    expect([texts[2], texts[4]]).toEqual([
      'tool: is [CREDIT_CARD]',
      'tool: This tool call was blocked by a safety policy.',
    ]);
  });

  it('judges what other middleware says of the error of a tool', async () => {
    const { tool } = lookup(() => {
      throw new Error(`no ${CARD}`);
    });
    const telling = toolErrorMiddleware({ onError: (error) => String(error) }) as AgentMiddleware;
    const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [tool], ...at(telling) });
    expect(textsOf(await set.say('hello'))[2]).toMatch(/^tool: Error: no \[CREDIT_CARD\]/);
  });
});
