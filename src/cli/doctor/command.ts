import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';
import { type ScannerChoice, withScannerOptions } from '../scanner-choice.js';

/** The options of `doctor`. */
export interface DoctorCommandOptions extends ScannerChoice {
  readonly json?: true;
}

const HELP = `
It looks at the key, endpoint and region, the profile, the clock, the proxy, the versions of Node and of the packages that
your project has, and makes one real scan of a fixed text. A key is shown by its last 4 characters at most.

Exit codes: 0 all is well, 1 something to look at, 3 something does not work, 64 wrong usage.

Examples:
  $ airs-guardrails doctor
  $ airs-guardrails doctor --scanner airs --profile my-profile --json
`;

/** The command `doctor`, which shows the set-up and what to do about its problems. */
export const doctorCommand: MakeCommand = (terminal, end) =>
  withScannerOptions(
    new Command('doctor').description('look at the set-up, make one real scan, and say what to do'),
  )
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', HELP)
    .action(async (options: DoctorCommandOptions) => {
      end(EXIT.failed);
      const { runDoctorCommand } = await import('./run.js');
      end(await runDoctorCommand(terminal, options));
    });
