import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AirsOptions, init, REGION_ENDPOINTS, Scanner } from '../../src/airs/index.js';
import { resolveAirsOptions } from '../../src/airs/options.js';
import {
  ALLOWED,
  API_KEY,
  BEARER,
  everythingPrintable,
  PROFILE,
  rejection,
  withoutEnvironment,
} from '../support/airs.js';
import { json, type ScriptedServer, scriptedServer } from '../support/scripted-server.js';

withoutEnvironment();
afterEach(() => {
  vi.restoreAllMocks();
});

const CONTENT = { prompt: 'hello' };
const allowing = async (): Promise<ScriptedServer> => {
  const server = await scriptedServer();
  server.otherwise(json(200, ALLOWED));
  return server;
};
const resolve = (explicit: AirsOptions, initial?: AirsOptions, environment = {}) =>
  resolveAirsOptions(explicit, initial, environment);

/** A copy of the module with no memory of `init` and warnings. */
async function freshCopy() {
  vi.resetModules();
  return import('../../src/airs/index.js');
}

describe('precedence', () => {
  it('is scanner, then init, then environment, then default', async () => {
    const airs = await freshCopy();
    const server = await allowing();
    vi.stubEnv('PANW_AI_SEC_API_KEY', 'key-of-environment');
    vi.stubEnv('PANW_AI_SEC_API_ENDPOINT', `${server.url}/environment`);

    await new airs.Scanner().syncScan(PROFILE, CONTENT);
    airs.init({ apiKey: 'key-of-init' });
    await new airs.Scanner().syncScan(PROFILE, CONTENT);
    airs.init({ apiKey: 'key-of-init', apiEndpoint: `${server.url}/init` });
    await new airs.Scanner().syncScan(PROFILE, CONTENT);
    await new airs.Scanner({ apiKey: 'key-of-scanner' }).syncScan(PROFILE, CONTENT);
    await new airs.Scanner({ apiEndpoint: `${server.url}/scanner` }).syncScan(PROFILE, CONTENT);

    expect(server.requests.map(({ url, headers }) => [url.split('/')[1], headers['x-pan-token']])).toEqual([
      ['environment', 'key-of-environment'],
      ['environment', 'key-of-init'],
      ['init', 'key-of-init'],
      // The endpoint that init was given with its own key is not for another tenant's.
      ['environment', 'key-of-scanner'],
      ['scanner', 'key-of-init'],
    ]);
  });

  it('lets a later init reach scanners that exist', async () => {
    const airs = await freshCopy();
    const server = await allowing();
    airs.init({ apiKey: 'first-key', apiEndpoint: server.url });
    const scanner = new airs.Scanner();
    await scanner.syncScan(PROFILE, CONTENT);
    airs.init({ apiKey: 'second-key', apiEndpoint: server.url });
    await scanner.syncScan(PROFILE, CONTENT);
    expect(server.requests.map(({ headers }) => headers['x-pan-token'])).toEqual(['first-key', 'second-key']);
  });

  it('does not follow later changes of the options object', async () => {
    const server = await allowing();
    const options = { apiKey: API_KEY, apiEndpoint: server.url };
    const scanner = new Scanner(options);
    options.apiEndpoint = 'http://127.0.0.1:1';
    await scanner.syncScan(PROFILE, CONTENT);
    expect(server.requests).toHaveLength(1);
  });

  it('keeps two tenants in one process apart', async () => {
    const [first, second] = [await allowing(), await allowing()];
    const one = new Scanner({ apiKey: 'tenant-one', apiEndpoint: first.url });
    const two = new Scanner({ apiToken: 'tenant-two', apiEndpoint: second.url });
    await Promise.all(
      [1, 2, 3].flatMap(() => [one.syncScan(PROFILE, CONTENT), two.syncScan(PROFILE, CONTENT)]),
    );
    expect(new Set(first.requests.map(({ headers }) => headers['x-pan-token']))).toEqual(
      new Set(['tenant-one']),
    );
    expect(new Set(second.requests.map(({ headers }) => headers['authorization']))).toEqual(
      new Set(['Bearer tenant-two']),
    );
    expect(second.requests.some(({ headers }) => 'x-pan-token' in headers)).toBe(false);
  });

  it('has the documented defaults', () => {
    expect(resolve({ apiKey: API_KEY })).toEqual({
      apiKey: API_KEY,
      apiToken: undefined,
      endpoint: 'https://service.api.aisecurity.paloaltonetworks.com',
      numRetries: 5,
      timeoutMs: 15_000,
      warn: expect.any(Function),
      totalTimeoutMs: 60_000,
      fetch: undefined,
    });
  });
});

