import type { WireScanRequest } from './validate.js';

/** The ids an answer carries. */
export interface CorrelationIds {
  readonly transaction_id: string;
  readonly session_id: string;
  readonly tr_id: string;
}

/**
 * The ids of an answer, as seen on the live service: `tr_id` is a legacy alias of the session id, stands in for a
 * missing one and never feeds `transaction_id`; what is missing is minted.
 */
export function correlationIds(
  request: Pick<WireScanRequest, 'transaction_id' | 'session_id' | 'tr_id'>,
  uuid: () => string,
): CorrelationIds {
  const session = request.session_id || request.tr_id || `pan_${uuid()}`;
  return { transaction_id: request.transaction_id || `pan_${uuid()}`, session_id: session, tr_id: session };
}
