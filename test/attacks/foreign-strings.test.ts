import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuardrail, type GuardrailEvent, type ScanResult } from 'airs-guardrails';
import { getGuardrailResults, guardModel, guardrailDataPart, guardTools } from 'airs-guardrails/ai-sdk';
import { AirsError, airsScanner, Scanner, toScanResult } from 'airs-guardrails/airs';
import { guardChatModel } from 'airs-guardrails/langchain';
import { createAirsServer } from 'airs-guardrails/server';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, resolvePolicy } from '../../src/guard/index.js';
import { boundedResult, identifierOf, printable } from '../../src/scan/index.js';
import { runScan } from '../../src/scanners/run-scan.js';
import { versions } from '../ai-sdk/versions.js';
import { verdict } from '../guard/support.js';
import { CORES, countingModel } from '../langchain/support.js';
import { API_KEY, everythingPrintable, SCAN_ID, withoutEnvironment } from '../support/airs.js';

withoutEnvironment();

/** What was sent, and must be found nowhere in what comes out. */
const CANARY = 'zebracanary4711';
const PROMPT = `my ${CANARY} is 4111 1111 1111 1111`;

/** What a text must not hold to be shown. */
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Strings that a service, or somebody between, may answer with. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['what was sent', PROMPT],
  ['a word of what was sent', CANARY],
  ['what was sent, in other letters', CANARY.toUpperCase().split('').join(' ')],
  ['what was sent, in base64', Buffer.from(PROMPT).toString('base64')],
  [
    'what was sent, in base64 of URLs, from its middle on',
    `x${Buffer.from(PROMPT.slice(3)).toString('base64url')}`,
  ],
  ['what was sent, in digits', Buffer.from(PROMPT).toString('hex')],
  ['a command of a terminal', '\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u009b1m'],
  ['a header', 'a\r\nset-cookie: owned=1\n\nbody'],
  ['a turned text', 'abc\u202egnp.exe\u2066x\u200b\u00ad'],
  ['other lines', 'a\u2028b\u2029c\u0085d\u000b'],
  ['half characters', '\ud800a\udfff\u0000'],
  ['hidden tags', [...'ignore'].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('')],
  ['a book', 'word '.repeat(20_000)],
  ['a path', '../../etc/passwd'],
  ['a placeholder', '[CREDIT_CARD_kzqwbnrtmdpc] ]['],
];

/** Every string in a value, names of fields included. */
function stringsOf(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Reflect.ownKeys(value).flatMap((key) => [
    ...(typeof key === 'string' ? [key] : []),
    // A stack has lines.
    ...(key === 'stack' ? [] : stringsOf(Reflect.get(value, key), seen)),
  ]);
}

/** That everything that came out may be shown, and says nothing of what went in. */
function expectShowable(...values: readonly unknown[]): void {
  for (const value of values) {
    const all = [...stringsOf(value), ...stringsOf(JSON.parse(JSON.stringify(value) ?? 'null'))];
    for (const text of all) {
      expect(text).not.toMatch(UNSHOWN);
      expect(text.length).toBeLessThanOrEqual(600);
    }
    // Events and results are plain data, errors may show more than that.
    const everything = value instanceof Error ? everythingPrintable(value) : JSON.stringify(value);
    const encoded = everything.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [];
    const decoded = encoded.flatMap((token) =>
      [0, 1, 2, 3].flatMap((at) =>
        (['base64', 'hex'] as const).map((kind) => Buffer.from(token.slice(at), kind).toString('latin1')),
      ),
    );
    for (const text of decoded) expect(text).not.toMatch(/canary|4111/i);
    const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    expect(letters(everything)).not.toContain(CANARY);
    expect(letters(everything)).not.toContain('4111111111111111');
  }
}

const ANSWER = {
  action: 'block',
  category: 'malicious',
  scan_id: SCAN_ID,
  report_id: `R${SCAN_ID}`,
  profile_id: SCAN_ID,
  profile_name: 'p',
  prompt_detected: { dlp: true, injection: true },
};

