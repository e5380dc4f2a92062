import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AirsServerOptions } from '../../src/server/index.js';
import { call, KEY, PATHS, start, TOKEN } from './support.js';

const BODY = '{"ai_profile":{"profile_name":"my-profile"},"contents":[{"prompt":"hello"}]}';
const BODY_HASH = 'efaf8696c23ab4b1e8c9df46d1cf28383fa6350691262d1074e1075d246e588b';
const NULL_HASH = 'f5e691a475b7a82a2bf11111eb06fb130a040909bd47718af7c9fb33f1482fb2';
const UUID = '6375720f-6fcf-47f5-8287-ee5fc21f07ef';
const bearer = { authorization: `Bearer ${TOKEN}` };
const key = { 'x-pan-token': KEY };
const hmac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');

const post = async (options: AirsServerOptions, headers: Record<string, string>) =>
  call(await start(options), PATHS.sync, {
    body: BODY,
    headers: { 'content-type': 'application/json', ...headers },
  });
const get = async (options: AirsServerOptions, headers: Record<string, string>) =>
  call(await start(options), `${PATHS.results}?scan_ids=${UUID}`, { headers });

describe('credentials', () => {
  const none = {};
  const keys = { apiKeys: ['another', KEY] };
  const tokens = { apiTokens: [TOKEN] };
  const both = { ...keys, ...tokens };

  it.each<[string, AirsServerOptions, Record<string, string>, number]>([
    ['no credential', none, {}, 401],
    ['an empty key', none, { 'x-pan-token': ' ' }, 401],
    ['an empty token', none, { authorization: 'Bearer ' }, 401],
    ['another scheme', none, { authorization: 'Basic abc' }, 401],
    ['any key', none, { 'x-pan-token': 'anything' }, 200],
    ['any token', none, { authorization: 'bearer anything' }, 200],
    ['no credential where keys are known', both, {}, 401],
    ['the key', keys, key, 200],
    ['an unknown key', keys, { 'x-pan-token': `${KEY}x` }, 403],
    ['a token where only keys are known', keys, bearer, 403],
    ['the token', tokens, bearer, 200],
    ['an unknown token', tokens, { authorization: 'Bearer nope' }, 403],
    ['a key where only tokens are known', tokens, key, 403],
    ['both', both, { ...key, ...bearer }, 200],
    ['a good key and a bad token', both, { ...key, authorization: 'Bearer nope' }, 200],
    ['a bad key and a good token', both, { 'x-pan-token': 'nope', ...bearer }, 200],
    ['a bad key and a bad token', both, { 'x-pan-token': 'nope', authorization: 'Bearer nope' }, 403],
    ['a key in place of the token', both, { authorization: `Bearer ${KEY}` }, 403],
    ['no keys at all', { apiKeys: [] }, key, 403],
  ])('%s', async (_name, options, headers, status) => {
    const reply = await post(options, headers);
    expect(reply.status).toBe(status);
    if (status === 401) expect(reply.body).toEqual({ error: { message: 'Not Authenticated' } });
    if (status === 403) expect(reply.body).toEqual({ error: { message: 'Invalid API Key or OAuth Token' } });
    expect((await get(options, headers)).status).toBe(status);
  });
});

describe('payload hash', () => {
  const hash = (value: string) => ({ 'x-payload-hash': value });
  const signed = { requirePayloadHash: true };

  it.each<[string, AirsServerOptions, Record<string, string>, number, string?]>([
    ['the vector of the specification', {}, { ...key, ...hash(BODY_HASH) }, 200],
    ['keyed with the whole bearer header', {}, { ...bearer, ...hash(hmac(`Bearer ${TOKEN}`, BODY)) }, 200],
    ['keyed with the bare token', {}, { ...bearer, ...hash(hmac(TOKEN, BODY)) }, 200],
    [
      'keyed with the token, a key beside it',
      {},
      { ...key, ...bearer, ...hash(hmac(`Bearer ${TOKEN}`, BODY)) },
      200,
    ],
    ['of another body', {}, { ...key, ...hash(hmac(KEY, `${BODY} `)) }, 403, 'Payload hash mismatch'],
    ['of another key', {}, { ...key, ...hash(hmac('other', BODY)) }, 403, 'Payload hash mismatch'],
    ['in upper case', {}, { ...key, ...hash(BODY_HASH.toUpperCase()) }, 403, 'Payload hash mismatch'],
    ['too short', {}, { ...key, ...hash('ef') }, 403, 'Payload hash mismatch'],
    ['empty', {}, { ...key, ...hash('') }, 403, 'Payload hash mismatch'],
    ['absent', {}, key, 200],
    ['absent where it is required', signed, key, 403, 'Payload hash is required'],
    ['present where it is required', signed, { ...key, ...hash(BODY_HASH) }, 200],
  ])('%s', async (_name, options, headers, status, message) => {
    const reply = await post(options, headers);
    expect(reply.status).toBe(status);
    if (message !== undefined) expect(reply.body).toEqual({ error: { message } });
  });

  it('takes the hash of `null` (Python) and of nothing on GET, and does not require one there', async () => {
    expect((await get({}, { ...key, ...hash(NULL_HASH) })).status).toBe(200);
    expect((await get({}, { ...key, ...hash(hmac(KEY, '')) })).status).toBe(200);
    expect((await get(signed, key)).status).toBe(200);
    expect((await get({}, { ...key, ...hash(BODY_HASH) })).status).toBe(403);
  });

  it('is over the bytes as sent, whatever the client’s way to write JSON', async () => {
    const python =
      '{"ai_profile": {"profile_name": "my-profile"}, "contents": [{"prompt": "\\u65e5\\u672c", "tool_event": null}]}';
    const raw = '{"contents":[{"prompt":"日本 😀"}],"ai_profile":{"profile_name":"p"}}';
    for (const body of [python, raw]) {
      const headers = { ...key, 'content-type': 'application/json', ...hash(hmac(KEY, body)) };
      expect((await call(await start(), PATHS.sync, { body, headers })).status).toBe(200);
    }
  });
});
