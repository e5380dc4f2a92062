import { Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { MakeCommand } from '../make-command.js';

/** The options of `serve`. */
export interface ServeCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly apiKey?: readonly string[];
  readonly profiles?: string;
  readonly latency?: number;
  readonly quiet?: true;
}

const HELP = `
The server speaks the Prisma AIRS Scan API and judges by the embedded engine: for development, tests and places without a
network. It is no replacement of the service. What it takes and answers stays in its memory.

--profiles names a JSON file: a list of profiles, or { "profiles": [...], "linkedProfile": "name" }. A profile:
  { "name": "chat", "detectors": { "injection": "block", "dlp": "allow", "url_cats": "off" }, "maskInline": true }
Without it any profile name is taken. Detectors are named as in the API: injection, dlp, url_cats, toxic_content,
malicious_code, agent, topic_violation, db_security, ungrounded, source_code; each is block, allow or off.

Exit codes: 0 stopped, 3 it could not start, 64 wrong usage.

Examples:
  $ airs-guardrails serve
  $ airs-guardrails serve --port 0 --api-key test-key --profiles profiles.json
`;

function wholeUpTo(max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 0 || number > max)
      throw new InvalidArgumentError(`It must be a whole number from 0 to ${max}.`);
    return number;
  };
}

/** The command `serve`, which starts the AIRS-compatible server. */
export const serveCommand: MakeCommand = (terminal, end) =>
  new Command('serve')
    .description('start a server that speaks the AIRS Scan API, for development and tests')
    .option('--port <port>', '0 is any free one', wholeUpTo(65_535), 8787)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--api-key <key...>', 'keys that are accepted (default: any)')
    .option('--profiles <file>', 'JSON of profiles')
    .option('--latency <ms>', 'milliseconds added to each scan', wholeUpTo(600_000))
    .option('--quiet', 'no line for each request')
    .addHelpText('after', HELP)
    .action(async (options: ServeCommandOptions) => {
      end(EXIT.failed);
      const { runServeCommand } = await import('./run.js');
      end(await runServeCommand(terminal, options));
    });
