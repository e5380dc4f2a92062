import { printable } from '../scan/index.js';
import type { WireScanRequest } from './validate.js';

/** More than the validator lets in unless it is told to. */
const MAX_CHARACTERS = 1000;

/** The ids an answer carries. */
export interface CorrelationIds {
  readonly transaction_id: string;
  readonly session_id: string;
  readonly tr_id: string;
}

/**
 * The ids of an answer, as seen on the live service: `tr_id` is a legacy alias of the session id, stands in for a
 * missing one and never feeds `transaction_id`; what is missing is minted. Clients print them, so what is not printable
 * does not come back.
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
