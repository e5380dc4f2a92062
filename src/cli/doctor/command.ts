import { Command } from 'commander';
import type { MakeCommand } from '../make-command.js';
export const doctorCommand: MakeCommand = () => new Command('doctor');
