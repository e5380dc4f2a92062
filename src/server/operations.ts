import { setImmediate as nextTurn } from 'node:timers/promises';
import { isFailedScan } from '../scan/index.js';
import { createAcceptedScans } from './accepted-scans.js';
import { type Answer, errorAnswer, rateLimitAnswer } from './answer.js';
import { type Incomplete, incompleteFields } from './faults.js';
import { createOpenScans } from './open-scans.js';
import type { ResolvedServerOptions } from './options.js';
import type { Endpoint } from './routes.js';
import { createScanRecords } from './store.js';
import { createValidator } from './validate.js';

/** A request that passed all checks before its content. */
interface OperationInput {
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly incomplete: Incomplete | undefined;
  /**
   * Returns the 429 answer if the rate limit is exceeded. It counts the request, so it is called for valid requests
   * only.
   */
  readonly limited: () => Answer | undefined;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
}

/** One operation of the API. */
export type Operation = (input: OperationInput) => Promise<Answer>;

/** Milliseconds that a client is told to wait when too many scans are in progress. */
const BUSY_MS = 1000;

/**
 * Makes the operations over one store. `closing` is aborted when the server closes, which ends the scans of batches.
 */
export function createOperations(
  options: ResolvedServerOptions,
  closing: AbortSignal,
): Readonly<Record<Endpoint, Operation>> {
  const { limits, now, uuid, random } = options;
  const validator = createValidator(limits, options.profiles, options.linkedProfile);
  const store = createScanRecords({
    capacity: limits.storedScans,
    maxBytes: limits.storedBytes,
    now,
    random,
  });
  const open = createOpenScans(limits);

  const { scan, verdictInput, finished } = createAcceptedScans(options);

  return {
    async sync({ body, limited, incomplete, signal }) {
      const accepted = validator.sync(body);
      if (!accepted.ok) return accepted.answer;
      const tooMany = limited();
      if (tooMany !== undefined) return tooMany;
      const ended = open.admit(1, body.length);
      if (ended === undefined) return rateLimitAnswer(BUSY_MS);
      const result = await scan(accepted.value, signal).finally(ended);
      if (isFailedScan(result)) return errorAnswer(503);
      const scanId = result.scanId || uuid();
      const reportId = result.reportId || `R${scanId}`;
      const input = verdictInput(accepted.value, result, { scanId, reportId }, incomplete);
      const completedAt = now();
      store.open(scanId, reportId, [0], completedAt);
      const answer = finished(input, 0, completedAt);
      store.finish(scanId, 0, answer);
      const { completed_at: _stored, ...verdict } = answer.response;
      return { status: 200, body: verdict };
    },

    async async({ body, limited, incomplete }) {
      const accepted = validator.batch(body);
      if (!accepted.ok) return accepted.answer;
      const tooMany = limited();
      if (tooMany !== undefined) return tooMany;
      const ended = open.admit(accepted.value.length, body.length);
      if (ended === undefined) return rateLimitAnswer(BUSY_MS);
      const receivedAt = now();
      const readyAt = receivedAt + options.asyncDelayMs;
      const scanId = uuid();
      const id = { scanId, reportId: `R${scanId}` };
      const reqIds = accepted.value.map(({ reqId }) => reqId);
      store.open(scanId, id.reportId, reqIds, readyAt);
      for (const item of accepted.value) {
        // The receipt is sent first, because a scanner may work without ever yielding.
        nextTurn()
          .then(() => scan(item, closing))
          .then((result) => {
            const input = verdictInput(item, result, id, incomplete);
            store.finish(scanId, item.reqId, finished(input, item.reqId, readyAt));
          })
          // A scan that throws leaves its row pending, as a lost scan would.
          .catch(() => undefined)
          .finally(ended);
      }
      const received = new Date(receivedAt).toISOString().replace(/Z$/, '000000Z');
      return { status: 200, body: { received, scan_id: scanId, report_id: id.reportId } };
    },

    async results({ query, limited, incomplete }) {
      const ids = validator.ids(query, 'scan_ids');
      if (!ids.ok) return ids.answer;
      const rows = ids.value.flatMap((id) => store.results(id));
      return (
        limited() ?? {
          status: 200,
          body: rows.map(({ result, ...row }) => ({
            ...row,
            ...(result && { result: { ...result, ...(incomplete && incompleteFields(incomplete)) } }),
          })),
        }
      );
    },

    async reports({ query, limited }) {
      const ids = validator.ids(query, 'report_ids');
      if (!ids.ok) return ids.answer;
      return limited() ?? { status: 200, body: ids.value.flatMap((id) => store.reports(id)) };
    },
  };
}
