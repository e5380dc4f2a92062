import { printable } from '../scan/index.js';
import type { WireScanRequest } from './validate.js';

/** A bound above every length that the validator accepts by default. */
const MAX_CHARACTERS = 1000;

/** The ids in an answer. */
export interface CorrelationIds {
  readonly transaction_id: string;
  readonly session_id: string;
  readonly tr_id: string;
}

/**
 * Returns the ids of an answer, by the rules seen on the live service. `tr_id` is a legacy alias of the session id: it
 * stands in for a missing session id and never feeds `transaction_id`. Missing ids are generated. Clients print the
 * ids, so an id with unprintable characters is not sent back.
 */
export function correlationIds(
  request: Pick<WireScanRequest, 'transaction_id' | 'session_id' | 'tr_id'>,
  uuid: () => string,
): CorrelationIds {
  const [transaction, session, turn] = [request.transaction_id, request.session_id, request.tr_id].map((id) =>
    printable(id ?? '', MAX_CHARACTERS),
  );
  const session_id = session || turn || `pan_${uuid()}`;
  return { transaction_id: transaction || `pan_${uuid()}`, session_id, tr_id: session_id };
}
