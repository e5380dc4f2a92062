import { isRecord } from './is-record.js';
import type { Action, ScanResult } from './result.js';
import { SEVERITIES } from './verdict.js';

const ACTIONS: readonly unknown[] = ['allow', 'warn', 'block'] satisfies readonly Action[];

/** Whether a value is an action of the vocabulary. */
export function isAction(value: unknown): value is Action {
  return ACTIONS.includes(value);
}

/** Places that a scanner may name: far more than any text has. */
const MAX_SPANS = 1_000_000;

/** Whether a value is a result in every part that decisions are made from; texts and other fields may be anything. */
export function isScanResult(value: unknown): value is ScanResult {
  if (!isRecord(value)) return false;
  const { action, severity, categories, degraded, spans } = value;
  return (
    isAction(action) &&
    SEVERITIES.some((known) => known === severity) &&
    isTexts(categories) &&
    isDetected(value['promptDetected']) &&
    isDetected(value['responseDetected']) &&
    (value['toolDetected'] === undefined || isDetected(value['toolDetected'])) &&
    (degraded === undefined || typeof degraded === 'boolean') &&
    (spans === undefined || (Array.isArray(spans) && spans.length <= MAX_SPANS && spans.every(isRecord)))
  );
}

/** Whether all fields are flags, which are booleans, or lists of names. */
function isDetected(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const name of Object.keys(value)) {
    const flag = value[name];
    if (flag !== undefined && typeof flag !== 'boolean' && !isTexts(flag)) return false;
  }
  return true;
}

/** Whether a value is a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
