import { describe, expect, it } from 'vitest';
import { failedScan } from '../../src/scan/index.js';
import { CARD, call, INJECTION, KEY, PATHS, scanBody, scripted, start, sync, TOOL } from './support.js';

const error = (message: string) => ({ error: { message } });
const MALFORMED = error('Request data is invalid or malformed');
const UUID = '6375720f-6fcf-47f5-8287-ee5fc21f07ef';
const content = { prompt: 'hello' };

describe('status of a request', () => {
  it.each([
    ['404 for an unknown path', '/v1/scan/nothing', {}, 404, error('Resource is not found')],
    ['404 for a path with an id', `${PATHS.results}/${UUID}`, {}, 404, error('Resource is not found')],
    ['405 for GET on a scan', PATHS.sync, {}, 405, error('The method is not allowed')],
    ['405 for POST on results', PATHS.results, { body: {} }, 405, error('The method is not allowed')],
    ['405 for DELETE', PATHS.async, { method: 'DELETE' }, 405, error('The method is not allowed')],
  ])('%s', async (_name, path, options, status, body) => {
    expect(await call(await start(), path, options)).toMatchObject({ status, body });
  });

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])(
    '415 for the media type %s',
    async (type) => {
      const headers = { 'x-pan-token': KEY, ...(type !== undefined && { 'content-type': type }) };
      const body = JSON.stringify(scanBody(content));
      expect(await call(await start(), PATHS.sync, { headers, body })).toMatchObject({
        status: 415,
        body: error('The media type is not supported'),
      });
    },
  );

  it.each(['application/json; charset=utf-8', 'Application/JSON'])(
    'takes the media type %s',
    async (type) => {
      const headers = { 'X-PAN-Token': KEY, 'Content-Type': type };
      expect(await call(await start(), PATHS.sync, { headers, body: scanBody(content) })).toMatchObject({
        status: 200,
      });
    },
  );

  it('503 when the scanner could not scan', async () => {
    const scanner = scripted((request) => failedScan(request, 'no engine', 1));
    expect(await call(await start({ scanner }), PATHS.sync, { body: scanBody(content) })).toMatchObject({
      status: 503,
      body: error('Service temporarily unavailable'),
    });
  });

  it('500 when the scanner throws', async () => {
    const scanner = scripted(() => {
      throw new Error(CARD);
    });
    const reply = await call(await start({ scanner }), PATHS.sync, { body: scanBody(content) });
    expect(reply).toMatchObject({ status: 500, body: error('Unexpected server error') });
  });

  it('checks in the documented order', async () => {
    const limits = { syncBytes: 200 };
    const server = await start({ limits, apiKeys: [KEY], rateLimit: { requests: 1, perMs: 60_000 } });
    const big = 'x'.repeat(300);
    const post = async (headers: Record<string, string>, body: string, path: string = PATHS.sync) =>
      (await call(server, path, { headers, body })).status;
    const json = { 'content-type': 'application/json' };
    const key = { 'x-pan-token': KEY };
    expect(await post({}, big, '/nowhere')).toBe(404);
    expect(await post({}, big, PATHS.reports)).toBe(405);
    expect(await post({}, big)).toBe(401);
    expect(await post({ 'x-pan-token': 'wrong' }, big)).toBe(403);
    expect(await post({ ...key, 'x-payload-hash': 'wrong' }, 'x')).toBe(403);
    expect(await post(key, big)).toBe(415);
    expect(await post({ ...key, ...json }, big)).toBe(413);
    expect(await post({ ...key, ...json }, '{}')).toBe(400);
    expect(await post({ ...key, ...json }, JSON.stringify(scanBody(content)))).toBe(200);
    expect(await post({ ...key, ...json }, JSON.stringify(scanBody(content)))).toBe(429);
    expect(await post({ ...key, ...json }, '{}')).toBe(400);
  });
});

