import { Argument, Command, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';
import { type ScannerChoice, withScannerOptions } from '../scanner-choice.js';

/** The format of the printed verdict. */
export type ScanFormat = 'text' | 'json' | 'sarif';

/** The options of `scan`. */
export interface ScanCommandOptions extends ScannerChoice {
  /** `true` if the option has no value, so that INPUT is meant. */
  readonly prompt?: string | true;
  readonly response?: string | true;
  readonly context?: string;
  readonly text?: true;
  readonly file?: true;
  readonly policy?: string;
  readonly format: ScanFormat;
  readonly json?: true;
  readonly redact?: true;
  readonly staged?: true;
}

const HELP = `
INPUT is text, the name of a file, or - for stdin. What exists as a file is read as one; --text and --file decide.
One word that looks like a file and is none is an error, so that a slip of the pen is not taken for clean.

Without --policy the scanner's own action decides. With it the policy does: what it would redact is a warn.
--redact prints the text with all that is sensitive replaced, and prints nothing (exit 2 or 3) where that cannot be
done; the policy is then "redact", or your own with every dlp effect set to redact. It ends with 1 where something
was replaced.
--staged scans the lines that git diff --cached adds, file by file.

Exit codes: 0 allow, 1 warn, 2 block, 3 failed scan, 64 wrong usage.

Examples:
  $ airs-guardrails scan "What is the capital of France?"
  $ airs-guardrails scan answer.txt --response --prompt "How do I deploy?" --profile my-profile
  $ cat note.md | airs-guardrails scan - --redact > clean.md
  $ airs-guardrails scan --staged --scanner local
  $ airs-guardrails scan --staged --format sarif > airs.sarif
  $ airs-guardrails scan prompt.txt --policy '{"prompt":{"dlp":"allow"}}' --json
`;

/** The command `scan`, which scans one text, one file, or what is staged. */
export const scanCommand: MakeCommand = (terminal, end) =>
  withScannerOptions(
    new Command('scan')
      .description('scan a text, a file, stdin or what is staged in git')
      .addArgument(new Argument('[input]', 'text, file or - for stdin')),
  )
    .option(
      '--prompt [text]',
      'INPUT is a prompt (the default), or the prompt beside a response: text, file or -',
    )
    .option('--response [text]', 'INPUT is the answer of a model, or the answer: text, file or -')
    .option('--context <text>', 'what a response is grounded in: text, file or -')
    .option('--text', 'take arguments as text, even if such a file exists')
    .option('--file', 'take arguments as files')
    .option('--policy <policy>', 'a preset (strict, balanced, redact, monitor), JSON, or a file of JSON')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json', 'sarif']).default('text'),
    )
    .option('--json', 'print the ScanResult as JSON, the same as --format json')
    .option('--redact', 'print the text with what is sensitive replaced')
    .addOption(
      new Option('--staged', 'scan what is staged in git, added lines only').conflicts([
        'prompt',
        'response',
        'context',
        'redact',
        'text',
        'file',
      ]),
    )
    .addHelpText('after', HELP)
    .action(async (input: string | undefined, options: ScanCommandOptions) => {
      // A scan that ends in an unexpected way must not look like allow.
      end(EXIT.failed);
      const { runScanCommand } = await import('./run.js');
      end(await runScanCommand(terminal, input, options));
    });
