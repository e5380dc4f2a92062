import { Command } from 'commander';
import type { MakeCommand } from '../make-command.js';
export const demoCommand: MakeCommand = () => new Command('demo');
