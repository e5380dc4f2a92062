import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';

const HELP = `
It needs no key and no network: a scripted model answers, and a server on this machine that speaks the AIRS Scan API
judges by the embedded engine. Each step says who decided what, and why.

Exit codes: 0 shown, 3 something did not work.

Example:
  $ npx airs-guardrails demo
`;

/** The command `demo`, which shows the main job step by step. */
export const demoCommand: MakeCommand = (terminal, end) =>
  new Command('demo')
    .description('show what a guardrail does, step by step, without a key')
    .addHelpText('after', HELP)
    .action(async () => {
      end(EXIT.failed);
      const { runDemoCommand } = await import('./run.js');
      end(await runDemoCommand(terminal));
    });
