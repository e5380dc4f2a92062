import { GuardrailConfigError } from 'airs-guardrails';
import { Scanner } from 'airs-guardrails/airs';
import { collectResults, enqueueScans, queueProgress, scanWorker } from 'airs-guardrails/queue';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';

const connection = 'redis://127.0.0.1:1';
const scanner = fakeScanner();
const client = new Scanner({ apiKey: 'test-key' });

function fieldOf(error: unknown): string {
  if (!(error instanceof GuardrailConfigError)) throw error;
  return error.field;
}

describe('options of the queue', () => {
  it.each<[string, object]>([
    ['queue', { queue: undefined }],
    ['queue', { queue: '' }],
    ['queue', { queue: 'a:b' }],
    ['connection', { connection: undefined }],
    ['connection', { connection: 'http://user:password@host' }],
    ['prefix', { prefix: '' }],
    ['secret', { secret: 'short' }],
    ['scanner', { scanner: undefined }],
    ['scanner', { client }],
    ['scanner', { scanner: {} }],
    ['client', { scanner: undefined, client: {} }],
    ['profileName', { profileName: 'p' }],
    ['queryLimit', { queryLimit: { requests: 1, perMs: 1 } }],
    ['sink', { sink: 'out.jsonl' }],
    ['sink.jsonl', { sink: { jsonl: '' } }],
    ['sink.store', { sink: { store: {} } }],
    ['sink.path', { sink: { jsonl: 'a', path: 'b' } }],
    ['concurrency', { concurrency: 0 }],
    ['rateLimit.requests', { rateLimit: { requests: 0, perMs: 1 } }],
    ['rateLimit.perMs', { rateLimit: { requests: 1 } }],
    ['rateLimit.max', { rateLimit: { requests: 1, perMs: 1, max: 1 } }],
    ['batchSize', { batchSize: 26 }],
    ['retries.attempts', { retries: { attempts: 0 } }],
    ['retries.times', { retries: { times: 1 } }],
    ['maxCrashes', { maxCrashes: 0 }],
    ['keepMs', { keepMs: 1 }],
    ['lockMs', { lockMs: 1 }],
    ['stopMs', { stopMs: -1 }],
    ['stopOnSignal', { stopOnSignal: 'yes' }],
    ['onEvent', { onEvent: 1 }],
    ['options.apiKey', { apiKey: 'k' }],
  ])('of a worker: %s is named where it is not valid', (field, wrong) => {
    let thrown: unknown;
    try {
      scanWorker({ connection, queue: 'q', scanner, ...wrong });
    } catch (error) {
      thrown = error;
    }
    expect(fieldOf(thrown)).toBe(field);
    expect(String(thrown)).not.toContain('password');
  });

  it.each<[string, object]>([
    ['options.size', { size: 1 }],
    ['batchSize', { batchSize: 26 }],
    ['maxWaiting', { maxWaiting: 0 }],
    ['onProgress', { onProgress: 1 }],
    ['connection', { connection: 1 }],
  ])('of enqueueScans: %s is named where it is not valid', async (field, wrong) => {
    const error = await enqueueScans('q', [], { connection, ...wrong }).catch((thrown: unknown) => thrown);
    expect(fieldOf(error)).toBe(field);
  });

  it.each<[string, object]>([
    ['options.size', { size: 1 }],
    ['pollMs', { pollMs: 1 }],
  ])('of collectResults: %s is named where it is not valid', async (field, wrong) => {
    const error = await collectResults('q', [], { connection, ...wrong })
      .next()
      .catch((thrown: unknown) => thrown);
    expect(fieldOf(error)).toBe(field);
  });

  it('are refused before anything connects', () => {
    expect(() => queueProgress('q', {})).toThrow(GuardrailConfigError);
  });
});
