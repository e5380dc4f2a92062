#!/usr/bin/env node
import { runCli } from './program.js';

// Not process.exit: what has been written may still be on its way to a pipe.
process.exitCode = await runCli(process.argv.slice(2));
