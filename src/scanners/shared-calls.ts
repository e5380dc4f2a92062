import { untilAborted } from '../scan/index.js';

/** A call that several callers wait for. */
interface Flight<Value> {
  readonly value: Promise<Value>;
  /** Undefined if the call cannot be aborted, because its first caller has no signal. */
  readonly controller: AbortController | undefined;
  callers: number;
}

/** Runs `work`, or waits for the call that already runs under the same key. */
export type SharedCalls<Value> = (
  key: string,
  work: (signal: AbortSignal | undefined) => Promise<Value>,
  signal?: AbortSignal,
) => Promise<Value>;

/**
 * Makes the function that merges calls under the same key at the same time. A caller that aborts leaves. The call
 * itself is aborted when no caller is left, and a later caller starts a new one.
 */
export function shareCalls<Value>(): SharedCalls<Value> {
  const flights = new Map<string, Flight<Value>>();

  const start = (
    key: string,
    work: (signal: AbortSignal | undefined) => Promise<Value>,
    signal: AbortSignal | undefined,
  ): Flight<Value> => {
    const controller = signal === undefined ? undefined : new AbortController();
    const flight: Flight<Value> = { value: work(controller?.signal), controller, callers: 0 };
    flights.set(key, flight);
    const land = (): void => {
      forget(key, flight);
    };
    flight.value.then(land, land);
    return flight;
  };
  const forget = (key: string, flight: Flight<Value>): boolean =>
    flights.get(key) === flight && flights.delete(key);

  return async (key, work, signal) => {
    signal?.throwIfAborted();
    const flight = flights.get(key) ?? start(key, work, signal);
    flight.callers += 1;
    try {
      return await untilAborted(flight.value, signal);
    } finally {
      flight.callers -= 1;
      if (flight.callers === 0 && forget(key, flight)) flight.controller?.abort(signal?.reason);
    }
  };
}