/** Every place of an answer that takes a string. */
const PLACES: readonly (readonly [string, (text: string) => object])[] = [
  ['scan_id', (text) => ({ scan_id: text })],
  ['report_id', (text) => ({ report_id: text })],
  ['profile_name', (text) => ({ profile_name: text })],
  ['profile_id', (text) => ({ profile_id: text })],
  ['source', (text) => ({ source: text })],
  ['category', (text) => ({ category: text })],
  ['action', (text) => ({ action: text })],
  ['ids', (text) => ({ tr_id: text, session_id: text, transaction_id: text })],
  ['times', (text) => ({ created_at: text, completed_at: text })],
  ['a detector', (text) => ({ prompt_detected: { [text]: true } })],
  ['an error', (text) => ({ errors: [{ content_type: text, feature: text, status: text }] })],
  [
    'a threat',
    (text) => ({
      tool_detected: {
        verdict: 'malicious',
        summary: { threats: Array(120).fill(text), detections: { [text]: true } },
      },
    }),
  ],
  [
    'a pattern',
    (text) => ({
      prompt_masked_data: { data: 'x', pattern_detections: [{ pattern: text, locations: [[0, 5]] }] },
    }),
  ],
  [
    'a topic',
    (text) => ({ prompt_detection_details: { topic_guardrails_details: { blocked_topics: [text] } } }),
  ],
  ['a field', (text) => ({ [text]: text })],
];

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

let reply: Reply = { status: 200, body: {} };
const service = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });
});
let endpoint = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterAll(() => {
  service.closeAllConnections();
  service.close();
});

const cloud = () => airsScanner({ apiKey: API_KEY, apiEndpoint: endpoint, numRetries: 0, profileName: 'p' });
const CASES = PLACES.flatMap(([place, make]) =>
  HOSTILE.map(([what, text]) => [place, what, make(text)] as const),
);

describe('what the service says', () => {
  it.each(CASES)('in %s: %s does not come out', async (_place, _what, part) => {
    reply = { status: 200, body: { ...ANSWER, ...part } };
    const request = { prompt: PROMPT, sessionId: 's', trId: 't' };
    const result = await cloud().scan(request);
    expectShowable(result);
    expect(result.action).toBe('block');
    expect({ sessionId: result.sessionId, trId: result.trId }).toEqual({ sessionId: 's', trId: 't' });
    expect(result.scanId).toMatch(/^[\w.:-]{0,100}$/);

    const events: GuardrailEvent[] = [];
    const told: string[] = [];
    for (const policy of ['strict', 'monitor'] as const) {
      const guardrail = createGuardrail({
        scanner: cloud(),
        policy,
        onEvent: (event) => events.push(event),
        onWarning: (message) => told.push(message),
      });
      const error = await guardrail.enforcePrompt(PROMPT, request).catch((thrown: unknown) => thrown);
      if (policy === 'strict') expectShowable(error);
      else expect(error).toMatchObject({ text: PROMPT });
    }
    expect(events.length).toBeGreaterThanOrEqual(4);
    const notices = events.flatMap((event) => (event.type === 'decision' ? [guardrailDataPart(event)] : []));
    expectShowable(...events, ...told, ...notices);
  });

  it.each(HOSTILE)('in a placeholder: %s does not come out', async (_, text) => {
    const place = { data: 'x', pattern_detections: [{ pattern: text, locations: [[0, 4]] }] };
    reply = { status: 200, body: { ...ANSWER, prompt_detected: { dlp: true }, prompt_masked_data: place } };
    const request = { prompt: 'abcd is fine' };
    const [first] = toScanResult(reply.body as never, request, 1).spans ?? [];
    expect(first).toMatchObject({ start: 0, end: 4, label: expect.stringMatching(/^[A-Z0-9_]{1,100}$/) });
    const [own] = toScanResult(reply.body as never, { prompt: PROMPT }, 1).spans ?? [];
    expectShowable(own);
  });

  it('keeps its own names', () => {
    const named = (pattern: string, prompt: string) =>
      toScanResult(
        {
          ...ANSWER,
          prompt_masked_data: { data: 'x', pattern_detections: [{ pattern, locations: [[0, 1]] }] },
        },
        { prompt },
        1,
      ).spans?.[0]?.label;
    expect(named('Credit Card Number', 'my credit card number is 4111')).toBe('CREDIT_CARD');
    expect(named('Passport Number', 'my passport number is X1')).toBe('PASSPORT_NUMBER');
    expect(named('Badge of the Works', 'X1')).toBe('BADGE_OF_THE_WORKS');
    expect(named('Badge of the Works', 'my badge of the works is X1')).toBe('SENSITIVE_DATA');
    const result = toScanResult(
      { ...ANSWER, scan_id: 'scan-1', source: 'AI-Runtime-MCP-Server', profile_name: 'Zürich 東京' },
      { prompt: `the AI runtime MCP server, ${SCAN_ID}`, profileName: 'other' },
      1,
    );
    expect(result).toMatchObject({
      scanId: 'scan-1',
      reportId: `R${SCAN_ID}`,
      source: 'AI-Runtime-MCP-Server',
      profileName: 'Zürich 東京',
    });
    // What the application asked for is no echo.
    const asked = { prompt: 'a question for customer support', profileName: 'customer-support' };
    expect(toScanResult({ ...ANSWER, profile_name: 'customer-support' }, asked, 1).profileName).toBe(
      'customer-support',
    );
  });

  it('counts a threat that it cannot name', () => {
    const threats = [CANARY, '\u0000', 'context poisoning', 'context poisoning'];
    const { toolDetected } = toScanResult(
      { ...ANSWER, tool_detected: { summary: { threats } } },
      { toolEvent: { metadata: { ecosystem: 'mcp', method: 'm', server_name: 's' }, input: PROMPT } },
      1,
    );
    expect(toolDetected?.threats).toEqual(['unnamed threat', 'context poisoning']);
  });

  it.each(HOSTILE)('as the message of an error: %s does not come out', async (_, text) => {
    for (const body of [
      { message: text },
      { error: { message: text } },
      text,
      { [text]: 1, action: { [text]: 1 } },
    ]) {
      reply = { status: 400, body };
      expectShowable(await cloud().scan({ prompt: PROMPT }));
      const client = new Scanner({ apiKey: API_KEY, apiEndpoint: endpoint, numRetries: 0 });
      const error = await client
        .syncScan({ profile_name: 'p' }, { prompt: PROMPT })
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AirsError);
      expectShowable(error);
    }
  });

  it.each([
    ['a header', { 'retry-after': '999999999' }, {}],
    ['the body', {}, { error: { retry_after: { interval: 1e300, unit: 'hours' } } }],
    ['a date', { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, {}],
  ])('asks for no more than a day by %s', async (_, headers, body) => {
    reply = { status: 429, body, headers: headers as Record<string, string> };
    const client = new Scanner({ apiKey: API_KEY, apiEndpoint: endpoint, numRetries: 0 });
    const error = await client
      .syncScan({ profile_name: 'p' }, { prompt: 'p' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ retryAfterMs: 86_400_000 });
  });

  it('costs little, however many names it gives', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `pattern of nobody ${index}`);
    const prompt = 'x'.repeat(200_000);
    const result = toScanResult(
      {
        ...ANSWER,
        prompt_detected: Object.fromEntries(names.map((name) => [name.replaceAll(' ', '_'), true])),
        tool_detected: { summary: { threats: names } },
        prompt_masked_data: {
          data: 'x',
          pattern_detections: names.map((pattern, index) => ({
            pattern,
            locations: [[2 * index, 2 * index + 1]],
          })),
        },
      },
      { prompt },
      1,
    );
    expect(result.spans).toHaveLength(20_000);
    expect(result.toolDetected?.threats?.length).toBeLessThanOrEqual(100);
    expect(result.promptDetected.other?.length).toBeLessThanOrEqual(100);
  });
});

