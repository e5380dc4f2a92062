// A process of a fleet that scans as fast as it may, and tells its parent of each scan. Started by shared-limits.test.ts.
import { Redis } from 'ioredis';
import { airsScanner } from '../../src/airs/index.js';
import { redisStore, sharedLimits } from '../../src/state/index.js';

const [apiEndpoint = '', redisUrl = '', backlog = '1'] = process.argv.slice(2);
const client = new Redis(redisUrl);
await client.ping();
const store = redisStore(client);
const scanner = airsScanner({
  apiKey: 'test-key',
  apiEndpoint,
  // One that comes too soon is to be seen, not tried again.
  numRetries: 0,
  totalTimeoutMs: 120_000,
  breaker: false,
  rateLimit: { requests: 20, perMs: 1_000 },
  shared: sharedLimits({ store, secret: 'a secret of sufficient length', storeTimeoutMs: 10_000 }),
});

async function scanOn(): Promise<void> {
  for (;;) {
    const { failure } = await scanner.scan({ prompt: 'Hello' });
    process.send?.(failure === undefined ? 'scanned' : `failed ${failure.statusCode ?? failure.kind}`);
  }
}

process.on('message', () => {
  for (let index = 0; index < Number(backlog); index += 1) void scanOn();
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
