import { Command } from 'commander';
import type { MakeCommand } from '../make-command.js';
export const serveCommand: MakeCommand = () => new Command('serve');
