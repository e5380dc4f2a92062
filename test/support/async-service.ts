import { ALLOWED } from './airs.js';
import {
  json,
  type RecordedRequest,
  type Responder,
  type ScriptedServer,
  scriptedServer,
} from './scripted-server.js';

/** A small async scan service: receipts, rows in reverse order, reports; how it misbehaves is set by the test. */
export interface AsyncService {
  readonly server: ScriptedServer;
  /** The `req_id`s of every submission that came in, by the first of them: batches are sent side by side. */
  readonly submissions: readonly (readonly number[])[];
  /** Ids asked for by every query. */
  readonly resultQueries: readonly (readonly string[])[];
  readonly reportQueries: readonly (readonly string[])[];
  /** Answers the submission whose first item has this index in another way; attempts count from 0. */
  onSubmit: (first: number, attempt: number) => Responder | undefined;
  /** Answers the n-th query for results in another way. */
  onResults: (index: number, scanIds: readonly string[]) => Responder | undefined;
  onReports: (index: number, reportIds: readonly string[]) => Responder | undefined;
  /** Whether this scan still runs. */
  isPending: (scanId: string, query: number) => boolean;
}

interface Submitted {
  readonly req_id: number;
  readonly scan_req: { readonly contents: readonly { readonly prompt?: string }[] };
}

/** The scan id of the batch whose first item has this index. */
export const scanIdOf = (first: number): string =>
  `00000000-0000-4000-8000-${String(first).padStart(12, '0')}`;

export async function asyncService(): Promise<AsyncService> {
  const server = await scriptedServer();
  const batches = new Map<string, readonly Submitted[]>();
  const submissions: number[][] = [];
  const resultQueries: string[][] = [];
  const reportQueries: string[][] = [];
  const service: AsyncService = {
    server,
    get submissions() {
      return [...submissions].sort(([a = 0], [b = 0]) => a - b);
    },
    resultQueries,
    reportQueries,
    onSubmit: () => undefined,
    onResults: () => undefined,
    onReports: () => undefined,
    isPending: () => false,
  };

  const submit = ({ body }: RecordedRequest): Responder => {
    const objects = JSON.parse(String(body)) as Submitted[];
    const ids = objects.map((object) => object.req_id);
    const attempt = submissions.filter(([first]) => first === ids[0]).length;
    submissions.push(ids);
    const first = (ids[0] ?? 0) - 1;
    const scanId = scanIdOf(first);
    batches.set(scanId, objects);
    const receipt = { received: '2026-11-20T12:00:00.123456789Z', scan_id: scanId, report_id: `R${scanId}` };
    return service.onSubmit(first, attempt) ?? json(200, receipt);
  };

  const results = (ids: readonly string[]): Responder => {
    const index = resultQueries.push([...ids]) - 1;
    const rows = ids.flatMap((scanId) =>
      (batches.get(scanId) ?? []).map(({ req_id, scan_req }) => {
        if (service.isPending(scanId, index)) return { req_id, status: 'pending', scan_id: scanId };
        const prompt = scan_req.contents[0]?.prompt ?? '';
        const bad = prompt.includes('bad');
        const verdict = {
          ...ALLOWED,
          scan_id: scanId,
          report_id: `R${scanId}`,
          profile_name: null,
          category: bad ? 'malicious' : 'benign',
          action: bad ? 'block' : 'allow',
          prompt_detected: { injection: bad },
          created_at: '2026-11-20T12:00:00.000Z',
          completed_at: '2026-11-20T12:00:01.250000000Z',
        };
        return { req_id, status: 'complete', scan_id: scanId, result: verdict };
      }),
    );
    return service.onResults(index, ids) ?? json(200, rows.reverse());
  };

  const reports = (ids: readonly string[]): Responder => {
    const index = reportQueries.push([...ids]) - 1;
    const rows = ids.flatMap((reportId) =>
      (batches.get(reportId.slice(1)) ?? []).map(({ req_id }) => ({
        report_id: reportId,
        scan_id: reportId.slice(1),
        req_id,
        detection_results: [{ detection_service: 'pi', verdict: 'benign', result_detail: {} }],
      })),
    );
    return service.onReports(index, ids) ?? json(200, rows.reverse());
  };

  server.otherwise((request, response) => {
    const { pathname, searchParams } = new URL(request.url, server.url);
    const ids = (name: string): string[] => (searchParams.get(name) ?? '').split(',');
    const responder =
      pathname === '/v1/scan/async/request'
        ? submit(request)
        : pathname === '/v1/scan/results'
          ? results(ids('scan_ids'))
          : pathname === '/v1/scan/reports'
            ? reports(ids('report_ids'))
            : json(404, {});
    responder(request, response);
  });
  return service;
}
