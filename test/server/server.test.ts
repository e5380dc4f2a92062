import { request as httpRequest } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { createAirsServer, type RequestEvent } from '../../src/server/index.js';
import { call, KEY, PATHS, scanBody, scripted, start, sync } from './support.js';

const error = (message: string) => ({ error: { message } });
const UUID = '6375720f-6fcf-47f5-8287-ee5fc21f07ef';
const content = { prompt: 'hello' };

describe('size', () => {
  it('answers 413 to a long body with a length, and serves the next request', async () => {
    const server = await start({ limits: { syncBytes: 1000, asyncBytes: 2000 } });
    const prompt = 'x'.repeat(1500);
    expect(await call(server, PATHS.sync, { body: scanBody({ prompt }) })).toMatchObject({
      status: 413,
      body: error('The request body is too large'),
    });
    const batch = [{ req_id: 1, scan_req: scanBody({ prompt }) }];
    expect((await call(server, PATHS.async, { body: batch })).status).toBe(200);
    expect((await call(server, PATHS.async, { body: [...batch, ...batch] })).status).toBe(413);
  });

  it('takes 2 MiB and refuses one byte more', async () => {
    const server = await start({ scanner: scripted(() => ({})) });
    const frame = JSON.stringify(scanBody({ prompt: '' })).length;
    const prompt = 'x'.repeat(2 * 1024 * 1024 - frame);
    expect((await call(server, PATHS.sync, { body: scanBody({ prompt }) })).status).toBe(200);
    expect((await call(server, PATHS.sync, { body: scanBody({ prompt: `${prompt}x` }) })).status).toBe(413);
  });

  it('answers 413 before the end of a body that has no end', async () => {
    const server = await start({ limits: { syncBytes: 1000 } });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(server.url + PATHS.sync, {
        method: 'POST',
        headers: { 'x-pan-token': KEY, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.write('x'.repeat(5000));
    });
    expect(status).toBe(413);
  });
});

describe('rate limit', () => {
  it('answers 429 with the wait nested in the error, then lets through again', async () => {
    let time = 1_000_000;
    const server = await start({
      now: () => time,
      rateLimit: { requests: 2, perMs: 300_000, endpoints: ['sync'] },
    });
    const status = async () => (await call(server, PATHS.sync, { body: scanBody(content) })).status;
    expect([await status(), await status()]).toEqual([200, 200]);
    expect(await call(server, PATHS.sync, { body: scanBody(content) })).toMatchObject({
      status: 429,
      body: { error: { message: 'Request exceeds limit', retry_after: { interval: 5, unit: 'minute' } } },
    });
    expect((await call(server, `${PATHS.results}?scan_ids=${UUID}`)).status).toBe(200);
    time += 1500;
    expect((await call(server, PATHS.sync, { body: scanBody(content) })).body).toMatchObject({
      error: { retry_after: { interval: 299, unit: 'second' } },
    });
    time += 300_000;
    expect(await status()).toBe(200);
  });
});

describe('the server itself', () => {
  it('tells of requests without content, credentials or queries', async () => {
    const events: RequestEvent[] = [];
    const server = await start({ onRequest: (event) => events.push(event), apiKeys: [KEY] });
    const secret = 'SECRET-CONTENT';
    await call(server, PATHS.sync, {
      body: scanBody({ prompt: secret }),
      headers: { 'x-pan-token': KEY, 'content-type': 'application/json', 'x-secret-content': secret },
    });
    await call(server, `${PATHS.results}?scan_ids=${secret}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    await call(server, `/${secret}`);
    await vi.waitFor(() => expect(events).toHaveLength(3));
    expect(events).toMatchObject([
      {
        method: 'POST',
        path: PATHS.sync,
        endpoint: 'sync',
        status: 200,
        headersPresent: expect.arrayContaining(['x-pan-token']),
      },
      { method: 'GET', path: PATHS.results, endpoint: 'results', status: 403 },
      { method: 'GET', path: '', status: 404 },
    ]);
    expect(JSON.stringify(events).toLowerCase()).not.toMatch(/secret|0123456789/);
    expect([server.requestCount(), server.requestCount('sync'), server.requestCount('async')]).toEqual([
      3, 1, 0,
    ]);
  });

  it('survives a listener that throws', async () => {
    const onRequest = vi.fn(() => {
      throw new Error('listener');
    });
    const server = await start({ onRequest });
    expect(await sync(server, content)).toMatchObject({ action: 'allow' });
    expect(await sync(server, content)).toMatchObject({ action: 'allow' });
    await vi.waitFor(() => expect(onRequest).toHaveBeenCalledTimes(2));
  });

  it('closes twice, with a request waiting', async () => {
    const server = await createAirsServer({ latencyMs: 3_600_000 });
    const waiting = call(server, PATHS.sync, { body: scanBody(content) });
    const outcome = expect(waiting).rejects.toThrow();
    await vi.waitFor(() => expect(server.requestCount('sync')).toBe(1));
    await Promise.all([server.close(), server.close()]);
    await outcome;
  });

  it.each([
    { prot: 1 },
    { port: -1 },
    { limits: { batch: 1 } },
    { profiles: [{ name: 'p', detectors: { toxic: 'block' } }] },
    { profiles: [{ name: 'p', id: 'no-uuid' }] },
    { faults: [{ reset: 'yes' }] },
    { scanner: {} },
    { offsetUnit: 'chars' },
  ])('refuses the options %j', async (options) => {
    await expect(Reflect.apply(createAirsServer, undefined, [options])).rejects.toMatchObject({
      code: 'ERR_GUARDRAIL_CONFIG',
      message: expect.stringContaining('createAirsServer: option'),
    });
  });

  it('rejects when the port is taken', async () => {
    const { port } = await start();
    await expect(createAirsServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
