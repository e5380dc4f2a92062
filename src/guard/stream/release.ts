/** Items of a stream, each held until it may leave. */
export interface HeldItems<Item> {
  /** Takes the next item. */
  push(item: Item): void;
  /** Ends the items. */
  end(): void;
  /** Returns the items that may leave now, in order. Each is returned once. */
  drain(): readonly Item[];
  /**
   * Returns the promise to wait for, or undefined if everything that came was judged. The promise may reject with a
   * refusal.
   */
  work(): Promise<void> | undefined;
  /** Tells whether so much is held that the source has to wait. */
  isFull(): boolean;
}

/** The result of a read: an item, the end, or an error. */
type ReadItem<Item> = IteratorResult<Item, unknown> | { readonly error: unknown };

/** The most turns of the microtask queue that an available item may take. */
const QUICK_TURNS = 12;

/**
 * Yields the items of a stream in order, in groups, each as soon as it may leave. Items that are already available are
 * judged together. Reading ahead of the judging is bounded. Rejects as the source and `work` do. If the source fails,
 * the items before the failure are judged and yielded first. The caller must close the source.
 */
export async function* releaseInOrder<Item>(
  read: () => Promise<IteratorResult<Item, unknown>>,
  items: HeldItems<Item>,
): AsyncGenerator<readonly Item[], void, undefined> {
  let reading: Promise<ReadItem<Item>> | undefined;
  let failure: { readonly error: unknown } | undefined;
  const start = (): Promise<ReadItem<Item>> => read().catch((error: unknown) => ({ error }));
  for (;;) {
    for (let leaving = items.drain(); leaving.length > 0; leaving = items.drain()) yield leaving;
    const isFirstTry = reading === undefined && !items.isFull();
    if (isFirstTry) reading = start();
    const isQuick = isFirstTry && reading !== undefined && (await comesAtOnce(reading));
    const work = isQuick ? undefined : items.work();
    if (work === undefined) reading ??= start();
    const next =
      work === undefined || reading === undefined
        ? await (reading ?? work?.then(() => undefined))
        : await Promise.race([reading, work.then(() => undefined)]);
    if (next === undefined) continue;
    reading = undefined;
    if ('error' in next) failure = next;
    if ('error' in next || next.done === true) break;
    items.push(next.value);
  }
  items.end();
  for (let work = items.work(); ; work = items.work()) {
    // The last work may already be done. A refusal is thrown only after all items before it were yielded.
    for (let leaving = items.drain(); leaving.length > 0; leaving = items.drain()) yield leaving;
    if (work === undefined) break;
    await work;
  }
  if (failure !== undefined) throw failure.error;
}

/** Tells whether a promise settles at once, without a timer, a packet or anything else from outside. */
async function comesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  for (let turn = 0; turn < QUICK_TURNS && !settled; turn += 1) await undefined;
  return settled;
}