describe('400 of a sync scan', () => {
  const long = 'x'.repeat(101);
  it.each<[string, unknown, string?]>([
    ['no JSON', '{'],
    ['an empty body', ''],
    ['an array', [scanBody(content)]],
    ['null', 'null'],
    ['no contents', { ai_profile: { profile_name: 'p' } }],
    ['empty contents', { ai_profile: { profile_name: 'p' }, contents: [] }],
    ['empty content', scanBody({})],
    ['only context', scanBody({ context: 'x' })],
    ['prompt and response null', scanBody({ prompt: null, response: null })],
    ['an empty prompt', scanBody({ prompt: '', response: 'x' })],
    ['an empty response', scanBody({ response: '' })],
    ['a prompt that is no string', scanBody({ prompt: 1 })],
    ['an empty tool event', scanBody({ tool_event: { metadata: TOOL, input: '' } })],
    [
      'a tool event without a server',
      scanBody({ tool_event: { metadata: { ecosystem: 'mcp', method: 'm' }, input: 'x' } }),
    ],
    [
      'another ecosystem',
      scanBody({ tool_event: { metadata: { ...TOOL, ecosystem: 'openai' }, input: 'x' } }),
      'unsupported ecosystem',
    ],
    ['no profile', { contents: [content] }, 'No default AI profile available'],
    ['a null profile', { ai_profile: null, contents: [content] }, 'No default AI profile available'],
    ['an empty profile', { ai_profile: {}, contents: [content] }, 'No default AI profile available'],
    ['a long profile name', { ai_profile: { profile_name: long }, contents: [content] }],
    ['a profile id that is no UUID', { ai_profile: { profile_id: 'x' }, contents: [content] }],
    ['a long tr_id', scanBody(content, { tr_id: long })],
    ['a long session_id', scanBody(content, { session_id: long })],
    ['a long transaction_id', scanBody(content, { transaction_id: long })],
    ['101 URLs', scanBody({ prompt: 'http://a.b '.repeat(101) })],
  ])('for %s', async (_name, body, message) => {
    const reply = await call(await start(), PATHS.sync, { body });
    expect(reply).toMatchObject({ status: 400, body: message === undefined ? MALFORMED : error(message) });
  });

  it('but not for nulls, unknown fields, 100 URLs, 100-character ids and earlier contents', async () => {
    const server = await start();
    const body = {
      ...scanBody({
        prompt: 'http://a.b '.repeat(100),
        response: null,
        tool_event: null,
        context: null,
        other: 1,
      }),
      session_id: 'x'.repeat(100),
      tr_id: null,
      metadata: { app_name: null, source: 'x', is_response: true },
      future: {},
    };
    expect(await call(server, PATHS.sync, { body })).toMatchObject({
      status: 200,
      body: { action: 'allow' },
    });
    const contents = [{ prompt: INJECTION }, { prompt: 'the last one counts' }];
    expect(await sync(server, {}, { contents })).toMatchObject({ action: 'allow' });
  });

  it('for invalid UTF-8', async () => {
    const server = await start();
    const response = await fetch(server.url + PATHS.sync, {
      method: 'POST',
      headers: { 'x-pan-token': KEY, 'content-type': 'application/json' },
      body: Buffer.from([0x22, 0xff, 0x22]),
    });
    expect(response.status).toBe(400);
  });
});

describe('400 of a batch', () => {
  const item = (reqId: unknown) => ({ req_id: reqId, scan_req: scanBody(content) });
  it.each<[string, unknown]>([
    ['an object', item(1)],
    ['an empty array', []],
    ['26 requests', Array.from({ length: 26 }, (_, index) => item(index))],
    ['a req_id twice', [item(1), item(1)]],
    ['no req_id', [{ scan_req: scanBody(content) }]],
    ['a negative req_id', [item(-1)]],
    ['a req_id of 33 bits', [item(2 ** 32)]],
    ['a bad request among good ones', [item(1), { req_id: 2, scan_req: scanBody({}) }]],
    ['an array of arrays', [[item(1)]]],
  ])('for %s', async (_name, body) => {
    expect(await call(await start(), PATHS.async, { body })).toMatchObject({ status: 400, body: MALFORMED });
  });

  it('but not for 25 requests', async () => {
    const body = Array.from({ length: 25 }, (_, index) => item(index));
    expect(await call(await start(), PATHS.async, { body })).toMatchObject({ status: 200 });
  });
});

describe('ids of a query', () => {
  it.each([
    `${PATHS.results}`,
    `${PATHS.results}?scan_ids=`,
    `${PATHS.results}?scan_ids=abc`,
    `${PATHS.results}?scan_ids=R${UUID}`,
    `${PATHS.results}?scan_ids=${UUID},`,
    `${PATHS.results}?scan_ids=${Array(6).fill(UUID).join(',')}`,
    `${PATHS.reports}?report_ids=${UUID}`,
    `${PATHS.reports}?scan_ids=${UUID}`,
    `${PATHS.reports}?report_ids=${Array(6).fill(`R${UUID}`).join('%2C')}`,
  ])('400 for %s', async (path) => {
    expect(await call(await start(), path)).toMatchObject({ status: 400, body: MALFORMED });
  });

  it.each([
    `${PATHS.results}?scan_ids=${UUID},${UUID}`,
    `${PATHS.results}?scan_ids=${Array(5).fill(UUID).join('%2C')}`,
    `${PATHS.reports}?report_ids=R${UUID}%2CR${UUID}`,
  ])('[] for unknown ids: %s', async (path) => {
    expect(await call(await start(), path)).toMatchObject({ status: 200, body: [] });
  });
});
