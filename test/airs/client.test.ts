import { createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type AirsError, Content, MAX_ASYNC_BYTES, MAX_SYNC_BYTES, Scanner } from '../../src/airs/index.js';
import { knownMessage } from '../../src/airs/known-messages.js';
import {
  ALLOWED,
  API_KEY,
  BEARER,
  clientOf,
  everythingPrintable,
  PROFILE,
  rejection,
  SCAN_ID,
  withoutBackoff,
  withoutEnvironment,
} from '../support/airs.js';
import {
  huge,
  json,
  type Responder,
  redirect,
  reset,
  resetMidBody,
  type ScriptedServer,
  scriptedServer,
  silence,
  stall,
  text,
  trickle,
} from '../support/scripted-server.js';

withoutEnvironment();
withoutBackoff();

const CONTENT = { prompt: 'hello' };
const OBJECTS = [{ req_id: 1, scan_req: { ai_profile: PROFILE, contents: [{ prompt: 'hello' }] } }];
const RECEIPT = { received: '2026-11-20T12:00:00.123456789Z', scan_id: SCAN_ID, report_id: `R${SCAN_ID}` };
const scan = (server: ScriptedServer, options?: Parameters<Scanner['syncScan']>[2]) =>
  clientOf(server).syncScan(PROFILE, CONTENT, options);
