import { closeSync, openSync, writeSync } from 'node:fs';
import { CommandError, EXIT } from '../exit-codes.js';

/** Takes the lines of OUT, in order. */
export interface OutWriter {
  write(line: string): Promise<void>;
  /** Writes the lines that are kept so far. */
  flush(): void;
  close(): void;
}

const MAX_KEPT_LINES = 256;
const MAX_KEPT_CHARS = 256 * 1024;
const MAX_KEPT_MS = 200;

/**
 * Writes to a file, several lines at a time. If the process is killed, the kept lines are lost, and the next run scans
 * their items again.
 * @param before called before each write, to record what the lines were made from
 */
export function openFileWriter(path: string, before: () => void): OutWriter {
  const file = openSync(path, 'a');
  let lines: string[] = [];
  let chars = 0;
  let since = performance.now();
  const flush = (): void => {
    if (lines.length > 0) {
      before();
      const bytes = Buffer.from(lines.join(''));
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
    [lines, chars, since] = [[], 0, performance.now()];
  };
  return {
    async write(line) {
      lines.push(line);
      chars += line.length;
      const isDue = performance.now() - since >= MAX_KEPT_MS;
      if (isDue || lines.length >= MAX_KEPT_LINES || chars >= MAX_KEPT_CHARS) flush();
    },
    flush,
    close: () => closeSync(file),
  };
}

/** Writes to stdout line by line, no faster than its reader. */
export function openStdoutWriter(): OutWriter {
  const { stdout } = process;
  return {
    write: (line) =>
      new Promise((resolve, reject) => {
        stdout.write(line, (error) => {
          if (error) reject(new CommandError(EXIT.failed, 'Nobody reads the output any more.'));
          else resolve();
        });
      }),
    flush: () => undefined,
    close: () => undefined,
  };
}
