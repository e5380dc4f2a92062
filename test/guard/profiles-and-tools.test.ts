import { tool as langChainTool } from '@langchain/core/tools';
import {
  createGuardrail,
  GuardrailConfigError,
  type GuardrailOptions,
  type ScanRequest,
} from 'airs-guardrails';
import { guardMessages, guardTools } from 'airs-guardrails/ai-sdk';
import { airsScanner } from 'airs-guardrails/airs';
import { guardTool } from 'airs-guardrails/langchain';
import { createAirsServer } from 'airs-guardrails/server';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { calling, lookup, setUp } from '../langchain/agent/support.js';

const sides = async (options: Omit<GuardrailOptions, 'scanner'>, context = {}): Promise<ScanRequest[]> => {
  const scanner = fakeScanner();
  const guardrail = createGuardrail({ scanner, ...options });
  await guardrail.checkPrompt('p', context);
  await guardrail.checkResponse('r', context);
  await guardrail.checkTool({ name: 'lookup', input: '{}' }, context);
  const stream = new Blob(['streamed']).stream().pipeThrough(new TextDecoderStream());
  for await (const _ of stream.pipeThrough(guardrail.responseStream(context)));
  return [...scanner.requests];
};
const named = (requests: readonly ScanRequest[]) =>
  requests.map(({ profileName, profileId }) => profileId ?? profileName);

describe('profiles by direction', () => {
  const profiles = { prompt: 'p-in', response: { id: 'r-id' }, tool: 't-use' } as const;

  it('judge what they are named for, in whole texts and in streams', async () => {
    expect(named(await sides({ profiles }))).toEqual(['p-in', 'r-id', 't-use', 'r-id']);
    const general = { metadata: { profileName: 'general' }, profiles: { tool: 't-use' } };
    expect(named(await sides(general))).toEqual(['general', 'general', 't-use', 'general']);
  });

  it('yield to what a metadata function or the call itself names, and to nothing of a request', async () => {
    const own = await sides({ profiles }, { profileName: 'mine', requested: { profileName: 'lax' } });
    expect(own.map(({ profileName, profileId }) => [profileName, profileId])).toEqual(
      Array(4).fill(['mine', undefined]),
    );
    const made = { profiles, metadata: () => ({ profileId: 'made' }) };
    expect(named(await sides(made))).toEqual(Array(4).fill('made'));
    const asked = await sides(
      { profiles, onWarning: () => undefined },
      { requested: { profileName: 'lax' } },
    );
    expect(named(asked)).toEqual(['p-in', 'r-id', 't-use', 'r-id']);
  });

  it('reach the service', async () => {
    const scanner = airsScanner({ apiKey: 'k'.repeat(20), apiEndpoint: (await server()).url });
    const guardrail = createGuardrail({ scanner, profiles: { prompt: 'inbound' } });
    expect((await guardrail.checkPrompt('hello')).result.profileName).toBe('inbound');
  });

  it.each([
    [{ profiles: { prompts: 'x' } }, 'profiles.prompts'],
    [{ profiles: { tool: '' } }, 'profiles.tool'],
    [{ profiles: { tool: { name: 'x' } } }, 'profiles.tool.name'],
    [{ profiles: { tool: { id: 7 } } }, 'profiles.tool.id'],
    [{ tools: { skips: [] } }, 'tools.skips'],
    [{ tools: { skip: 'transfer' } }, 'tools.skip'],
    [{ tools: { skip: [''] } }, 'tools.skip'],
  ])('are checked: %j', (options, field) => {
    const make = () => createGuardrail({ scanner: fakeScanner(), ...(options as object) });
    expect(make).toThrow(GuardrailConfigError);
    expect(make).toThrow(expect.objectContaining({ field }));
  });
});

async function server() {
  const made = await createAirsServer();
  onTestFinished(() => made.close());
  return made;
}

