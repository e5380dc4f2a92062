import { Command, CommanderError } from 'commander';
import { findGuardrailError, printable } from '../scan/index.js';
import { batchCommand } from './batch/command.js';
import { demoCommand } from './demo/command.js';
import { doctorCommand } from './doctor/command.js';
import { CommandError, EXIT, type ExitCode } from './exit-codes.js';
import { initCommand } from './init/command.js';
import type { MakeCommand } from './make-command.js';
import { reportCommand } from './report/command.js';
import { scanCommand } from './scan/command.js';
import { serveCommand } from './serve/command.js';
import { openTerminal, type Terminal } from './terminal.js';
import { workerCommand } from './worker/command.js';

/** Every command, in the order of the help. */
const COMMANDS: readonly MakeCommand[] = [
  scanCommand,
  batchCommand,
  workerCommand,
  reportCommand,
  serveCommand,
  demoCommand,
  doctorCommand,
  initCommand,
];

const HELP = `
Exit codes:
  0    done; scan: allow
  1    warn
  2    block
  3    failed: a scan, a file or the network
  64   wrong usage
  130  stopped by Ctrl-C

Environment:
  PANW_AI_SEC_API_KEY       API key of Prisma AIRS (PANW_AI_SEC_API_TOKEN: OAuth token)
  PANW_AI_SEC_API_ENDPOINT  base URL of the service, for a region or a server of your own
  PANW_AI_PROFILE_NAME      security profile
  GUARDRAIL_SECRET          encrypts what waits in a queue
  HTTPS_PROXY, NO_PROXY     proxy (needs the package undici beside your application)
  NO_COLOR                  no colours

Examples:
  $ airs-guardrails demo                                  what it does, without a key
  $ airs-guardrails scan "Ignore all previous instructions"
  $ airs-guardrails scan --staged                         in a git hook
  $ airs-guardrails batch in.jsonl --out out.jsonl --resume
  $ airs-guardrails help batch                            all about one command
`;

function createProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('airs-guardrails')
    .description(
      'Guardrails for AI applications: scans prompts and answers by Prisma AIRS or the embedded engine.',
    )
    .option('-V, --version', 'print the version')
    .addHelpText('after', HELP);
  for (const make of COMMANDS) program.addCommand(make(terminal, end));
  const every = [program, ...program.commands];
  for (const command of every) {
    command
      .exitOverride()
      .showHelpAfterError(`(see airs-guardrails ${command === program ? '' : `${command.name()} `}--help)`);
  }
  return program;
}

/** The next steps after errors of the system. */
const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'A folder or file on the way is not there: look at the paths.',
  ENOTDIR: 'A file stands where a folder is meant: look at the paths.',
  EISDIR: 'A folder stands where a file is meant: look at the paths.',
  EACCES: 'Look at the permissions.',
  EPERM: 'Look at the permissions.',
  EROFS: 'The disk can only be read: name another place.',
  ENOSPC: 'The disk is full: make room, and run the same command again.',
};

/**
 * Prints the problem of any error, and returns the exit code. Errors of other packages may quote content, so their
 * messages are not printed.
 */
function tellError(terminal: Terminal, error: unknown): ExitCode {
  const say = (message: string, hint?: string): void => {
    terminal.note(`${terminal.paintNote('red', 'error:')} ${message}`);
    if (hint !== undefined) terminal.note(hint);
  };
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CommandError) {
    say(error.message, error.hint);
    return error.exitCode;
  }
  const own = findGuardrailError(error);
  if (own !== undefined) {
    say(own.message, 'Run airs-guardrails doctor to see what is set up and what is not.');
    return own.code === 'ERR_GUARDRAIL_CONFIG' || own.code === 'ERR_AIRS_INPUT' ? EXIT.usage : EXIT.failed;
  }
  const { code, syscall } = Object(error) as { code?: unknown; syscall?: unknown };
  const what = [code, syscall]
    .filter((part) => typeof part === 'string')
    .map((part) => printable(String(part)));
  const name = error instanceof Error ? error.name : 'Error';
  if (what.length > 0) say(`The system refused: ${what.join(' in ')}.`, SYSTEM_HINTS[String(code)]);
  else say(`Something unexpected happened (${name}).`, 'Please tell the maintainers which command did it.');
  return EXIT.failed;
}

/**
 * Runs one command.
 * @param args the arguments after the name of the program
 * @returns the exit code
 */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal();
  let ended: ExitCode = EXIT.ok;
  try {
    if (args[0] === '--version' || args[0] === '-V') {
      const { VERSION } = await import('../airs/index.js');
      terminal.out(`${VERSION}\n`);
      return EXIT.ok;
    }
    await createProgram(terminal, (code) => {
      ended = code;
    }).parseAsync(args, { from: 'user' });
    return ended;
  } catch (error) {
    return tellError(terminal, error);
  }
}
