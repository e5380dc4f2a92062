import { createReadStream } from 'node:fs';
import { type FileHandle, open, truncate } from 'node:fs/promises';
import type { ScanRecord } from './result-book.js';
import type { ResultSink } from './result-sink.js';

interface Writing {
  readonly lines: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const LINE_FEED = 10;

/**
 * Appends records to a file, and says that they are written once the disk has them. What jobs write at the same time goes in one
 * piece. A line that was torn when a process ended is cut off at the start. A record that may have been written before is looked for,
 * so that no line of this file is there twice.
 */
export function jsonlSink(path: string): ResultSink {
  let file: Promise<FileHandle> | undefined;
  let waiting: Writing[] = [];
  let running: Promise<void> | undefined;

  const opened = (): Promise<FileHandle> => {
    file ??= mend(path).then(() => open(path, 'a'));
    // The next one tries again.
    file.catch(() => {
      file = undefined;
    });
    return file;
  };
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      try {
        const handle = await opened();
        await handle.appendFile(taken.map(({ lines }) => lines).join(''));
        await handle.datasync();
        for (const { done } of taken) done();
      } catch (error) {
        // Part of a line may be there: the file is mended before the next one.
        const broken = file;
        file = undefined;
        await broken?.then((handle) => handle.close()).catch(() => undefined);
        for (const { failed } of taken) failed(error);
      }
    }
    running = undefined;
  };

  return {
    async write(records, mayHave) {
      const known: ReadonlySet<string> = mayHave ? await keysIn(path, records) : new Set();
      const lines = records
        .filter(({ key }) => !known.has(key))
        .map((record) => `${JSON.stringify(record)}\n`)
        .join('');
      await new Promise<void>((done, failed) => {
        waiting.push({ lines, done, failed });
        running ??= run();
      });
    },
    async close() {
      await running;
      await (await file?.catch(() => undefined))?.close();
      file = undefined;
    },
  };
}

/** Cuts off what stands behind the last line feed. */
async function mend(path: string): Promise<void> {
  const handle = await open(path, 'a+');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(64 * 1024);
    for (let end = size; end > 0; ) {
      const start = Math.max(0, end - buffer.length);
      const { bytesRead } = await handle.read(buffer, 0, end - start, start);
      const at = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
      if (at >= 0 || start === 0) {
        const whole = at >= 0 ? start + at + 1 : 0;
        if (whole < size) await truncate(path, whole);
        return;
      }
      end = start;
    }
  } finally {
    await handle.close();
  }
}

/** Which of the records the file has. */
async function keysIn(path: string, records: readonly ScanRecord[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  // What JSON.stringify writes first of a record.
  const starts = new Map(records.map(({ key }) => [`{"key":${JSON.stringify(key)},`, key]));
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const key = starts.get(line.slice(0, line.indexOf(',') + 1));
        if (key !== undefined) found.add(key);
      }
    }
  } catch {
    // There is no file yet.
  }
  return found;
}
