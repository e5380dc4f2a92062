import { Command } from 'commander';
import type { MakeCommand } from '../make-command.js';
export const initCommand: MakeCommand = () => new Command('init');
