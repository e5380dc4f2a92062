import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { payloadHash, requestHeaders, USER_AGENT } from '../../src/airs/auth.js';
import { type AirsOptions, Content, type Scanner, VERSION } from '../../src/airs/index.js';
import { ALLOWED, API_KEY, BEARER, clientOf, wireSample, withoutEnvironment } from '../support/airs.js';
import { json, type RecordedRequest, scriptedServer } from '../support/scripted-server.js';

withoutEnvironment();

const bytes = (text: string) => new TextEncoder().encode(text);

describe('payloadHash', () => {
  it.each([
    [
      '{"ai_profile":{"profile_name":"my-profile"},"contents":[{"prompt":"hello"}]}',
      'efaf8696c23ab4b1e8c9df46d1cf28383fa6350691262d1074e1075d246e588b',
    ],
    ['null', 'f5e691a475b7a82a2bf11111eb06fb130a040909bd47718af7c9fb33f1482fb2'],
  ])('of %s is the published one', async (body, hash) => {
    expect(await payloadHash(API_KEY, bytes(body))).toBe(hash);
  });

  it('takes the UTF-8 bytes of body and key', async () => {
    const body = 'Ignore previous — “日本” 😀';
    expect(await payloadHash('schlüssel', bytes(body))).toBe(
      createHmac('sha256', 'schlüssel').update(body).digest('hex'),
    );
  });
});

describe('requestHeaders', () => {
  const body = bytes('{}');
  const named = async (...args: Parameters<typeof requestHeaders>) =>
    [...(await requestHeaders(...args))].map(([name]) => name).sort();

  it('sign a body with the key', async () => {
    expect(await named({ apiKey: API_KEY, apiToken: undefined }, body)).toEqual([
      'content-type',
      'service-name',
      'user-agent',
      'x-pan-token',
      'x-payload-hash',
    ]);
  });

  it('have neither hash nor content type without a body', async () => {
    expect(await named({ apiKey: API_KEY, apiToken: undefined }, undefined)).toEqual([
      'service-name',
      'user-agent',
      'x-pan-token',
    ]);
  });

  it('have no hash with a bearer token', async () => {
    expect(await named({ apiKey: undefined, apiToken: BEARER }, body)).toEqual([
      'authorization',
      'content-type',
      'service-name',
      'user-agent',
    ]);
  });

  it('name this version', () => {
    expect(VERSION).toBe(packageJson.version);
    expect(USER_AGENT).toBe(`PAN-AIRS/${VERSION}-typescript-sdk airs-guardrails/${VERSION}`);
  });
});

describe('requests on the wire', () => {
  const send = async (
    call: (client: Scanner) => Promise<unknown>,
    answer: unknown,
    options?: AirsOptions,
  ): Promise<RecordedRequest> => {
    const server = await scriptedServer(json(200, answer));
    await call(clientOf(server, options));
    const [request] = server.requests;
    if (request === undefined) throw new Error('no request came');
    return request;
  };

  it('are signed over the very bytes sent', async () => {
    const { body, headers } = await send(
      (client) =>
        client.syncScan({ profile_name: 'p' }, { prompt: 'naïve “日本” 😀 \ud800 \u2028 </script>' }),
      ALLOWED,
    );
    expect(headers['x-payload-hash']).toBe(createHmac('sha256', API_KEY).update(body).digest('hex'));
    expect(headers['content-length']).toBe(String(body.length));
  });

  const SAMPLES: readonly [string, (client: Scanner, body: Json) => Promise<unknown>, AirsOptions?][] = [
    [
      'sync-apikey.json',
      (client, body) =>
        client.syncScan(body.ai_profile, Content.fromJSON(body.contents[0]), {
          trId: body.tr_id,
          sessionId: body.session_id,
          metadata: body.metadata,
        }),
    ],
    [
      'sync-apikey-minimal.json',
      (client, body) => client.syncScan(body.ai_profile, Content.fromJSON(body.contents[0])),
    ],
    [
      'sync-bearer.json',
      (client, body) => client.syncScan(body.ai_profile, Content.fromJSON(body.contents[0])),
      { apiKey: '', apiToken: BEARER },
    ],
    ['async-batch.json', (client, body) => client.asyncScan(body)],
    [
      'results-by-scan-ids.json',
      (client) =>
        client.queryByScanIds([
          '6375720f-6fcf-47f5-8287-ee5fc21f07ef',
          '00000000-0000-4000-8000-000000000001',
        ]),
    ],
    [
      'reports-by-report-ids.json',
      (client) =>
        client.queryByReportIds([
          'R6375720f-6fcf-47f5-8287-ee5fc21f07ef',
          'R00000000-0000-4000-8000-000000000001',
        ]),
    ],
  ];

  // biome-ignore lint/suspicious/noExplicitAny: recorded bodies are read as they come
  type Json = any;

  describe.each(SAMPLES)('beside %s', (name, call, options) => {
    const sample = wireSample(name);

    it('are the same, byte for byte in the body', async () => {
      const { request: recorded, responseServed } = sample;
      const request = await send((client) => call(client, recorded.body), responseServed, options);
      expect(request.method).toBe(recorded.method);
      expect(request.url).toBe(recorded.rawUrl);
      expect(request.body.toString('base64')).toBe(recorded.bodyBase64);
      const headersOf = (pairs: readonly (readonly [string, string])[]) =>
        Object.fromEntries(
          pairs
            .map(([header, value]) => [header.toLowerCase(), value])
            .filter(([header]) => header !== 'host'),
        );
      expect(headersOf(request.rawHeaders)).toEqual({
        ...headersOf(recorded.rawHeaders),
        'user-agent': USER_AGENT,
      });
    });
  });
});
