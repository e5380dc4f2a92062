import { setMaxListeners } from 'node:events';
import { failedScan, isFailedScan, type ScanResult } from '../../scan/index.js';
import { runInFull } from '../../scanners/index.js';
import { CommandError, EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import { type ChosenScanner, nextStepAfter, openChosenScanner } from '../scanner-choice.js';
import { onStopSignal } from '../stop-signals.js';
import type { Terminal } from '../terminal.js';
import {
  type BatchState,
  changedBatchInput,
  openInputHash,
  readBatchState,
  writeBatchState,
} from './checkpoint.js';
import type { BatchCommandOptions } from './command.js';
import { inOrder } from './in-order.js';
import type { ItemId } from './item.js';
import { hasOutput, mendOutput } from './out-lines.js';
import { type Ownership, takeOwnership } from './ownership.js';
import { paceOf } from './pace.js';
import { checkPlaces, codeOfRun, itemsFrom, sizeOf } from './places.js';
import { openProgressView } from './progress.js';
import type { ReadItem } from './read-items.js';
import { summarise } from './summary.js';
import { openTally, type VerdictTally } from './tally.js';
import { type OutWriter, openFileWriter, openStdoutWriter } from './writer.js';

/** The most UTF-16 code units of all items under way. */
const MAX_FLIGHT_CHARS = 32 * 1024 * 1024;

/**
 * The number of items in a row that fail by an outage before the run stops. The service is then down, and the next run
 * scans these items. The number is smaller before the first answer, because the address may be wrong.
 */
const MAX_OUTAGES = 50;
const MAX_FIRST_OUTAGES = 5;

/** An item with its place in the input. */
interface PlacedItem extends ReadItem {
  readonly index: number;
}

interface Verdict {
  readonly item: PlacedItem;
  readonly result: ScanResult;
}

/** The place where a run begins. */
interface Start {
  /** The number of lines in OUT. */
  readonly done: number;
  /** The state that OUT was made from. It is absent if OUT is new. */
  readonly state?: BatchState;
}

/** Runs `batch`. Returns the exit code. */
export async function runBatchCommand(
  terminal: Terminal,
  input: string,
  options: BatchCommandOptions,
): Promise<ExitCode> {
  const { out } = options;
  const size = sizeOf(input);
  checkPlaces(input, options);
  const chosen = await openChosenScanner(options, {
    concurrency: options.concurrency,
    ...(options.rate !== undefined && { rate: options.rate }),
  });
  const judge = `${chosen.kind} ${options.profile ?? ''}`.trim();
  const owner = out === '-' ? undefined : await takeOwnership(out);
  const tally = openTally();
  try {
    const start = await findStart(options, judge, tally);
    const run = openRun({ terminal, options, chosen, judge, owner, tally, start, size });
    const stopped = await run.go(itemsFrom(input, options));
    if (options.quiet !== true) summarise(terminal, tally, options, start.done);
    if (stopped) {
      terminal.note(out === '-' ? 'Stopped.' : 'Stopped. The same command with --resume goes on.');
      return EXIT.interrupted;
    }
    if (options.report !== undefined && out !== '-') {
      const { writeBatchReport } = await import('../report/batch-report.js');
      await writeBatchReport({ out, html: options.report });
      if (options.quiet !== true) terminal.note('The report is written.');
    }
    return codeOfRun(tally, options.failOn);
  } finally {
    owner?.release();
  }
}

async function findStart(
  { out, resume }: BatchCommandOptions,
  judge: string,
  tally: VerdictTally,
): Promise<Start> {
  if (out === '-' || resume !== true || !hasOutput(out)) return { done: 0 };
  const state = readBatchState(out);
  if (state.judge !== judge) {
    throw wrongUsage(
      'OUT was made by another scanner or profile.',
      'Give the same --scanner, --profile and key to --resume, or begin anew with --force.',
    );
  }
  const done = await mendOutput(out, ({ result }) => tally.add(result));
  if (done > state.items)
    throw wrongUsage('OUT has more lines than OUT.checkpoint knows of.', 'Begin anew with --force.');
  return { done, state };
}

interface RunParts {
  readonly terminal: Terminal;
  readonly options: BatchCommandOptions;
  readonly chosen: ChosenScanner;
  readonly judge: string;
  readonly owner: Ownership | undefined;
  readonly tally: VerdictTally;
  readonly start: Start;
  readonly size: number | undefined;
}

/** Opens a run over the items. `go` returns whether it was stopped by a signal. */
function openRun(parts: RunParts): { go(items: AsyncIterable<ReadItem>): Promise<boolean> } {
  const { terminal, options, chosen, judge, owner, tally, start, size } = parts;
  const hash = openInputHash();
  const stop = new AbortController();
  // Every scan under way listens to the signal. That is no leak, but Node would print a warning.
  setMaxListeners(0, stop.signal);
  let read = 0;
  let [bytes, skippedBytes] = [0, 0];

  /** Yields the items that are not done, after checking that OUT was made from the others. */
  async function* undone(items: AsyncIterable<ReadItem>): AsyncGenerator<PlacedItem> {
    const { done, state } = start;
    const kept: PlacedItem[] = [];
    for await (const item of items) {
      if (stop.signal.aborted) return;
      const placed = { ...item, index: read };
      hash.add(item.problem === undefined || item.source !== '' ? item.source : item.problem);
      read++;
      if (placed.index < done) skippedBytes += bytesOf(item);
      else if (state !== undefined && read <= state.items) kept.push(placed);
      else yield placed;
      if (state === undefined || read !== state.items) continue;
      if (hash.value() !== state.hash) throw changedBatchInput();
      yield* kept;
    }
    if (state !== undefined && read < state.items && !stop.signal.aborted) throw changedBatchInput();
  }

  const scan = async (item: PlacedItem): Promise<Verdict> => {
    const { request, problem = 'is none' } = item;
    if (request === undefined) {
      return { item, result: failedScan({}, `item ${item.index} ${problem}`, 0, { kind: 'content' }) };
    }
    return { item, result: await runInFull(chosen.scanner, request, stop.signal) };
  };

  const save = (): void => {
    owner?.check();
    writeBatchState(options.out, { items: read, hash: hash.value(), judge });
  };

  return {
    async go(items) {
      const writer: OutWriter = options.out === '-' ? openStdoutWriter() : openFileWriter(options.out, save);
      const view = options.quiet === true ? undefined : await openProgressView(terminal, size !== undefined);
      const unlisten = onStopSignal(() => stop.abort(new Error('stopped')));
      const began = performance.now();
      let newItems = 0;
      let outages: Verdict[] = [];
      const write = async ({ item, result }: Verdict): Promise<void> => {
        const at = new Date().toISOString();
        tally.add(result);
        await writer.write(
          `${JSON.stringify({ id: item.id satisfies ItemId, index: item.index, result, at })}\n`,
        );
        newItems++;
        bytes += bytesOf(item);
        const passed = {
          items: start.done + newItems,
          newItems,
          bytes: bytes + skippedBytes,
          newBytes: bytes,
        };
        view?.show(paceOf({ ...passed, totalBytes: size, elapsedMs: performance.now() - began }));
      };
      try {
        const bounds = {
          count: options.concurrency,
          size: MAX_FLIGHT_CHARS,
          sizeOf: ({ source }: PlacedItem) => source.length,
        };
        for await (const verdict of inOrder(undone(items), bounds, scan)) {
          if (isHopeless(verdict.result)) throw hopeless(verdict.result);
          if (verdict.result.failure?.kind === 'outage' && isFailedScan(verdict.result)) {
            outages.push(verdict);
            if (outages.length >= (newItems === 0 ? MAX_FIRST_OUTAGES : MAX_OUTAGES))
              throw hopeless(verdict.result);
            continue;
          }
          for (const held of outages) await write(held);
          outages = [];
          await write(verdict);
        }
        for (const held of outages) await write(held);
        return stop.signal.aborted;
      } catch (error) {
        if (stop.signal.aborted && error === stop.signal.reason) return true;
        throw error;
      } finally {
        unlisten();
        view?.stop();
        writer.flush();
        writer.close();
      }
    },
  };
}

const bytesOf = ({ source }: ReadItem): number => Buffer.byteLength(source) + 1;

/** Tells whether every other scan would fail in the same way: there is no key, or the service does not accept it. */
function isHopeless({ failure }: ScanResult): boolean {
  return failure?.kind === 'config' || failure?.statusCode === 401 || failure?.statusCode === 403;
}

function hopeless(result: ScanResult): CommandError {
  return new CommandError(
    EXIT.failed,
    `The run stops, for others would fail alike: ${result.error ?? 'the scanner does not answer'}`,
    `${nextStepAfter(result)} What is done is kept: the same command with --resume goes on.`,
  );
}
