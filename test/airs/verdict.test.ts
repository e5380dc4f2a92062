import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { airsScanner, type ScanResponse, ScanResponseSchema, toScanResult } from '../../src/airs/index.js';
import { hasCategory, type ScanRequest, type ScanResult } from '../../src/scan/index.js';
import {
  ALLOWED,
  API_KEY,
  everythingPrintable,
  rejection,
  SCAN_ID,
  wireSample,
  withoutBackoff,
  withoutEnvironment,
} from '../support/airs.js';
import { json, reset, scriptedServer, silence, text } from '../support/scripted-server.js';

withoutEnvironment();
withoutBackoff();

const NONE = {
  promptDetected: { injection: false, dlp: false, urlCats: false },
  responseDetected: { dlp: false, urlCats: false },
};
const TOOL_EVENT = { metadata: { ecosystem: 'mcp', method: 'tools/call', server_name: 'files' } };
const toResult = (body: object, request: ScanRequest = { prompt: 'p' }) =>
  toScanResult(ScanResponseSchema.parse(body), request, 12);

describe('toScanResult', () => {
  it('fills every field of the reference', () => {
    expect(toResult(ALLOWED, { prompt: 'p', sessionId: 's', trId: 't', profileName: 'asked' })).toStrictEqual(
      {
        action: 'allow',
        severity: 'SAFE',
        categories: ['safe'],
        scanId: SCAN_ID,
        reportId: `R${SCAN_ID}`,
        profileName: 'my-profile',
        ...NONE,
        sessionId: 's',
        trId: 't',
        latencyMs: 12,
      },
    );
  });

  it('keeps the ids of the request, whatever the service minted', () => {
    const answered = { ...ALLOWED, session_id: 'pan_1', tr_id: 'pan_1', transaction_id: 'pan_2' };
    expect(toResult(answered, { prompt: 'p', trId: 't' })).not.toHaveProperty('sessionId');
    expect(toResult(answered, { prompt: 'p', trId: 't' }).trId).toBe('t');
    expect(toResult(answered)).not.toHaveProperty('trId');
  });

  it('names the profile that answered, else the one asked for, else default', () => {
    for (const nothing of [undefined, null, '']) {
      const answered = { ...ALLOWED, profile_name: nothing };
      expect(toResult(answered, { prompt: 'p', profileName: 'asked' }).profileName).toBe('asked');
      expect(toResult(answered).profileName).toBe('default');
    }
  });

  it('has empty ids where the service gives none', () => {
    expect(toResult({ action: 'allow', category: 'benign', scan_id: null })).toMatchObject({
      scanId: '',
      reportId: '',
    });
  });

  it('blocks what it does not understand', () => {
    for (const body of [
      {},
      { category: 'benign' },
      { category: 'benign', action: null },
      { action: 'redact' },
    ]) {
      expect(toResult(body)).toMatchObject({ action: 'block', severity: 'CRITICAL' });
    }
  });

  it.each<[string, object]>([
    ['timeout', { timeout: true }],
    ['error', { error: true }],
    ['errors', { errors: [{ content_type: 'prompt', feature: 'dlp', status: 'timeout' }] }],
    ['category timeout', { category: 'timeout' }],
    ['category error', { category: 'error' }],
  ])('is degraded by %s', (_name, part) => {
    expect(toResult({ ...ALLOWED, ...part })).toMatchObject({
      action: 'warn',
      severity: 'category' in part ? 'LOW' : 'SAFE',
      degraded: true,
    });
    expect(toResult({ ...ALLOWED, ...part }).categories).toContain('partial_scan');
    expect(toResult({ ...ALLOWED, ...part, action: 'block' })).toMatchObject({
      action: 'block',
      degraded: true,
    });
  });

  it('names every flag of the service on its side', () => {
    const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]));
    const common = ['url_cats', 'dlp', 'toxic_content', 'malicious_code', 'agent', 'topic_violation'];
    const result = toResult({
      ...ALLOWED,
      action: 'block',
      category: 'malicious',
      prompt_detected: all([...common, 'injection', 'source_code']),
      response_detected: all([...common, 'db_security', 'ungrounded']),
      tool_detected: { summary: { detections: all([...common, 'injection', 'db_security']) } },
    });
    expect(result.categories).toEqual([
      'prompt_injection',
      'dlp_prompt',
      'url_filtering_prompt',
      'toxic_content_prompt',
      'malicious_code_prompt',
      'agent_threat_prompt',
      'topic_violation_prompt',
      'source_code_prompt',
      'dlp_response',
      'url_filtering_response',
      'db_security_response',
      'toxic_content_response',
      'malicious_code_response',
      'agent_threat_response',
      'ungrounded_response',
      'topic_violation_response',
      'tool_injection',
      'tool_dlp',
      'tool_url_filtering',
      'tool_db_security',
      'tool_toxic_content',
      'tool_malicious_code',
      'tool_agent_threat',
      'tool_topic_violation',
    ]);
    for (const detected of [result.promptDetected, result.responseDetected, result.toolDetected]) {
      expect(Object.values(detected ?? {}).every((fired) => fired === true)).toBe(true);
      expect(detected).not.toHaveProperty('other');
    }
  });

  it('does not list flags that did not fire, but for the five of the reference', () => {
    const quiet = { url_cats: false, dlp: false, toxic_content: false, agent: null };
    expect(toResult({ ...ALLOWED, prompt_detected: quiet, response_detected: quiet })).toMatchObject({
      promptDetected: { injection: false, dlp: false, urlCats: false },
      responseDetected: { dlp: false, urlCats: false },
    });
    const { promptDetected, toolDetected } = toResult({ ...ALLOWED, prompt_detected: quiet });
    expect(Object.keys(promptDetected)).toEqual(['injection', 'dlp', 'urlCats']);
    expect(toolDetected).toBeUndefined();
  });

  it('keeps fired flags that it has no name for, here or on this side', () => {
    const result = toResult({
      ...ALLOWED,
      action: 'block',
      category: 'malicious',
      prompt_detected: { deepfake: true, ungrounded: true, quiet_one: false, note: 'true', injection: true },
      response_detected: { injection: true, 'Bad Name!': true, ['x'.repeat(60)]: true },
      tool_detected: {
        summary: { detections: { new_thing: true } },
        output_detected: { detection_entries: [{ detections: { new_thing: true } }] },
      },
    });
    expect(result.promptDetected.other).toEqual(['deepfake', 'ungrounded']);
    expect(result.responseDetected.other).toEqual(['injection', 'unnamed_detector']);
    expect(result.toolDetected).toEqual({ other: ['new_thing'] });
    expect(result.categories).toEqual([
      'prompt_injection',
      'deepfake_prompt',
      'ungrounded_prompt',
      'injection_response',
      'unnamed_detector_response',
      'tool_new_thing',
    ]);
  });

  it('is not poisoned by flags named like object properties', () => {
    const flags = JSON.parse('{"__proto__": true, "constructor": true, "toString": true, "dlp": true}');
    const result = toScanResult(
      { ...ALLOWED, action: 'block', prompt_detected: flags } as ScanResponse,
      {},
      1,
    );
    expect(result.promptDetected).toMatchObject({ injection: false, dlp: true });
    expect(Object.getPrototypeOf(result.promptDetected)).toBe(Object.prototype);
  });

  it.each<[string, object, object]>([
    [
      'today, by entry',
      {
        verdict: 'malicious',
        metadata: { ecosystem: 'mcp' },
        summary: { detections: { injection: true, dlp: false }, threats: ['context poisoning'] },
        input_detected: {},
        output_detected: {
          detection_entries: [
            { detections: { agent: true, dlp: true }, threats: ['context poisoning', 'credential leakage'] },
          ],
        },
      },
      { injection: true, agent: true, dlp: true, threats: ['context poisoning', 'credential leakage'] },
    ],
    [
      'before, on the side itself',
      {
        verdict: 'malicious',
        summary: 'something was found',
        input_detected: { injection: true },
        output_detected: { url_cats: true, dlp: false },
      },
      { injection: true, urlCats: true },
    ],
    [
      'before, with a verdict as summary',
      { summary: { verdict: 'malicious', action: 'block' }, input_detected: { malicious_code: true } },
      { maliciousCode: true },
    ],
    [
      'with threats only',
      { summary: { threats: ['context poisoning'] } },
      { threats: ['context poisoning'], other: ['threat'] },
    ],
    ['with a verdict only', { verdict: 'malicious' }, { other: ['threat'] }],
  ])('reads tools %s', (_name, wire, toolDetected) => {
    const result = toResult({ ...ALLOWED, category: 'malicious', action: 'block', tool_detected: wire });
    expect(result.toolDetected).toEqual(toolDetected);
  });

  it.each([
    undefined,
    null,
    {},
    { summary: '' },
    { input_detected: { detection_entries: [] } },
    { verdict: 'benign' },
  ])('says nothing of tools for %j', (wire) => {
    expect(toResult({ ...ALLOWED, tool_detected: wire })).not.toHaveProperty('toolDetected');
  });

  it('carries the source', () => {
    expect(toResult({ ...ALLOWED, source: 'AI-Runtime-API' }).source).toBe('AI-Runtime-API');
    expect(toResult({ ...ALLOWED, source: null })).not.toHaveProperty('source');
  });

  describe('spans', () => {
    const masked = (data: string, start: number, end: number) => ({
      data,
      pattern_detections: [{ pattern: 'Credit Card Number', locations: [[start, end]] }],
    });
    const at = (field: string, start: number, end: number) => ({
      field,
      start,
      end,
      detector: 'dlp',
      label: 'CREDIT_CARD',
    });

    it('lie in prompt and response', () => {
      const result = toResult(
        {
          ...ALLOWED,
          prompt_masked_data: masked('é XXXXX', 2, 6),
          response_masked_data: masked('XXXXX', 0, 4),
        },
        { prompt: 'é 1234.', response: '1234.' },
      );
      expect(result.spans).toEqual([at('prompt', 2, 6), at('response', 0, 4)]);
    });

    it('lie in the tool event, wherever the service puts them', () => {
      const entry = (part: object) => ({ detection_entries: [{ masked_data: part }] });
      const toolEvent = { ...TOOL_EVENT, input: '1234.', output: 'ab 1234.' };
      const byEntry = toResult(
        {
          ...ALLOWED,
          tool_detected: {
            input_detected: entry(masked('XXXXX', 0, 4)),
            output_detected: entry(masked('ab XXXXX', 3, 7)),
          },
        },
        { toolEvent },
      );
      expect(byEntry.spans).toEqual([at('toolInput', 0, 4), at('toolOutput', 3, 7)]);
      const byPrompt = { ...ALLOWED, prompt_masked_data: masked('ab XXXXX', 3, 7) };
      expect(toResult(byPrompt, { toolEvent }).spans).toEqual([at('toolOutput', 3, 7)]);
      expect(toResult(byPrompt, { toolEvent: { ...TOOL_EVENT, input: 'ab 1234.' } }).spans).toEqual([
        at('toolInput', 3, 7),
      ]);
    });

    it('are absent without masked data or without the text', () => {
      expect(toResult(ALLOWED)).not.toHaveProperty('spans');
      expect(toResult({ ...ALLOWED, response_masked_data: masked('XXXX', 0, 4) })).not.toHaveProperty(
        'spans',
      );
    });
  });

  it('never throws and never allows by accident, whatever passes the schema', () => {
    const anything = fc.anything({ maxDepth: 3, withNullPrototype: false });
    const bodies = fc.record(
      {
        action: fc.option(fc.constantFrom('allow', 'block', 'alert', 'other')),
        category: fc.option(fc.constantFrom('benign', 'malicious', 'timeout', 'other')),
        timeout: fc.option(fc.boolean()),
        error: fc.option(fc.boolean()),
        prompt_detected: fc.option(fc.dictionary(fc.string(), anything)),
        response_detected: fc.option(fc.dictionary(fc.string(), fc.boolean())),
        tool_detected: fc.option(fc.dictionary(fc.string(), anything)),
        prompt_masked_data: fc.option(
          fc.record({
            data: fc.option(fc.string()),
            pattern_detections: fc.constant([
              {
                locations: [
                  [0, 3],
                  [99, 99],
                ],
              },
            ]),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const parsed = ScanResponseSchema.safeParse(body);
        fc.pre(parsed.success);
        const result = toScanResult(body as ScanResponse, { prompt: 'héllo' }, 1);
        const complete = body.timeout !== true && body.error !== true;
        if (result.action === 'allow') expect(body.action === 'allow' && complete).toBe(true);
        expect(typeof result.promptDetected.injection).toBe('boolean');
      }),
    );
  });
});

