import { Command } from 'commander';
import type { MakeCommand } from '../make-command.js';
export const batchCommand: MakeCommand = () => new Command('batch');
