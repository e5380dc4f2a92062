import { linkedSignal, wait } from '../../scan/index.js';
import type { Reading } from '../segments/readings.js';
import type { Window } from './window.js';

/** The content of one scan. */
export interface FlightPlan {
  readonly window: Window;
  /** Its text as its consumers may read it. */
  readonly reading: Reading;
  /** Whether no text comes after its window. */
  readonly final: boolean;
  /** The scan in parallel with which the final one starts. */
  readonly beside: Flight | undefined;
}

/** One scan under way. */
export interface Flight extends FlightPlan {
  /** Whether its text is no longer the answer. */
  readonly dropped: boolean;
  /** Settles when its verdict was acted on. */
  readonly done: Promise<void>;
}

/** The scans of one answer that are under way. */
export interface Flights {
  readonly count: number;
  /** The scan that started first. */
  readonly first: Flight | undefined;
  /** Rejects permanently after a refusal or a stop. It is undefined before that. */
  readonly broken: Promise<void> | undefined;
  /** Starts a scan. `judge` acts on its verdict. If it rejects, all other scans are stopped. */
  launch(plan: FlightPlan, judge: (flight: Flight, signal: AbortSignal) => Promise<void>): void;
  /**
   * Drops the scan that was started in parallel with a window in which something was found. If the findings may only
   * still grow, a scan of the whole answer goes on.
   */
  dropBeside(window: Window, replaced: boolean): void;
  /** Settles with the first scan under way. It is undefined if there is none. */
  next(): Promise<void> | undefined;
  /** Whether no scan may start for now. */
  readonly resting: boolean;
  /** Starts no scan for this many milliseconds. */
  rest(milliseconds: number): void;
  /** Aborts all scans. From then on `broken` rejects with the reason. */
  stop(reason: unknown): void;
}

type OpenFlight = { -readonly [Key in keyof Flight]: Flight[Key] } & {
  readonly abort: (reason: unknown) => void;
};

/** Makes the list of scans of one answer. They abort with `outer`. */
export function createFlights(outer: AbortSignal | undefined): Flights {
  let open: readonly OpenFlight[] = [];
  let broken: Promise<void> | undefined;
  let pause: { readonly over: Promise<void>; readonly abort: (reason: unknown) => void } | undefined;

  const remove = (flight: OpenFlight): void => {
    open = open.filter((other) => other !== flight);
  };

  const stop = (reason: unknown): void => {
    if (broken === undefined) {
      broken = Promise.reject(reason);
      // Mark the rejection as handled; callers of work() still see it.
      broken.catch(() => undefined);
    }
    for (const flight of open) flight.abort(reason);
    open = [];
    pause?.abort(reason);
    pause = undefined;
  };

  return {
    get count() {
      return open.length;
    },
    get first() {
      return open[0];
    },
    get broken() {
      return broken;
    },
    launch(plan, judge) {
      const { signal, stop: abort, detach } = linkedSignal(outer);
      const flight: OpenFlight = { ...plan, abort, dropped: false, done: Promise.resolve() };
      open = [...open, flight];
      flight.done = judge(flight, signal).then(
        () => {
          detach();
          remove(flight);
        },
        (error: unknown) => {
          detach();
          if (flight.dropped) return;
          stop(error);
          throw error;
        },
      );
      flight.done.catch(() => undefined);
    },
    get resting() {
      return pause !== undefined;
    },
    rest(milliseconds) {
      const { signal, stop: abort, detach } = linkedSignal(outer);
      const over = wait(milliseconds, signal).then(
        () => {
          detach();
          pause = undefined;
        },
        (error: unknown) => {
          detach();
          stop(error);
          throw error;
        },
      );
      over.catch(() => undefined);
      pause = { over, abort };
    },
    dropBeside(window, replaced) {
      for (const flight of open.filter(({ beside }) => beside?.window === window)) {
        if (!replaced && flight.window.isWhole) continue;
        flight.dropped = true;
        flight.abort(new DOMException('The text has changed', 'AbortError'));
        remove(flight);
      }
    },
    next() {
      const waits = open.map(({ done }) => done);
      if (pause !== undefined) waits.push(pause.over);
      if (waits.length < 2) return waits[0];
      const next = Promise.race(waits);
      next.catch(() => undefined);
      return next;
    },
    stop,
  };
}
