import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../src/guard/segments/readings.js';
import { createFlights, type Flight } from '../../../src/guard/stream/flights.js';
import { windowOf } from '../../../src/guard/stream/window.js';
import { rejection } from '../support.js';

/** Launches a scan that ends when the test says so. */
function launched(flights: ReturnType<typeof createFlights>, beside?: Flight, isWhole = false) {
  let land: () => void = () => undefined;
  let crash: (reason: unknown) => void = () => undefined;
  let signal: AbortSignal | undefined;
  const window = windowOf([], 0, isWhole);
  flights.launch({ window, reading: readingOf(''), final: isWhole, beside }, (_flight, own) => {
    signal = own;
    return new Promise((resolve, reject) => {
      land = resolve;
      crash = reject;
    });
  });
  return { window, land, crash, isAborted: () => signal?.aborted === true };
}

describe('the scans under way', () => {
  it('are nothing to wait for where there is none', () => {
    const flights = createFlights(undefined);
    expect([flights.count, flights.first, flights.next(), flights.broken]).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('settle with the first that lands', async () => {
    const flights = createFlights(undefined);
    const first = launched(flights);
    const second = launched(flights, flights.first, true);
    expect(flights.count).toBe(2);
    second.land();
    await flights.next();
    expect([flights.count, flights.first?.window]).toEqual([1, first.window]);
  });

  it('are all stopped by one that is refused, for good', async () => {
    const flights = createFlights(undefined);
    const first = launched(flights);
    const second = launched(flights, flights.first, true);
    const refusal = new Error('refused');
    const next = rejection(Promise.resolve(flights.next()));
    second.crash(refusal);
    expect(await next).toBe(refusal);
    expect([flights.count, first.isAborted()]).toEqual([0, true]);
    expect(await rejection(Promise.resolve(flights.broken))).toBe(refusal);
  });

  it('abort with the call that they belong to', () => {
    const outer = new AbortController();
    const flight = launched(createFlights(outer.signal));
    outer.abort(new Error('gone'));
    expect(flight.isAborted()).toBe(true);
  });

  it.each<[title: string, replaced: boolean, isWhole: boolean, isDropped: boolean]>([
    ['replaced beside a whole scan', true, true, true],
    ['replaced beside a window', true, false, true],
    ['growing beside a window', false, false, true],
    ['growing beside a whole scan', false, true, false],
  ])('are given up where findings are %s: %s, %s', (_title, replaced, isWhole, isDropped) => {
    const flights = createFlights(undefined);
    const first = launched(flights);
    const beside = launched(flights, flights.first, isWhole);
    flights.dropBeside(first.window, replaced);
    expect([beside.isAborted(), flights.count]).toEqual([isDropped, isDropped ? 1 : 2]);
    expect(first.isAborted()).toBe(false);
  });

  it('that were given up may fail unheard', async () => {
    const flights = createFlights(undefined);
    const first = launched(flights);
    const beside = launched(flights, flights.first);
    flights.dropBeside(first.window, true);
    beside.crash(new Error('aborted'));
    first.land();
    await flights.next();
    expect(flights.broken).toBeUndefined();
  });
});
