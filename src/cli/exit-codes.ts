/** The exit codes of commands. */
export const EXIT = {
  /** Done. For a scan, this is allow. */
  ok: 0,
  warn: 1,
  block: 2,
  /** A scan, a file or the network failed. */
  failed: 3,
  /** The command was called incorrectly. */
  usage: 64,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

/** A number that a command ends with. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The error of a command that cannot go on: the problem, and the next step. Neither holds content or keys. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  /** The next step. */
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** Makes the error for a command that was called incorrectly. */
export function wrongUsage(message: string, hint?: string): CommandError {
  return new CommandError(EXIT.usage, message, hint);
}
