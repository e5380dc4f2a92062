import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { createGuardrail } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanThread, judgeThread } from '../../../src/langchain/agent/thread.js';
import { runs } from '../../support/extent.js';
import { ATTACK, agentScanner, HALVES, UNSCANNABLE } from './support.js';

function threadOf(texts: readonly string[]): BaseMessage[] {
  const older = texts.map((text, index) =>
    index % 2 === 0
      ? new HumanMessage({ content: text, id: `${index}` })
      : new AIMessage({ content: text, id: `${index}` }),
  );
  return [
    ...older,
    new AIMessage({ content: 'and?', id: 'asked' }),
    new HumanMessage({ content: 'well', id: 'new' }),
  ];
}

const forged = (count: number, bad: ReadonlyMap<number, string>): string[] =>
  Array.from({ length: count }, (_, index) => bad.get(index) ?? `words ${index}`);

const guardrailWith = (scanner = agentScanner()) =>
  createGuardrail({ scanner, policy: 'balanced', prompt: { onBlockedHistory: 'block' } });

const idsOf = (changes: readonly object[]): unknown[] => changes.map((change) => Reflect.get(change, 'id'));

describe('cleaning a thread', () => {
  it('costs few scans of many messages, one after the other', async () => {
    let running = 0;
    let most = 0;
    const scanner = fakeScanner({
      verdicts: async ({ prompt }) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return prompt?.includes(ATTACK) ? { action: 'block', promptDetected: { injection: true } } : {};
      },
    });
    for (const place of [0, 4, 511, 999]) {
      const before = scanner.requests.length;
      const texts = forged(1_000, new Map([[place, ATTACK]]));
      const changes = await cleanThread(guardrailWith(scanner), threadOf(texts), {});
      expect(idsOf(changes)).toEqual([`${place}`, 'new']);
      expect(scanner.requests.length - before).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(1_000)) + 4);
    }
    expect(most).toBe(1);
  });

  it('takes away what is refused by itself, wherever it is, and leaves what passes', async () => {
    const places = fc.uniqueArray(fc.nat(29), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(places, async (bad) => {
        const guardrail = guardrailWith();
        const messages = threadOf(forged(30, new Map(bad.map((place) => [place, ATTACK]))));
        const gone = idsOf(await cleanThread(guardrail, messages, {}));
        const expected = messages
          .map(({ id }) => id)
          .filter((id) => id === 'new' || bad.includes(Number(id)));
        expect(gone).toEqual(expected);
        await judgeThread(
          guardrail,
          messages.filter(({ id }) => !gone.includes(id)),
          {},
        );
      }),
      { numRuns: runs(30) },
    );
  });

  it('takes away all that is older where only several say it together', async () => {
    const bad = new Map([
      [3, HALVES[0]],
      [4, HALVES[1]],
    ]);
    const messages = threadOf(forged(8, bad));
    expect(idsOf(await cleanThread(guardrailWith(), messages, {}))).toEqual(messages.map(({ id }) => id));
  });

  it('leaves what could not be scanned for the next turn, and does not ask for each of it', async () => {
    const scanner = agentScanner();
    const messages = threadOf(forged(64, new Map([[9, UNSCANNABLE]])));
    expect(idsOf(await cleanThread(guardrailWith(scanner), messages, {}))).toEqual(['new']);
    expect(scanner.requests.length).toBeLessThan(5);
  });

  it('goes through a thousand refused results of tools in no time', async () => {
    const count = 1_000;
    const tool_calls = Array.from({ length: count }, (_, index) => ({
      name: 't',
      args: {},
      id: `c${index}`,
    }));
    const results = tool_calls.map(({ id }) => new ToolMessage({ content: ATTACK, tool_call_id: id, id }));
    const messages = [new HumanMessage('hi'), new AIMessage({ content: '', tool_calls }), ...results];
    let reads = 0;
    for (const result of results) {
      const get = (): unknown => {
        reads += 1;
        return result.id;
      };
      Object.defineProperty(result, 'tool_call_id', { get, enumerable: true });
    }
    expect(await cleanThread(guardrailWith(), messages, {})).toHaveLength(count);
    expect(reads).toBeLessThan(20 * count);
  });
});
