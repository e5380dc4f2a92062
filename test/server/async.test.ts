import { describe, expect, it, vi } from 'vitest';
import type { ThreatScanReport } from '../../src/airs/schemas/report.js';
import type { AsyncScanResponse, ScanIdResult } from '../../src/airs/schemas/response.js';
import { failedScan } from '../../src/scan/index.js';
import type { AirsServer } from '../../src/server/index.js';
import {
  CARD,
  call,
  INJECTION,
  judged,
  MALWARE_URL,
  PATHS,
  scanBody,
  scripted,
  start,
  sync,
  TOOL,
} from './support.js';

const results = async (server: AirsServer, ...ids: (string | null | undefined)[]) =>
  (await call<ScanIdResult[]>(server, `${PATHS.results}?scan_ids=${ids.join('%2C')}`)).body;
const reports = async (server: AirsServer, ...ids: (string | null | undefined)[]) =>
  (await call<ThreatScanReport[]>(server, `${PATHS.reports}?report_ids=${ids.join(',')}`)).body;
const submit = async (server: AirsServer, contents: readonly object[], rest: object = {}) => {
  const body = contents.map((content, index) => ({ req_id: index + 1, scan_req: scanBody(content, rest) }));
  return (await call<AsyncScanResponse>(server, PATHS.async, { body })).body;
};
const complete = (server: AirsServer, id: string) =>
  vi.waitFor(async () => {
    const rows = await results(server, id);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.status === 'complete')).toBe(true);
    return rows;
  });
const byReqId = <Row extends { req_id?: number | null | undefined }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => (a.req_id ?? 0) - (b.req_id ?? 0));

describe('async scans', () => {
  it('give a receipt at once', async () => {
    const receipt = await submit(await start({ now: () => Date.UTC(2026, 10, 20, 12) + 123 }), [
      { prompt: 'x' },
    ]);
    expect(receipt).toEqual({
      received: '2026-11-20T12:00:00.123000000Z',
      scan_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      report_id: `R${receipt.scan_id}`,
    });
  });

  it('are pending without a result, then complete', async () => {
    let time = 0;
    const server = await start({ asyncDelayMs: 1000, now: () => time });
    const { scan_id } = await submit(server, [{ prompt: INJECTION }, { prompt: 'hello' }], {
      session_id: 's',
    });
    expect(byReqId(await results(server, scan_id))).toEqual([
      { req_id: 1, scan_id, status: 'pending' },
      { req_id: 2, scan_id, status: 'pending' },
    ]);
    expect(await reports(server, `R${scan_id}`)).toEqual([]);
    time = 1000;
    const rows = byReqId(await complete(server, scan_id));
    expect(rows).toMatchObject([
      {
        req_id: 1,
        scan_id,
        source: 'local',
        result: { action: 'block', session_id: 's', tr_id: 's', scan_id },
      },
      {
        req_id: 2,
        scan_id,
        result: { action: 'allow', report_id: `R${scan_id}`, completed_at: '1970-01-01T00:00:01.000Z' },
      },
    ]);
    expect((await reports(server, `R${scan_id}`)).map((report) => report.req_id).toSorted()).toEqual([1, 2]);
  });

  it('come back in any order', async () => {
    let rank = 1;
    const server = await start({ random: () => (rank -= 0.01) });
    const { scan_id } = await submit(server, [{ prompt: 'a' }, { prompt: 'b' }, { prompt: 'c' }]);
    expect((await complete(server, scan_id)).map((row) => row.req_id)).toEqual([3, 2, 1]);
  });

  it('that fail are complete rows with an error', async () => {
    const server = await start({ scanner: scripted((request) => failedScan(request, 'no engine', 0)) });
    const { scan_id } = await submit(server, [{ prompt: 'x' }]);
    expect(await complete(server, scan_id)).toMatchObject([
      { result: { category: 'error', action: 'allow', error: true, prompt_detected: {} } },
    ]);
    expect(await reports(server, `R${scan_id}`)).toEqual([]);
  });

  it('that throw stay pending', async () => {
    const scan = vi.fn(() => {
      throw new Error('lost');
    });
    const server = await start({ scanner: scripted(scan) });
    const { scan_id } = await submit(server, [{ prompt: 'x' }]);
    await vi.waitFor(() => expect(scan).toHaveBeenCalled());
    expect(await results(server, scan_id)).toMatchObject([{ status: 'pending' }]);
  });

  it('are forgotten, oldest first, beyond the store’s capacity', async () => {
    const server = await start({ limits: { storedScans: 2 } });
    const ids: (string | null | undefined)[] = [];
    for (const prompt of ['a', 'b', 'c']) ids.push((await sync(server, { prompt })).scan_id);
    expect((await results(server, ...ids)).map((row) => row.scan_id)).toEqual(ids.slice(1));
  });
});