const failed = async (promise: Promise<unknown>): Promise<AirsError> =>
  (await rejection(promise)) as AirsError;
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('an error status', () => {
  const word = { error: { message: 'Invalid API Key' } };
  it.each([400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 501, 505])('%i is final', async (status) => {
    const server = await scriptedServer();
    server.otherwise(json(status, word, { 'retry-after': '0' }));
    const error = await failed(scan(server));
    expect(error).toMatchObject({
      name: 'AirsError',
      code: 'ERR_AIRS_HTTP',
      kind: 'http',
      statusCode: status,
      retryable: false,
      message: `API error ${status}: Invalid API Key`,
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each([500, 502, 503, 504])('%i is tried again', async (status) => {
    const server = await scriptedServer(json(status, word), json(status, word), json(200, ALLOWED));
    expect(await scan(server)).toEqual(ALLOWED);
    expect(server.requests).toHaveLength(3);
    const [first, ...others] = server.requests;
    for (const other of others) {
      expect(other.body).toEqual(first?.body);
      expect(other.headers['x-payload-hash']).toBe(first?.headers['x-payload-hash']);
    }
  });

  it.each([0, 1, 2, 3, 4, 5])('that lasts ends after %i retries', async (numRetries) => {
    const server = await scriptedServer();
    server.otherwise(text(503, 'Service temporarily unavailable'));
    const error = await failed(scan(server, { numRetries }));
    expect(error).toMatchObject({
      statusCode: 503,
      retryable: true,
      message: 'API error 503: Service temporarily unavailable',
    });
    expect(server.requests).toHaveLength(numRetries + 1);
  });

  it('is retried five times by default, or as the scanner says', async () => {
    const server = await scriptedServer();
    server.otherwise(text(500, ''));
    await failed(scan(server));
    expect(server.requests).toHaveLength(6);
    await failed(clientOf(server, { numRetries: 1 }).syncScan(PROFILE, CONTENT));
    expect(server.requests).toHaveLength(8);
  });

  it.each([6, -1, 1.5, Number.NaN, '2'])('with numRetries %s sends nothing', async (numRetries) => {
    const server = await scriptedServer();
    const error = await failed(scan(server, { numRetries: numRetries as number }));
    expect(error).toMatchObject({ kind: 'config', field: 'numRetries' });
    expect(server.requests).toHaveLength(0);
  });

  it.each<[string, Responder, string]>([
    ['error.message', json(400, { error: { message: 'No token' }, message: 'Invalid id' }), ': No token'],
    ['error', json(400, { error: 'a token', message: 'Invalid id' }), ': a token'],
    ['message', json(400, { status_code: 400, message: 'Bad value' }), ': Bad value'],
    ['an empty error', json(400, { error: { message: ' ' }, message: 'Bad value' }), ': Bad value'],
    ['error_message', json(400, { error_message: 'Not found' }), ': Not found'],
    ['text', text(400, '  not\n a valid \t key '), ': not a valid key'],
    ['control characters', json(400, { message: 'a\u0000key\u001b[31m was\r\nnot found' }), ''],
    ['HTML', text(400, '\n<html><body>Bad gateway</body></html>'), ''],
    ['nothing', text(400, ''), ''],
    ['a message of another type', json(400, { error: { message: 5 }, message: ['x'] }), ''],
    ['null', json(400, null), ''],
    ['an array', json(400, ['x']), ''],
    ['a long text', text(400, 'key and '.repeat(200)), `: ${'key and '.repeat(25).trimEnd()}`],
  ])('takes its words from %s', async (_name, responder, words) => {
    const error = await failed(scan(await scriptedServer(responder)));
    expect(error.message).toBe(`API error 400${words}`);
  });
});

describe('429', () => {
  const limited = (retryAfter: unknown, headers = {}) =>
    json(429, { error: { message: 'Request exceeds limit', retry_after: retryAfter } }, headers);

  it('waits what the nested retry_after says', async () => {
    const server = await scriptedServer(limited({ interval: 1, unit: 'millisecond' }), json(200, ALLOWED));
    await scan(server);
    expect(server.requests).toHaveLength(2);
  });

  it('waits what the header says', async () => {
    const server = await scriptedServer(text(429, 'slow down', { 'retry-after': '0' }), json(200, ALLOWED));
    await scan(server);
    expect(server.requests).toHaveLength(2);
  });

  it('fails at once where the wait is beyond the total time', async () => {
    const server = await scriptedServer(limited({ interval: 5, unit: 'minute' }));
    const error = await failed(scan(server));
    expect(error).toMatchObject({
      statusCode: 429,
      retryAfterMs: 300_000,
      retryable: true,
      message: 'API error 429: Request exceeds limit',
    });
    expect(server.requests).toHaveLength(1);
    expect(error.toJSON()).toMatchObject({ retryAfterMs: 300_000, statusCode: 429 });
  });

  it('counts as a retry', async () => {
    const server = await scriptedServer();
    server.otherwise(limited({ interval: 0, unit: 'second' }));
    await failed(scan(server, { numRetries: 2 }));
    expect(server.requests).toHaveLength(3);
  });
});

describe('asyncScan', () => {
  const submit = (server: ScriptedServer, options?: Parameters<Scanner['asyncScan']>[1]) =>
    clientOf(server).asyncScan(OBJECTS, options);

  it.each<[string, Responder, object]>([
    ['503', json(503, {}), { kind: 'http', statusCode: 503 }],
    ['500', json(500, {}, { 'retry-after': '0' }), { kind: 'http', statusCode: 500 }],
    ['a reset', reset, { kind: 'network' }],
    ['a reset in the answer', resetMidBody, { kind: 'network' }],
    ['silence', silence, { kind: 'timeout' }],
  ])('is not repeated after %s, unless asked', async (_name, responder, expected) => {
    const server = await scriptedServer(responder, responder, json(200, RECEIPT));
    const timeoutMs = responder === silence ? 300 : 15_000;
    const error = await failed(submit(server, { timeoutMs }));
    expect(error).toMatchObject({ ...expected, retryable: true, notSent: false });
    expect(server.requests).toHaveLength(1);
    expect(await submit(server, { timeoutMs, retryAmbiguous: true })).toMatchObject({ scan_id: SCAN_ID });
    expect(server.requests).toHaveLength(3);
  });

  it('is repeated after 429', async () => {
    const server = await scriptedServer(text(429, '', { 'retry-after': '0' }), json(200, RECEIPT));
    expect(await submit(server)).toEqual(RECEIPT);
    expect(server.requests).toHaveLength(2);
  });

  it('is repeated after a refused connection', async () => {
    const port = await closedPort();
    const server = await scriptedServer(json(200, RECEIPT));
    let attempts = 0;
    const client = new Scanner({
      apiKey: API_KEY,
      apiEndpoint: server.url,
      fetch: (input, init) => {
        attempts++;
        return attempts === 1 ? fetch(`http://127.0.0.1:${port}/`, init) : fetch(input, init);
      },
    });
    expect(await client.asyncScan(OBJECTS)).toEqual(RECEIPT);
    expect(attempts).toBe(2);
  });
});

describe('the network', () => {
  it('refusing the connection is told by its code', async () => {
    const port = await closedPort();
    const client = clientOf({ url: `http://127.0.0.1:${port}` }, { numRetries: 1 });
    expect(await failed(client.syncScan(PROFILE, CONTENT))).toMatchObject({
      code: 'ERR_AIRS_NETWORK',
      kind: 'network',
      message: 'Network error: ECONNREFUSED',
      retryable: true,
      notSent: true,
    });
  });

  it.each([
    ['before the answer', reset],
    ['in the answer', resetMidBody],
  ])('breaking %s is tried again', async (_name, responder) => {
    const server = await scriptedServer(responder, responder, json(200, ALLOWED));
    expect(await scan(server)).toEqual(ALLOWED);
    expect(server.requests).toHaveLength(3);
    const lasting = await scriptedServer();
    lasting.otherwise(responder);
    expect(await failed(scan(lasting, { numRetries: 1 }))).toMatchObject({ kind: 'network', notSent: false });
    expect(lasting.requests).toHaveLength(2);
  });

  it('failing in a fetch of the user is a network error without its text', async () => {
    const client = new Scanner({
      apiKey: API_KEY,
      numRetries: 1,
      fetch: () => Promise.reject(new Error(`proxy said no to ${API_KEY}`)),
    });
    const error = await failed(client.syncScan(PROFILE, CONTENT));
    expect(error).toMatchObject({ kind: 'network', message: 'Network error' });
    expect(everythingPrintable(error)).not.toContain(API_KEY);
  });
});

describe('time', () => {
  it.each([
    ['silence', silence],
    ['a body that stops', stall],
  ])('is up for an attempt after %s, and the connection is closed', async (_name, responder) => {
    const server = await scriptedServer(responder, json(200, ALLOWED));
    expect(await scan(server, { timeoutMs: 300 })).toEqual(ALLOWED);
    expect(server.requests).toHaveLength(2);
    await server.clientLeft(1);
    const lasting = await scriptedServer();
    lasting.otherwise(responder);
    expect(await failed(scan(lasting, { timeoutMs: 300, numRetries: 1 }))).toMatchObject({
      code: 'ERR_AIRS_TIMEOUT',
      kind: 'timeout',
      message: 'No answer within 300 ms',
      retryable: true,
    });
    expect(lasting.requests).toHaveLength(2);
    await lasting.clientLeft(2);
  });

  it('is enough for a body in small pieces', async () => {
    const answer = { ...ALLOWED, note: 'naïve 😀 “日本”' };
    const server = await scriptedServer(trickle(JSON.stringify(answer), 1));
    expect(await scan(server)).toEqual(answer);
  });

  it('in total ends a call in its first attempt', async () => {
    const server = await scriptedServer();
    server.otherwise(silence);
    expect(await failed(scan(server, { totalTimeoutMs: 300 }))).toMatchObject({ kind: 'timeout' });
    expect(server.requests).toHaveLength(1);
  });

  it('in total ends a call between attempts', async () => {
    const server = await scriptedServer();
    server.otherwise(json(503, {}, { 'retry-after': '2' }));
    const error = await failed(scan(server, { totalTimeoutMs: 1500 }));
    expect(error).toMatchObject({ statusCode: 503, retryAfterMs: 2000 });
    expect(server.requests).toHaveLength(1);
  });

  it('leaves no timer behind', async () => {
    const server = await scriptedServer(
      json(503, {}, { 'retry-after': '0' }),
      json(200, ALLOWED),
      json(400, {}),
    );
    const set = vi.spyOn(globalThis, 'setTimeout');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    await scan(server, { timeoutMs: 600_000, totalTimeoutMs: 600_000 });
    await failed(scan(server, { timeoutMs: 600_000, totalTimeoutMs: 600_000 }));
    const long = set.mock.results.filter((_, index) => (set.mock.calls[index]?.[1] ?? 0) > 60_000);
    expect(long).toHaveLength(3);
    for (const timer of long) expect(cleared).toHaveBeenCalledWith(timer.value);
  });
});

describe('an abort', () => {
  const reason = new Error('the user left');
  const aborting = () => {
    const controller = new AbortController();
    return { signal: controller.signal, abort: () => controller.abort(reason) };
  };

  it('before the call sends nothing', async () => {
    const server = await scriptedServer();
    const client = clientOf(server);
    const signal = AbortSignal.abort(reason);
    expect(await rejection(client.syncScan(PROFILE, CONTENT, { signal }))).toBe(reason);
    expect(await rejection(client.asyncScan(OBJECTS, { signal }))).toBe(reason);
    expect(await rejection(client.queryByScanIds([SCAN_ID], { signal }))).toBe(reason);
    expect(await rejection(client.queryByReportIds([`R${SCAN_ID}`], { signal }))).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['the request', silence],
    ['the body', stall],
  ])('during %s closes the connection and is thrown as it is', async (_name, responder) => {
    const server = await scriptedServer(responder);
    const { signal, abort } = aborting();
    const before = timers();
    const call = rejection(scan(server, { signal }));
    await server.received(1);
    abort();
    expect(await call).toBe(reason);
    await server.clientLeft(1);
    expect(server.requests).toHaveLength(1);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('during the wait for a retry sends nothing more', async () => {
    const server = await scriptedServer(json(503, {}, { 'retry-after': '30' }));
    const { signal, abort } = aborting();
    const set = vi.spyOn(globalThis, 'setTimeout');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    const call = rejection(scan(server, { signal }));
    const waiting = () => set.mock.results[set.mock.calls.findIndex(([, delay]) => delay === 30_000)]?.value;
    await vi.waitUntil(() => waiting() !== undefined);
    abort();
    expect(await call).toBe(reason);
    expect(cleared).toHaveBeenCalledWith(waiting());
    expect(server.requests).toHaveLength(1);
  });

  it('by a timeout signal throws its reason', async () => {
    const server = await scriptedServer(silence);
    const signal = AbortSignal.timeout(30);
    expect(await rejection(scan(server, { signal }))).toBe(signal.reason);
  });

  it('after the answer does nothing, and no listener stays', async () => {
    const server = await scriptedServer(json(503, {}, { 'retry-after': '0' }), json(200, ALLOWED));
    const { signal, abort } = aborting();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await scan(server, { signal });
    expect(added.mock.calls.length).toBeGreaterThan(0);
    const ours = new Set(added.mock.calls.map(([, listener]) => listener));
    const gone = new Set(removed.mock.calls.map(([, listener]) => listener));
    expect([...ours].filter((listener) => !gone.has(listener))).toEqual([]);
    abort();
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308, 300])(
    'with %i is refused, and the other place sees nothing',
    async (status) => {
      const other = await scriptedServer();
      other.otherwise(json(200, ALLOWED));
      const server = await scriptedServer(redirect(status, `${other.url}/v1/scan/sync/request`));
      const error = await failed(scan(server));
      expect(error).toMatchObject({
        code: 'ERR_AIRS_REDIRECT',
        kind: 'redirect',
        statusCode: status,
        retryable: false,
      });
      expect(everythingPrintable(error)).not.toContain(other.url);
      expect(server.requests).toHaveLength(1);
      expect(other.requests).toHaveLength(0);
    },
  );

  it('of a query is refused, also to the same place', async () => {
    const server = await scriptedServer();
    server.otherwise(redirect(302, '/v1/scan/results?scan_ids=x'));
    expect(await failed(clientOf(server).queryByScanIds([SCAN_ID]))).toMatchObject({ kind: 'redirect' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an answer', () => {
  it.each<[string, Responder]>([
    ['malformed JSON', text(200, '{"action": "allow"')],
    ['HTML', text(200, '<html>login</html>')],
    ['an empty body', text(200, '')],
    ['no content', (_request, response) => response.writeHead(204).end()],
    ['null', json(200, null)],
    ['an array', json(200, [ALLOWED])],
    ['a text', json(200, 'allow')],
    ['an action of another type', json(200, { ...ALLOWED, action: true })],
    ['a flag of another type', json(200, { ...ALLOWED, prompt_detected: { injection: 'false' } })],
    ['flags of another type', json(200, { ...ALLOWED, prompt_detected: 'none' })],
    ['an error object', json(200, { error: { message: 'not today' } })],
    [
      'locations of another type',
      json(200, { ...ALLOWED, prompt_masked_data: { pattern_detections: [{ locations: [[1]] }] } }),
    ],
  ])('of %s is refused, once', async (_name, responder) => {
    const server = await scriptedServer(responder);
    expect(await failed(scan(server))).toMatchObject({
      code: 'ERR_AIRS_RESPONSE',
      kind: 'response',
      retryable: false,
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, object]>([
    [
      'without timeout, error and errors',
      { category: 'benign', action: 'allow', report_id: 'R1', scan_id: '1' },
    ],
    [
      'of nulls but for the verdict',
      {
        ...Object.fromEntries(Object.keys(ALLOWED).map((key) => [key, null])),
        action: 'allow',
        tr_id: null,
        created_at: null,
        prompt_masked_data: null,
        prompt_detection_details: null,
      },
    ],
    [
      'with nulls inside',
      {
        ...ALLOWED,
        prompt_detected: { injection: null, dlp: null },
        tool_detected: {
          verdict: null,
          summary: null,
          input_detected: null,
          output_detected: { detection_entries: null },
        },
        prompt_masked_data: { data: null, pattern_detections: null },
        response_masked_data: { data: 'x', pattern_detections: [{ pattern: null, locations: null }] },
        prompt_detection_details: {
          topic_guardrails_details: null,
          toxic_content_details: { toxic_categories: null },
        },
        errors: [{ content_type: null, feature: null, status: null }],
      },
    ],
    [
      'with more than we know',
      { ...ALLOWED, new_thing: { a: [1] }, prompt_detected: { new_flag: true, score: 0.5 } },
    ],
    ['with another action', { ...ALLOWED, action: 'quarantine', category: 'odd' }],
  ])('%s is taken as it is', async (_name, body) => {
    expect(await scan(await scriptedServer(json(200, body)))).toEqual(body);
  });

  it('starting with a byte order mark is JSON', async () => {
    expect(await scan(await scriptedServer(text(200, `\ufeff${JSON.stringify(ALLOWED)}`)))).toEqual(ALLOWED);
  });

  it('without end is cut off', async () => {
    const server = await scriptedServer(huge(64 * 1024 * 1024));
    expect(await failed(scan(server))).toMatchObject({ kind: 'response', retryable: false });
    await server.clientLeft(1);
    expect(server.requests).toHaveLength(1);
  });

  it('of 10 MiB is still one', async () => {
    const server = await scriptedServer(huge(10 * 1024 * 1024));
    expect(await scan(server, { allowMissingAction: true })).toEqual({});
  });

  it('without an action is no verdict to those who ask for block, unless they say so', async () => {
    for (const body of [
      {},
      { category: 'malicious' },
      { action: null },
      { action: '', category: 'benign' },
    ]) {
      const server = await scriptedServer(json(200, body), json(200, body));
      expect(await failed(scan(server))).toMatchObject({
        kind: 'response',
        field: 'action',
        retryable: false,
      });
      expect(await scan(server, { allowMissingAction: true })).toEqual(body);
    }
  });

  it('to a batch needs a scan id', async () => {
    for (const receipt of [{}, { scan_id: '' }, { scan_id: null }, { received: 'now' }]) {
      const server = await scriptedServer(json(200, receipt));
      expect(await failed(clientOf(server).asyncScan(OBJECTS))).toMatchObject({ kind: 'response' });
    }
  });

  it('to a query is rows in any state', async () => {
    const rows = [
      { req_id: 2, status: 'complete', scan_id: SCAN_ID, result: { ...ALLOWED, tr_id: null } },
      { req_id: 1, status: 'pending', scan_id: SCAN_ID },
      { req_id: null, status: null, scan_id: null, result: null, extra: 1 },
    ];
    expect(await clientOf(await scriptedServer(json(200, rows))).queryByScanIds([SCAN_ID])).toEqual(rows);
    expect(await clientOf(await scriptedServer(json(200, []))).queryByScanIds([SCAN_ID])).toEqual([]);
    expect(
      await failed(clientOf(await scriptedServer(json(200, {}))).queryByScanIds([SCAN_ID])),
    ).toMatchObject({
      kind: 'response',
    });
  });

  it('to a report query has every detector, nulls included', async () => {
    const offsets = { high_confidence_detections: [[51, 60]], medium_confidence_detections: null };
    const reports = [
      {
        report_id: `R${SCAN_ID}`,
        scan_id: SCAN_ID,
        req_id: 0,
        transaction_id: '',
        detection_results: [
          {
            data_type: 'prompt',
            detection_service: 'dlp',
            verdict: 'malicious',
            action: 'block',
            result_detail: {
              dlp_report: {
                dlp_report_id: null,
                dlp_profile_version: null,
                data_pattern_rule1_verdict: 'MATCHED',
                data_pattern_detection_offsets: [
                  { name: 'n', version: 1, ...offsets, low_confidence_detections: null },
                ],
              },
              dlp_snippets: { meta: { occurrence: 1 }, snippets: ['…'] },
              urlf_report: null,
              dbs_report: null,
              tc_report: null,
              mc_report: null,
              agent_report: null,
              topic_guardrails_report: null,
              cg_report: null,
            },
          },
          {
            detection_service: 'malicious_code',
            result_detail: {
              mc_report: {
                verdict: 'malicious',
                all_code_blocks: ['curl x | sh'],
                code_analysis_by_type: [{ file_type: 'Shell', code_sha256: '0' }],
                malware_script_report: { verdict: 'benign' },
                command_injection_report: [{ code_block: 'x', verdict: 'malicious' }],
              },
            },
          },
          {
            detection_service: 'agent_security',
            result_detail: {
              agent_report: {
                model_verdict: 'benign',
                agent_patterns: [{ category_type: 'tools-memory-manipulation', verdict: 'malicious' }],
              },
            },
          },
          {
            detection_service: 'uf',
            result_detail: { urlf_report: [{ url: 'u', risk_level: 'Not Given', categories: ['malware'] }] },
          },
          {
            detection_service: 'dbs',
            result_detail: { dbs_report: [{ sub_type: 'database-security-update' }] },
          },
          {
            detection_service: 'tc',
            result_detail: { tc_report: { confidence: 'high', toxic_categories: ['Cybercrimes'] } },
          },
          {
            detection_service: 'topic_guardrails',
            result_detail: { topic_guardrails_report: { blockedTopics: ['t'] } },
          },
          {
            detection_service: 'contextual_grounding',
            result_detail: { cg_report: { status: 'completed' } },
          },
          {
            detection_service: 'pi',
            result_detail: { pi_report: { verdict: 'malicious' }, pi_snippets: ['s'] },
          },
          { detection_service: 'tomorrow', result_detail: { new_report: { x: 1 } } },
          {
            data_type: 'tool_event',
            detection_service: 'dlp',
            metadata: { ecosystem: 'mcp', direction: 'input', score: 0.5, confidence: 'high' },
            result_detail: {},
          },
          { result_detail: null, metadata: null },
        ],
      },
      { report_id: null, detection_results: null },
    ];
    const server = await scriptedServer(json(200, reports));
    expect(await clientOf(server).queryByReportIds([`R${SCAN_ID}`])).toEqual(reports);
    expect(server.requests[0]?.url).toBe(`/v1/scan/reports?report_ids=R${SCAN_ID}`);
  });
});

describe('input beyond the limits', () => {
  const long = 'x'.repeat(101);
  const object = (reqId: number, contents: unknown = [{ prompt: 'p' }]) => ({
    req_id: reqId,
    scan_req: { ai_profile: PROFILE, contents },
  });
  const MIB = 1024 * 1024;

  it.each<[string, string, (client: Scanner) => Promise<unknown>]>([
    ['trId', 'trId', (client) => client.syncScan(PROFILE, CONTENT, { trId: long })],
    ['sessionId', 'sessionId', (client) => client.syncScan(PROFILE, CONTENT, { sessionId: long })],
    [
      'transactionId',
      'transactionId',
      (client) => client.syncScan(PROFILE, CONTENT, { transactionId: long }),
    ],
    ['null trId', 'trId', (client) => client.syncScan(PROFILE, CONTENT, { trId: null as never })],
    ['null metadata', 'metadata', (client) => client.syncScan(PROFILE, CONTENT, { metadata: null as never })],
    [
      'metadata type',
      'metadata.app_name',
      (client) => client.syncScan(PROFILE, CONTENT, { metadata: { app_name: 5 as never } }),
    ],
    ['no profile', 'profile', (client) => client.syncScan({} as never, CONTENT)],
    ['null profile', 'profile', (client) => client.syncScan(null as never, CONTENT)],
    ['profile as text', 'profile', (client) => client.syncScan('p' as never, CONTENT)],
    ['profile name', 'profile.profile_name', (client) => client.syncScan({ profile_name: long }, CONTENT)],
    [
      'empty profile name',
      'profile.profile_name',
      (client) => client.syncScan({ profile_name: '' }, CONTENT),
    ],
    ['profile id', 'profile.profile_id', (client) => client.syncScan({ profile_id: 'not-a-uuid' }, CONTENT)],
    ['empty content', 'content', (client) => client.syncScan(PROFILE, {})],
    ['2 MiB prompt', 'body', (client) => client.syncScan(PROFILE, { prompt: 'x'.repeat(2 * MIB) })],
    ['escapes', 'body', (client) => client.syncScan(PROFILE, { prompt: '\u0001'.repeat(MIB / 2) })],
    ['no objects', 'objects', (client) => client.asyncScan([])],
    ['no array', 'objects', (client) => client.asyncScan(object(1) as never)],
    [
      '6 objects',
      'objects',
      (client) => client.asyncScan([1, 2, 3, 4, 5, 6].map((id) => object(id)) as never),
    ],
    ['equal req_id', 'req_id', (client) => client.asyncScan([object(7), object(7)] as never)],
    ['negative req_id', 'objects.0.req_id', (client) => client.asyncScan([object(-1)] as never)],
    ['fractional req_id', 'objects.0.req_id', (client) => client.asyncScan([object(1.5)] as never)],
    ['large req_id', 'objects.0.req_id', (client) => client.asyncScan([object(2 ** 32)] as never)],
    [
      'no contents',
      'objects.1.scan_req.contents',
      (client) => client.asyncScan([object(1), object(2, [])] as never),
    ],
    [
      'empty object content',
      'objects.0.scan_req.contents',
      (client) => client.asyncScan([object(1, [{}])] as never),
    ],
    [
      'context only',
      'objects.0.scan_req.contents',
      (client) => client.asyncScan([object(1, [{ context: 'c' }])] as never),
    ],
    [
      'empty text',
      'objects.0.scan_req.contents.0.prompt',
      (client) => client.asyncScan([object(1, [{ prompt: '' }])] as never),
    ],
    [
      'async trId',
      'objects.0.scan_req.tr_id',
      (client) =>
        client.asyncScan([{ ...object(1), scan_req: { ...object(1).scan_req, tr_id: long } }] as never),
    ],
    [
      '5 MiB batch',
      'body',
      (client) =>
        client.asyncScan([1, 2, 3].map((id) => object(id, [{ prompt: 'x'.repeat(2 * MIB) }])) as never),
    ],
    ['no scan ids', 'scanIds', (client) => client.queryByScanIds([])],
    ['6 scan ids', 'scanIds', (client) => client.queryByScanIds(Array(6).fill(SCAN_ID))],
    ['scan id', 'scanIds.1', (client) => client.queryByScanIds([SCAN_ID, 'abc'])],
    ['scan id with more', 'scanIds.0', (client) => client.queryByScanIds([`${SCAN_ID},${SCAN_ID}`])],
    ['scan id with a query', 'scanIds.0', (client) => client.queryByScanIds([`${SCAN_ID}&x=1`])],
    ['scan id of another type', 'scanIds.0', (client) => client.queryByScanIds([5 as never])],
    ['holes', 'scanIds.0', (client) => client.queryByScanIds(new Array(2))],
    ['scan ids as text', 'scanIds', (client) => client.queryByScanIds(SCAN_ID as never)],
    ['no report ids', 'reportIds', (client) => client.queryByReportIds([])],
    ['6 report ids', 'reportIds', (client) => client.queryByReportIds(Array(6).fill(`R${SCAN_ID}`))],
    ['report id', 'reportIds.0', (client) => client.queryByReportIds([SCAN_ID])],
    [
      'report id with more',
      'reportIds.1',
      (client) => client.queryByReportIds([`R${SCAN_ID}`, `R${SCAN_ID}x`]),
    ],
  ])('(%s) sends nothing', async (_name, field, call) => {
    const server = await scriptedServer();
    const error = await failed(call(clientOf(server)));
    expect(error).toMatchObject({ code: 'ERR_AIRS_INPUT', kind: 'input', field, retryable: false });
    expect(server.requests).toHaveLength(0);
  });

  it('names the limit', async () => {
    const client = clientOf({ url: 'http://127.0.0.1:1' });
    expect(await failed(client.syncScan(PROFILE, CONTENT, { trId: long }))).toMatchObject({ limit: 100 });
    expect(await failed(client.queryByScanIds(Array(6).fill(SCAN_ID)))).toMatchObject({ limit: 5 });
    expect(await failed(client.syncScan(PROFILE, { prompt: 'x'.repeat(2 * MIB) }))).toMatchObject({
      limit: MAX_SYNC_BYTES,
    });
  });

  it('is told before a missing key', async () => {
    expect(await failed(new Scanner().syncScan(PROFILE, CONTENT, { trId: long }))).toMatchObject({
      kind: 'input',
    });
  });

  it.each([
    ['sync', MAX_SYNC_BYTES],
    ['async', MAX_ASYNC_BYTES],
  ])('begins one byte above the %s total', async (kind, limit) => {
    const server = await scriptedServer();
    server.otherwise(json(200, { ...ALLOWED, ...RECEIPT }));
    const client = clientOf(server);
    const send = (context: string) =>
      kind === 'sync'
        ? client.syncScan(PROFILE, { prompt: 'p', context })
        : client.asyncScan([
            { req_id: 1, scan_req: { ai_profile: PROFILE, contents: [{ prompt: 'p', context }] } },
          ]);
    await send('é');
    const overhead = (server.requests[0]?.body.length ?? 0) - 2;
    const largest = `é${'x'.repeat(limit - overhead - 2)}`;
    await send(largest);
    expect(server.requests[1]?.body.length).toBe(limit);
    expect(await failed(send(`${largest}x`))).toMatchObject({ kind: 'input', limit });
    expect(server.requests).toHaveLength(2);
  });

  it('does not include the longest ids and names', async () => {
    const server = await scriptedServer(json(200, ALLOWED));
    const id = 'x'.repeat(100);
    await clientOf(server).syncScan({ profile_name: id }, CONTENT, {
      trId: id,
      sessionId: id,
      transactionId: id,
    });
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      tr_id: id,
      session_id: id,
      transaction_id: id,
      ai_profile: { profile_name: id },
      contents: [{ prompt: 'hello' }],
    });
  });
});

describe('close', () => {
  it('refuses later calls and waits for those under way', async () => {
    let release = (): void => undefined;
    const server = await scriptedServer((_request, response) => {
      release = () => response.end(JSON.stringify(ALLOWED));
    });
    const client = clientOf(server);
    const events: string[] = [];
    const running = client.syncScan(PROFILE, CONTENT).then(() => events.push('answered'));
    await server.received(1);
    const closing = client.close().then(() => events.push('closed'));
    expect(await failed(client.syncScan(PROFILE, CONTENT))).toMatchObject({ kind: 'config' });
    expect(await failed(client.queryByScanIds([SCAN_ID]))).toMatchObject({ kind: 'config' });
    expect(events).toEqual([]);
    release();
    await Promise.all([running, closing]);
    expect(events).toEqual(['answered', 'closed']);
    expect(server.requests).toHaveLength(1);
    await client.close();
  });

  it('waits for calls that fail', async () => {
    const server = await scriptedServer(json(400, {}));
    const client = clientOf(server);
    const running = failed(client.syncScan(PROFILE, CONTENT));
    await client.close();
    expect(await running).toMatchObject({ statusCode: 400 });
  });
});

describe('errors hold nothing that was sent', () => {
  const CARD = ['4111', '1111', '1111', '1111'].join(' ');
  const SECRET = `my card is ${CARD} and my "pass phrase"\nis correct horse\tbattery staple`;
  const USER = ['alice', 'example.com'].join('@');
  const leaked = (error: unknown): string[] => {
    const shown = everythingPrintable(error);
    const pieces = [
      API_KEY,
      BEARER,
      CARD,
      '4111 1111',
      'pass phrase',
      'correct horse',
      'battery staple',
      'naïve 日本',
      USER,
      API_KEY.slice(0, 16),
    ];
    return pieces.filter((piece) => shown.includes(piece));
  };
  const content = () =>
    new Content({ prompt: SECRET, response: 'naïve 日本', codePrompt: 'rm -rf /very/secret/place' });
  const scanOf = (server: ScriptedServer, options = {}) =>
    clientOf(server, options).syncScan(PROFILE, content(), {
      numRetries: 0,
      timeoutMs: 200,
      metadata: { app_user: USER },
    });

  const echoes: Readonly<Record<string, Responder>> = {
    'the body': ({ body }, response) => response.writeHead(400).end(body),
    'the body in a message': ({ body }, response) =>
      response.writeHead(400).end(JSON.stringify({ error: { message: String(body) } })),
    'the body after some words': ({ body }, response) =>
      response.writeHead(500).end(JSON.stringify({ message: `bad request: ${String(body).slice(48)}` })),
    'the headers': ({ rawHeaders }, response) =>
      response.writeHead(403).end(JSON.stringify({ error: String(rawHeaders) })),
    'the key alone': ({ headers }, response) =>
      response
        .writeHead(403)
        .end(JSON.stringify({ error: { message: headers['x-pan-token'] ?? headers['authorization'] } })),
    'the content on one line': ({ body }, response) =>
      response.writeHead(400).end(JSON.parse(String(body)).contents[0].prompt.replaceAll(/\s+/g, ' ')),
    'the content in capitals': ({ body }, response) =>
      response.writeHead(400).end(JSON.parse(String(body)).contents[0].prompt.toUpperCase()),
    'the content as a URL': ({ body }, response) =>
      response.writeHead(400).end(encodeURIComponent(JSON.parse(String(body)).contents[0].prompt)),
    'the card alone': (_request, response) => response.writeHead(400).end(`found ${CARD}`),
    'the user': (_request, response) => response.writeHead(400).end(`no such user: ${USER}`),
    'the response alone': (_request, response) => response.writeHead(400).end('naïve 日本'),
    'the content as an action': ({ body }, response) =>
      response.writeHead(200).end(JSON.stringify({ action: JSON.parse(String(body)) })),
    'the content as a field': ({ body }, response) =>
      response
        .writeHead(200)
        .end(JSON.stringify({ errors: [{ [String(body)]: 1, status: [String(body)] }] })),
    'malformed JSON': ({ body }, response) => response.writeHead(200).end(String(body).slice(0, -1)),
    'a redirect': ({ body }, response) =>
      response.writeHead(302, { location: `/?${encodeURIComponent(String(body))}` }).end(body),
  };

  it.each(Object.entries(echoes))('where the service echoes %s', async (_name, responder) => {
    for (const options of [{}, { apiKey: '', apiToken: BEARER }]) {
      const error = await failed(scanOf(await scriptedServer(responder), options));
      expect(error.name).toBe('AirsError');
      expect(leaked(error)).toEqual([]);
    }
  });

  it.each<[string, Responder]>([
    ['reset', reset],
    ['reset in the answer', resetMidBody],
    ['silence', silence],
    ['a stalled body', stall],
  ])('after %s', async (_name, responder) => {
    const error = await failed(scanOf(await scriptedServer(responder)));
    expect(leaked(error)).toEqual([]);
    expect(error.cause).toBeUndefined();
  });

  it('where the input is refused', async () => {
    const client = clientOf({ url: 'http://127.0.0.1:1' });
    const errors = await Promise.all([
      failed(client.syncScan(PROFILE, { prompt: SECRET.repeat(50_000) })),
      failed(client.syncScan(PROFILE, { prompt: SECRET, context: [SECRET] as never })),
      failed(client.syncScan({ profile_id: SECRET }, CONTENT)),
      failed(client.syncScan(PROFILE, CONTENT, { trId: SECRET.repeat(9) })),
      failed(client.queryByScanIds([SECRET])),
      failed(client.queryByReportIds([SECRET])),
      failed(client.asyncScan([{ req_id: SECRET, scan_req: SECRET }] as never)),
    ]);
    for (const error of errors) {
      expect(error.kind).toBe('input');
      expect(leaked(error)).toEqual([]);
    }
  });

  it('of an async batch', async () => {
    const objects = [
      {
        req_id: 1,
        scan_req: { ai_profile: PROFILE, contents: [content().toJSON()], metadata: { app_user: USER } },
      },
    ];
    for (const responder of Object.values(echoes)) {
      const outcome = await rejection(clientOf(await scriptedServer(responder)).asyncScan(objects));
      expect(leaked(outcome)).toEqual([]);
    }
  });

  it('whatever piece of it a message quotes', () => {
    const secret = 'The launch code of the northern site is blue heron forty two';
    fc.assert(
      fc.property(
        fc.nat(secret.length - 20),
        fc.integer({ min: 20, max: 40 }),
        fc.constantFrom<(quoted: string) => string>(
          (quoted) => quoted,
          (quoted) => quoted.replaceAll(' ', '\n'),
          (quoted) => quoted.replaceAll(' ', '\\n'),
          (quoted) => quoted.replaceAll(' ', '\\u0020'),
          (quoted) => encodeURIComponent(quoted),
          (quoted) => quoted.replaceAll(' ', '&nbsp;'),
          (quoted) => quoted.toLowerCase(),
          (quoted) => globalThis.btoa(quoted),
          (quoted) => Buffer.from(quoted).toString('hex'),
          (quoted) => JSON.stringify(JSON.stringify(quoted)),
          (quoted) => [...quoted].join(' '),
          (quoted) => [...quoted].reverse().join(''),
        ),
        (start, length, layout) => {
          const quoted = layout(secret.slice(start, start + length));
          expect(knownMessage(`cannot scan ${quoted}`)).toBe('');
        },
      ),
    );
  });

  it('but keep the words of the service', () => {
    for (const words of [
      'Request data is invalid or malformed',
      'Service temporarily unavailable',
      'No default AI profile available',
      'Invalid API Key or OAuth Token',
    ]) {
      expect(knownMessage(words)).toBe(words);
    }
  });
});