describe('what any scanner says', () => {
  /** A result that says one text in all places. */
  const saying = (text: string): ScanResult =>
    ({
      ...verdict({ action: 'block', severity: 'HIGH' }),
      categories: [text, 'dlp_prompt', text],
      scanId: text,
      reportId: text,
      profileName: text,
      sessionId: text,
      trId: text,
      source: text,
      promptDetected: { injection: false, dlp: true, urlCats: false, other: [text], [text]: true },
      toolDetected: { threats: Array(500).fill(text) },
      spans: [{ field: 'prompt', start: 0, end: 2, detector: 'dlp', label: text, note: text }],
      raw: { deep: [{ text, run: () => text, map: new Map([[text, text]]) }] },
      [text]: text,
    }) as never;

  /** Not what was sent: only the service's answers are compared with it. */
  const UNFIT = HOSTILE.slice(6);

  it.each(UNFIT)('%s: is cut and printable in every field', async (_, text) => {
    const scanner = { name: 'own', scan: async () => saying(text) };
    const result = await runScan(scanner, { prompt: PROMPT });
    for (const own of stringsOf(result)) {
      expect(own).not.toMatch(UNSHOWN);
      expect(own.length).toBeLessThanOrEqual(100);
    }
    for (const id of [result.scanId, result.reportId]) expect(id).toMatch(/^(?!\.)[\w.:+=@-]*$/);
    expect(result.toolDetected?.threats?.length).toBeLessThanOrEqual(100);
    expect(result.promptDetected.other).toHaveLength(1);
    expect(result.categories).toContain('dlp_prompt');
  });

  it.each(UNFIT)('%s: reaches no error, event, text or metadata', async (_, text) => {
    const scanner = { name: 'own', scan: async () => saying(text) };
    const events: GuardrailEvent[] = [];
    const guardrail = createGuardrail({ scanner, policy: 'strict', onEvent: (event) => events.push(event) });
    const error = await guardrail.enforcePrompt('hello').catch((thrown: unknown) => thrown);
    expectShowable(error, ...events);
    for (const core of CORES) {
      const chat = guardChatModel(countingModel(core).model, { scanner, policy: 'strict' });
      expectShowable(await chat.invoke('hello').catch((thrown: unknown) => thrown));
    }
    for (const version of versions) {
      const { model } = version.scripted({ content: [{ type: 'text', text: 'fine' }] });
      const guarded = guardModel(model, { scanner, policy: 'monitor' });
      const prompt = [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }];
      const { providerMetadata } = await guarded.doGenerate({ prompt });
      expect(getGuardrailResults(providerMetadata).verdicts).toHaveLength(2);
      expectShowable(providerMetadata);
    }
    const redacting = createGuardrail({
      scanner: fakeScanner({
        verdicts: ({ prompt = '' }) =>
          prompt.startsWith('hello')
            ? { ...saying(text), toolDetected: {}, promptDetected: { dlp: true } }
            : {},
      }),
      policy: 'redact',
    });
    const { text: redacted } = await redacting.checkPrompt('hello');
    expect(redacted).not.toMatch(UNSHOWN);
    expect(redacted).toMatch(/^\[[^[\]]{1,64}\]llo$/);
  });

  it('as a class computes it, is read field by field', async () => {
    class Answer {
      get action() {
        return 'block';
      }
      get severity() {
        return 'HIGH';
      }
      readonly categories = ['a\nb'];
      readonly promptDetected = { injection: true, dlp: false, urlCats: false };
      readonly responseDetected = { dlp: false, urlCats: false };
      readonly latencyMs = 1;
      get scanId() {
        return 'x\u001b[2Jy';
      }
    }
    const result = await runScan({ name: 'own', scan: async () => new Answer() as never }, { prompt: 'p' });
    expect(result).toMatchObject({ action: 'block', severity: 'HIGH', categories: ['a b'], scanId: 'xy' });
  });

  const word = fc.oneof(
    fc.constantFrom('dlp_prompt', 'unknown_action', 'partial_scan', 'api_error', 'safe', 'unspecified'),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const words = fc.array(word, { maxLength: 150 });
  const flags = fc.record({
    injection: fc.boolean(),
    dlp: fc.boolean(),
    urlCats: fc.boolean(),
    other: words,
  });
  const results = fc
    .record({
      action: fc.constantFrom('allow', 'warn', 'block'),
      severity: fc.constantFrom('SAFE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'),
      categories: words,
      promptDetected: flags,
      responseDetected: fc.record({ dlp: fc.boolean(), urlCats: fc.boolean() }),
      toolDetected: fc.record({ threats: words, injection: fc.boolean() }, { requiredKeys: [] }),
      degraded: fc.boolean(),
      scanId: word,
      more: fc.anything(),
    })
    .map((given) => ({ ...verdict(), ...given }) as unknown as ScanResult);

  it('is judged as before: bounding makes nothing laxer', () => {
    const policies = [
      ...(['strict', 'balanced', 'redact', 'monitor'] as const),
      { preset: 'balanced', onScanFailure: 'allow', prompt: { injection: 'allow' } } as const,
    ].map((policy) => resolvePolicy(policy));
    fc.assert(
      fc.property(results, fc.constantFrom('prompt', 'response', 'tool'), (result, direction) => {
        const bounded = boundedResult(result);
        for (const policy of policies) {
          const { outcome, reason } = decide(bounded, direction, policy);
          expect({ outcome, reason }).toEqual(
            (({ outcome, reason }) => ({ outcome, reason }))(decide(result, direction, policy)),
          );
        }
        for (const text of stringsOf(bounded)) expect(text).not.toMatch(UNSHOWN);
        // What is in order stays the very same.
        expect(boundedResult(bounded)).toBe(bounded);
      }),
    );
  });
});

