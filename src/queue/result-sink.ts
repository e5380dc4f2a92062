import { GuardrailConfigError, isRecord, MAX_TIMER_MS, oneOfKeys, wholeNumber } from '../scan/index.js';
import type { StateStore } from '../state/index.js';
import { jsonlSink } from './jsonl-sink.js';
import type { ScanRecord } from './result-book.js';

/** Where results go: lines of a file, values of a store by the key of their item, or a function of your own. */
export type SinkChoice =
  /** A file of its own for each worker. */
  | { readonly jsonl: string }
  /** A Map, Keyv, `redisStore`, ...; each value is the record as JSON, kept for `ttlMs` (24 days by default). */
  | { readonly store: Pick<StateStore, 'set'>; readonly ttlMs?: number }
  /** Gets the records of a job together. What it throws puts the job back, and it is called again. */
  | ((records: readonly ScanRecord[]) => unknown);

/** What takes records. */
export interface ResultSink {
  /**
   * Resolves once the records are where they stay.
   * @param mayHave whether an earlier call, cut off by a failure or the end of a process, may have brought some of them
   */
  write(records: readonly ScanRecord[], mayHave: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes the sink of a choice.
 * @throws GuardrailConfigError for what is none
 */
export function sinkOf(choice: SinkChoice | undefined): ResultSink | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === 'function') {
    return {
      async write(records) {
        await choice(records);
      },
      close: async () => undefined,
    };
  }
  if (isRecord(choice) && 'jsonl' in choice) {
    oneOfKeys('sink', choice, ['jsonl']);
    if (typeof choice.jsonl !== 'string' || choice.jsonl === '')
      throw new GuardrailConfigError('sink.jsonl', 'must be the path of a file');
    return jsonlSink(choice.jsonl);
  }
  if (!isRecord(choice) || !('store' in choice))
    throw new GuardrailConfigError('sink', 'must be { jsonl }, { store } or a function');
  oneOfKeys('sink', choice, ['store', 'ttlMs']);
  const { store } = choice;
  if (typeof Object(store).set !== 'function') throw new GuardrailConfigError('sink.store', 'must have set');
  const ttlMs = wholeNumber('sink.ttlMs', choice.ttlMs, MAX_TIMER_MS, [1, Number.MAX_SAFE_INTEGER]);
  return {
    async write(records) {
      await Promise.all(records.map((record) => store.set(record.key, JSON.stringify(record), ttlMs)));
    },
    close: async () => undefined,
  };
}
