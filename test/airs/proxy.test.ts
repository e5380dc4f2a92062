import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { airsScanner } from '../../src/airs/index.js';
import { proxyFetch } from '../../src/airs/proxy.js';
import { ALLOWED, API_KEY, everythingPrintable, withoutEnvironment } from '../support/airs.js';
import { json, scriptedServer } from '../support/scripted-server.js';

/** A folder where the version is that an application installs; the one at the top of this tree is older. */
const APPLICATION = dirname(createRequire(import.meta.url).resolve('ai6'));

withoutEnvironment();
beforeEach(() => {
  vi.spyOn(process, 'cwd').mockReturnValue(APPLICATION);
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_USE_ENV_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});

/** A forward proxy that tunnels, and forwards plain requests; it counts what came through it. */
async function proxy() {
  const through: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    through.push(incoming.url ?? '');
    const { method, headers } = incoming;
    const forwarded = send(
      incoming.url ?? '',
      { ...(method !== undefined && { method }), headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(forwarded);
  });
  server.on('connect', (request, socket: Socket) => {
    through.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    for (const own of [socket, upstream]) {
      sockets.add(own);
      own.on('error', () => undefined);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { through, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const scan = async (given = {}) => {
  const server = await scriptedServer();
  server.otherwise(json(200, ALLOWED));
  const result = await airsScanner({
    apiKey: API_KEY,
    apiEndpoint: server.url,
    numRetries: 0,
    ...given,
  }).scan({
    prompt: 'p',
  });
  return { result, server };
};

describe('the proxy of the environment', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('%s is gone through', async (name) => {
    const { url, through } = await proxy();
    vi.stubEnv(name, url);
    const { result, server } = await scan();
    expect(result).toMatchObject({ action: 'allow', scanId: ALLOWED.scan_id });
    expect(through).toHaveLength(1);
    expect(server.requests[0]?.headers['x-pan-token']).toBe(API_KEY);
  });

  it('is gone around where NO_PROXY names the endpoint, or where none is set', async () => {
    const { url, through } = await proxy();
    vi.stubEnv('HTTP_PROXY', url);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    expect((await scan()).result.action).toBe('allow');
    vi.stubEnv('NO_PROXY', undefined);
    vi.stubEnv('HTTP_PROXY', undefined);
    vi.stubEnv('HTTPS_PROXY', url);
    expect((await scan()).result.action).toBe('allow');
    expect(through).toEqual([]);
  });

  it('gives way to the option fetch', async () => {
    const { url, through } = await proxy();
    vi.stubEnv('HTTP_PROXY', url);
    const own = vi.fn(globalThis.fetch);
    expect((await scan({ fetch: own })).result.action).toBe('allow');
    expect(own).toHaveBeenCalledTimes(1);
    expect(through).toEqual([]);
  });

  it('is a failed scan of the set-up where it is no address, which it does not show', async () => {
    const secret = ['http://user', 'password@[bad'].join(':');
    vi.stubEnv('HTTP_PROXY', secret);
    const { result } = await scan();
    expect(result).toMatchObject({
      failure: { kind: 'config' },
      error: expect.stringContaining('HTTPS_PROXY'),
    });
    expect(everythingPrintable(result)).not.toContain('password');
  });

  it('loads nothing before one is set, and says once where the package is not there', async () => {
    const load = vi.fn(() => Promise.reject(new Error('Cannot find package')));
    const warn = vi.fn();
    const parts = { warn, load };
    const https = 'https://service.example.org';
    expect(await proxyFetch(https, { ...parts, environment: {} })).toBeUndefined();
    expect(
      await proxyFetch('http://127.0.0.1', { ...parts, environment: { HTTPS_PROXY: 'http://x' } }),
    ).toBeUndefined();
    expect(load).not.toHaveBeenCalled();
    for (const port of [1, 2, 2]) {
      const environment = { HTTPS_PROXY: `http://proxy.example.org:${port}` };
      expect(await proxyFetch(https, { ...parts, environment })).toBeUndefined();
    }
    expect(warn.mock.calls).toEqual([[expect.stringContaining('Install undici')]]);
    expect(warn.mock.calls.join()).not.toContain('proxy.example.org');
  });
});
