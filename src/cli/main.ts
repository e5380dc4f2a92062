#!/usr/bin/env node
import { runCli } from './program.js';

// This is not process.exit, because output may still be on its way to a pipe.
process.exitCode = await runCli(process.argv.slice(2));
