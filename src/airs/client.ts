import type { AttemptGate } from './attempt-gate.js';
import { MAX_ASYNC_BYTES, MAX_SYNC_BYTES, serialise } from './body.js';
import { runCall } from './call.js';
import type { AsyncScanOptions, CallOptions, SyncScanOptions } from './call-options.js';
import { Content, type ContentFields } from './content.js';
import { AirsError, inputError } from './errors.js';
import {
  type AirsOptions,
  checkAirsOptions,
  findsCredential,
  type ResolvedAirsOptions,
  readEnvironment,
  resolveAirsOptions,
} from './options.js';
import { checkCount, checkId, checkMaxBatch } from './request-checks.js';
import { type ThreatScanReport, ThreatScanReportsSchema } from './schemas/report.js';
import {
  type AiProfile,
  AiProfileSchema,
  type AsyncScanObject,
  AsyncScanObjectSchema,
  MetadataSchema,
} from './schemas/request.js';
import {
  type AsyncScanResponse,
  AsyncScanResponseSchema,
  type ScanIdResult,
  ScanIdResultsSchema,
  type ScanResponse,
  ScanResponseSchema,
} from './schemas/response.js';
import { checkReportId, checkScanId, checkWith } from './validate.js';

/** An id as answers carry it. A missing id is refused when it is queried. */
type QueriedId = string | null | undefined;

let initialOptions: AirsOptions | undefined;
let generation = 0;

/**
 * Sets the process-wide default options. Without arguments it checks that the environment has a credential.
 * @throws AirsError of kind `config`, for instance `PANW_AI_SEC_API_KEY not set`
 */
export function init(options: AirsOptions = {}): void {
  checkAirsOptions(options);
  resolveAirsOptions(options, undefined, readEnvironment());
  initialOptions = { ...options };
  generation++;
}

/** Returns the times set by options or by `init`. */
export function timesSet(options: AirsOptions): Pick<AirsOptions, 'timeoutMs' | 'totalTimeoutMs'> {
  const timeoutMs = options.timeoutMs ?? initialOptions?.timeoutMs;
  const totalTimeoutMs = options.totalTimeoutMs ?? initialOptions?.totalTimeoutMs;
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(totalTimeoutMs !== undefined && { totalTimeoutMs }),
  };
}

/** Makes the gate of a client's attempts once its options are known. */
export type MakeGate = (options: ResolvedAirsOptions) => Promise<AttemptGate>;

/**
 * The gates of clients that have one. A gate is not an option of the client, which would expose it to users of the
 * client.
 */
const gates = new WeakMap<Scanner, MakeGate>();

/** Makes a client whose sync scans ask a gate before each attempt. */
export function gatedClient(options: AirsOptions, makeGate: MakeGate): Scanner {
  const client = new Scanner(options);
  gates.set(client, makeGate);
  return client;
}

/**
 * Tells whether there is an API key or a token in the options, from `init`, or in the environment. Only the first scan
 * shows whether the service accepts it.
 */
export function hasAirsCredential(options: AirsOptions = {}): boolean {
  return findsCredential(options, initialOptions, readEnvironment());
}

/**
 * A client of the Prisma AIRS Scan API. One instance serves any number of concurrent calls. Its own options win over
 * those of `init`, so that several tenants can share a process. Credentials are private: they are not enumerable and do
 * not show in `JSON.stringify` or `util.inspect`.
 */
export class Scanner {
  readonly #options: AirsOptions;
  #resolved: { readonly generation: number; readonly options: ResolvedAirsOptions } | undefined;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  /**
   * Makes a client.
   * @throws AirsError of kind `config` for an option that is not valid; a missing credential shows at the first call
   */
  constructor(options: AirsOptions = {}) {
    checkAirsOptions(options);
    this.#options = { ...options };
  }

