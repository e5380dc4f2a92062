import { Command, InvalidArgumentError } from 'commander';
import type { AirsRegion } from '../../airs/index.js';
import { EXIT } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';
import { regionOption } from '../scanner-choice.js';

/** The options of `report`. */
export interface ReportCommandOptions {
  readonly html?: string;
  readonly input?: string;
  readonly format?: 'jsonl' | 'csv';
  readonly showContent?: true;
  readonly top: number;
  readonly json?: true;
  readonly region?: AirsRegion;
}

const HELP = `
What exists as a file is the OUT of a batch; all else is the id of a report, which the service is asked for (a scan prints it
as "report").

OUT holds no content, so a report of it shows none. With --input IN the worst items are shown with what was found in them
marked, and with all sensitive data replaced by its label; an item that was not judged, or whose sensitive data cannot be
located, is left out. --show-content shows everything as it is: keep such a file as you keep the content.
The HTML is one file without scripts that loads nothing.

Exit codes: 0 done, 3 the report or the file could not be had, 64 wrong usage.

Examples:
  $ airs-guardrails report verdicts.jsonl
  $ airs-guardrails report verdicts.jsonl --html report.html --input prompts.jsonl
  $ airs-guardrails report R0b1c2d3e-4f56-4a78-9b0c-d1e2f3a4b5c6
`;

function upTo1000(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 1_000)
    throw new InvalidArgumentError('It must be a whole number from 0 to 1000.');
  return number;
}

/** The command `report`, which shows findings in a table or a page. */
export const reportCommand: MakeCommand = (terminal, end) =>
  new Command('report')
    .description('show what was found: by the output of a batch, or by the id of a report')
    .argument('<id or file>')
    .option('--html <file>', 'write a page to this file instead')
    .option('--input <file>', 'the IN of the batch, to show the worst items')
    .option('--format <format>', 'of --input: jsonl or csv (default: by its name)')
    .option('--show-content', 'show content as it is')
    .option('--top <n>', 'worst items to list', upTo1000, 50)
    .option('--json', "print the service's report as JSON (by id; it quotes content)")
    .addOption(regionOption())
    .addHelpText('after', HELP)
    .action(async (word: string, options: ReportCommandOptions) => {
      end(EXIT.failed);
      const { runReportCommand } = await import('./run.js');
      end(await runReportCommand(terminal, word, options));
    });
