import { Command } from 'commander';
import type { MakeCommand } from '../make-command.js';
export const reportCommand: MakeCommand = () => new Command('report');
