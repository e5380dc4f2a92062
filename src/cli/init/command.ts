import { Argument, Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';
import { STARTS, type StartName } from './starting-files.js';

/** The options of `init`. */
export interface InitCommandOptions {
  readonly dir: string;
}

const HELP = `
  next       app/api/chat/route.ts, a chat route for useChat
  ai-sdk     guarded-server.ts, a server with the AI SDK alone
  langchain  guarded-agent.ts, a LangChain agent

Without a framework it is told by package.json. Nothing is asked and nothing is overwritten: where the file exists, it stays
as it is. The file needs no key of Prisma AIRS to start: without one the embedded engine judges.

Exit codes: 0 written, 3 the file exists or cannot be written, 64 wrong usage.

Examples:
  $ airs-guardrails init
  $ airs-guardrails init langchain --dir ./agent
`;

/** The command `init`, which writes a starting file. */
export const initCommand: MakeCommand = (terminal, end) =>
  new Command('init')
    .description('write a starting file for Next.js, the AI SDK or LangChain')
    .addArgument(new Argument('[framework]', 'default: by package.json').choices(Object.keys(STARTS)))
    .option('--dir <folder>', 'folder of the project', '.')
    .addHelpText('after', HELP)
    .action(async (framework: StartName | undefined, options: InitCommandOptions) => {
      end(EXIT.failed);
      const { runInitCommand } = await import('./run.js');
      end(await runInitCommand(terminal, framework, options));
    });
