import { isGuardrailError } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { expectNoRejections, providerForAll } from '../battery/hooks.js';
import type { ChatModel, Kit } from '../battery/kit.js';
import { KIT_1 } from '../battery/kit-1.js';
import { type ModelRow, modelsOf } from '../battery/models.js';
import { gate, read, textOf } from '../battery/reading.js';
import { traces } from '../battery/watching.js';
import { KIT_03 } from '../core-0.3/kit.js';
import { settle } from '../support.js';

const KITS: readonly Kit[] = [KIT_1, KIT_03];
const BLOCKS = { prompt: { dlp: 'block' }, response: { dlp: 'block' }, tool: { dlp: 'block' } } as const;
const REMOTE = ['ChatOpenAI completions', 'ChatOpenAI Responses', 'ChatAnthropic'];
const LONG = Array.from({ length: 60 }, (_, index) => `Word ${index} of the answer. `);

const provider = providerForAll();

expectNoRejections();

const remote = KITS.flatMap((kit) =>
  modelsOf(kit)
    .filter(({ name }) => REMOTE.includes(name))
    .map((row) => ({ kit, row })),
);

// ChatAnthropic 0.3 hands its signal to nobody and looks at it when the next event has come, guarded or not.
const LATE = 'ChatAnthropic 0.3.80';

describe.each(remote)('a stream of $kit.version $row.name', ({ kit, row }: { kit: Kit; row: ModelRow }) => {
  const closes = `${row.name} ${kit.version}` !== LATE;
  const make = async (guard: Parameters<typeof guardChatModel>[1]): Promise<ChatModel> => {
    const { model } = await row.make({ kit, provider: provider(), answers: [{ text: LONG }] });
    return guardChatModel(model, guard);
  };

  it('lets out what has passed before the end has come', async () => {
    const model = await make({ scanner: fakeScanner() });
    const last = gate();
    provider().play({ text: LONG }, { beforeEvent: (index) => (index === 50 ? last.opened : undefined) });
    let text = '';
    for await (const chunk of await model.stream('Hello')) {
      text += textOf([chunk]);
      if (text.length > 400) last.open();
    }
    expect(text).toBe(LONG.join(''));
  });

  it.runIf(closes)('is closed where the consumer leaves', async () => {
    const model = await make({ scanner: fakeScanner() });
    const never = gate();
    provider().play({ text: LONG }, { beforeEvent: (index) => (index === 50 ? never.opened : undefined) });
    for await (const chunk of await model.stream('Hello')) if (textOf([chunk]).includes('Word 3')) break;
    await vi.waitFor(() => expect(provider().left).toBe(1));
    never.open();
  });

  it.runIf(closes)('is closed where it is stopped', async () => {
    const model = await make({ scanner: cardScanner(), policy: BLOCKS });
    const never = gate();
    const text = [...LONG.slice(0, 20), CARD, ...LONG.slice(20)];
    provider().play({ text }, { beforeEvent: (index) => (index === 60 ? never.opened : undefined) });
    const { items, error } = await read(model.stream('Hello'));
    expect(error).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    expect(traces([items, error])).toEqual([]);
    await vi.waitFor(() => expect(provider().left).toBe(1));
    never.open();
  });

  it.runIf(closes)('ends as an abort where it is aborted', async () => {
    const outcomes = [];
    for (const isGuarded of [false, true]) {
      const made = await row.make({ kit, provider: provider(), answers: [{ text: LONG }] });
      const model = isGuarded ? guardChatModel(made.model, { scanner: fakeScanner() }) : made.model;
      const never = gate();
      provider().play({ text: LONG }, { beforeEvent: (index) => (index === 50 ? never.opened : undefined) });
      const abort = new AbortController();
      let error: unknown;
      try {
        for await (const chunk of await model.stream('Hello', { signal: abort.signal }))
          if (textOf([chunk]).includes('Word 3')) abort.abort();
      } catch (caught) {
        error = caught;
      }
      await vi.waitFor(() => expect(provider().left).toBe(1));
      never.open();
      expect(isGuardrailError(error)).toBe(false);
      outcomes.push(Object(error).name);
    }
    expect(outcomes[1]).toBe(outcomes[0]);
  });

  it('waits for a slow scanner, which is asked no more when the consumer has left', async () => {
    const slow = gate();
    const scanner = fakeScanner({
      verdicts: async ({ response }) => {
        if (response !== undefined) await slow.opened;
        return {};
      },
    });
    const model = await make({ scanner });
    provider().play({ text: LONG });
    let seen = 0;
    const abort = new AbortController();
    const reading = (async () => {
      for await (const chunk of await model.stream('Hello', { signal: abort.signal }))
        if (textOf([chunk]) !== '') seen += 1;
    })();
    reading.catch(() => undefined);
    await vi.waitFor(() => expect(provider().written).toBeGreaterThan(50));
    expect(seen).toBe(0);
    abort.abort();
    await expect(reading).rejects.toThrow();
    const asked = scanner.requests.length;
    slow.open();
    await settle();
    expect(scanner.requests.length).toBe(asked);
  });
});
