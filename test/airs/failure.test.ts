import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/airs/failure.js';
import { AirsError, airsScanner } from '../../src/airs/index.js';
import { API_KEY, withoutEnvironment } from '../support/airs.js';
import { json, redirect, reset, scriptedServer, silence, text } from '../support/scripted-server.js';

withoutEnvironment();

describe('the class of a failed scan', () => {
  it.each([
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [413, 'content'],
    [429, 'outage'],
    [500, 'outage'],
    [502, 'outage'],
    [503, 'outage'],
    [504, 'outage'],
  ] as const)('of an answer with status %i is %s', async (statusCode, kind) => {
    const server = await scriptedServer();
    server.otherwise(json(statusCode, {}));
    const scanner = airsScanner({ apiKey: API_KEY, apiEndpoint: server.url, numRetries: 0 });
    expect(await scanner.scan({ prompt: 'hello' })).toMatchObject({
      categories: ['api_error'],
      failure: { kind, statusCode },
    });
  });

  it.each([
    ['a cut connection', reset, 'outage'],
    ['an answer that is no JSON', text(200, 'ok'), 'response'],
    ['an answer of another shape', json(200, { action: 5 }), 'response'],
    ['a redirect', redirect(302, 'http://127.0.0.1:9/'), 'response'],
  ] as const)('of %s', async (_name, responder, kind) => {
    const server = await scriptedServer();
    server.otherwise(responder);
    const scanner = airsScanner({ apiKey: API_KEY, apiEndpoint: server.url, numRetries: 0 });
    expect((await scanner.scan({ prompt: 'hello' })).failure?.kind).toBe(kind);
  });

  it('of silence is an outage', async () => {
    const server = await scriptedServer();
    server.otherwise(silence);
    const scanner = airsScanner({ apiKey: API_KEY, apiEndpoint: server.url, numRetries: 0, timeoutMs: 50 });
    expect((await scanner.scan({ prompt: 'hello' })).failure).toEqual({ kind: 'outage' });
  });

  it('of a scan without a key is config, of one beyond the limits content; nothing is sent', async () => {
    const server = await scriptedServer();
    const apiEndpoint = server.url;
    expect((await airsScanner({ apiEndpoint }).scan({ prompt: 'hello' })).failure).toEqual({
      kind: 'config',
    });
    const scanner = airsScanner({ apiKey: API_KEY, apiEndpoint });
    const large = await scanner.scan({ prompt: 'a'.repeat(2 * 1024 * 1024 + 1) });
    expect(large.failure).toEqual({ kind: 'content' });
    expect((await scanner.scan({})).failure).toEqual({ kind: 'content' });
    expect(server.requests).toHaveLength(0);
  });

  it('of what is no error of the client is that of a wrong answer', () => {
    expect(failureOf(new Error('of a client of your own'))).toEqual({ kind: 'response' });
    expect(failureOf(new AirsError('timeout', 'too late'))).toEqual({ kind: 'outage' });
  });
});
