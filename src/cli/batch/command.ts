import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';
import { type ScannerChoice, withScannerOptions } from '../scanner-choice.js';

/** The form of the input. */
export type InputFormat = 'jsonl' | 'csv';

/** The options of `batch`. */
export interface BatchCommandOptions extends ScannerChoice {
  readonly out: string;
  readonly format?: InputFormat;
  readonly resume?: true;
  readonly force?: true;
  readonly report?: string;
  readonly concurrency: number;
  readonly rate?: number;
  readonly failOn?: 'warn' | 'block';
  readonly quiet?: true;
}

const HELP = `
IN is JSONL or CSV (by its name, or --format); - is stdin. An item has the fields of a ScanRequest (prompt, response,
context, codePrompt, codeResponse, toolEvent, sessionId, trId, profileName, appUser, ...) and, if you like, an id. The
columns of a CSV have the same names; a column "text", or a file of one column without a name, counts as prompt.
OUT gets a line for each item, in the order of IN: { id, index, result, at }. - is stdout. It holds no content.

A line that cannot be read becomes an item whose result says so; the others go on.
Beside OUT, OUT.checkpoint says what OUT was made from. --resume goes on where a run stopped, however it was stopped: no
item is lost and none is there twice. Input that has changed meanwhile is refused. Without OUT, --resume begins.
At most --concurrency scans are under way at a time, --rate begin in a second; what the service asks for in a 429 is kept.

Exit codes: 0 every item has a verdict, 3 some failed or the run stopped, 64 wrong usage, 130 stopped by Ctrl-C;
with --fail-on block: 2 where something is blocked; with --fail-on warn: also 1 where something is warned of.

Examples:
  $ airs-guardrails batch prompts.jsonl --out verdicts.jsonl --resume
  $ airs-guardrails batch chats.csv --out verdicts.jsonl --profile my-profile --rate 20 --report report.html
  $ zcat big.jsonl.gz | airs-guardrails batch - --out - --scanner local | grep '"block"'
`;

function countFrom1(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
  return number;
}

/** The command `batch`, which scans any number of items. */
export const batchCommand: MakeCommand = (terminal, end) =>
  withScannerOptions(
    new Command('batch')
      .description('scan any number of items from JSONL or CSV')
      .argument('<in>', 'file, or - for stdin')
      .requiredOption('--out <file>', 'JSONL of verdicts, or - for stdout'),
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
    .addHelpText('after', HELP)
    .action(async (input: string, options: BatchCommandOptions) => {
      end(EXIT.failed);
      const { runBatchCommand } = await import('./run.js');
      end(await runBatchCommand(terminal, input, options));
    });
