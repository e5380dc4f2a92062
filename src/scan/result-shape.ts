import { isRecord } from './is-record.js';
import type { Action, ScanResult } from './result.js';
import { SEVERITIES } from './verdict.js';

const ACTIONS: readonly unknown[] = ['allow', 'warn', 'block'] satisfies readonly Action[];

/** Tells whether a value is an action of the vocabulary. */
export function isAction(value: unknown): value is Action {
  return ACTIONS.includes(value);
}

/** The most spans that a scanner may report. No text has nearly as many findings. */
const MAX_SPANS = 1_000_000;

/**
 * Tells whether a value is a result in every part on which decisions are based. Texts and other fields may be anything.
 */
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

/** Tells whether every field is a flag (a boolean) or a list of names. */
function isDetected(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const name of Object.keys(value)) {
    const flag = value[name];
    if (flag !== undefined && typeof flag !== 'boolean' && !isTexts(flag)) return false;
  }
  return true;
}

/** Tells whether a value is a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
