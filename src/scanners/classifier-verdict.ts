import { type DetectedSpan, NOTHING_DETECTED, type ScanResult, type ToolDetected } from '../scan/index.js';
import type { LabelScores } from './classifier-answer.js';
import type { ClassifierFlag, ResolvedClassifier } from './classifier-options.js';
import type { ClassifiedPart } from './classifier-parts.js';
import type { TextWindow } from './text-windows.js';

/** A text of a request and its windows. */
interface WindowedPart extends ClassifiedPart {
  readonly windows: readonly TextWindow[];
}

/** The verdict from the scores of all windows. */
export interface ClassifierVerdict extends Pick<ScanResult, 'spans' | 'scores'> {
  readonly action: 'block' | 'allow';
  readonly detected: Pick<ScanResult, 'promptDetected' | 'responseDetected' | 'toolDetected'>;
}

/**
 * Returns the flags of the labels that reach the threshold in a window, and the windows in which they do. A window
 * shows roughly where an attack is. Sensitive data gets no span, because redaction would replace the whole window.
 */
export function detectedBy(
  parts: readonly WindowedPart[],
  scores: ReadonlyMap<string, LabelScores>,
  { threshold }: Pick<ResolvedClassifier, 'threshold'>,
): ClassifierVerdict {
  const fired = {
    prompt: new Set<ClassifierFlag>(),
    response: new Set<ClassifierFlag>(),
    tool: new Set<ClassifierFlag>(),
  };
  const spans: DetectedSpan[] = [];
  const injection: number[] = [];
  for (const { side, field, labels, windows } of parts) {
    for (const { text, start } of windows) {
      for (const { label, key, flag } of labels) {
        const score = scores.get(text)?.get(key) ?? 1;
        if (flag === 'injection') injection.push(score);
        if (score < threshold) continue;
        fired[side].add(flag);
        if (field === undefined || flag === 'dlp') continue;
        spans.push({ field, start, end: start + text.length, detector: flag, label, confidence: score });
      }
    }
  }
  const isAny = Object.values(fired).some(({ size }) => size > 0);
  const toolDetected: ToolDetected = flagged(fired.tool);
  return {
    action: isAny ? 'block' : 'allow',
    detected: {
      promptDetected: { ...NOTHING_DETECTED.promptDetected, ...flagged(fired.prompt) },
      responseDetected: { ...NOTHING_DETECTED.responseDetected, ...flagged(fired.response) },
      ...(fired.tool.size > 0 && { toolDetected }),
    },
    ...(spans.length > 0 && { spans: spans.sort((a, b) => a.start - b.start) }),
    ...(injection.length > 0 && {
      scores: { injection: injection.reduce((most, score) => Math.max(most, score), 0) },
    }),
  };
}

/** Sets each flag of a set. The labels already decided which flags a side has. */
function flagged(flags: ReadonlySet<ClassifierFlag>): Partial<Record<ClassifierFlag, true>> {
  return Object.fromEntries([...flags].map((flag) => [flag, true]));
}
