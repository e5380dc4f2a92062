import { heldBytes, type ScanRequest, utf8Length } from '../scan/index.js';
import { MAX_ASYNC_BYTES } from './body.js';
import { Content } from './content.js';
import { AirsError } from './errors.js';
import { contentOf, metadataOf, profileOf, withProfile } from './scanner.js';
import { type AsyncScanObject, AsyncScanObjectSchema } from './schemas/request.js';
import { checkWith } from './validate.js';

/** One input item, checked. `object` is absent if the request is not valid. */
export interface PreparedItem {
  readonly index: number;
  readonly request: ScanRequest;
  /** The request with the profile that judges it. */
  readonly named: ScanRequest;
  readonly object?: AsyncScanObject;
  /** The reason why the request is not valid. */
  readonly problem?: string;
  /** The bytes of the serialised object. */
  readonly bytes: number;
}

/** The profile for requests that name none. */
export interface BatchProfile {
  readonly profileName?: string | null;
  readonly profileId?: string;
}

/**
 * Checks a request and converts it to wire form. An invalid request becomes a problem, so that it does not cost its
 * batch.
 */
export function prepareItem(index: number, request: ScanRequest, profile: BatchProfile): PreparedItem {
  const named = withProfile(request, profile.profileName, profile.profileId);
  try {
    const object = toAsyncScanObject(index, named);
    const bytes = utf8Length(JSON.stringify(object)) + 1;
    if (bytes + 2 > MAX_ASYNC_BYTES) {
      return {
        index,
        request,
        named,
        bytes: 0,
        problem: `body: the request is larger than ${MAX_ASYNC_BYTES} bytes`,
      };
    }
    return { index, request, named, object, bytes };
  } catch (error) {
    if (!(error instanceof AirsError)) throw error;
    return { index, request, named, bytes: 0, problem: error.message };
  }
}

function toAsyncScanObject(index: number, request: ScanRequest): AsyncScanObject {
  const content = new Content(contentOf(request));
  const metadata = metadataOf(request);
  const profile = profileOf(request);
  const object = {
    // Sync scans are reported with 0.
    req_id: index + 1,
    scan_req: {
      ...(request.trId !== undefined && {
        tr_id: request.trId,
        transaction_id: request.trId,
      }),
      ...(request.sessionId !== undefined && { session_id: request.sessionId }),
      ...(profile !== undefined && { ai_profile: profile }),
      ...(metadata !== undefined && { metadata }),
      contents: [content.toJSON()],
    },
  };
  return checkWith(AsyncScanObjectSchema, object, `item ${index}`);
}

/**
 * The most items of one group, valid or not, and the most bytes of its invalid ones. They limit the memory of a long
 * run of invalid items.
 */
const MAX_GROUP_ITEMS = 25;
const MAX_GROUP_BYTES = 4 * MAX_ASYNC_BYTES;

/**
 * Groups prepared items into batches of at most `maxBatch` valid items that fit into one body. With the same first item
 * the groups are always the same, so that a resumed run finds its batches again.
 */
export async function* groupItems(
  items: AsyncIterable<PreparedItem>,
  maxBatch: number,
): AsyncGenerator<PreparedItem[]> {
  let group: PreparedItem[] = [];
  let bytes = 2;
  let held = 0;
  for await (const item of items) {
    const own = item.object === undefined ? heldBytes(item.request) : 0;
    const valid = group.filter((member) => member.object !== undefined).length;
    const full = valid === maxBatch || bytes + item.bytes > MAX_ASYNC_BYTES;
    const isLarge = group.length === MAX_GROUP_ITEMS || (group.length > 0 && held + own > MAX_GROUP_BYTES);
    if ((item.object !== undefined && full) || isLarge) {
      yield group;
      group = [];
      bytes = 2;
      held = 0;
    }
    group.push(item);
    bytes += item.bytes;
    held += own;
  }
  if (group.length > 0) yield group;
}
