import {
  type ContentScanner,
  DEFAULT_PROFILE_NAME,
  DETECTORS,
  failedScan,
  judge,
  type ScanRequest,
  type ScanResult,
  withinTime,
} from '../scan/index.js';
import { ClassifierProblem, type LabelScores } from './classifier-answer.js';
import { shareBatches } from './classifier-batches.js';
import { type ClassifierScannerOptions, resolveClassifier } from './classifier-options.js';
import { type ClassifiedPart, classifiedParts, holdsTextsOnly } from './classifier-parts.js';
import { type ClassifierVerdict, detectedBy } from './classifier-verdict.js';
import { countWindows, type TextWindow, windowsOf } from './text-windows.js';

/**
 * Makes a scanner from your own classifier, such as a small model in this process, a service, or a model that judges.
 * Texts are cut into overlapping windows, and equal windows are classified once at a time. A label that reaches the
 * threshold sets its detector's flag and blocks. Anything but a full answer is a failed scan, for which the policy's
 * `onScanFailure` decides: a `classify` that throws or is late, a number of answers that differs from that of the
 * texts, a score that is not a number from 0 to 1, a label without a score, a text of more than `maxWindows`.
 *
 * Labels of detectors that a side does not have (`injection` on a response) do not count there.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const classify = await pipeline('text-classification', 'my-org/prompt-guard');
 * const scanner = classifierScanner({
 *   classify: (texts) => classify([...texts], { top_k: null }),
 *   labels: { INJECTION: 'injection', SAFE: false },
 * });
 */
export function classifierScanner(options: ClassifierScannerOptions): ContentScanner {
  const resolved = resolveClassifier(options);
  const { name, labels, timeoutMs, maxWindows, batchSize } = resolved;
  const share = shareBatches(resolved);

  const classifyAll = async (
    windows: readonly TextWindow[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, LabelScores>> => {
    const texts = [...new Set(windows.map(({ text }) => text))];
    const scores = new Map<string, LabelScores>();
    for (let start = 0; start < texts.length; start += batchSize) {
      const batch = await share(texts.slice(start, start + batchSize), signal);
      for (const [text, own] of batch) scores.set(text, own);
    }
    return scores;
  };

  const verdictOn = async (
    request: ScanRequest,
    parts: readonly ClassifiedPart[],
    signal: AbortSignal,
  ): Promise<ScanResult> => {
    const startedAt = performance.now();
    const needed = parts.reduce((sum, part) => sum + countWindows(part.text, resolved, part.sections), 0);
    if (needed > maxWindows) {
      const problem = `The text needs ${needed} windows, more than maxWindows: ${maxWindows}`;
      return failedScan(request, `Classifier ${name} was not asked: ${problem}`, 0, { kind: 'content' });
    }
    const windowed = parts.map((part) => ({
      ...part,
      windows: windowsOf(part.text, resolved, part.sections),
    }));
    const scores = await classifyAll(
      windowed.flatMap(({ windows }) => windows),
      signal,
    );
    const latencyMs = Math.max(0, performance.now() - startedAt);
    return resultOf(request, detectedBy(windowed, scores, resolved), { name, latencyMs });
  };

  return {
    name,
    // A window that begins with a violation is enough to see it.
    lookahead: labels.some(({ flag }) => DETECTORS.response.includes(flag)) ? resolved.windowChars : 0,
    async scan(request, { signal } = {}) {
      signal?.throwIfAborted();
      if (!holdsTextsOnly(request))
        return failedScan(request, 'Every text to scan must be a string', 0, { kind: 'content' });
      const parts = classifiedParts(request, labels);
      if (parts === undefined) return failedScan(request, NOTHING_TO_SCAN, 0, { kind: 'content' });
      try {
        return await withinTime(
          timeoutMs,
          signal,
          (own) => verdictOn(request, parts, own),
          () => failedScan(request, `Classifier ${name} did not answer within ${timeoutMs} ms`, timeoutMs),
        );
      } catch (error) {
        signal?.throwIfAborted();
        // An error of a foreign function may quote the text.
        const problem = error instanceof ClassifierProblem ? error.message : 'threw';
        const kind = error instanceof ClassifierProblem ? 'response' : 'outage';
        return failedScan(request, `Classifier ${name} ${problem}`, 0, { kind });
      }
    },
  };
}

/** Makes a result from the verdict on all windows. */
function resultOf(
  request: ScanRequest,
  { action, detected, ...found }: ClassifierVerdict,
  { name, latencyMs }: { readonly name: string; readonly latencyMs: number },
): ScanResult {
  const scanId = globalThis.crypto.randomUUID();
  const category = action === 'block' ? 'malicious' : 'benign';
  return {
    ...judge({ action, category, incomplete: false, ...detected }),
    ...detected,
    ...found,
    scanId,
    reportId: `R${scanId}`,
    profileName: request.profileName ?? DEFAULT_PROFILE_NAME,
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(request.trId !== undefined && { trId: request.trId }),
    latencyMs,
    source: name,
  };
}

const NOTHING_TO_SCAN =
  'Nothing to scan: prompt, response, codePrompt, codeResponse or toolEvent.input/output is needed';
