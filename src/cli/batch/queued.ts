import type { CollectedResult, ScanItem } from '../../queue/index.js';
import { failedScan } from '../../scan/index.js';
import { EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import { type ChosenQueue, openChosenQueue } from '../queue-choice.js';
import { onStopSignal } from '../stop-signals.js';
import type { Terminal } from '../terminal.js';
import type { BatchCommandOptions, QueuedBatchOptions } from './command.js';
import { checkPlaces, codeOfRun, itemsFrom, sizeOf } from './places.js';
import type { ReadItem } from './read-items.js';
import { summarise } from './summary.js';
import { openTally, type VerdictTally } from './tally.js';
import { type OutWriter, openFileWriter, openStdoutWriter } from './writer.js';

/** Runs `batch` with a queue. Returns the exit code. */
export async function runQueuedBatch(
  terminal: Terminal,
  input: string,
  options: QueuedBatchOptions,
): Promise<ExitCode> {
  const { out, enqueue, collect } = options;
  if (enqueue !== true && collect !== true)
    throw wrongUsage('--queue needs --enqueue or --collect.', 'See airs-guardrails batch --help.');
  sizeOf(input);
  const stop = new AbortController();
  const unlisten = onStopSignal(() => stop.abort(new Error('stopped')));
  try {
    if (enqueue === true) return await enqueueItems(terminal, input, options, stop.signal);
    if (out === undefined) throw wrongUsage('--collect needs --out: name a file, or - for stdout.');
    if (options.resume === true)
      throw wrongUsage('--collect begins anew each time.', 'Redis has the results still: use --force.');
    return await collectItems(terminal, input, { ...options, out }, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error;
    terminal.note(`Stopped. The same command${enqueue === true ? '' : ' with --force'} does it all.`);
    return EXIT.interrupted;
  } finally {
    unlisten();
  }
}

/** An item of the input with what the queue calls it: its own id, or its place. */
interface Placed {
  readonly read: ReadItem;
  readonly index: number;
}

async function* placed(items: AsyncIterable<ReadItem>): AsyncGenerator<Placed, void, undefined> {
  let index = 0;
  for await (const read of items) yield { read, index: index++ };
}

function queued({ read: { id, request }, index }: Placed): ScanItem | undefined {
  return request === undefined ? undefined : { ...request, id: id ?? index };
}

async function enqueueItems(
  terminal: Terminal,
  input: string,
  options: QueuedBatchOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { entry, name, place } = await openChosenQueue(options);
  let unread = 0;
  async function* items(): AsyncGenerator<ScanItem, void, undefined> {
    for await (const one of placed(itemsFrom(input, options))) {
      const item = queued(one);
      if (item === undefined) unread += 1;
      else yield item;
    }
  }
  const { items: count, jobs, done } = await entry.enqueueScans(name, items(), { ...place, signal });
  if (options.quiet === true) return EXIT.ok;
  terminal.note(
    `${count.toLocaleString('en')} items in ${jobs.toLocaleString('en')} jobs are in the queue ${name}.`,
  );
  if (done > 0) terminal.note(`${done.toLocaleString('en')} of the items have their results already.`);
  if (unread > 0) terminal.note(`${unread.toLocaleString('en')} lines cannot be read: --collect says why.`);
  return EXIT.ok;
}

async function collectItems(
  terminal: Terminal,
  input: string,
  options: BatchCommandOptions & QueuedBatchOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  checkPlaces(input, options);
  const chosen = await openChosenQueue(options);
  const tally = openTally();
  const writer = options.out === '-' ? openStdoutWriter() : openFileWriter(options.out, () => undefined);
  try {
    await writeResults(terminal, { input, options, chosen, tally, writer, signal });
  } finally {
    writer.flush();
    writer.close();
  }
  if (options.quiet !== true) summarise(terminal, tally, options, 0);
  if (options.report !== undefined && options.out !== '-') {
    const { writeBatchReport } = await import('../report/batch-report.js');
    await writeBatchReport({ out: options.out, html: options.report });
  }
  return codeOfRun(tally, options.failOn);
}

interface Collection {
  readonly input: string;
  readonly options: BatchCommandOptions & QueuedBatchOptions;
  readonly chosen: ChosenQueue;
  readonly tally: VerdictTally;
  readonly writer: OutWriter;
  readonly signal: AbortSignal;
}

/** Writes a line for each item in their order: results of the queue, and for lines that are no item why they are none. */
async function writeResults(terminal: Terminal, parts: Collection): Promise<void> {
  const { input, options, chosen, tally, writer, signal } = parts;
  const { entry, name, place } = chosen;
  const read: Placed[] = [];
  async function* items(): AsyncGenerator<ScanItem, void, undefined> {
    for await (const one of placed(itemsFrom(input, options))) {
      read.push(one);
      const item = queued(one);
      if (item !== undefined) yield item;
    }
  }
  const write = async (one: Placed, record?: CollectedResult): Promise<void> => {
    const { id, problem = 'is none' } = one.read;
    const unread = (): CollectedResult['result'] =>
      failedScan({}, `item ${one.index} ${problem}`, 0, { kind: 'content' });
    const { result, at, repeated } = record ?? { result: unread(), at: new Date().toISOString() };
    tally.add(result);
    const line = { id, index: one.index, result, at, ...(repeated === true && { repeated }) };
    await writer.write(`${JSON.stringify(line)}\n`);
  };
  const flushUnread = async (): Promise<void> => {
    while (read[0] !== undefined && read[0].read.request === undefined) await write(read.shift() ?? read[0]);
  };
  const onWait = waitNote(terminal, chosen, options.quiet === true);
  for await (const record of entry.collectResults(name, items(), { ...place, signal, onWait })) {
    await flushUnread();
    const one = read.shift();
    if (one !== undefined) await write(one, record);
  }
  await flushUnread();
}

const NOTE_EVERY_MS = 10_000;

/** Says now and then what is waited for. */
function waitNote(terminal: Terminal, { entry, name, place }: ChosenQueue, isQuiet: boolean): () => void {
  let last = performance.now();
  return () => {
    if (isQuiet || performance.now() - last < NOTE_EVERY_MS) return;
    last = performance.now();
    void entry.queueProgress(name, place).then(
      ({ waiting, active, delayed }) =>
        terminal.note(
          waiting + active + delayed === 0
            ? 'Waiting, but the queue is empty: are all items of IN in it? (--enqueue)'
            : `Waiting: ${waiting} jobs wait, ${active} are under way, ${delayed} are to be done again.`,
        ),
      () => undefined,
    );
  };
}