describe('ids that a model or a provider chose', () => {
  it.each(HOSTILE.slice(6, 13))('%s: is no id', async (_, text) => {
    const scanner = fakeScanner();
    const { act } = guardTools({ act: { execute: async () => 'done' } }, { scanner });
    await (act.execute as (...args: unknown[]) => unknown)({ q: 1 }, { toolCallId: text });
    expect(scanner.requests.map(({ trId }) => trId)).toEqual([undefined, undefined]);
    const chat = guardChatModel(countingModel(CORES[0] as (typeof CORES)[number]).model, { scanner });
    await chat.invoke('hello', {
      configurable: { thread_id: text, guardrail: { sessionId: text, appUser: text } },
    });
    const asked = scanner.requests.slice(2);
    expect(asked).toHaveLength(2);
    for (const { sessionId, appUser = '' } of asked) {
      expect(sessionId).toBeUndefined();
      expect(appUser).not.toMatch(UNSHOWN);
      expect(appUser.length).toBeLessThanOrEqual(100);
    }
  });
});

describe('what a client of the server says', () => {
  it.each(HOSTILE)('%s: does not come back as it was', async (_, text) => {
    const seen: unknown[] = [];
    const server = await createAirsServer({ onRequest: (event) => seen.push(event) });
    const headers = { 'content-type': 'application/json', 'x-pan-token': 'k', 'user-agent': 'x' };
    const metadata = { ecosystem: 'mcp', method: 'tools/call', server_name: text, tool_invoked: text };
    const id = text.slice(0, 100);
    const body = JSON.stringify({
      ai_profile: { profile_name: id },
      tr_id: id,
      session_id: id,
      transaction_id: id,
      metadata: { app_name: text, app_user: text },
      contents: [{ tool_event: { metadata, input: 'AKIA and nothing' } }],
    });
    const answer = await fetch(
      `${server.url}/v1/scan/sync/request?${encodeURIComponent(id.replaceAll(/\p{Cs}/gu, ''))}`,
      {
        method: 'POST',
        headers,
        body,
      },
    );
    expect(answer.status).toBe(200);
    const given = (await answer.json()) as { report_id: string };
    const query = `report_ids=${given.report_id}`;
    const report: unknown = await (await fetch(`${server.url}/v1/scan/reports?${query}`, { headers })).json();
    const unknown = await fetch(
      `${server.url}/${encodeURIComponent(id.slice(0, 20).replaceAll(/\p{Cs}/gu, ''))}`,
      { headers },
    );
    for (const own of stringsOf([given, report, await unknown.json(), [...answer.headers], seen])) {
      expect(own).not.toMatch(UNSHOWN);
      expect(own.length).toBeLessThanOrEqual(100);
    }
    await server.close();
  });

  it('any scanner of the server says, goes through the same', async () => {
    const text = 'a\u001b[31m\u202eb\nc';
    const scanner = fakeScanner({
      verdicts: {
        action: 'block',
        scanId: text,
        profileName: text,
        source: text,
        promptDetected: { other: [text] },
        toolDetected: { threats: [text] },
      },
    });
    const server = await createAirsServer({ scanner });
    const body = JSON.stringify({ ai_profile: { profile_name: 'p' }, contents: [{ prompt: 'hello' }] });
    const headers = { 'content-type': 'application/json', 'x-pan-token': 'k' };
    const answer = await fetch(`${server.url}/v1/scan/sync/request`, { method: 'POST', headers, body });
    for (const own of stringsOf(await answer.json())) expect(own).not.toMatch(UNSHOWN);
    await server.close();
  });
});

describe('a printable text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .array(
        fc.constantFrom(
          '\u001b[',
          '\u001b]',
          '\u009b',
          '31m',
          '\u0007',
          'a',
          ' ',
          '\n',
          '\u200b',
          '\ud83d',
          '\ude00',
          '😀',
          '日本',
        ),
        {
          maxLength: 120,
        },
      )
      .map((parts) => parts.join('')),
  );

  it('is one line, printable, well-formed and short, and the same when it is made so again', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 120 }), (text, max) => {
        const shown = printable(text, max);
        expect(shown.length).toBeLessThanOrEqual(max);
        expect(shown).not.toMatch(UNSHOWN);
        expect(shown).not.toMatch(/\s\s|^\s|\s$/);
        expect(printable(shown, max)).toBe(shown);
        const id = identifierOf(text);
        if (id !== undefined) expect(id).toBe(text);
      }),
    );
  });

  it('keeps what people write', () => {
    for (const text of ['my-profile', 'Zürich (Prod) #2', 'профиль', '東京 本番', 'פרופיל', '😀 team'])
      expect([printable(text), identifierOf(text)]).toEqual([text, text]);
  });
});
