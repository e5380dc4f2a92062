/** The limits on concurrent work. */
export interface FlightBounds<Input> {
  readonly count: number;
  readonly size: number;
  sizeOf(input: Input): number;
}

/**
 * Works on inputs concurrently and yields the results in the order of the inputs. Reading is limited by the work under
 * way, and a slow input does not delay finished results.
 */
export async function* inOrder<Input, Output>(
  inputs: AsyncIterable<Input>,
  bounds: FlightBounds<Input>,
  work: (input: Input) => Promise<Output>,
): AsyncGenerator<Output, void, undefined> {
  const iterator = inputs[Symbol.asyncIterator]();
  const flights: { readonly size: number; readonly output: Promise<Output> }[] = [];
  let held = 0;
  let reading: Promise<IteratorResult<Input, unknown>> | undefined;
  let more = true;
  try {
    for (;;) {
      const hasRoom = flights.length < bounds.count && (held < bounds.size || flights.length === 0);
      if (more && hasRoom) reading ??= iterator.next();
      const [head] = flights;
      if (reading === undefined && head === undefined) return;
      // Available input goes first, because it keeps the scanner busy while the first result is awaited.
      const ready = await Promise.race([
        ...(reading === undefined ? [] : [reading.then((read) => ({ read }))]),
        ...(head === undefined ? [] : [head.output.then((output) => ({ output }))]),
      ]);
      if ('output' in ready) {
        flights.shift();
        held -= head?.size ?? 0;
        yield ready.output;
        continue;
      }
      reading = undefined;
      if (ready.read.done === true) {
        more = false;
        continue;
      }
      const size = bounds.sizeOf(ready.read.value);
      const output = work(ready.read.value);
      // It is awaited in its turn, possibly after it has failed.
      output.catch(() => undefined);
      flights.push({ size, output });
      held += size;
    }
  } finally {
    // A pending read of the input may never settle.
    if (reading === undefined) await iterator.return?.();
    else reading.catch(() => undefined);
  }
}