describe('credentials', () => {
  it('come as a group from the first place that has any', () => {
    const environment = {
      PANW_AI_SEC_API_KEY: 'key-of-environment',
      PANW_AI_SEC_API_TOKEN: 'token-of-environment',
    };
    expect(resolve({ apiToken: 'mine' }, undefined, environment)).toMatchObject({
      apiKey: undefined,
      apiToken: 'mine',
    });
    expect(resolve({}, { apiToken: 'initial' }, environment)).toMatchObject({
      apiKey: undefined,
      apiToken: 'initial',
    });
    expect(resolve({ apiToken: 'mine' }, { apiKey: 'initial' })).toMatchObject({
      apiKey: undefined,
      apiToken: 'mine',
    });
    expect(resolve({ apiKey: ' ', apiToken: '' }, { apiKey: ' initial\n' })).toMatchObject({
      apiKey: 'initial',
    });
  });

  it('that are missing are named by their variable, at init and at the first call', async () => {
    const airs = await freshCopy();
    const missing = { kind: 'config', field: 'apiKey', message: 'PANW_AI_SEC_API_KEY not set' };
    expect(() => airs.init()).toThrow(expect.objectContaining(missing));
    expect(await rejection(new airs.Scanner().syncScan(PROFILE, CONTENT))).toMatchObject(missing);
    vi.stubEnv('PANW_AI_SEC_API_KEY', '   ');
    expect(() => airs.init()).toThrow(expect.objectContaining(missing));
    vi.stubEnv('PANW_AI_SEC_API_TOKEN', BEARER);
    expect(() => airs.init()).not.toThrow();
  });

  it('given twice are told of once, and the key is used', async () => {
    const airs = await freshCopy();
    const server = await allowing();
    const warnings: string[] = [];
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const options = { apiKey: API_KEY, apiToken: BEARER, apiEndpoint: server.url };
    await new airs.Scanner({ ...options, onWarning: (text) => warnings.push(text) }).syncScan(
      PROFILE,
      CONTENT,
    );
    await new airs.Scanner({ ...options, onWarning: (text) => warnings.push(text) }).syncScan(
      PROFILE,
      CONTENT,
    );
    airs.init(options);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('the API key is used');
    expect(warnings[0]).not.toContain(API_KEY);
    expect(warn).not.toHaveBeenCalled();
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ 'x-pan-token': API_KEY });
      expect(headers).not.toHaveProperty('authorization');
    }
  });

  it('given twice are told of on the console by default', async () => {
    const airs = await freshCopy();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    airs.init({ apiKey: API_KEY, apiToken: BEARER });
    airs.init({ apiKey: API_KEY, apiToken: BEARER });
    expect(warn).toHaveBeenCalledOnce();
  });

  it.each(['a\nb', 'a\r\nx-evil: 1', 'a b', 'a\u0000', 'schlüssel', '鍵', 'a\u0080', 'k'.repeat(2049)])(
    'that cannot be a header are refused without being quoted (%j)',
    (value) => {
      for (const key of ['apiKey', 'apiToken'] as const) {
        let caught: unknown;
        try {
          new Scanner({ [key]: value });
        } catch (error) {
          caught = error;
        }
        expect(caught).toMatchObject({ kind: 'config', code: 'ERR_AIRS_CONFIG', field: key });
        expect(everythingPrintable(caught)).not.toContain(value);
      }
    },
  );

  it('in the environment are checked only where they are used', () => {
    const environment = { PANW_AI_SEC_API_KEY: 'not a header\nvalue' };
    expect(resolve({ apiKey: API_KEY }, undefined, environment)).toMatchObject({ apiKey: API_KEY });
    expect(() => resolve({}, undefined, environment)).toThrow(expect.objectContaining({ field: 'apiKey' }));
  });

  it('never show on a scanner', async () => {
    const server = await allowing();
    const scanner = new Scanner({
      apiKey: API_KEY,
      apiToken: BEARER,
      apiEndpoint: server.url,
      onWarning: () => undefined,
    });
    await scanner.syncScan(PROFILE, CONTENT);
    const shown = everythingPrintable(scanner);
    expect(shown).not.toContain(API_KEY);
    expect(shown).not.toContain(BEARER);
    expect(JSON.stringify(scanner)).toBe('{}');
    expect(Object.keys(scanner)).toEqual([]);
    expect(structuredClone(Object.entries(scanner))).toEqual([]);
  });
});

