import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCsvReader } from '../../src/cli/batch/csv-records.js';
import { inOrder } from '../../src/cli/batch/in-order.js';
import { clockText, paceOf } from '../../src/cli/batch/pace.js';
import { splitLines } from '../../src/cli/split-lines.js';

async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<string> {
  let at = 0;
  for (let turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield text.slice(at, at + size);
    at += size;
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

describe('the reader of CSV', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', 'é', '\u{1f600}'),
    maxLength: 8,
  });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('reads what was written, however it is cut and whatever ends the lines', () => {
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        rows,
        sizes,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        (table, cuts, end, closed) => {
          const text =
            table.map((row) => row.map(quoted).join(',')).join(end) + (closed && table.length > 0 ? end : '');
          const reader = openCsvReader(1_000);
          const found = [];
          let at = 0;
          for (let turn = 0; at < text.length; turn++) {
            const size = cuts[turn % cuts.length] ?? 1;
            found.push(...reader.push(text.slice(at, at + size)));
            at += size;
          }
          found.push(...reader.end());
          expect(found).toEqual(table.map((cells) => ({ cells })));
        },
      ),
    );
  });

  it.each([
    ['plain', 'a,b\nc,d', [{ cells: ['a', 'b'] }, { cells: ['c', 'd'] }]],
    ['empty cells', ',\n,,', [{ cells: ['', ''] }, { cells: ['', '', ''] }]],
    ['empty lines', 'a\n\n\r\nb\n', [{ cells: ['a'] }, { cells: ['b'] }]],
    ['a quote inside a cell', 'a"b,c', [{ cells: ['a"b', 'c'] }]],
    ['text behind a quote', '"a"b,c\nd', [{ problem: 'has text behind a closing quote' }, { cells: ['d'] }]],
    ['an open quote', 'a\n"b\nc', [{ cells: ['a'] }, { problem: 'has a quote that is not closed' }]],
    [
      'a long record',
      `${'x'.repeat(30)}\nb`,
      [{ problem: 'is longer than 20 characters' }, { cells: ['b'] }],
    ],
  ])('reads %s', (_what, text, records) => {
    const reader = openCsvReader(20);
    expect([...reader.push(text), ...reader.end()]).toEqual(records);
  });
});

describe('splitLines', () => {
  it('gives the lines of a text, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\r', ' ') })),
        sizes,
        async (lines, cuts) => {
          const text = lines.map((line) => `${line}\n`).join('');
          const found = [];
          for await (const line of splitLines(pieces(text, cuts), 100)) found.push(line);
          expect(found).toEqual(lines.map((line) => ({ text: line })));
        },
      ),
    );
  });

  it('keeps nothing of a line that is too long, and goes on behind it', async () => {
    const found = [];
    for await (const line of splitLines(pieces(`${'x'.repeat(50)}\nshort\n${'y'.repeat(50)}`, [7]), 10))
      found.push(line);
    expect(found).toEqual([{ isTooLong: true }, { text: 'short' }, { isTooLong: true }]);
  });
});

describe('inOrder', () => {
  async function* numbers(count: number): AsyncGenerator<number> {
    for (let index = 0; index < count; index++) yield index;
  }

  it('gives outputs in the order of inputs, with no more under way than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 5 }), async (turns, count) => {
        let [flying, most] = [0, 0];
        const work = async (index: number): Promise<number> => {
          flying++;
          most = Math.max(most, flying);
          for (let turn = 0; turn < (turns[index] ?? 0); turn++) await Promise.resolve();
          flying--;
          return index;
        };
        const found: number[] = [];
        const bounds = { count, size: 1_000, sizeOf: () => 1 };
        for await (const output of inOrder(numbers(turns.length), bounds, work)) found.push(output);
        expect(found).toEqual(turns.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(count);
      }),
    );
  });

  it('gives what is done though the next input does not come', async () => {
    async function* slow(): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => undefined);
    }
    for await (const output of inOrder(
      slow(),
      { count: 4, size: 10, sizeOf: () => 1 },
      async (input) => input,
    )) {
      expect(output).toBe(1);
      break;
    }
  });

  it('lets one through that alone is larger than the bound, and fails as the work does', async () => {
    const found: number[] = [];
    const bounds = { count: 4, size: 10, sizeOf: () => 100 };
    for await (const output of inOrder(numbers(3), bounds, async (input) => input)) found.push(output);
    expect(found).toEqual([0, 1, 2]);
    const failing = async (): Promise<void> => {
      for await (const _ of inOrder(numbers(3), bounds, async () => Promise.reject(new Error('no'))))
        expect.unreachable();
    };
    await expect(failing()).rejects.toThrow('no');
  });
});

describe('the pace', () => {
  it('counts from where the run began, and says nothing of what it does not know', () => {
    const run = { items: 150, newItems: 50, bytes: 750, newBytes: 250, totalBytes: 1_000, elapsedMs: 10_000 };
    expect(paceOf(run)).toEqual({ items: 150, fraction: 0.75, perSecond: 5, leftMs: 10_000 });
    expect(paceOf({ ...run, totalBytes: undefined })).toEqual({ items: 150, perSecond: 5 });
    expect(paceOf({ ...run, newBytes: 0, newItems: 0, elapsedMs: 0 })).toEqual({
      items: 150,
      fraction: 0.75,
      perSecond: 0,
    });
  });

  it.each([
    [undefined, '-'],
    [0, '0:00'],
    [61_000, '1:01'],
    [3_723_000, '1:02:03'],
  ])('writes %s ms as %s', (milliseconds, text) => {
    expect(clockText(milliseconds)).toBe(text);
  });
});
