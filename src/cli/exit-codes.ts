/** How a command ends. */
export const EXIT = {
  /** Done; of a scan: allow. */
  ok: 0,
  warn: 1,
  block: 2,
  /** A scan, a file or the network failed. */
  failed: 3,
  /** The command was called in a wrong way. */
  usage: 64,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

/** A number that a command ends with. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command that cannot go on: what is wrong, and what to do next. Neither holds content or keys. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The error for a command that was called in a wrong way. */
export function wrongUsage(message: string, hint?: string): CommandError {
  return new CommandError(EXIT.usage, message, hint);
}
