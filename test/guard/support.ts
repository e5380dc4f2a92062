import { inspect } from 'node:util';
import type { DetectedSpan, ScanResult, SpanField } from '../../src/scan/index.js';

/** A verdict, complete; what matters to the test is given. */
export function verdict(given: Partial<ScanResult> = {}): ScanResult {
  return {
    action: 'allow',
    severity: 'SAFE',
    categories: [],
    scanId: 's',
    reportId: 'r',
    profileName: 'p',
    promptDetected: { injection: false, dlp: false, urlCats: false },
    responseDetected: { dlp: false, urlCats: false },
    latencyMs: 1,
    ...given,
  };
}

/** A verdict with flags set on one side. */
export function firing(
  side: 'prompt' | 'response' | 'tool',
  flags: readonly string[],
  given: Partial<ScanResult> = {},
): ScanResult {
  const set = Object.fromEntries(flags.map((flag) => [flag, true]));
  const base = verdict(given);
  return {
    ...base,
    ...(side === 'prompt' && { promptDetected: { ...base.promptDetected, ...set } }),
    ...(side === 'response' && { responseDetected: { ...base.responseDetected, ...set } }),
    ...(side === 'tool' && { toolDetected: { ...base.toolDetected, ...set } }),
  };
}

/** Every place where `needle` is in `text`, as a finding. */
export function spansOf(text: string, needle: string, field: SpanField, label = 'SECRET'): DetectedSpan[] {
  const spans: DetectedSpan[] = [];
  for (let start = text.indexOf(needle); start >= 0; start = text.indexOf(needle, start + needle.length))
    spans.push({ field, start, end: start + needle.length, detector: 'dlp', label });
  return spans;
}

/** All that could be printed of a value by anybody. */
export function printed(value: unknown): string {
  const error = value instanceof Error ? `${value.message}\n${value.stack}\n${String(value)}` : '';
  const deep = inspect(value, { depth: null, showHidden: true, getters: true, maxStringLength: null });
  return `${error}\n${deep}\n${JSON.stringify(value)}`;
}

/** The rejection of a promise; a promise that resolves is a failed test. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('Expected a rejection');
}
