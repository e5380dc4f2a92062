import type { ScanResult } from '../scan/index.js';
import { isIncomplete } from './ask.js';
import type { StoreHash } from './cache-key.js';
import { wellFormedVerdict } from './well-formed.js';

/** The number of hexadecimal digits of a seal. */
const SEAL_LENGTH = 64;

/**
 * Makes the store entry of a verdict: JSON after a seal over key, time and verdict. The seal keeps others who write to
 * the store from inventing a verdict or moving one to another key. Returns undefined for a failed or incomplete answer,
 * and for a value that is not a valid verdict in every field.
 */
export async function sealEntry(
  hash: StoreHash,
  key: string,
  result: ScanResult,
  expiresAt: number,
): Promise<string | undefined> {
  const verdict = isIncomplete(result) ? undefined : wellFormedVerdict(result);
  if (verdict === undefined) return undefined;
  const body = JSON.stringify({ expiresAt, verdict });
  const seal = await hash('entry', key, body);
  return seal === undefined ? undefined : seal + body;
}

/** Reads the verdict of an entry. Returns undefined if it has expired or was changed. */
export async function openEntry(
  hash: StoreHash,
  key: string,
  entry: unknown,
  { now, ttlMs }: { readonly now: number; readonly ttlMs: number },
): Promise<ScanResult | undefined> {
  if (typeof entry !== 'string') return undefined;
  const body = entry.slice(SEAL_LENGTH);
  const seal = await hash('entry', key, body);
  if (seal === undefined || !equalText(seal, entry.slice(0, SEAL_LENGTH))) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  if (!('expiresAt' in content) || !('verdict' in content)) return undefined;
  const left = Number(content.expiresAt) - now;
  // An entry that lasts longer than any written entry comes from a wrong clock.
  if (!(left > 0 && left <= ttlMs)) return undefined;
  const verdict = wellFormedVerdict(content.verdict);
  return verdict === undefined || isIncomplete(verdict) ? undefined : verdict;
}

/** Compares two seals in the same time wherever they differ, so that nobody can find a seal digit by digit. */
function equalText(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}