describe('sync scans', () => {
  it('can be asked for, with req_id 0', async () => {
    const server = await start();
    const body = await sync(server, { prompt: CARD });
    const [row] = await results(server, body.scan_id);
    expect(row).toEqual({
      req_id: 0,
      scan_id: body.scan_id,
      status: 'complete',
      source: 'local',
      result: { ...body, completed_at: expect.any(String) },
    });
    expect(await results(server, body.scan_id?.toUpperCase(), body.scan_id)).toHaveLength(2);
    expect(await reports(server, body.report_id)).toMatchObject([{ req_id: 0, scan_id: body.scan_id }]);
  });
});

describe('reports', () => {
  const report = async (server: AirsServer, content: object, rest?: object) => {
    const body = await sync(server, content, rest);
    const [found] = await reports(server, body.report_id);
    return found;
  };

  it('have a row for every enabled detector, with its own detail', async () => {
    const server = await start();
    const found = await report(
      server,
      { prompt: `${INJECTION} see ${MALWARE_URL}`, response: `card ${CARD}` },
      { transaction_id: 't', session_id: 's' },
    );
    expect(found).toMatchObject({ transaction_id: 't', session_id: 's', source: 'local' });
    const rows = found?.detection_results ?? [];
    expect(rows.map((row) => [row.data_type, row.detection_service, row.verdict, row.action])).toEqual([
      ['prompt', 'dlp', 'benign', 'allow'],
      ['prompt', 'pi', 'malicious', 'block'],
      ['prompt', 'uf', 'malicious', 'block'],
      ['response', 'dlp', 'malicious', 'block'],
      ['response', 'uf', 'benign', 'allow'],
    ]);
    expect(rows[0]?.result_detail?.dlp_report).toMatchObject({
      data_pattern_rule1_verdict: 'NOT_MATCHED',
      data_pattern_detection_offsets: [],
    });
    expect(rows[1]?.result_detail).toEqual({
      pi_report: { verdict: 'malicious' },
      pi_snippets: expect.arrayContaining([INJECTION]),
    });
    expect(rows[2]?.result_detail).toEqual({
      urlf_report: [{ url: MALWARE_URL, risk_level: 'Not Given', action: 'block', categories: ['malware'] }],
    });
    expect(rows[3]?.result_detail?.dlp_report).toMatchObject({
      dlp_report_id: expect.stringMatching(/^[0-9A-F]{64}$/),
      data_pattern_rule1_verdict: 'MATCHED',
      data_pattern_detection_offsets: [
        {
          data_pattern_id: expect.stringMatching(/^[0-9a-f]{24}$/),
          name: 'Credit Card Number',
          high_confidence_detections: [[5, 21]],
        },
      ],
    });
    expect(rows[4]?.result_detail).toEqual({ urlf_report: [] });
  });

  it('tell the directions of a tool event apart', async () => {
    const found = await report(await start(), {
      tool_event: { metadata: TOOL, input: 'ok', output: INJECTION },
    });
    const injection = found?.detection_results?.filter((row) => row.detection_service === 'pi');
    expect(injection).toMatchObject([
      { data_type: 'tool_event', verdict: 'benign', metadata: { ...TOOL, direction: 'input' } },
      { data_type: 'tool_event', verdict: 'malicious', metadata: { ...TOOL, direction: 'output' } },
    ]);
  });

  it('have a detail for every service', async () => {
    const fired = {
      prompt: {
        toxicContent: true,
        maliciousCode: true,
        agent: true,
        topicViolation: true,
        sourceCode: true,
      },
      response: { dbSecurity: true, ungrounded: true },
    };
    const scanner = scripted(() =>
      judged({
        action: 'block',
        category: 'malicious',
        incomplete: false,
        promptDetected: { injection: false, dlp: false, urlCats: false, ...fired.prompt },
        responseDetected: { dlp: false, urlCats: false, ...fired.response },
      }),
    );
    const found = await report(await start({ scanner }), { prompt: 'x', response: 'y' });
    const details = new Map(
      found?.detection_results
        ?.filter((row) => row.verdict === 'malicious')
        .map((row) => [row.detection_service, Object.keys(row.result_detail ?? {})]),
    );
    expect(Object.fromEntries(details)).toEqual({
      tc: ['tc_report'],
      malicious_code: ['mc_report'],
      agent_security: ['agent_report'],
      topic_guardrails: ['topic_guardrails_report'],
      source_code: [],
      dbs: ['dbs_report'],
      contextual_grounding: ['cg_report'],
    });
  });

  it('and results hold no text that was masked', async () => {
    const server = await start({ maskStyle: 'exact' });
    const body = await sync(server, { prompt: `my card ${CARD}`, code_prompt: 'rm -rf /' });
    const stored = JSON.stringify([
      await results(server, body.scan_id),
      await reports(server, body.report_id),
    ]);
    expect(stored).not.toContain(CARD);
    expect(stored).not.toContain('rm -rf');
  });

  it('hold no null', async () => {
    const server = await start();
    const { scan_id } = await submit(server, [
      { prompt: CARD, response: INJECTION },
      { tool_event: { metadata: TOOL, input: CARD } },
    ]);
    await complete(server, scan_id);
    expect(
      JSON.stringify([await results(server, scan_id), await reports(server, `R${scan_id}`)]),
    ).not.toContain('null');
  });
});
