import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type CollectedResult,
  type CollectOptions,
  collectResults,
  type QueueEvent,
  type ScanItem,
} from 'airs-guardrails/queue';
import type { WorkerOrder } from './worker-process.js';

const SCRIPT = fileURLToPath(new URL('./worker-process.ts', import.meta.url));

/** A worker in a process of its own. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly events: QueueEvent[];
  readonly ready: Promise<void>;
  /** Resolves with the signal that ended it, or the code. */
  readonly ended: Promise<string>;
}

/** Starts a worker in a process of its own. */
export function startWorker(order: WorkerOrder): WorkerProcess {
  const child = fork(SCRIPT, [JSON.stringify(order)], { execArgv: ['--import', 'tsx'] });
  const events: QueueEvent[] = [];
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: QueueEvent | { readonly type: 'ready' }) => {
      if (message.type === 'ready') resolve();
      else events.push(message);
    });
  });
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? String(code))),
  );
  return { child, events, ready, ended };
}

/** Waits until something holds, looking every few milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** All results of items, in their order. */
export async function collected(
  queue: string,
  items: readonly ScanItem[],
  options: CollectOptions,
): Promise<CollectedResult[]> {
  const results: CollectedResult[] = [];
  for await (const result of collectResults(queue, items, { pollMs: 20, ...options })) results.push(result);
  return results;
}

/** Items with a name and a prompt each. */
export function numberedItems(count: number): { readonly id: string; readonly prompt: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `item ${index}`,
    prompt: `This is item ${index}.`,
  }));
}
