import { Command, Option } from 'commander';
import { EXIT, wrongUsage } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';
import { countFrom1, type QueueChoice, withQueueOptions } from '../queue-choice.js';
import { type ScannerChoice, withScannerOptions } from '../scanner-choice.js';

/** The form of the input. */
export type InputFormat = 'jsonl' | 'csv';

/** The options of `batch` as they are given. */
interface GivenOptions extends ScannerChoice, Partial<QueueChoice> {
  readonly out?: string;
  readonly enqueue?: true;
  readonly collect?: true;
  readonly format?: InputFormat;
  readonly resume?: true;
  readonly force?: true;
  readonly report?: string;
  readonly concurrency: number;
  readonly rate?: number;
  readonly failOn?: 'warn' | 'block';
  readonly quiet?: true;
}

/** The options of `batch`. */
export interface BatchCommandOptions extends GivenOptions {
  readonly out: string;
}

/** The options of `batch` with a queue. */
export interface QueuedBatchOptions extends Omit<GivenOptions, keyof QueueChoice>, QueueChoice {}

const HELP = `
IN is JSONL or CSV (by its name, or --format); - is stdin. An item has the fields of a ScanRequest (prompt, response,
context, codePrompt, codeResponse, toolEvent, sessionId, trId, profileName, appUser, ...) and, if you like, an id. The
columns of a CSV have the same names; a column "text", or a file of one column without a name, counts as prompt.
OUT gets a line for each item, in the order of IN: { id, index, result, at }. - is stdout. It holds no content.

A line that cannot be read becomes an item whose result says so; the others go on.
Beside OUT, OUT.checkpoint says what OUT was made from. --resume goes on where a run stopped, however it was stopped: no
item is lost and none is there twice. Input that has changed meanwhile is refused. Without OUT, --resume begins.
At most --concurrency scans are under way at a time, --rate begin in a second; what the service asks for in a 429 is kept.

With --queue the work is done by workers (airs-guardrails worker), on any number of machines: --enqueue puts the items of IN
into the queue, and may be repeated; --collect waits for their results and writes OUT. Redis holds the items until they are
scanned; with GUARDRAIL_SECRET set, here and for the workers, it holds them encrypted.

Exit codes: 0 every item has a verdict, 3 some failed or the run stopped, 64 wrong usage, 130 stopped by Ctrl-C;
with --fail-on block: 2 where something is blocked; with --fail-on warn: also 1 where something is warned of.

Examples:
  $ airs-guardrails batch prompts.jsonl --out verdicts.jsonl --resume
  $ airs-guardrails batch chats.csv --out verdicts.jsonl --profile my-profile --rate 20 --report report.html
  $ airs-guardrails batch prompts.jsonl --queue redis://127.0.0.1:6379 --enqueue
  $ airs-guardrails batch prompts.jsonl --queue redis://127.0.0.1:6379 --collect --out verdicts.jsonl
  $ zcat big.jsonl.gz | airs-guardrails batch - --out - --scanner local | grep '"block"'
`;

/** The command `batch`, which scans any number of items. */
export const batchCommand: MakeCommand = (terminal, end) =>
  withQueueOptions(
    withScannerOptions(
      new Command('batch')
        .description('scan any number of items from JSONL or CSV')
        .argument('<in>', 'file, or - for stdin')
        .option('--out <file>', 'JSONL of verdicts, or - for stdout'),
    ),
  )
    .addOption(
      new Option('--format <format>', 'of IN (default: by its name, else jsonl)').choices(['jsonl', 'csv']),
    )
    .option('--resume', 'go on where a run with the same OUT stopped')
    .addOption(new Option('--force', 'begin anew, and lose what OUT has').conflicts('resume'))
    .option('--concurrency <n>', 'scans under way at a time', countFrom1, 16)
    .option('--rate <n>', 'scans a second at most, of the service', countFrom1)
    .option('--report <file>', 'also write the HTML report')
    .addOption(
      new Option('--fail-on <action>', 'let the exit code tell verdicts too').choices(['warn', 'block']),
    )
    .option('--quiet', 'no progress, no summary')
    .addOption(new Option('--enqueue', 'put the items into the queue').conflicts('collect'))
    .option('--collect', 'wait for the results of the queue')
    .addHelpText('after', HELP)
    .action(async (input: string, given: GivenOptions) => {
      end(EXIT.failed);
      const { out, queue, enqueue, collect } = given;
      if (queue !== undefined) {
        const { runQueuedBatch } = await import('./queued.js');
        end(await runQueuedBatch(terminal, input, { ...given, queue, queueName: given.queueName ?? '' }));
        return;
      }
      if (enqueue === true || collect === true) throw wrongUsage('--enqueue and --collect need --queue.');
      if (out === undefined) throw wrongUsage('--out is missing: name a file, or - for stdout.');
      const options: BatchCommandOptions = { ...given, out };
      const { runBatchCommand } = await import('./run.js');
      end(await runBatchCommand(terminal, input, options));
    });
