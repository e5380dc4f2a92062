import { describe, expect, it } from 'vitest';
import { airsScanner, Scanner, scanBatch, toScanResult } from '../../src/airs/index.js';
import { createGuardrail, fallbackScanner } from '../../src/index.js';
import { createAirsServer } from '../../src/server/index.js';
import { fakeScanner } from '../../src/testing/index.js';
import { ALLOWED, API_KEY, rejection, wireSample, withoutEnvironment } from '../support/airs.js';
import { json, scriptedServer } from '../support/scripted-server.js';

withoutEnvironment();

const shapes = wireSample('reported-live-shapes.json');

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const METADATA = { ecosystem: 'mcp', method: 'tools/call', server_name: 'billing', tool_invoked: 'transfer' };

describe('what the live service answers', () => {
  it('source code in a tool event is a detector with a name, and an effect of its own', async () => {
    const server = await scriptedServer(
      json(200, shapes.tool_source_code),
      json(200, shapes.tool_source_code),
    );
    const scanner = airsScanner({ apiKey: API_KEY, apiEndpoint: server.url });
    const request = { toolEvent: { metadata: METADATA, input: '{"agent_name":"Billing_Agent"}' } };
    expect(await scanner.scan(request)).toMatchObject({
      action: 'block',
      categories: ['tool_source_code'],
      profileId: shapes.tool_source_code.profile_id,
      toolDetected: { sourceCode: true, threats: ['context poisoning'] },
    });
    const guardrail = createGuardrail({ scanner, policy: { tool: { sourceCode: 'allow' } } });
    const decision = await guardrail.checkTool({ name: 'transfer', input: '{"agent_name":"Billing_Agent"}' });
    expect(decision.outcome).toBe('allow');
  });

  it('topics and kinds of toxic content are details', () => {
    const result = toScanResult(shapes.topics_and_toxic_kinds, { prompt: 'hello' }, 1);
    expect(result.details).toEqual({
      topics: ['Tax advice'],
      toxicCategories: ['Cybercrimes', 'Violent Crimes'],
    });
  });

  it('no detail quotes what was sent', () => {
    const result = toScanResult(
      shapes.topics_and_toxic_kinds,
      { prompt: 'I want tax advice on my house' },
      1,
    );
    expect(result.details).toEqual({ toxicCategories: ['Cybercrimes', 'Violent Crimes'] });
  });

  it('detectors that gave no answer have names', () => {
    const result = toScanResult(shapes.two_detectors_silent, { prompt: 'hello' }, 1);
    expect(result).toMatchObject({ degraded: true, unanswered: ['urlCats', 'toxicContent'] });
  });
});

describe('what the live service is asked', () => {
  it('without a profile takes the one of the key: profileName null sends none', async () => {
    const server = await scriptedServer();
    server.otherwise(json(200, { ...ALLOWED, profile_name: 'linked' }));
    const scanner = airsScanner({ apiKey: API_KEY, apiEndpoint: server.url, profileName: null });
    expect((await scanner.scan({ prompt: 'hello' })).profileName).toBe('linked');
    expect(JSON.parse(String(server.requests[0]?.body))).not.toHaveProperty('ai_profile');
    await scanner.scan({ prompt: 'hello', profileName: 'own' });
    expect(JSON.parse(String(server.requests[1]?.body)).ai_profile).toEqual({ profile_name: 'own' });
  });

  it('without a profile is refused where the key has none, by our server too', async () => {
    const options = { apiKey: API_KEY, profileName: null, numRetries: 0 };
    const bare = await createAirsServer();
    expect((await airsScanner({ ...options, apiEndpoint: bare.url }).scan({ prompt: 'hello' })).error).toBe(
      'API error 400: No default AI profile available',
    );
    await bare.close();
    const linked = await createAirsServer({ linkedProfile: 'chat' });
    const scanner = airsScanner({ ...options, apiEndpoint: linked.url });
    expect(await scanner.scan({ prompt: 'hello' })).toMatchObject({ action: 'allow', profileName: 'chat' });
    const items = await collect(
      scanBatch([{ prompt: 'hello' }], {
        client: new Scanner({ apiKey: API_KEY, apiEndpoint: linked.url }),
        profileName: null,
        poll: { intervalMs: 5 },
        rateLimit: { requests: 1000, perMs: 1000 },
      }),
    );
    expect(items.map(({ result }) => result.profileName)).toEqual(['chat']);
    await linked.close();
  });

  it('with the agent behind a request, which reaches the scanner of our server', async () => {
    const scanner = fakeScanner();
    const server = await createAirsServer({ scanner });
    const agentMeta = { agentId: 'a', agentVersion: '1', agentArn: 'arn:x' };
    await airsScanner({ apiKey: API_KEY, apiEndpoint: server.url }).scan({ prompt: 'hello', agentMeta });
    expect(scanner.requests[0]).toMatchObject({ agentMeta });
    await server.close();
  });

  it.each([5, 10, 25])('in batches of %i', async (maxBatch) => {
    const sizes: number[] = [];
    const server = await createAirsServer();
    const client = new Scanner({ apiKey: API_KEY, apiEndpoint: server.url });
    const requests = Array.from({ length: 30 }, (_, index) => ({ prompt: `hello ${index}` }));
    const counting = {
      asyncScan: (
        objects: Parameters<Scanner['asyncScan']>[0],
        options: Parameters<Scanner['asyncScan']>[1],
      ) => {
        sizes.push(objects.length);
        return client.asyncScan(objects, options);
      },
      queryByScanIds: client.queryByScanIds.bind(client),
      queryByReportIds: client.queryByReportIds.bind(client),
    };
    const items = await collect(
      scanBatch(requests, {
        client: counting,
        maxBatch,
        poll: { intervalMs: 5 },
        rateLimit: { requests: 10_000, perMs: 1000 },
      }),
    );
    expect(items.map(({ result }) => result.action)).toEqual(requests.map(() => 'allow'));
    expect(Math.max(...sizes)).toBe(maxBatch);
    await server.close();
  });

  it.each([4, 26, 5.5, '10'])('in batches of %s is refused by name', async (maxBatch) => {
    const run = collect(scanBatch([{ prompt: 'hello' }], { maxBatch: maxBatch as number }));
    expect(await rejection(run)).toMatchObject({ kind: 'input', field: 'maxBatch', limit: 25 });
  });

  it('a failure keeps its class through a fallback', async () => {
    const failing = airsScanner({ apiKey: API_KEY, apiEndpoint: 'http://127.0.0.1:9', numRetries: 0 });
    const result = await fallbackScanner(failing, failing).scan({ prompt: 'hello' });
    expect(result.failure).toEqual({ kind: 'outage' });
  });
});
