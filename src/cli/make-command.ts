import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** Makes a command that runs in a terminal and reports its exit code. Heavy modules are loaded when it runs. */
export type MakeCommand = (terminal: Terminal, end: (code: ExitCode) => void) => Command;
