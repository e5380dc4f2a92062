import { GuardrailConfigError, isRecord, type ScanRequest } from '../scan/index.js';
import { canonicalRequest } from '../scanners/cache-parts.js';

/** One request of a backlog, with the caller's own name for it. */
export interface ScanItem extends ScanRequest {
  /**
   * The caller's name for it, at most 500 characters. Id and content together are what an item is: both alike, it is the same
   * item and scanned once. @default its place in the input, from 0
   */
  readonly id?: string | number;
}

/** An item in a job. */
export interface QueuedItem {
  /** Names id and content; tells nobody what they are who has not the secret. */
  readonly key: string;
  readonly id: string | number;
  readonly request: ScanRequest;
}

const MAX_ID = 500;

/** All that a job keeps of an item. What else it has, such as a key that was left in it, stays out of Redis. */
const FIELDS = [
  'prompt',
  'response',
  'context',
  'codePrompt',
  'codeResponse',
  'toolEvent',
  'sections',
  'turns',
  'sessionId',
  'trId',
  'profileName',
  'profileId',
  'appName',
  'appUser',
  'aiModel',
  'userIp',
  'agentMeta',
] as const satisfies readonly (keyof ScanRequest)[];

/** An item without its key. */
export type NamedItem = Omit<QueuedItem, 'key'>;

/**
 * Reads the item at a place of the input.
 * @throws GuardrailConfigError for what is no item
 */
export function readItem(value: unknown, index: number): NamedItem {
  if (!isRecord(value)) throw new GuardrailConfigError(`items.${index}`, 'must be an object');
  const id = value['id'] ?? index;
  const isId =
    (typeof id === 'string' && id.length <= MAX_ID) || (typeof id === 'number' && Number.isFinite(id));
  if (!isId)
    throw new GuardrailConfigError(
      `items.${index}.id`,
      `must be a text of at most ${MAX_ID} characters or a number`,
    );
  const request: Record<string, unknown> = {};
  for (const field of FIELDS)
    if (value[field] !== undefined && value[field] !== null) request[field] = value[field];
  return { id, request };
}

/**
 * What an item is, as texts: two items that differ have different ones.
 * @throws GuardrailConfigError for a request that holds what is no data
 */
export function identityOf({ id, request }: NamedItem): readonly string[] {
  const content = canonicalRequest(request);
  if (content === undefined)
    throw new GuardrailConfigError('items', 'must hold texts and plain objects only');
  return ['item', typeof id, String(id), content];
}
