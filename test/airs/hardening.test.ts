import { AirsError, Content, Scanner } from 'airs-guardrails/airs';
import { describe, expect, it } from 'vitest';
import { knownMessage } from '../../src/airs/known-messages.js';
import { ALLOWED, API_KEY, clientOf, rejection, withoutEnvironment } from '../support/airs.js';
import { json, scriptedServer } from '../support/scripted-server.js';

withoutEnvironment();

const PROFILE = { profile_name: 'p' };
const CONTENT = new Content({ prompt: 'hello' });

describe('time and abort hold, whoever listens to the signal', () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const stuck = (): Response => new Response(new ReadableStream({ pull: never, cancel: never }));
  const redirect = (): Response =>
    new Response(new ReadableStream({ pull: never, cancel: never }), {
      status: 307,
      headers: { location: '/' },
    });
  const scannerWith = (fetch: () => unknown): Scanner =>
    new Scanner({
      apiKey: API_KEY,
      apiEndpoint: 'http://127.0.0.1:1',
      numRetries: 0,
      timeoutMs: 50,
      fetch: (async () => fetch()) as typeof globalThis.fetch,
    });

  it.each([
    ['a fetch that never answers', never],
    ['a body that never ends', stuck],
  ])('%s', async (_name, fetch) => {
    expect(await rejection(scannerWith(fetch).syncScan(PROFILE, CONTENT))).toMatchObject({ kind: 'timeout' });
    const controller = new AbortController();
    const reason = new Error('user left');
    const aborting = (): unknown => {
      controller.abort(reason);
      return fetch();
    };
    const scan = scannerWith(aborting).syncScan(PROFILE, CONTENT, {
      signal: controller.signal,
      timeoutMs: 60_000,
    });
    expect(await rejection(scan)).toBe(reason);
  });

  it('a redirect whose body cannot be cancelled', async () => {
    expect(await rejection(scannerWith(redirect).syncScan(PROFILE, CONTENT))).toMatchObject({
      kind: 'redirect',
    });
  });
});

describe('words of the service in errors', () => {
  it.each([
    'Service temporarily unavailable',
    'Invalid API Key',
    'Invalid API Key or OAuth Token',
    'Request exceeds limit',
    'The request body is too large (limit 25 items)',
  ])('%s stands', (message) => {
    expect(knownMessage(message)).toBe(message);
  });

  it.each([
    'blocked word hunter',
    'pin 4821',
    'invalid token 1 2 3 4',
    '不允许的内容：机密',
    'cannot parse "Jane"',
    'session s-77123 unknown',
    'invalid request: bXkgcGFzc3dvcmQgaXMgaHVudGVyMg==',
    'invalid request: \\u0068\\u0075\\u006e',
    'the key is .-.. .- --',
  ])('%s is dropped: it may quote the request', (message) => {
    expect(knownMessage(message)).toBe('');
  });
});

describe('odd input', () => {
  it('of ids is refused by name, as answers may lack them', async () => {
    const server = await scriptedServer();
    for (const id of [undefined, null, '']) {
      expect(await rejection(clientOf(server).queryByReportIds([id]))).toMatchObject({
        field: 'reportIds.0',
      });
      expect(await rejection(clientOf(server).queryByScanIds([id]))).toMatchObject({ field: 'scanIds.0' });
    }
    expect(server.requests).toEqual([]);
  });

  it('of metadata that is not JSON is refused by name', async () => {
    const server = await scriptedServer(json(200, ALLOWED));
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    for (const extra of [cycle, 5n]) {
      const scan = clientOf(server).syncScan(PROFILE, CONTENT, { metadata: { extra } });
      expect(await rejection(scan)).toMatchObject({ kind: 'input', field: 'metadata' });
    }
    expect(server.requests).toEqual([]);
  });

  it('of an endpoint is refused at once', () => {
    for (const apiEndpoint of ['foo', 'ftp://127.0.0.1', 'https://user:pass@host', 'https://host/?q=1']) {
      expect(() => new Scanner({ apiEndpoint })).toThrow(AirsError);
    }
  });
});
