import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import { cliEnvironment } from './environment.js';
import { CommandError, EXIT, wrongUsage } from './exit-codes.js';

/** The options by which a command chooses its queue. */
export interface QueueChoice {
  /** Address of Redis or Valkey. */
  readonly queue: string;
  readonly queueName: string;
}

/** The entry of the queue, and where the queue is. */
export interface ChosenQueue {
  readonly entry: typeof import('../queue/index.js');
  readonly name: string;
  readonly place: { readonly connection: string; readonly secret?: string };
}

/** Adds the options of a `QueueChoice` to a command. */
export function withQueueOptions(command: Command): Command {
  return command
    .option('--queue <url>', 'Redis or Valkey that holds the queue, such as redis://127.0.0.1:6379')
    .option('--queue-name <name>', 'name of the queue, one for each backlog', 'airs-guardrails');
}

/** Reads a number of things, of which there is at least one. */
export function countFrom1(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
  return number;
}

const REACH_MS = 5_000;

/**
 * Opens the queue of a choice.
 * @throws CommandError where its packages are not there, or Redis is not reached
 */
export async function openChosenQueue({ queue, queueName }: QueueChoice): Promise<ChosenQueue> {
  let entry: ChosenQueue['entry'];
  try {
    entry = await import('../queue/index.js');
    // The queue itself loads it, and only when it connects.
    createRequire(import.meta.url).resolve('ioredis');
  } catch {
    throw new CommandError(
      EXIT.failed,
      'A queue needs two packages that are not installed.',
      'Install them beside airs-guardrails: npm install bullmq ioredis',
    );
  }
  await reach(queue);
  const secret = cliEnvironment()['GUARDRAIL_SECRET'];
  const place = { connection: queue, ...(secret !== undefined && secret !== '' && { secret }) };
  return { entry, name: queueName, place };
}

/** Sees whether anybody is there: the client of Redis would wait for ever. */
async function reach(address: string): Promise<void> {
  const { hostname, port, protocol } = addressOf(address);
  if (protocol === 'unix:') return;
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port === '' ? 6_379 : port), timeout: REACH_MS });
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    for (const event of ['error', 'timeout']) socket.once(event, () => resolve(false));
  });
  socket.destroy();
  if (isThere) return;
  throw new CommandError(
    EXIT.failed,
    'Redis is not reached.',
    'Look at the address of --queue, and whether it runs.',
  );
}

/** The address may hold a password, which no message shows. */
function addressOf(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw wrongUsage('--queue is no address.', 'Such as: --queue redis://127.0.0.1:6379');
  }
}