describe('toScanResult on the synthetic answers', () => {
  const sample = wireSample('server-responses-synthetic.json');
  const EXPECTED: Readonly<Record<string, object>> = {
    'allow-prompt-only': { action: 'allow', severity: 'SAFE', categories: ['safe'] },
    'allow-prompt-and-response': { action: 'allow', severity: 'SAFE', categories: ['safe'] },
    'block-injection': {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['prompt_injection', 'agent_threat_prompt'],
      promptDetected: { injection: true, dlp: false, urlCats: false, agent: true },
    },
    'malicious-but-allowed (detector action=allow in profile)': {
      action: 'allow',
      severity: 'CRITICAL',
      categories: ['url_filtering_prompt'],
    },
    'block-dlp-response-masked': {
      action: 'block',
      severity: 'HIGH',
      categories: ['dlp_response'],
      spans: [
        { field: 'response', start: 5, end: 21, detector: 'dlp', label: 'CREDIT_CARD' },
        { field: 'response', start: 27, end: 38, detector: 'dlp', label: 'US_SSN' },
      ],
    },
    'block-toxic-and-topic-details': {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['toxic_content_prompt', 'topic_violation_prompt'],
    },
    'block-tool-output': {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['tool_injection', 'tool_agent_threat'],
      toolDetected: { injection: true, agent: true, threats: ['context poisoning'] },
    },
    'partial-timeout-allow': {
      action: 'warn',
      severity: 'SAFE',
      categories: ['partial_scan'],
      degraded: true,
    },
    'category-timeout-block': {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['timeout', 'partial_scan'],
      degraded: true,
    },
    'category-error': {
      action: 'warn',
      severity: 'LOW',
      categories: ['error', 'partial_scan'],
      degraded: true,
    },
  };

  it('gives the expected result for each', () => {
    expect(Object.keys(sample.sync).sort()).toEqual(Object.keys(EXPECTED).sort());
    for (const [name, body] of Object.entries(sample.sync)) {
      const result = toResult(body as object, { prompt: 'p', response: sample.maskedInput, trId: 'turn-1' });
      expect(result, name).toMatchObject({
        scanId: '11111111-2222-4333-8444-555555555555',
        reportId: 'R11111111-2222-4333-8444-555555555555',
        profileName: 'dev-profile',
        trId: 'turn-1',
        source: 'AI-Runtime-API',
        ...EXPECTED[name],
      });
      expect(result.degraded ?? false, name).toBe('degraded' in (EXPECTED[name] ?? {}));
    }
  });
});

