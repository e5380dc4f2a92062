import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { ScanRequest } from '../../scan/index.js';
import type { InputFormat } from '../batch/command.js';
import type { OutLine } from '../batch/out-lines.js';
import { readItems } from '../batch/read-items.js';
import { CommandError, EXIT } from '../exit-codes.js';
import { type Collected, collectOutput } from './collect.js';
import { batchPage } from './page.js';

/** The settings of a page made from the output of a batch. */
export interface BatchReport {
  readonly out: string;
  readonly html: string;
  readonly top?: number;
  readonly input?: string;
  readonly format?: InputFormat;
  readonly showContent?: boolean;
}

/** Writes the page of a batch to a file. Returns the data of the page. */
export async function writeBatchReport(report: BatchReport): Promise<Collected> {
  const { out, html, top = 50, input, format, showContent = false } = report;
  const collected = await collectOutput(out, top);
  const requests = input === undefined ? undefined : await requestsOf(input, format, collected.worst);
  const { findSensitive } = await import('../../local/index.js');
  const page = batchPage({
    collected,
    madeAt: new Date(),
    ...(requests !== undefined && { requests }),
    ...(!showContent && { find: findSensitive }),
  });
  // Only its owner can read it, because it may hold content.
  await writeFile(html, page, { mode: 0o600 });
  return collected;
}

/**
 * Returns the requests of some items of an input.
 * @throws CommandError if the output was not made from this input
 */
async function requestsOf(
  input: string,
  format: InputFormat | undefined,
  lines: readonly OutLine[],
): Promise<ReadonlyMap<number, ScanRequest>> {
  const wanted = new Map(lines.map((line) => [line.index, line]));
  const requests = new Map<number, ScanRequest>();
  const isCsv = format === 'csv' || (format === undefined && /\.csv$/i.test(input));
  let index = 0;
  try {
    for await (const item of readItems(createReadStream(input), isCsv ? 'csv' : 'jsonl')) {
      const line = wanted.get(index++);
      if (line === undefined) continue;
      if (line.id !== item.id) throw otherInput();
      if (item.request !== undefined) requests.set(line.index, item.request);
      wanted.delete(line.index);
      if (wanted.size === 0) break;
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.failed, '--input cannot be read.', 'Name the IN of the batch.');
  }
  if (wanted.size > 0) throw otherInput();
  return requests;
}

function otherInput(): CommandError {
  return new CommandError(
    EXIT.failed,
    '--input is not the one that this output was made from.',
    'Name the IN of the same batch.',
  );
}
