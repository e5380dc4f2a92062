import { describe, expect, it, vi } from 'vitest';
import type { AirsServer } from '../../src/server/index.js';
import { CARD, call, KEY, PATHS, scanBody, start, sync } from './support.js';

const UUID = '6375720f-6fcf-47f5-8287-ee5fc21f07ef';
const raw = (server: AirsServer, signal?: AbortSignal) =>
  fetch(server.url + PATHS.sync, {
    method: 'POST',
    headers: { 'x-pan-token': KEY, 'content-type': 'application/json' },
    body: JSON.stringify(scanBody({ prompt: 'x' })),
    redirect: 'manual',
    ...(signal && { signal }),
  });
const status = async (server: AirsServer) =>
  (await call(server, PATHS.sync, { body: scanBody({ prompt: 'x' }) })).status;

describe('faults', () => {
  it('strike in order, as often as they say, the endpoint they say', async () => {
    const server = await start({
      faults: [
        { endpoint: 'results', status: 500 },
        { endpoint: 'sync', status: 503, times: 2 },
        { status: 502 },
      ],
    });
    expect([await status(server), await status(server), await status(server), await status(server)]).toEqual([
      503, 503, 502, 200,
    ]);
    const query = `${PATHS.results}?scan_ids=${UUID}`;
    expect([(await call(server, query)).status, (await call(server, query)).status]).toEqual([500, 200]);
  });

  it('can strike for ever and be cleared', async () => {
    const server = await start();
    server.addFault({ status: 500, times: Number.POSITIVE_INFINITY });
    for (let count = 0; count < 5; count += 1) expect(await status(server)).toBe(500);
    server.clearFaults();
    expect(await status(server)).toBe(200);
  });

  it('answer with a status, a body and headers', async () => {
    const server = await start({
      faults: [
        { status: 503 },
        { status: 429, body: { error: { message: 'm' } }, headers: { 'retry-after': '7' } },
        { body: 'plain text', headers: { 'content-type': 'text/plain' } },
        { status: 500, body: '<html>' },
        { headers: { 'x-extra': '1' } },
      ],
    });
    expect(await (await raw(server)).json()).toEqual({
      error: { message: 'Service temporarily unavailable' },
    });
    const limited = await raw(server);
    expect([limited.status, limited.headers.get('retry-after'), await limited.json()]).toEqual([
      429,
      '7',
      { error: { message: 'm' } },
    ]);
    const plain = await raw(server);
    expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([
      200,
      'text/plain',
      'plain text',
    ]);
    expect(await (await raw(server)).text()).toBe('<html>');
    const real = await raw(server);
    expect([real.headers.get('x-extra'), await real.json()]).toMatchObject(['1', { action: 'allow' }]);
  });

  it('cut the connection before or inside the answer', async () => {
    const server = await start({ faults: [{ reset: true }, { resetAfterHeaders: true }] });
    await expect(raw(server)).rejects.toThrow();
    const half = await raw(server);
    expect(half.status).toBe(200);
    await expect(half.text()).rejects.toThrow();
    expect(await status(server)).toBe(200);
  });

  it('send broken JSON, redirects and small pieces', async () => {
    const server = await start({
      faults: [
        { malformed: true },
        { redirect: 'http://127.0.0.1:9/x' },
        { trickle: { bytesPerChunk: 50, delayMs: 1 } },
      ],
    });
    const broken = await raw(server);
    expect(broken.status).toBe(200);
    await expect(broken.json()).rejects.toThrow(SyntaxError);
    const moved = await raw(server);
    expect([moved.status, moved.headers.get('location')]).toEqual([307, 'http://127.0.0.1:9/x']);
    expect(await (await raw(server)).json()).toMatchObject({ action: 'allow' });
  });

  it('delay until the client gives up', async () => {
    const onRequest = vi.fn();
    const server = await start({ faults: [{ delayMs: 3_600_000 }], onRequest });
    const abort = new AbortController();
    const answer = expect(raw(server, abort.signal)).rejects.toThrow();
    await vi.waitFor(() => expect(server.requestCount('sync')).toBe(1));
    abort.abort();
    await answer;
    await vi.waitFor(() => expect(onRequest).toHaveBeenCalledWith(expect.objectContaining({ status: 0 })));
    expect(await status(server)).toBe(200);
  });

  it('make a verdict incomplete', async () => {
    const errors = [{ content_type: 'prompt', feature: 'dlp', status: 'error' }];
    const server = await start({
      faults: [
        { incomplete: {} },
        { incomplete: { error: true, errors } },
        { endpoint: 'results', incomplete: {} },
      ],
    });
    expect(await sync(server, { prompt: CARD })).toMatchObject({
      action: 'block',
      timeout: true,
      error: false,
      errors: [],
    });
    const second = await sync(server, { prompt: 'x' });
    expect(second).toMatchObject({ action: 'allow', timeout: false, error: true, errors });
    const rows = await call(server, `${PATHS.results}?scan_ids=${second.scan_id}`);
    expect(rows.body).toMatchObject([{ result: { timeout: true, error: false } }]);
  });

  it('make an incomplete verdict what the profile says', async () => {
    const profiles = [{ name: 'my-profile', timeoutAction: 'block' }] as const;
    const server = await start({ profiles, faults: [{ incomplete: {} }] });
    expect(await sync(server, { prompt: 'x' })).toMatchObject({
      action: 'block',
      category: 'timeout',
      timeout: true,
    });
  });

  it('change a real answer', async () => {
    const mutate = (body: unknown) => ({ ...Object(body), action: undefined, prompt_detected: null });
    const server = await start({ faults: [{ mutate }] });
    const body = await sync(server, { prompt: 'x' });
    expect(body).toMatchObject({ category: 'benign', prompt_detected: null });
    expect(body).not.toHaveProperty('action');
  });

  it.each([
    { statu: 500 },
    { status: 99 },
    { times: 0 },
    { endpoint: 'health' },
    { trickle: { bytesPerChunk: 0, delayMs: 1 } },
  ])('refuse %j', async (fault) => {
    const server = await start();
    expect(() => Reflect.apply(server.addFault, server, [fault])).toThrow(
      expect.objectContaining({ code: 'ERR_GUARDRAIL_CONFIG' }),
    );
  });
});
