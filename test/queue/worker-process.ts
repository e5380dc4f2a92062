// A worker as a process of its own. Started by tests, which tell it what to do by its arguments.
import { airsScanner, Scanner } from '../../src/airs/index.js';
import { type ScanWorkerOptions, scanWorker } from '../../src/queue/index.js';

/** What a test says of a worker. */
export interface WorkerOrder {
  readonly apiEndpoint: string;
  readonly by: 'scanner' | 'client';
  readonly options: Omit<ScanWorkerOptions, 'scanner' | 'client' | 'sink' | 'onEvent'> & {
    readonly sink?: { readonly jsonl: string };
  };
}

const { apiEndpoint, by, options }: WorkerOrder = JSON.parse(process.argv[2] ?? '{}');
const account = { apiKey: 'test-key', apiEndpoint };
const judge =
  by === 'client'
    ? { client: new Scanner(account) }
    : { scanner: airsScanner({ ...account, breaker: false, concurrency: 64 }) };
const worker = scanWorker({ ...options, ...judge, onEvent: (event) => process.send?.(event) });
await worker.ready();
process.send?.({ type: 'ready' });
