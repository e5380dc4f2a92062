import { createReadStream, rmSync, statSync } from 'node:fs';
import { EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import type { BatchCommandOptions, InputFormat } from './command.js';
import { hasOutput } from './out-lines.js';
import { type ReadItem, readItems } from './read-items.js';
import type { VerdictTally } from './tally.js';

/**
 * Sees to it that OUT may be written.
 * @throws CommandError where it may not
 */
export function checkPlaces(input: string, { out, resume, force, report }: BatchCommandOptions): void {
  if (out === '-') {
    if (resume === true) throw wrongUsage('--resume needs a file as OUT: stdout does not say what it has.');
    if (report !== undefined) throw wrongUsage('--report is made from OUT; name a file by --out.');
    return;
  }
  if (input === out) throw wrongUsage('IN and OUT are the same file.');
  if (force === true) for (const path of [out, `${out}.checkpoint`]) rmSync(path, { force: true });
  else if (resume !== true && hasOutput(out)) {
    throw wrongUsage(
      'OUT exists already.',
      'Go on with --resume, or begin anew with --force, which loses what it has.',
    );
  }
}

/** Bytes of the input; nothing where they are not known. */
export function sizeOf(input: string): number | undefined {
  if (input === '-') return undefined;
  try {
    const stats = statSync(input);
    if (!stats.isDirectory()) return stats.isFile() ? stats.size : undefined;
  } catch {
    throw wrongUsage('IN cannot be read.', 'Look at the path; - is stdin.');
  }
  throw wrongUsage('IN is a folder.', 'Name one file.');
}

/** The items of the input, read as they are asked for. */
export function itemsFrom(
  input: string,
  { format }: Pick<BatchCommandOptions, 'format'>,
): AsyncIterable<ReadItem> {
  const isCsv = /\.csv$/i.test(input);
  const chosen: InputFormat = format ?? (isCsv ? 'csv' : 'jsonl');
  return readItems(input === '-' ? process.stdin : createReadStream(input), chosen);
}

/** The exit code of a run that came to its end. */
export function codeOfRun({ counts }: VerdictTally, failOn: BatchCommandOptions['failOn']): ExitCode {
  if (counts.failed > 0) return EXIT.failed;
  if (failOn !== undefined && counts.block > 0) return EXIT.block;
  return failOn === 'warn' && counts.warn > 0 ? EXIT.warn : EXIT.ok;
}
