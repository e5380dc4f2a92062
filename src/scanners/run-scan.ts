import {
  boundedResult,
  type ContentScanner,
  failedScan,
  isRecord,
  type ScanRequest,
  type ScanResult,
  SEVERITIES,
  untilAborted,
} from '../scan/index.js';

const ACTIONS: readonly unknown[] = ['allow', 'warn', 'block'];

/**
 * The scanner's verdict. A scanner that throws, or answers with anything else than a verdict, has failed.
 * @throws the abort reason when the signal aborts
 */
export async function runScan(
  scanner: ContentScanner,
  request: ScanRequest,
  signal?: AbortSignal,
): Promise<ScanResult> {
  // A scanner that does not listen to its signal would still send the text.
  signal?.throwIfAborted();
  let result: unknown;
  try {
    result = await untilAborted(scanner.scan(request, signal === undefined ? {} : { signal }), signal);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    // The error's text is the scanner's own business and may quote content.
    return failedScan(
      request,
      `Scanner ${scanner.name} threw ${error instanceof Error ? error.name : 'a value'}`,
      0,
    );
  }
  signal?.throwIfAborted();
  // What it says is not ours: it goes into events, errors and redacted texts.
  if (isVerdict(result)) {
    const bounded = boundedResult(result);
    if (bounded === result || isVerdict(bounded)) return bounded;
  }
  return failedScan(request, `Scanner ${scanner.name} gave no verdict`, 0);
}

/** Places that a scanner may name: far more than any text has. */
const MAX_SPANS = 1_000_000;

/** Whether a value is a verdict in every part that decisions are made from. */
function isVerdict(value: unknown): value is ScanResult {
  if (!isRecord(value)) return false;
  const { action, severity, categories, degraded, spans } = value;
  return (
    ACTIONS.includes(action) &&
    SEVERITIES.some((known) => known === severity) &&
    isTexts(categories) &&
    isDetected(value['promptDetected']) &&
    isDetected(value['responseDetected']) &&
    (value['toolDetected'] === undefined || isDetected(value['toolDetected'])) &&
    (degraded === undefined || typeof degraded === 'boolean') &&
    (spans === undefined || (Array.isArray(spans) && spans.length <= MAX_SPANS && spans.every(isRecord)))
  );
}

/** Flags are booleans, the rest are lists of names. */
function isDetected(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const name of Object.keys(value)) {
    const flag = value[name];
    if (flag !== undefined && typeof flag !== 'boolean' && !isTexts(flag)) return false;
  }
  return true;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
