import { afterEach, describe, expect, test, vi } from 'vitest';
import { init } from '../../src/airs/index.js';
import { autoScanner, createGuardrail } from '../../src/index.js';
import { defineDetector, type LocalScannerOptions, localScanner } from '../../src/local/index.js';
import type { ContentScanner } from '../../src/scan/index.js';
import { withoutEnvironment } from '../support/airs.js';

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

  describe('in a stream', () => {
    const MAIL = 'jane.doe@example.com';
    const TEXT = `Write to ${MAIL} or to bob@example.org, number ACME-1234.`;
    /** What is found, letter by letter. */
    const found = (scanner: ContentScanner): string[] | undefined => {
      const stream = scanner.findStream?.();
      if (stream === undefined) return undefined;
      const parts = [...[...TEXT].flatMap((letter) => stream.push(letter)), ...stream.end()];
      expect(parts.map(({ text }) => text).join('')).toBe(TEXT);
      return parts.flatMap(({ text, finding }) =>
        finding === undefined ? [] : [`${finding.label} ${text}`],
      );
    };
    const acme = defineDetector({ name: 'acme', pattern: /ACME-\d{4}/ });

    test.each<LocalScannerOptions>([
      {},
      { profile: 'strict' },
      { detectors: [acme] },
      { rules: [] },
      { allow: [MAIL] },
      { profile: { minConfidence: 1 } },
      { profile: { masking: false } },
    ])('it finds what the engine finds, before that is loaded: %j', (local) => {
      const scanner = autoScanner({ local });
      expect(found(scanner)).toEqual(found(localScanner(local)));
      expect(scanner.lookahead).toBe(localScanner(local).lookahead);
    });

    test('it finds sensitive data without options', () => {
      expect(found(autoScanner())).toEqual([`EMAIL ${MAIL}`, 'EMAIL bob@example.org']);
    });

    test('it leaves to its scans what its profile does not look for, and what is not valid fails there', async () => {
      expect(autoScanner({ local: { profile: { detectors: { dlp: 'off' } } } }).findStream).toBeUndefined();
      const broken = autoScanner({ local: JSON.parse('{"rules":5}') });
      expect(found(broken)).toContain(`EMAIL ${MAIL}`);
      expect(await broken.scan({ prompt: 'hello' })).toMatchObject({ categories: ['api_error'] });
    });

    test('the cloud finds nothing by itself', () => {
      const scanner = autoScanner({ airs: { apiKey: KEY } });
      expect([scanner.findStream, scanner.lookahead]).toEqual([undefined, undefined]);
    });

    test('it is redacted as it flows', async () => {
      const guardrail = createGuardrail({ scanner: autoScanner(), policy: 'redact' });
      const flow = guardrail.responseStream();
      const writer = flow.writable.getWriter();
      void writer.write(TEXT).then(() => writer.close());
      let text = '';
      for await (const piece of flow.readable) text += piece;
      expect(text).toBe('Write to [EMAIL] or to [EMAIL], number ACME-1234.');
    });
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
