import { describe, expect, it } from 'vitest';
import { type HeldItems, releaseInOrder } from '../../../src/guard/stream/release.js';
import { rejection } from '../support.js';

/** Holds items until as many have been judged as `batch` says, or the source has ended; tells all that happens. */
function heldItems(batch: number, most = Number.POSITIVE_INFINITY) {
  const log: string[] = [];
  const held: string[] = [];
  let judged = 0;
  let ended = false;
  const items: HeldItems<string> = {
    push(item) {
      log.push(`+${item}`);
      held.push(item);
    },
    end() {
      log.push('end');
      ended = true;
    },
    drain() {
      const leaving = held.splice(0, judged);
      judged = 0;
      return leaving;
    },
    work() {
      if (held.length === 0 || (held.length < batch && !ended)) return undefined;
      return Promise.resolve().then(() => {
        judged = held.length;
      });
    },
    isFull: () => held.length >= most,
  };
  return { items, log };
}

function source(list: readonly string[], log: string[] = []) {
  const left = [...list];
  return async (): Promise<IteratorResult<string, unknown>> => {
    const value = left.shift();
    log.push(value === undefined ? 'read nothing' : `read ${value}`);
    return value === undefined ? { done: true, value: undefined } : { done: false, value };
  };
}

async function drained(stream: AsyncIterable<readonly string[]>): Promise<(readonly string[])[]> {
  const batches: (readonly string[])[] = [];
  for await (const batch of stream) batches.push(batch);
  return batches;
}

describe('items of a stream', () => {
  it('leave in order, all of them, whatever is judged at a time', async () => {
    for (const batch of [1, 2, 3, 10]) {
      const { items } = heldItems(batch);
      const batches = await drained(releaseInOrder(source(['a', 'b', 'c', 'd']), items));
      expect(batches.flat()).toEqual(['a', 'b', 'c', 'd']);
    }
  });

  it('that are there at once are judged in one go', async () => {
    const { items } = heldItems(1);
    expect(await drained(releaseInOrder(source(['a', 'b', 'c']), items))).toEqual([['a', 'b', 'c']]);
  });

  it('are not read ahead of the judging where too many are held', async () => {
    const { items, log } = heldItems(1, 1);
    await drained(releaseInOrder(source(['a', 'b'], log), items));
    expect(log).toEqual(['read a', '+a', 'read b', '+b', 'read nothing', 'end']);
    const batches = await drained(releaseInOrder(source(['a', 'b']), heldItems(1, 1).items));
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('are not read where nobody asks for them', async () => {
    const { items, log } = heldItems(1, 1);
    const stream = releaseInOrder(source(['a', 'b', 'c'], log), items);
    expect((await stream.next()).value).toEqual(['a']);
    expect(log).not.toContain('read c');
  });

  it.each(['the source', 'the judging'])('end with what %s rejects with', async (who) => {
    const failure = new Error('failed');
    const { items } = heldItems(1);
    const failing = { ...items, work: () => Promise.reject(failure) };
    const stream =
      who === 'the source'
        ? releaseInOrder(() => Promise.reject(failure), items)
        : releaseInOrder(source(['a']), failing);
    expect(await rejection(drained(stream))).toBe(failure);
  });
});