describe('endpoint', () => {
  it.each(Object.entries(REGION_ENDPOINTS))('of region %s', (region, endpoint) => {
    expect(resolve({ apiKey: API_KEY, region: region as 'us' }).endpoint).toBe(endpoint);
    const host = region === 'us' ? 'service' : `service-${region}`;
    expect(endpoint).toBe(`https://${host}.api.aisecurity.paloaltonetworks.com`);
  });

  it('beats a region beside it, and a region beats the environment', () => {
    const environment = { PANW_AI_SEC_API_ENDPOINT: 'https://airs.example' };
    expect(resolve({ apiKey: API_KEY, region: 'de', apiEndpoint: 'https://own.example' }).endpoint).toBe(
      'https://own.example',
    );
    expect(resolve({ apiKey: API_KEY, region: 'sg' }, undefined, environment).endpoint).toBe(
      REGION_ENDPOINTS.sg,
    );
    expect(resolve({ apiKey: API_KEY }, { region: 'jp' }, environment).endpoint).toBe(REGION_ENDPOINTS.jp);
    expect(resolve({ apiKey: API_KEY, apiEndpoint: ' ' }, undefined, environment).endpoint).toBe(
      'https://airs.example',
    );
  });

  it.each([
    ['https://airs.example', 'https://airs.example'],
    ['https://airs.example/', 'https://airs.example'],
    ['https://airs.example///', 'https://airs.example'],
    ['https://airs.example/prefix/', 'https://airs.example/prefix'],
    [' https://AIRS.example:8443/a/b ', 'https://airs.example:8443/a/b'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://localhost:1/x/', 'http://localhost:1/x'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
  ])('%j is %j', (given, endpoint) => {
    expect(resolve({ apiKey: API_KEY, apiEndpoint: given }).endpoint).toBe(endpoint);
  });

  it.each([
    ['http://airs.example', 'http'],
    ['http://10.0.0.1', 'http'],
    ['http://127.0.0.1.evil.example', 'http'],
    ['http://localhost.evil.example', 'http'],
    ['http://0.0.0.0', 'http'],
    ['ftp://airs.example', 'https'],
    ['file:///etc/passwd', 'https'],
    ['airs.example', 'URL'],
    ['//airs.example', 'URL'],
    ['https://user:secret-word@airs.example', 'credentials'],
    ['https://secret-word@airs.example', 'credentials'],
    ['http://127.0.0.1@airs.example', 'credentials'],
    ['https://airs.example/?key=secret-word', 'query'],
    ['https://airs.example/#secret-word', 'fragment'],
  ])('%j is refused', (given, why) => {
    const attempt = () => resolve({ apiKey: API_KEY, apiEndpoint: given });
    expect(attempt).toThrow(expect.objectContaining({ kind: 'config', field: 'apiEndpoint' }));
    expect(attempt).toThrow(why);
    expect(attempt).not.toThrow(/secret-word/);
  });

  it('may be http elsewhere on request, from either place', () => {
    const apiEndpoint = 'http://airs.example';
    expect(resolve({ apiKey: API_KEY, apiEndpoint, allowInsecure: true }).endpoint).toBe(apiEndpoint);
    expect(resolve({ apiKey: API_KEY, apiEndpoint }, { allowInsecure: true }).endpoint).toBe(apiEndpoint);
    expect(() =>
      resolve({ apiKey: API_KEY, apiEndpoint, allowInsecure: false }, { allowInsecure: true }),
    ).toThrow();
  });

  it('keeps its path prefix on the wire', async () => {
    const server = await allowing();
    await new Scanner({ apiKey: API_KEY, apiEndpoint: `${server.url}/prefix///` }).syncScan(PROFILE, CONTENT);
    expect(server.requests[0]?.url).toBe('/prefix/v1/scan/sync/request');
  });
});

describe('values', () => {
  it.each<[string, object]>([
    ['apikey', { apikey: 'x' }],
    ['retries', { retries: 3 }],
    ['region', { region: 'eu' }],
    ['region', { region: '__proto__' }],
    ['numRetries', { numRetries: 6 }],
    ['numRetries', { numRetries: -1 }],
    ['numRetries', { numRetries: 1.5 }],
    ['numRetries', { numRetries: '3' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['totalTimeoutMs', { totalTimeoutMs: Number.POSITIVE_INFINITY }],
    ['allowInsecure', { allowInsecure: 'yes' }],
    ['fetch', { fetch: 'node-fetch' }],
    ['onWarning', { onWarning: 1 }],
    ['apiKey', { apiKey: 5 }],
  ])('a bad %s is refused by init and Scanner', (field, options) => {
    for (const attempt of [() => init({ apiKey: API_KEY, ...options }), () => new Scanner(options)]) {
      expect(attempt).toThrow(expect.objectContaining({ kind: 'config', field }));
    }
  });

  it('that are no object are refused', () => {
    expect(() => new Scanner('key' as never)).toThrow(expect.objectContaining({ kind: 'config' }));
  });

  it('refused by init leave the earlier ones in force', async () => {
    const airs = await freshCopy();
    const server = await allowing();
    airs.init({ apiKey: API_KEY, apiEndpoint: server.url });
    expect(() => airs.init({ apiKey: 'other', apiEndpoint: 'http://airs.example' })).toThrow();
    await new airs.Scanner().syncScan(PROFILE, CONTENT);
    expect(server.requests[0]?.headers['x-pan-token']).toBe(API_KEY);
  });
});
