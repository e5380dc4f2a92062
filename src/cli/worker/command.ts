import { Command } from 'commander';
import { EXIT, wrongUsage } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';
import { countFrom1, type QueueChoice, withQueueOptions } from '../queue-choice.js';
import { type ScannerChoice, withScannerOptions } from '../scanner-choice.js';

/** The options of `worker`. */
export interface WorkerCommandOptions extends ScannerChoice, QueueChoice {
  readonly async?: true;
  readonly concurrency: number;
  readonly rate?: number;
  readonly out?: string;
  readonly drain?: true;
  readonly quiet?: true;
}

const HELP = `
Scans what airs-guardrails batch --enqueue has put into a queue. Start as many workers as you like, on any number of machines:
each item has one result, whichever of them are killed meanwhile. Ctrl-C or SIGTERM finishes what is under way.
--rate is the limit of all workers together: give each the same number. Needs the packages bullmq and ioredis.

Results rest in Redis for 7 days, for batch --collect. With --out they go to a file of this worker instead.
With GUARDRAIL_SECRET set, here and for batch, Redis holds items and results encrypted.

Exit codes: 0 stopped, 3 Redis is not reached, 64 wrong usage.

Examples:
  $ airs-guardrails worker --queue redis://127.0.0.1:6379
  $ airs-guardrails worker --queue redis://127.0.0.1:6379 --async --rate 10 --profile my-profile
  $ airs-guardrails worker --queue redis://127.0.0.1:6379 --scanner local --drain
`;

/** `worker`: scans what is in a queue. */
export const workerCommand: MakeCommand = (terminal, end) =>
  withQueueOptions(
    withScannerOptions(new Command('worker').description('scan what batch --enqueue has put into a queue')),
  )
    .option('--async', 'submit five items together, by the async API of the service')
    .option('--concurrency <n>', 'jobs of up to five items under way at a time', countFrom1, 5)
    .option('--rate <n>', 'scans (with --async: submissions) a second at most, of all workers', countFrom1)
    .option('--out <file>', 'JSONL for the results of this worker')
    .option('--drain', 'stop when the queue is empty')
    .option('--quiet', 'say nothing')
    .addHelpText('after', HELP)
    .action(async (given: Omit<WorkerCommandOptions, 'queue'> & Partial<QueueChoice>) => {
      end(EXIT.failed);
      const { queue } = given;
      if (queue === undefined)
        throw wrongUsage('--queue is missing.', 'Such as: --queue redis://127.0.0.1:6379');
      const { runWorkerCommand } = await import('./run.js');
      end(await runWorkerCommand(terminal, { ...given, queue }));
    });
