import { isRecord } from '../scan/index.js';
import type { QueuedItem } from './scan-item.js';
import type { SealedBox } from './sealed-box.js';

/** A batch that the service has taken, with the places of the items in it. */
export interface Receipt {
  readonly scanId: string;
  readonly places: readonly number[];
}

/** The data of a job: items that are scanned together, and what became of them so far. */
export interface GroupData {
  /** The items, sealed for the job's id. */
  readonly items: string;
  /** Scans of the items that failed for a time. */
  readonly tries?: number;
  /** An earlier scan may have been carried out. */
  readonly repeated?: boolean;
  readonly receipt?: Receipt;
}

/** Seals items as the data of a job. */
export async function sealGroup(
  box: SealedBox,
  jobId: string,
  items: readonly QueuedItem[],
): Promise<GroupData> {
  return { items: await box.seal(jobId, items) };
}

/** The items of a job; nothing where another secret has sealed them, or it is no job of ours. */
export async function openGroup(
  box: SealedBox,
  jobId: string,
  data: unknown,
): Promise<readonly QueuedItem[] | undefined> {
  if (!isRecord(data) || typeof data['items'] !== 'string') return undefined;
  const items = await box.open(jobId, data['items']);
  return Array.isArray(items) && items.every(isQueuedItem) ? items : undefined;
}

function isQueuedItem(value: unknown): value is QueuedItem {
  if (!isRecord(value)) return false;
  const { key, id, request } = value;
  return typeof key === 'string' && (typeof id === 'string' || typeof id === 'number') && isRecord(request);
}
