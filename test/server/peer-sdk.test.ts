import { Content, globalConfiguration, init, Scanner } from '@cdot65/prisma-airs-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CARD, INJECTION, KEY, MALWARE_URL, start, TOKEN, TOOL } from './support.js';

// The vendor-compatible client of another author, strict about what it accepts, as a second opinion.
afterEach(() => globalConfiguration.reset());

const profile = { profile_name: 'my-profile' };
const everything = {
  prompt: `${INJECTION} 日本 😀 ${MALWARE_URL}`,
  response: `card ${CARD}`,
  context: 'ctx',
  codePrompt: 'rm -rf /',
  codeResponse: 'print(1)',
  toolEvent: { metadata: TOOL, input: CARD, output: INJECTION },
};

describe.each([
  ['key', { apiKey: KEY }],
  ['token', { apiToken: TOKEN }],
  ['key and token', { apiKey: KEY, apiToken: TOKEN }],
])('@cdot65/prisma-airs-sdk with %s', (_name, credentials) => {
  const connect = async () => {
    const server = await start({ apiKeys: [KEY], apiTokens: [TOKEN] });
    init({ ...credentials, apiEndpoint: server.url, numRetries: 0 });
    return new Scanner();
  };

  it('completes a sync scan', async () => {
    const scanner = await connect();
    const allowed = await scanner.syncScan(profile, new Content({ prompt: 'hello' }), {
      trId: 't',
      sessionId: 's',
    });
    expect(allowed).toMatchObject({ action: 'allow', category: 'benign', tr_id: 's', session_id: 's' });
    const blocked = await scanner.syncScan(profile, new Content(everything), { metadata: { app_name: 'a' } });
    expect(blocked).toMatchObject({
      action: 'block',
      category: 'malicious',
      prompt_detected: { injection: true, url_cats: true, malicious_code: true },
      response_detected: { dlp: true },
      tool_detected: { verdict: 'malicious' },
    });
  });

  it('completes a batch with its results and reports', async () => {
    const scanner = await connect();
    const receipt = await scanner.asyncScan([
      { req_id: 1, scan_req: { ai_profile: profile, contents: [{ prompt: INJECTION }] } },
      {
        req_id: 2,
        scan_req: { ai_profile: profile, contents: [{ prompt: CARD, tool_event: everything.toolEvent }] },
      },
    ]);
    const rows = await vi.waitFor(async () => {
      const found = await scanner.queryByScanIds([receipt.scan_id, '00000000-0000-4000-8000-000000000001']);
      expect(found.every((row) => row.status === 'complete')).toBe(true);
      return found;
    });
    expect(rows.map((row) => row.req_id).toSorted()).toEqual([1, 2]);
    expect(rows.every((row) => row.result?.action === 'block')).toBe(true);
    const reports = await scanner.queryByReportIds([
      receipt.report_id ?? '',
      'R00000000-0000-4000-8000-000000000001',
    ]);
    expect(reports.map((report) => report.req_id).toSorted()).toEqual([1, 2]);
    expect(reports.flatMap((report) => report.detection_results ?? []).length).toBeGreaterThan(5);
  });

  it('reads refusals', async () => {
    const scanner = await connect();
    await expect(scanner.queryByScanIds(['00000000-0000-4000-8000-000000000001'])).resolves.toEqual([]);
    const server = await start({ apiKeys: ['other'] });
    init({ ...credentials, apiEndpoint: server.url, numRetries: 0 });
    await expect(new Scanner().syncScan(profile, new Content({ prompt: 'x' }))).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});
