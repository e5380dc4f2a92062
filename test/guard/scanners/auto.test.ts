import { afterEach, describe, expect, test, vi } from 'vitest';
import { init } from '../../../src/airs/index.js';
import { autoScanner } from '../../../src/index.js';
import { withoutEnvironment } from '../../support/airs.js';

withoutEnvironment();
afterEach(() => {
  vi.unstubAllEnvs();
});
const KEY = ['some', 'key'].join('-');

describe('autoScanner', () => {
  test('without a key it is the embedded engine', async () => {
    const scanner = autoScanner({ airs: { profileName: 'p', apiKey: ' ' } });
    expect(scanner.name).toBe('auto(local)');
    expect(await scanner.scan({ prompt: 'hello' })).toMatchObject({ action: 'allow', source: 'local' });
    expect(autoScanner({ local: { profile: 'strict' } }).name).toBe('auto(local)');
  });

  test.each(['PANW_AI_SEC_API_KEY', 'PANW_AI_SEC_API_TOKEN'])('with %s it is the cloud', (name) => {
    vi.stubEnv(name, ' ');
    expect(autoScanner().name).toBe('auto(local)');
    vi.stubEnv(name, KEY);
    expect(autoScanner().name).toBe('auto(airs)');
  });

  test('it is decided once', async () => {
    const scanner = autoScanner();
    vi.stubEnv('PANW_AI_SEC_API_KEY', KEY);
    expect(scanner.name).toBe('auto(local)');
    expect((await scanner.scan({ prompt: 'hello' })).source).toBe('local');
  });

  test('a failing cloud stays a failed scan', async () => {
    const fetch = (): Promise<Response> => Promise.resolve(new Response('{}', { status: 401 }));
    const scanner = autoScanner({ airs: { apiKey: KEY, fetch, numRetries: 0 } });
    expect(await scanner.scan({ prompt: 'hello' })).toMatchObject({
      action: 'warn',
      categories: ['api_error'],
    });
  });

  test.each([{ apiToken: KEY }, { apiKey: KEY }])('given credentials make it the cloud', (airs) => {
    expect(autoScanner({ airs }).name).toBe('auto(airs)');
  });

  test('a client and the credentials of init make it the cloud', () => {
    const client = { syncScan: () => Promise.reject(new Error('unused')) };
    expect(autoScanner({ airs: { client } }).name).toBe('auto(airs)');
    // Last: it is for the whole process.
    init({ apiKey: KEY });
    expect(autoScanner().name).toBe('auto(airs)');
  });

  test('mistakes show, also in options that are not used', () => {
    expect(() => autoScanner(JSON.parse('{"aris":{}}'))).toThrow('options.aris is not known');
    expect(() => autoScanner(JSON.parse('{"airs":{"regoin":"us"}}'))).toThrow('regoin');
  });
});
