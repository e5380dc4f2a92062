import { createHash, type Hash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isRecord } from '../../scan/index.js';
import { CommandError, EXIT, wrongUsage } from '../exit-codes.js';

/** The input and progress of a batch: the first `items` of an input, with a hash of them. It holds no content. */
export interface BatchState {
  readonly items: number;
  readonly hash: string;
  /** The scanner and the profile that judged. Verdicts of different judges must not be in one file. */
  readonly judge: string;
}

/** A hash of the items of an input, in their order. */
export interface InputHash {
  add(source: string): void;
  /** Returns the hash so far. */
  value(): string;
}

export function openInputHash(): InputHash {
  const hash: Hash = createHash('sha256');
  return {
    // The length goes first, so that two items never hash like one.
    add: (source) => void hash.update(`${source.length}:${source}\n`),
    value: () => hash.copy().digest('hex'),
  };
}

const pathOf = (out: string): string => `${out}.checkpoint`;

/** Writes the state beside OUT, completely or not at all. */
export function writeBatchState(out: string, state: BatchState): void {
  const fresh = `${pathOf(out)}.new`;
  writeFileSync(fresh, `${JSON.stringify({ version: 1, ...state })}\n`);
  renameSync(fresh, pathOf(out));
}

/**
 * Reads the state beside OUT.
 * @throws CommandError if it is missing or was not written by this command
 */
export function readBatchState(out: string): BatchState {
  const hint = 'Begin anew with --force, or name another file by --out.';
  let text: string;
  try {
    text = readFileSync(pathOf(out), 'utf8');
  } catch {
    throw wrongUsage('There is OUT, but no OUT.checkpoint beside it that says what it was made from.', hint);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { items, hash, judge } = isRecord(value) ? value : {};
  if (typeof items !== 'number' || typeof hash !== 'string' || typeof judge !== 'string') {
    throw wrongUsage('OUT.checkpoint is none that this version wrote.', hint);
  }
  return { items, hash, judge };
}

/** Makes the error for an input that OUT was not made from. */
export function changedBatchInput(): CommandError {
  return new CommandError(
    EXIT.failed,
    'The input is not the one that OUT was made from: items that are done have changed or gone.',
    'Give the same input to --resume, or begin anew with --force.',
  );
}
