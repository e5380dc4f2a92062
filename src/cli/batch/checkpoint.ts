import { createHash, type Hash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isRecord } from '../../scan/index.js';
import { CommandError, EXIT, wrongUsage } from '../exit-codes.js';

/** What a batch was made from, and how far: the first `items` of an input, by a hash over them. Holds no content. */
export interface BatchState {
  readonly items: number;
  readonly hash: string;
  /** Who judged: scanner and profile. Verdicts of two must not stand in one file. */
  readonly judge: string;
}

/** A hash over the items of an input, in their order. */
export interface InputHash {
  add(source: string): void;
  /** The hash so far. */
  value(): string;
}

export function openInputHash(): InputHash {
  const hash: Hash = createHash('sha256');
  return {
    // The length in front, so that two items never hash as one.
    add: (source) => void hash.update(`${source.length}:${source}\n`),
    value: () => hash.copy().digest('hex'),
  };
}

const pathOf = (out: string): string => `${out}.checkpoint`;

/** Writes the state beside OUT, whole or not at all. */
export function writeBatchState(out: string, state: BatchState): void {
  const fresh = `${pathOf(out)}.new`;
  writeFileSync(fresh, `${JSON.stringify({ version: 1, ...state })}\n`);
  renameSync(fresh, pathOf(out));
}

/**
 * Reads the state beside OUT.
 * @throws CommandError where it is missing or none of ours
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

/** The error for an input that is not the one that OUT was made from. */
export function changedBatchInput(): CommandError {
  return new CommandError(
    EXIT.failed,
    'The input is not the one that OUT was made from: items that are done have changed or gone.',
    'Give the same input to --resume, or begin anew with --force.',
  );
}