describe('a metadata function', () => {
  it('is told what is judged, and says which agent asks', async () => {
    const told: unknown[] = [];
    const requests = await sides({
      metadata: ({ direction, toolName }) => {
        told.push([direction, toolName]);
        return { agentMeta: { agentId: `${direction} ${toolName ?? ''}`.trim() }, profileName: direction };
      },
    });
    expect(told).toEqual(
      expect.arrayContaining([
        ['prompt', undefined],
        ['tool', 'lookup'],
        ['response', undefined],
      ]),
    );
    expect(requests.map(({ agentMeta }) => agentMeta?.agentId)).toEqual([
      'prompt',
      'response',
      'tool lookup',
      'response',
    ]);
    const asked = await sides({}, { requested: { agentMeta: { agentId: 'forged' } } });
    expect(asked.every((request) => request.agentMeta === undefined)).toBe(true);
  });

  it('has what one tool said judged again where another profile judges it', async () => {
    const scanner = fakeScanner();
    let profileName = 'lax';
    const metadata = ({ direction }: { direction: string }) => (direction === 'tool' ? { profileName } : {});
    const guardrail = createGuardrail({ scanner, metadata });
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'lookup', input: {} }] },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'c', toolName: 'lookup', output: { type: 'text', value: 'v' } },
        ],
      },
    ] as const;
    for (const name of ['lax', 'lax', 'strict']) {
      profileName = name;
      await guardMessages(messages as never, guardrail);
    }
    const outputs = scanner.requests.filter(({ toolEvent }) => toolEvent?.output === 'v');
    expect(outputs.map((request) => request.profileName)).toEqual(['lax', 'strict']);
  });
});

describe('tools that are not scanned', () => {
  const skipping = () => {
    const scanner = fakeScanner();
    const events: unknown[] = [];
    const guardrail = createGuardrail({
      scanner,
      tools: { skip: ['transfer'] },
      onEvent: ({ type, direction, result }) => events.push([type, direction, result.source]),
    });
    return { scanner, guardrail, events };
  };

  it('pass unjudged and are reported; others, and what they say of themselves, are judged', async () => {
    const { scanner, guardrail, events } = skipping();
    const decision = await guardrail.enforceTool({ name: 'transfer', input: '{"to":"b"}' });
    expect([decision.outcome, decision.text, decision.result.source]).toEqual([
      'allow',
      '{"to":"b"}',
      'skipped',
    ]);
    expect(events).toEqual([['decision', 'tool', 'skipped']]);
    await guardrail.enforceTool({ name: 'transfer', output: 'About it', method: 'tools/list' });
    await guardrail.enforceTool({ name: 'Transfer', output: 'done' });
    expect(scanner.requests).toHaveLength(2);
  });

  it('pass in prompts and in guarded tools of the AI SDK', async () => {
    const { scanner, guardrail } = skipping();
    const execute = async ({ to }: { to: string }) => `at ${to}`;
    const { transfer, other } = guardTools({ transfer: { execute }, other: { execute } }, guardrail);
    expect(await transfer.execute({ to: 'b' })).toBe('at b');
    expect(scanner.requests).toHaveLength(0);
    await other.execute({ to: 'b' });
    expect(scanner.requests).toHaveLength(2);
    const result = (toolName: string) => ({
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'c', toolName, output: { type: 'text', value: 'at b' } }],
    });
    await guardMessages(
      [{ role: 'user', content: 'go' }, result('transfer'), result('other')] as never,
      guardrail,
    );
    const names = scanner.requests.flatMap(({ toolEvent }) => toolEvent?.metadata.tool_invoked ?? []);
    expect(names).toEqual(['other', 'other', 'other']);
  });

  it('pass in guarded tools and agents of LangChain', async () => {
    const { scanner, guardrail } = skipping();
    const made = langChainTool(({ q }: { q: string }) => `found ${q}`, {
      name: 'transfer',
      schema: z.object({ q: z.string() }),
    });
    expect(await guardTool(made, guardrail).invoke({ q: 'x' })).toBe('found x');
    expect(scanner.requests).toHaveLength(0);
    const set = setUp({
      answers: [calling('x'), { text: 'fine' }],
      tools: [lookup().tool],
      guardrailOptions: { tools: { skip: ['lookup'] } },
    });
    await set.say('hello');
    expect(set.scanner.requests.filter(({ toolEvent }) => toolEvent !== undefined)).toEqual([]);
    expect(set.scanner.requests.length).toBeGreaterThan(1);
  });
});
