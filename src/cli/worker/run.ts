import { setTimeout as pause } from 'node:timers/promises';
import type { ScanWorker, ScanWorkerOptions } from '../../queue/index.js';
import { EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import { type ChosenQueue, openChosenQueue } from '../queue-choice.js';
import { openChosenScanner } from '../scanner-choice.js';
import { onStopSignal } from '../stop-signals.js';
import type { Terminal } from '../terminal.js';
import type { WorkerCommandOptions } from './command.js';

/** Items of a job, as `batch --enqueue` makes them. */
const BATCH = 5;
const LOOK_EVERY_MS = 500;
const NOTE_EVERY_MS = 10_000;

/** Runs `worker` until it is told to stop, or the queue is empty. Returns the exit code. */
export async function runWorkerCommand(terminal: Terminal, options: WorkerCommandOptions): Promise<ExitCode> {
  const { concurrency, rate, out, quiet } = options;
  const judge = await judgeOf(options);
  const chosen = await openChosenQueue(options);
  const worker = chosen.entry.scanWorker({
    ...chosen.place,
    ...judge.options,
    queue: chosen.name,
    concurrency,
    stopOnSignal: false,
    ...(rate !== undefined && { rateLimit: { requests: rate, perMs: 1_000 } }),
    ...(out !== undefined && { sink: { jsonl: out } }),
  });
  await worker.ready();
  const say = (text: string): void => {
    if (quiet !== true) terminal.note(text);
  };
  say(`Scanning what is in the queue ${chosen.name}, by ${judge.name}. Stop with Ctrl-C.`);
  const stopped = new AbortController();
  const unlisten = onStopSignal(() => stopped.abort());
  try {
    await untilStopped(worker, chosen, { drain: options.drain === true, signal: stopped.signal, say });
  } finally {
    await worker.stop();
    unlisten();
  }
  say(`Stopped. ${countsOf(worker)}`);
  return EXIT.ok;
}

/** Who judges, by the options. */
async function judgeOf(options: WorkerCommandOptions): Promise<{
  readonly name: string;
  readonly options: Pick<ScanWorkerOptions, 'scanner' | 'client' | 'profileName'>;
}> {
  const { scanner, profile, region, concurrency } = options;
  if (options.async === true) {
    if (scanner === 'local')
      throw wrongUsage('--async is for the service: the embedded engine has no such API.');
    const { Scanner } = await import('../../airs/index.js');
    const client = new Scanner(region === undefined ? {} : { region });
    return {
      name: 'the async API of the service',
      options: { client, ...(profile !== undefined && { profileName: profile }) },
    };
  }
  const chosen = await openChosenScanner(options, { concurrency: concurrency * BATCH });
  const name = chosen.kind === 'airs' ? 'the service' : 'the embedded engine';
  return { name, options: { scanner: chosen.scanner } };
}

interface Waiting {
  readonly drain: boolean;
  readonly signal: AbortSignal;
  say(text: string): void;
}

async function untilStopped(
  worker: ScanWorker,
  { entry, name, place }: ChosenQueue,
  { drain, signal, say }: Waiting,
): Promise<void> {
  let last = performance.now();
  let told = '';
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (drain && worker.stats().active === 0) {
      const { waiting, active, delayed } = await entry.queueProgress(name, place);
      if (waiting + active + delayed === 0) return;
    }
    if (performance.now() - last < NOTE_EVERY_MS) continue;
    last = performance.now();
    const counts = countsOf(worker);
    if (counts !== told) say(counts);
    told = counts;
  }
}

function countsOf(worker: ScanWorker): string {
  const { results, failed, retried, repeated, limited, problems } = worker.stats();
  const parts: [number, string][] = [
    [failed, 'of them failed'],
    [retried, 'scanned again after an outage'],
    [repeated, 'maybe scanned twice'],
    [limited, 'times told to wait'],
    [problems, 'problems with Redis or the file'],
  ];
  const others = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [`${results} results`, ...others].join(', ').concat('.');
}
