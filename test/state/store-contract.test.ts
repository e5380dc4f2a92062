import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, EMAIL, instance, SECRET, streamed } from './guardrails.js';
import { type OpenStore, STORES } from './stores.js';

describe.each(STORES.filter(({ open }) => open !== undefined))('state over $name', ({ open, counts }) => {
  let opened: OpenStore;
  beforeAll(async () => {
    if (open !== undefined) opened = await open();
  });
  afterAll(async () => opened.close());
  const two = () => {
    // A whole suite may be what keeps a store waiting, and this is not about time.
    const state = { store: opened.store, secret: SECRET, storeTimeoutMs: 10_000 };
    return [instance(state), instance(state), { sessionId: randomUUID() }] as const;
  };

  it('puts back in one process what another has replaced', async () => {
    const [a, b, session] = two();
    const { text } = await a.guardrail.checkPrompt(`Write to ${EMAIL}`, session);
    expect(text).not.toContain(EMAIL);
    const answer = `Done: ${text}`;
    const whole = await b.guardrail.checkResponse(answer, session);
    expect(whole.text).toBe(`Done: Write to ${EMAIL}`);
    expect(whole.unrestored).toBeUndefined();
    expect(b.guardrail.restore(text, session)).toBe(`Write to ${EMAIL}`);
  });

  it('puts it back in a stream, and in what a tool gets', async () => {
    const [a, b, session] = two();
    const { text } = await a.guardrail.checkPrompt(`Write to ${EMAIL}`, session);
    expect(await streamed(b.guardrail.responseStream(session), `Done: ${text}.`)).toBe(
      `Done: Write to ${EMAIL}.`,
    );
    const [, c] = two();
    const tool = await c.guardrail.checkTool({ name: 'mail', input: JSON.stringify({ to: text }) }, session);
    expect(tool.text).toBe(JSON.stringify({ to: `Write to ${EMAIL}` }));
  });

  it('judges no turn twice, and writes the same placeholders', async () => {
    const [a, b, session] = two();
    const first = chat(`Write to ${EMAIL}`);
    await a.guardrail.enforceConversation(first, session);
    await a.guardrail.checkResponse('I have done so.', session);
    const second = chat(`Write to ${EMAIL}`, 'I have done so.', 'Thank you.');
    await b.guardrail.enforceConversation(second, session);
    expect(second.written[0]).toBe(first.written[0]);
    const alone = instance(undefined);
    await alone.guardrail.enforceConversation(chat(`Write to ${EMAIL}`), session);
    alone.scans.length = 0;
    await alone.guardrail.enforceConversation(
      chat(`Write to ${EMAIL}`, 'I have done so.', 'Thank you.'),
      session,
    );
    expect(b.scans).toHaveLength(alone.scans.length);
    const [c] = two();
    await b.guardrail.checkResponse('You are welcome.', session);
    await c.guardrail.enforceConversation(
      chat(`Write to ${EMAIL}`, 'I have done so.', 'Thank you.'),
      session,
    );
    expect(c.scans).toEqual([]);
  });

  it('shares verdicts between sessions', async () => {
    const [a, b] = two();
    const text = `What is the capital of ${randomUUID()}?`;
    await a.guardrail.checkPrompt(text, { sessionId: 'one' });
    await a.guardrail.checkResponse('Paris', { sessionId: 'one' });
    await expect
      .poll(async () => {
        b.scans.length = 0;
        const { result } = await b.guardrail.checkPrompt(text, { sessionId: 'another' });
        return [b.scans.length, result.source];
      })
      .toEqual([0, 'cache']);
  });

  it('holds neither content, nor who asked, nor the secret', async () => {
    const [a, , session] = two();
    const words = chat(`Write to ${EMAIL} about the zebra`);
    await a.guardrail.enforceConversation(words, session);
    await a.guardrail.checkResponse('Done', session);
    const dump = await opened.dump();
    expect(dump.length).toBeGreaterThan(500);
    for (const text of [
      EMAIL,
      'jane.doe',
      'about the zebra',
      session.sessionId,
      SECRET,
      '[EMAIL',
      'outcome',
      'dlp_',
    ])
      expect(dump).not.toContain(text);
  });

  it('forgets a session in every process, and nothing else', async () => {
    const [a, b, session] = two();
    const other = { sessionId: randomUUID() };
    const { text } = await a.guardrail.checkPrompt(`Write to ${EMAIL}`, session);
    const kept = await a.guardrail.checkPrompt(`Write to ${EMAIL}`, other);
    expect((await b.guardrail.checkResponse(text, session)).text).toContain(EMAIL);
    await a.guardrail.forget(session.sessionId);
    for (const { guardrail } of [a, b]) {
      const decision = await guardrail.checkResponse(text, session);
      expect(decision.text).toBe(text);
      expect(decision.unrestored).toBe(1);
      expect(guardrail.restore(text, session)).toBe(text);
    }
    expect((await b.guardrail.checkResponse(kept.text, other)).text).toContain(EMAIL);
    // The session may go on.
    const again = await b.guardrail.checkPrompt(`Write to ${EMAIL}`, session);
    expect((await a.guardrail.checkResponse(again.text, session)).text).toContain(EMAIL);
  });

  it.runIf(counts)('counts in one step', async () => {
    const { store } = opened;
    const key = randomUUID();
    const sums = await Promise.all(Array.from({ length: 50 }, async () => store.increment?.(key, 2, 60_000)));
    expect(sums.map(Number).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 50 }, (_, index) => 2 * (index + 1)),
    );
    const brief = randomUUID();
    await store.increment?.(brief, 5, 1);
    await expect.poll(async () => Number(await store.increment?.(brief, 5, 1))).toBe(5);
  });
});
