import { readFile } from 'node:fs/promises';
import { findGuardrailError, isRecord } from '../../scan/index.js';
import {
  type AirsServer,
  type AirsServerOptions,
  createAirsServer,
  type RequestEvent,
} from '../../server/index.js';
import { CommandError, EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import { onStopSignal } from '../stop-signals.js';
import type { Terminal } from '../terminal.js';
import type { ServeCommandOptions } from './command.js';

/** Runs `serve` until a stop signal. Returns the exit code. */
export async function runServeCommand(terminal: Terminal, options: ServeCommandOptions): Promise<ExitCode> {
  const { port, host, apiKey, latency, quiet } = options;
  const fromFile = options.profiles === undefined ? {} : await readProfiles(options.profiles);
  const server = await start({
    port,
    host,
    ...fromFile,
    ...(apiKey !== undefined && { apiKeys: apiKey }),
    ...(latency !== undefined && { latencyMs: latency }),
    ...(quiet !== true && { onRequest: (event) => terminal.note(requestLine(event)) }),
  });
  const [profile = { name: 'default' }] = fromFile.profiles ?? [];
  terminal.out(`AIRS-compatible server on ${server.url}\n`);
  terminal.note(`It judges by the embedded engine. Set for your application:
  export PANW_AI_SEC_API_ENDPOINT=${server.url}
  export PANW_AI_SEC_API_KEY=${apiKey === undefined ? 'any-key' : '(one of your --api-key)'}
  export PANW_AI_PROFILE_NAME=${profile.name}
Stop it with Ctrl-C.`);
  if (!isLoopbackHost(host)) {
    terminal.note(
      terminal.paintNote('yellow', 'Other machines can reach it: what they send travels in clear.'),
    );
  }
  await new Promise<void>((resolve) => void onStopSignal(resolve));
  await server.close();
  terminal.note('Stopped.');
  return EXIT.ok;
}

function requestLine({ method, path, status, durationMs }: RequestEvent): string {
  return `${method} ${path === '' ? '(unknown path)' : path} ${status === 0 ? 'cut' : status} ${Math.round(durationMs)} ms`;
}

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

async function start(options: AirsServerOptions): Promise<AirsServer> {
  try {
    return await createAirsServer(options);
  } catch (error) {
    const own = findGuardrailError(error);
    if (own !== undefined) {
      throw wrongUsage(
        own.message.replace('createAirsServer: option', 'The server does not take'),
        'See airs-guardrails serve --help for what profiles look like.',
      );
    }
    const { code } = Object(error) as { code?: unknown };
    if (code === 'EADDRINUSE') {
      throw new CommandError(
        EXIT.failed,
        `Port ${options.port} is in use.`,
        'Name another by --port; 0 takes any free one.',
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new CommandError(
        EXIT.failed,
        `The server cannot listen there (${code}).`,
        'Name another --host or --port.',
      );
    }
    throw error;
  }
}

async function readProfiles(path: string): Promise<Pick<AirsServerOptions, 'profiles' | 'linkedProfile'>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw wrongUsage('--profiles: the file cannot be read.', 'Look at the path.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongUsage(
      '--profiles: the file is not JSON.',
      'See airs-guardrails serve --help for what it looks like.',
    );
  }
  if (Array.isArray(value)) return { profiles: value };
  const unknown = isRecord(value)
    ? Object.keys(value).find((key) => key !== 'profiles' && key !== 'linkedProfile')
    : undefined;
  if (!isRecord(value) || !Array.isArray(value['profiles']) || unknown !== undefined) {
    throw wrongUsage(
      '--profiles: the file must hold a list of profiles, or { "profiles": [...], "linkedProfile": "name" }.',
    );
  }
  const { profiles, linkedProfile } = value;
  if (linkedProfile !== undefined && typeof linkedProfile !== 'string')
    throw wrongUsage('--profiles: linkedProfile must be the name of a profile.');
  return { profiles, ...(linkedProfile !== undefined && { linkedProfile }) };
}
