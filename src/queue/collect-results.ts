import { GuardrailConfigError, oneOfKeys, wait, wholeNumber } from '../scan/index.js';
import { type OpenQueue, openQueue } from './open-queue.js';
import { type BacklogQueue, PLACE_KEYS, type QueuePlace, resolvePlace } from './queue-place.js';
import { type BookEntry, type ResultBook, resultBook, type ScanRecord } from './result-book.js';
import { identityOf, readItem, type ScanItem } from './scan-item.js';
import { type SealedBox, sealedBox } from './sealed-box.js';

/** Options of `collectResults`. */
export interface CollectOptions extends QueuePlace {
  /** Milliseconds between two looks at results that are not there yet, 10..600000. @default 500 */
  readonly pollMs?: number;
  /** Stops the waiting; the abort reason is thrown as it is. */
  readonly signal?: AbortSignal;
  /** Called when a result is waited for, before each look but the first. */
  readonly onWait?: () => void;
}

/** A result with the place of its item in the input. */
export interface CollectedResult extends ScanRecord {
  readonly index: number;
}

const KEYS = [
  ...PLACE_KEYS,
  'pollMs',
  'signal',
  'onWait',
] as const satisfies readonly (keyof CollectOptions)[];

/** Results that are read at once. */
const PIECE = 100;

/**
 * Gives the results of items in their order, and waits for those that are not there yet. They stay in Redis, so that it can be
 * done again, until the `keepMs` of the worker are over.
 * @throws GuardrailConfigError for an option or item that is not valid, and where a sink of the workers has the results; the
 * abort reason; what Redis throws
 * @example
 * for await (const { id, result } of collectResults('backlog', items, { connection })) console.log(id, result.action);
 */
export async function* collectResults(
  queue: BacklogQueue,
  items: Iterable<ScanItem> | AsyncIterable<ScanItem>,
  options: CollectOptions = {},
): AsyncGenerator<CollectedResult, void, undefined> {
  oneOfKeys('options', options, KEYS);
  const place = resolvePlace(queue, options);
  const pollMs = wholeNumber('pollMs', options.pollMs, 500, [10, 600_000]);
  const open: OpenQueue = await openQueue(place);
  try {
    const box = sealedBox(place);
    const book = resultBook(place, open.scripts, box, 1);
    const settings = { book, pollMs, options };
    let [index, piece] = [0, [] as (readonly string[])[]];
    for await (const item of items) {
      piece.push(await namesOf(box, item, index + piece.length));
      if (piece.length < PIECE) continue;
      yield* inOrder(piece, index, settings);
      index += piece.length;
      piece = [];
    }
    yield* inOrder(piece, index, settings);
  } finally {
    await open.queue.close();
  }
}

/** The keys that an item may have been queued under: one for each secret. */
function namesOf(box: SealedBox, item: ScanItem, index: number): Promise<readonly string[]> {
  return box.namesOf(identityOf(readItem(item, index)));
}

interface Settings {
  readonly book: ResultBook;
  readonly pollMs: number;
  readonly options: CollectOptions;
}

async function* inOrder(
  piece: readonly (readonly string[])[],
  first: number,
  { book, pollMs, options: { signal, onWait } }: Settings,
): AsyncGenerator<CollectedResult, void, undefined> {
  let next = 0;
  while (next < piece.length) {
    signal?.throwIfAborted();
    const left = piece.slice(next);
    const entries = await book.read(left.flat());
    let at = 0;
    for (const names of left) {
      const record = recordIn(entries.slice(at, at + names.length));
      if (record === undefined) break;
      at += names.length;
      yield { ...record, index: first + next };
      next += 1;
    }
    if (next === piece.length) return;
    onWait?.();
    await wait(pollMs, signal);
  }
}

/** @throws GuardrailConfigError where a sink has the result */
function recordIn(entries: readonly (BookEntry | undefined)[]): ScanRecord | undefined {
  const entry = entries.find((found) => found !== undefined);
  if (entry === undefined) return undefined;
  if (entry.state !== 'kept')
    throw new GuardrailConfigError('sink', 'of the workers has the results, and Redis has none');
  return entry.record;
}
