import { createReadStream, existsSync, statSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import {
  boundedResult,
  type DetectedSpan,
  isRecord,
  isScanResult,
  type ScanResult,
} from '../../scan/index.js';
import { CommandError, EXIT } from '../exit-codes.js';
import type { ItemId } from './item.js';

/** A line of OUT. */
export interface OutLine {
  readonly id: ItemId;
  readonly index: number;
  readonly result: ScanResult;
  /** The time of the verdict, as ISO 8601. It is absent in lines written by other programs. */
  readonly at?: string;
}

/** Tells whether OUT exists and is not empty. */
export function hasOutput(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}

/** Reads a line of OUT, or returns undefined if it is not one. */
export function parseOutLine(text: string): OutLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const { id = null, index, result, at } = value;
    const isId = id === null || typeof id === 'string' || typeof id === 'number';
    const { error, source, spans } = isRecord(result) ? result : {};
    if (!isId || typeof index !== 'number' || !isScanResult(result)) return undefined;
    if (![error, source].every((text) => text === undefined || typeof text === 'string')) return undefined;
    // The file may come from anywhere, so texts are bounded, and values that are not spans are dropped.
    const bounded = {
      ...boundedResult(result),
      ...(Array.isArray(spans) && { spans: spans.filter(isSpan) }),
    };
    return { id, index, result: bounded, ...(typeof at === 'string' && { at }) };
  } catch {
    return undefined;
  }
}

function isSpan(value: unknown): value is DetectedSpan {
  if (!isRecord(value)) return false;
  const { field, start, end, detector, label, confidence } = value;
  return (
    [field, detector, label].every((text) => typeof text === 'string') &&
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    (confidence === undefined || typeof confidence === 'number')
  );
}

/** A complete line of OUT, and the offset of the byte after it. */
export interface WholeLine {
  readonly text: string;
  readonly end: number;
}

/** Yields the lines of OUT that end with a line feed. */
export async function* wholeLines(path: string): AsyncGenerator<WholeLine, void, undefined> {
  let parts: Buffer[] = [];
  let position = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, start)) {
      const text = Buffer.concat([...parts, chunk.subarray(start, at)]).toString('utf8');
      parts = [];
      start = at + 1;
      yield { text, end: position + start };
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
    position += chunk.length;
  }
}

/**
 * Repairs OUT so that a run can resume: a last line that was cut off when a run was killed is removed.
 * @param take called with each line that stays
 * @returns the number of lines
 * @throws CommandError if the file is not the output of a batch
 */
export async function mendOutput(path: string, take: (line: OutLine) => void): Promise<number> {
  let [count, end] = [0, 0];
  for await (const line of wholeLines(path)) {
    const parsed = parseOutLine(line.text);
    if (parsed?.index !== count) {
      throw new CommandError(
        EXIT.failed,
        `OUT is damaged: line ${count + 1} is not the verdict of item ${count}.`,
        'Put back the file as the run left it, or begin anew with --force.',
      );
    }
    take(parsed);
    count++;
    end = line.end;
  }
  if (end < statSync(path).size) await truncate(path, end);
  return count;
}
