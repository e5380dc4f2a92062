import { isRecord, isScanResult, type ScanResult } from '../scan/index.js';
import type { ResolvedQueue } from './queue-place.js';
import type { QueueScripts } from './scripts.js';
import type { SealedBox } from './sealed-box.js';

/** The result of one item. It holds no content beside what the result says. */
export interface ScanRecord {
  /** Names id and content: the same item has the same key, whoever scans it. */
  readonly key: string;
  readonly id: string | number;
  readonly result: ScanResult;
  /** When the result came, as ISO 8601. */
  readonly at: string;
  /** How often the item was scanned: more than once after outages. */
  readonly attempts: number;
  /** An earlier scan of it may have been carried out too, or the record may have been written before: a process ended in between. */
  readonly repeated?: true;
}

/**
 * What Redis knows of an item: `kept`, its result rests there; `pending`, it rests there until a sink has it; `written`, a sink
 * has it.
 */
export type BookEntry =
  | { readonly state: 'kept' | 'pending'; readonly record: ScanRecord }
  | { readonly state: 'written' };

/** The results of a queue: the first of an item counts, and no other takes its place. */
export interface ResultBook {
  read(keys: readonly string[]): Promise<readonly (BookEntry | undefined)[]>;
  /** Enters records, and tells for each whether it is the one that counts. */
  enter(records: readonly ScanRecord[], state: 'kept' | 'pending'): Promise<readonly boolean[]>;
  /** A sink has the records. */
  written(keys: readonly string[]): Promise<void>;
}

const MARKS = { R: 'kept', P: 'pending' } as const;
const WRITTEN = { mark: 'D', value: 'written' } as const;

/** Makes the book of a queue. What cannot be opened, because another secret has written it, does not exist. */
export function resultBook(
  place: ResolvedQueue,
  scripts: QueueScripts,
  box: SealedBox,
  ttlMs: number,
): ResultBook {
  const nameOf = (key: string): string => `${place.prefix}:${place.name}:airs:${key}`;
  const entryOf = async (key: string, text: string | null | undefined): Promise<BookEntry | undefined> => {
    const mark = text?.[0];
    if (text === null || text === undefined) return undefined;
    const value = await box.open(nameOf(key), text.slice(1));
    if (mark === WRITTEN.mark) return value === WRITTEN.value ? { state: 'written' } : undefined;
    if (mark !== 'R' && mark !== 'P') return undefined;
    return isScanRecord(value) && value.key === key ? { state: MARKS[mark], record: value } : undefined;
  };
  return {
    async read(keys) {
      const texts = await scripts.read(keys.map(nameOf));
      return Promise.all(keys.map((key, index) => entryOf(key, texts[index])));
    },
    async enter(records, state) {
      const mark = state === 'kept' ? 'R' : 'P';
      const entries = await Promise.all(
        records.map(async (record) => {
          const name = nameOf(record.key);
          return [name, mark + (await box.seal(name, record))] as const;
        }),
      );
      const held = await scripts.claim(entries, ttlMs);
      // An answer may be lost and the command sent again: what stands there is compared, not who came first.
      return Promise.all(
        entries.map(async ([name, text], index) => {
          if (held[index] === text) return true;
          const key = records[index]?.key ?? '';
          if ((await entryOf(key, held[index])) !== undefined) return false;
          // What nobody can open is no result, and must not stand in the way of one.
          await scripts.put([[name, text]], ttlMs);
          return true;
        }),
      );
    },
    async written(keys) {
      // Sealed as well: a mark that anybody can make would make results disappear.
      const entries = keys.map(async (key) => {
        const name = nameOf(key);
        return [name, WRITTEN.mark + (await box.seal(name, WRITTEN.value))] as const;
      });
      await scripts.put(await Promise.all(entries), ttlMs);
    },
  };
}

function isScanRecord(value: unknown): value is ScanRecord {
  if (!isRecord(value)) return false;
  const { key, id, result, at, attempts } = value;
  return (
    typeof key === 'string' &&
    (typeof id === 'string' || typeof id === 'number') &&
    typeof at === 'string' &&
    typeof attempts === 'number' &&
    isScanResult(result)
  );
}