describe('airsScanner', () => {
  const clock = (latencyMs: number) => {
    let time = 1000;
    return () => {
      const now = time;
      time += latencyMs;
      return now;
    };
  };

  describe('gives the examples of the reference', () => {
    const path = new URL('../../../shared/seeds/003_cddb8861afcde2d6.txt', import.meta.url);
    const reference = (() => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return '';
      }
    })();
    const printed = [...reference.matchAll(/### ([A-Z][A-Za-z ]+)\n\n```json\n(\{[\s\S]*?\n\})\n```/g)].map(
      ([, name = '', body = '']) => [name, JSON.parse(body) as ScanResult] as const,
    );
    const flags = (detected: { injection?: boolean; dlp: boolean; urlCats: boolean }) => ({
      ...('injection' in detected && { injection: detected.injection }),
      dlp: detected.dlp,
      url_cats: detected.urlCats,
    });
    const EXAMPLES: readonly [string, ScanResult][] = [
      ['Safe Content', example('allow', 'SAFE', ['safe'], ['scan_abc123xyz', 'report_def456'], 145)],
      [
        'Prompt Injection',
        example('block', 'CRITICAL', ['prompt_injection'], ['scan_xyz789', 'report_abc123'], 203, {
          promptDetected: { injection: true, dlp: false, urlCats: false },
        }),
      ],
      [
        'DLP Violation',
        example('block', 'HIGH', ['dlp_response'], ['scan_dlp123', 'report_dlp456'], 178, {
          profileName: 'strict',
          responseDetected: { dlp: true, urlCats: false },
        }),
      ],
      [
        'Multiple Categories',
        example(
          'block',
          'CRITICAL',
          ['prompt_injection', 'malicious_url'],
          ['scan_multi789', 'report_multi012'],
          215,
          {
            promptDetected: { injection: true, dlp: false, urlCats: true },
          },
        ),
      ],
      [
        'API Error',
        example('warn', 'LOW', ['api_error'], ['', ''], 5023, {
          error: 'API error 503: Service temporarily unavailable',
        }),
      ],
      [
        'Missing API Key',
        example('warn', 'LOW', ['api_error'], ['', ''], 0, {
          error: 'PANW_AI_SEC_API_KEY not set',
        }),
      ],
    ];

    function example(
      action: ScanResult['action'],
      severity: ScanResult['severity'],
      categories: string[],
      [scanId, reportId]: readonly [string, string],
      latencyMs: number,
      more: Partial<ScanResult> = {},
    ): ScanResult {
      return {
        action,
        severity,
        categories,
        scanId,
        reportId,
        profileName: 'default',
        ...NONE,
        latencyMs,
        ...more,
      };
    }

    it.skipIf(reference === '')('which are printed there like this (needs ../shared/seeds)', () => {
      expect(printed).toEqual(EXAMPLES);
    });

    it.each(EXAMPLES)('%s', async (name, expected) => {
      const server = await scriptedServer();
      server.otherwise(
        expected.error === undefined
          ? json(200, {
              action: expected.action,
              category: expected.action === 'allow' ? 'benign' : 'malicious',
              scan_id: expected.scanId,
              report_id: expected.reportId,
              timeout: false,
              error: false,
              errors: [],
              prompt_detected: flags(expected.promptDetected),
              response_detected: flags(expected.responseDetected),
              tool_detected: {},
            })
          : text(503, 'Service temporarily unavailable'),
      );
      const scanner = airsScanner({
        apiEndpoint: server.url,
        numRetries: 1,
        now: clock(expected.latencyMs),
        ...(name !== 'Missing API Key' && { apiKey: API_KEY }),
      });
      const result = await scanner.scan({
        prompt: 'p',
        response: 'r',
        ...(expected.profileName !== 'default' && { profileName: expected.profileName }),
      });
      // `malicious_url` is what the reference calls url_filtering_prompt.
      const categories = expected.categories.map((category) =>
        category === 'malicious_url' ? 'url_filtering_prompt' : category,
      );
      // The reference has no classes of failures.
      const failures: Readonly<Record<string, ScanResult['failure']>> = {
        'API Error': { kind: 'outage', statusCode: 503 },
        'Missing API Key': { kind: 'config' },
      };
      const failure = failures[name];
      expect(result).toStrictEqual({ ...expected, categories, ...(failure && { failure }) });
      for (const category of expected.categories) expect(hasCategory(result, category)).toBe(true);
      if (expected.scanId !== '') {
        expect(JSON.parse(String(server.requests[0]?.body)).ai_profile).toEqual({
          profile_name: expected.profileName,
        });
      }
      expect(server.requests).toHaveLength({ 'Missing API Key': 0, 'API Error': 2 }[name] ?? 1);
    });
  });

  const started = async (...responders: Parameters<typeof scriptedServer>) => {
    const server = await scriptedServer(...responders);
    if (responders.length === 0) server.otherwise(json(200, ALLOWED));
    const sent = () => server.requests.map(({ body }) => JSON.parse(String(body)));
    return { server, sent, options: { apiKey: API_KEY, apiEndpoint: server.url, numRetries: 0 } };
  };

  it('sends all that the request says', async () => {
    const { sent, options } = await started();
    await airsScanner(options).scan({
      prompt: 'p',
      response: 'r',
      context: 'c',
      codePrompt: 'cp',
      codeResponse: 'cr',
      toolEvent: { ...TOOL_EVENT, input: '{}' },
      sessionId: 's',
      trId: 't',
      profileName: 'own',
      appName: 'app',
      appUser: 'user',
      aiModel: 'model',
      userIp: '10.0.0.1',
    });
    expect(sent()).toEqual([
      {
        tr_id: 't',
        session_id: 's',
        transaction_id: 't',
        ai_profile: { profile_name: 'own' },
        metadata: { app_name: 'app', app_user: 'user', ai_model: 'model', user_ip: '10.0.0.1' },
        contents: [
          {
            prompt: 'p',
            response: 'r',
            code_prompt: 'cp',
            code_response: 'cr',
            context: 'c',
            tool_event: { ...TOOL_EVENT, input: '{}' },
          },
        ],
      },
    ]);
  });

  it('leaves out what is empty', async () => {
    const { sent, options } = await started();
    await airsScanner(options).scan({ prompt: 'p', response: '', context: '' });
    expect(sent()[0]).toEqual({ ai_profile: { profile_name: 'default' }, contents: [{ prompt: 'p' }] });
  });

  it('takes the profile from the request, else its options, else the environment', async () => {
    const { sent, options } = await started();
    vi.stubEnv('PANW_AI_PROFILE_NAME', ' of-environment ');
    const id = '20d7a48a-3036-4d1b-9eaf-a3c5e168343b';
    const results = [
      await airsScanner(options).scan({ prompt: 'p' }),
      await airsScanner({ ...options, profileName: 'of-options' }).scan({ prompt: 'p' }),
      await airsScanner({ ...options, profileName: 'of-options', profileId: id }).scan({ prompt: 'p' }),
      await airsScanner({ ...options, profileId: id }).scan({ prompt: 'p', profileName: 'of-request' }),
      await airsScanner({ ...options, profileName: 'of-options' }).scan({ prompt: 'p', profileId: id }),
    ];
    expect(sent().map(({ ai_profile }) => ai_profile)).toEqual([
      { profile_name: 'of-environment' },
      { profile_name: 'of-options' },
      { profile_id: id },
      { profile_name: 'of-request' },
      { profile_id: id },
    ]);
    expect(results.map(({ action }) => action)).toEqual(Array(5).fill('allow'));
  });

  it.each([
    ['403', json(403, { error: { message: 'Invalid API Key' } }), 'API error 403: Invalid API Key'],
    ['a reset', reset, /^Network error: \w+$/],
    ['silence', silence, 'No answer within 300 ms'],
    ['malformed JSON', text(200, '{'), 'The answer is not valid JSON'],
  ] as const)('returns %s as a failed scan', async (_name, responder, message) => {
    const { options } = await started(responder);
    const request = { prompt: 'p', sessionId: 's', trId: 't', profileName: 'own' };
    const result = await airsScanner({ ...options, timeoutMs: 300 }).scan(request);
    expect(result).toMatchObject({
      action: 'warn',
      severity: 'LOW',
      categories: ['api_error'],
      scanId: '',
      reportId: '',
      profileName: 'own',
      sessionId: 's',
      trId: 't',
      ...NONE,
    });
    expect(result.error).toMatch(message);
  });

  it('returns input that is not valid as a failed scan that took no time', async () => {
    const { server, options } = await started();
    for (const request of [
      {},
      { context: 'c' },
      { prompt: 'p', trId: 'x'.repeat(101) },
      { prompt: 'x'.repeat(3_000_000) },
    ]) {
      expect(await airsScanner(options).scan(request)).toMatchObject({
        categories: ['api_error'],
        latencyMs: 0,
      });
    }
    expect(server.requests).toHaveLength(0);
  });

  it('throws only the reason of an aborted signal', async () => {
    const reason = new Error('the user left');
    const { server, options } = await started(silence);
    const controller = new AbortController();
    const call = rejection(airsScanner(options).scan({ prompt: 'p' }, { signal: controller.signal }));
    await server.received(1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(await rejection(airsScanner(options).scan({ prompt: 'p' }, { signal: controller.signal }))).toBe(
      reason,
    );
    expect(server.requests).toHaveLength(1);
  });

  it('takes the place of a client that throws anything', async () => {
    const secret = ['secret', 'words'].join(' ');
    const client = { syncScan: () => Promise.reject(new Error(secret)) };
    const result = await airsScanner({ client }).scan({ prompt: secret });
    expect(result).toMatchObject({ categories: ['api_error'], error: 'Scan failed' });
    expect(everythingPrintable(result)).not.toContain(secret);
  });

  it('refuses client options beside a client, and options that it does not know', () => {
    const client = { syncScan: () => Promise.resolve(ALLOWED) };
    expect(() => airsScanner({ client, apiKey: API_KEY })).toThrow(
      expect.objectContaining({ kind: 'config', field: 'apiKey' }),
    );
    expect(() => airsScanner({ profile: 'p' } as never)).toThrow(
      expect.objectContaining({ kind: 'config', field: 'profile' }),
    );
  });
});
