import { hasCategory, resolveCategory, type ScanRequest, type ScanResult } from 'airs-guardrails';
import { airsScanner } from 'airs-guardrails/airs';
import { createAirsServer } from 'airs-guardrails/server';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withoutEnvironment } from '../support/airs.js';

withoutEnvironment();

const CLEAR = { injection: false, dlp: false, urlCats: false };
const CLEAR_RESPONSE = { dlp: false, urlCats: false };

interface Example {
  readonly name: string;
  readonly request: ScanRequest;
  readonly verdict: FakeVerdict;
  /** The reference's own result, to the letter. */
  readonly expected: ScanResult;
}

/** The results that the reference document prints for scans that succeed. */
const EXAMPLES: readonly Example[] = [
  {
    name: 'safe content',
    request: { prompt: 'hello' },
    verdict: { scanId: 'scan_abc123xyz', reportId: 'report_def456' },
    expected: {
      action: 'allow',
      severity: 'SAFE',
      categories: ['safe'],
      scanId: 'scan_abc123xyz',
      reportId: 'report_def456',
      profileName: 'default',
      promptDetected: CLEAR,
      responseDetected: CLEAR_RESPONSE,
      latencyMs: 145,
    },
  },
  {
    name: 'prompt injection',
    request: { prompt: 'hello' },
    verdict: {
      action: 'block',
      promptDetected: { injection: true },
      scanId: 'scan_xyz789',
      reportId: 'report_abc123',
    },
    expected: {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['prompt_injection'],
      scanId: 'scan_xyz789',
      reportId: 'report_abc123',
      profileName: 'default',
      promptDetected: { ...CLEAR, injection: true },
      responseDetected: CLEAR_RESPONSE,
      latencyMs: 203,
    },
  },
  {
    name: 'DLP violation, profile strict',
    request: { prompt: 'hello', response: 'there', profileName: 'strict' },
    verdict: {
      action: 'block',
      responseDetected: { dlp: true },
      scanId: 'scan_dlp123',
      reportId: 'report_dlp456',
    },
    expected: {
      action: 'block',
      severity: 'HIGH',
      categories: ['dlp_response'],
      scanId: 'scan_dlp123',
      reportId: 'report_dlp456',
      profileName: 'strict',
      promptDetected: CLEAR,
      responseDetected: { ...CLEAR_RESPONSE, dlp: true },
      latencyMs: 178,
    },
  },
  {
    name: 'multiple categories',
    request: { prompt: 'hello' },
    verdict: {
      action: 'block',
      promptDetected: { injection: true, urlCats: true },
      scanId: 'scan_multi789',
      reportId: 'report_multi012',
    },
    expected: {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['prompt_injection', 'malicious_url'],
      scanId: 'scan_multi789',
      reportId: 'report_multi012',
      profileName: 'default',
      promptDetected: { injection: true, dlp: false, urlCats: true },
      responseDetected: CLEAR_RESPONSE,
      latencyMs: 215,
    },
  },
];

/** A clock that shows this much later at its second reading. */
function clockOf(latencyMs: number): () => number {
  const times = [1000, 1000 + latencyMs];
  return () => times.shift() ?? 0;
}

async function serve(options: Parameters<typeof createAirsServer>[0]): Promise<string> {
  const server = await createAirsServer({ apiKeys: ['test-key'], ...options });
  onTestFinished(() => server.close());
  return server.url;
}

describe("the reference's example results, through the client and the server", () => {
  it.each(EXAMPLES)('$name', async ({ request, verdict, expected }) => {
    const apiEndpoint = await serve({ scanner: fakeScanner({ verdicts: verdict }) });
    const scanner = airsScanner({ apiKey: 'test-key', apiEndpoint, now: clockOf(expected.latencyMs) });
    const result = await scanner.scan(request);
    // The one short name in the reference stands for a canonical one; everything else is equal field by field.
    expect({ ...result, categories: expected.categories }).toEqual(expected);
    expect(result.categories).toHaveLength(expected.categories.length);
    for (const name of expected.categories) expect(hasCategory(result, name)).toBe(true);
    for (const category of result.categories) {
      expect(expected.categories.some((name) => resolveCategory(name).includes(category))).toBe(true);
    }
  });

  const failure = {
    action: 'warn',
    severity: 'LOW',
    categories: ['api_error'],
    scanId: '',
    reportId: '',
    profileName: 'default',
    promptDetected: CLEAR,
    responseDetected: CLEAR_RESPONSE,
  };

  it.each([
    ['documented', { error: { message: 'Service temporarily unavailable' } }],
    ['flat', { status_code: 503, message: 'Service temporarily unavailable' }],
    ['raw text', 'Service temporarily unavailable'],
  ])('API error (%s body)', async (_kind, body) => {
    const apiEndpoint = await serve({ faults: [{ endpoint: 'sync', status: 503, body }] });
    const now = clockOf(5023);
    const result = await airsScanner({ apiKey: 'test-key', apiEndpoint, numRetries: 0, now }).scan({
      prompt: 'hello',
    });
    expect(result).toEqual({
      ...failure,
      latencyMs: 5023,
      error: 'API error 503: Service temporarily unavailable',
      failure: { kind: 'outage', statusCode: 503 },
    });
  });

  it('missing API key', async () => {
    const result = await airsScanner().scan({ prompt: 'hello' });
    expect(result).toEqual({
      ...failure,
      latencyMs: 0,
      error: 'PANW_AI_SEC_API_KEY not set',
      failure: { kind: 'config' },
    });
  });
});
