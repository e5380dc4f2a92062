import { isRecord, isScanResult, type ScanResult } from '../../scan/index.js';
import { type Known, withoutExtras } from '../conversation/prompt-memory.js';
import { type BlockReason, OUTCOMES } from '../policy/decision.js';
import type { Redaction } from '../policy/redacted-span.js';

const REASONS: readonly BlockReason[] = ['violation', 'scan_failed', 'redaction_failed'];

/**
 * Makes the function that reads the verdicts of other processes from a store. Equal results become the same object, as
 * they are if one scan judged several units. Returns undefined for a value that this version cannot have written.
 */
export function createKnownReader(): (value: unknown) => Known | undefined {
  const results = new Map<string, ScanResult>();
  const resultOf = (value: unknown): ScanResult | undefined => {
    if (!isScanResult(value)) return undefined;
    const text = JSON.stringify(value);
    const result = results.get(text) ?? withoutExtras(value);
    results.set(text, result);
    return result;
  };
  return (value) => {
    if (!isRecord(value)) return undefined;
    const { json } = value;
    const outcome = OUTCOMES.find((known) => known === value['outcome']);
    const reason = REASONS.find((known) => known === value['reason']);
    const result = resultOf(value['result']);
    const redactions = redactionsIn(value['redactions']);
    if (outcome === undefined || result === undefined || redactions === undefined) return undefined;
    if (typeof json !== 'boolean' || reason !== value['reason']) return undefined;
    // A redaction without a place would let the text pass unchanged.
    if ((outcome === 'redact') !== redactions.length > 0) return undefined;
    return { outcome, ...(reason !== undefined && { reason }), result, redactions, json };
  };
}

function redactionsIn(value: unknown): readonly Redaction[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list: Redaction[] = [];
  for (const one of value) {
    if (!isRecord(one)) return undefined;
    const { label, start, end, placeholder } = one;
    if (typeof label !== 'string' || typeof placeholder !== 'string') return undefined;
    if (!isPlace(start) || !isPlace(end) || end < start) return undefined;
    list.push({ label, start, end, placeholder });
  }
  return list;
}

const isPlace = (value: unknown): value is number => Number.isSafeInteger(value);