  /**
   * Scans one content and waits for the verdict.
   * @param profile by name or UUID; null with `linkedProfile`
   * @throws AirsError: of kind `input` before any network call, or of another kind for a failed call; the abort reason
   * on abort
   */
  syncScan(
    profile: AiProfile | null,
    content: Content | ContentFields,
    options: SyncScanOptions = {},
  ): Promise<ScanResponse> {
    return this.#track(async () => {
      const { trId, sessionId, transactionId, metadata, linkedProfile } = options;
      checkId('trId', trId);
      checkId('sessionId', sessionId);
      checkId('transactionId', transactionId);
      const request = {
        tr_id: trId,
        session_id: sessionId,
        transaction_id: transactionId,
        ai_profile:
          linkedProfile === true && profile === null
            ? undefined
            : checkWith(AiProfileSchema, profile, 'profile'),
        metadata: metadata === undefined ? undefined : checkWith(MetadataSchema, metadata, 'metadata'),
        contents: [(content instanceof Content ? content : new Content(content)).toJSON()],
      };
      const body = serialise(request, MAX_SYNC_BYTES);
      const settled = this.#settle(options);
      const response = await runCall({
        method: 'POST',
        path: '/v1/scan/sync/request',
        body,
        schema: ScanResponseSchema,
        options: settled,
        signal: options.signal,
        gate: await gates.get(this)?.(settled),
      });
      if (!response.action && options.allowMissingAction !== true) {
        throw new AirsError('response', 'The answer has no verdict: action is missing', { field: 'action' });
      }
      return response;
    });
  }

  /**
   * Submits 1 to 5 requests (`maxBatch`) as one batch and returns the receipt. Poll `queryByScanIds` for the verdicts.
   * @throws AirsError: of kind `input` before any network call, or of another kind for a failed call; the abort reason
   * on abort
   */
  asyncScan(objects: readonly AsyncScanObject[], options: AsyncScanOptions = {}): Promise<AsyncScanResponse> {
    return this.#track(async () => {
      checkCount('objects', objects, checkMaxBatch(options.maxBatch));
      const checked = objects.map((object, index) =>
        checkWith(AsyncScanObjectSchema, object, `objects.${index}`),
      );
      checked.forEach((object, index) => {
        const hasContent = object.scan_req.contents.every((content) =>
          Object.entries(content).some(([key, value]) => key !== 'context' && value !== undefined),
        );
        if (!hasContent) throw inputError(`objects.${index}.scan_req.contents`, 'has an empty content');
      });
      const ids = checked.map((object) => object.req_id);
      if (new Set(ids).size !== ids.length) throw inputError('req_id', 'must be unique in a batch');
      return runCall({
        method: 'POST',
        path: '/v1/scan/async/request',
        body: serialise(checked, MAX_ASYNC_BYTES),
        schema: AsyncScanResponseSchema,
        options: this.#settle(options),
        signal: options.signal,
        onlyUnambiguous: options.retryAmbiguous !== true,
      });
    });
  }

  /**
   * Returns the results of 1 to 5 scans, with one row for each request of each scan, in any order. Pending rows have no
   * `result`.
   * @throws AirsError: of kind `input` before any network call, or of another kind for a failed call; the abort reason
   * on abort
   */
  queryByScanIds(scanIds: readonly QueriedId[], options: CallOptions = {}): Promise<ScanIdResult[]> {
    return this.#track(async () => {
      checkCount('scanIds', scanIds);
      for (const [index, id] of scanIds.entries()) checkScanId(id, index);
      return runCall({
        method: 'GET',
        path: `/v1/scan/results?scan_ids=${encodeURIComponent(scanIds.join(','))}`,
        schema: ScanIdResultsSchema,
        options: this.#settle(options),
        signal: options.signal,
      });
    });
  }

  /**
   * Returns the reports of 1 to 5 scans, with every detector's findings.
   * @throws AirsError: of kind `input` before any network call, or of another kind for a failed call; the abort reason
   * on abort
   */
  queryByReportIds(reportIds: readonly QueriedId[], options: CallOptions = {}): Promise<ThreatScanReport[]> {
    return this.#track(async () => {
      checkCount('reportIds', reportIds);
      for (const [index, id] of reportIds.entries()) checkReportId(id, index);
      return runCall({
        method: 'GET',
        path: `/v1/scan/reports?report_ids=${encodeURIComponent(reportIds.join(','))}`,
        schema: ThreatScanReportsSchema,
        options: this.#settle(options),
        signal: options.signal,
      });
    });
  }

  /** Refuses further calls and waits until the pending calls are settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
  }

  #track<Value>(start: () => Promise<Value>): Promise<Value> {
    if (this.#closed) return Promise.reject(new AirsError('config', 'The scanner is closed'));
    const running = start();
    this.#running.add(running);
    const forget = (): void => {
      this.#running.delete(running);
    };
    running.then(forget, forget);
    return running;
  }

  #settle(overrides: CallOptions): ResolvedAirsOptions {
    const { numRetries, timeoutMs, totalTimeoutMs } = overrides;
    checkAirsOptions({
      ...(numRetries !== undefined && { numRetries }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(totalTimeoutMs !== undefined && { totalTimeoutMs }),
    });
    if (this.#resolved?.generation !== generation) {
      const options = resolveAirsOptions(this.#options, initialOptions, readEnvironment());
      this.#resolved = { generation, options };
    }
    const { options } = this.#resolved;
    return {
      ...options,
      numRetries: numRetries ?? options.numRetries,
      timeoutMs: timeoutMs ?? options.timeoutMs,
      totalTimeoutMs: totalTimeoutMs ?? options.totalTimeoutMs,
    };
  }
}
