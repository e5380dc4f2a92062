/** Items of a stream, each held until it may leave. */
export interface HeldItems<Item> {
  /** Takes in the next item. */
  push(item: Item): void;
  /** No more come. */
  end(): void;
  /** Those that may leave now, in order; each is given once. */
  drain(): readonly Item[];
  /** What is to be waited for; nothing where all that came has been judged. May reject with a refusal. */
  work(): Promise<void> | undefined;
  /** Whether so much is held that the source has to wait. */
  isFull(): boolean;
}

/** What a source gave: an item, its end, or an error. */
type ReadItem<Item> = IteratorResult<Item, unknown> | { readonly error: unknown };

/** How many turns of the microtask queue an item that is there already may take. */
const QUICK_TURNS = 12;

/**
 * Gives the items of a stream in order, each as soon as it may leave, as many at a time as there are: what is there
 * already is judged in one go, and the source is not read ahead of the judging without bound. Rejects as the source and
 * `work` do: where the source fails, what came before is judged and given first. The source is the caller's to close.
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
    // The last work may be done by the time it is asked for.
    // A refusal is told only once all items before it have been given.
    for (let leaving = items.drain(); leaving.length > 0; leaving = items.drain()) yield leaving;
    if (work === undefined) break;
    await work;
  }
  if (failure !== undefined) throw failure.error;
}

/** Whether a promise settles at once: without a timer, a packet or anything else from outside. */
async function comesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  for (let turn = 0; turn < QUICK_TURNS && !settled; turn += 1) await undefined;
  return settled;
}
