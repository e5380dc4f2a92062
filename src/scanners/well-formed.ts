import {
  type DetectedSpan,
  isRecord,
  isScanResult,
  isTexts,
  type PromptDetected,
  plainVerdict,
  type ResponseDetected,
  type ScanDetails,
  type ScanResult,
  type SpanField,
  type ToolDetected,
} from '../scan/index.js';

const FIELDS = ['prompt', 'response', 'toolInput', 'toolOutput'] as const satisfies readonly SpanField[];

/**
 * Copies a valid verdict with only its known fields and without the ids of its request. Returns undefined if any field
 * is not valid, because the value may come from a store that others write to.
 */
export function wellFormedVerdict(value: unknown): ScanResult | undefined {
  if (!isScanResult(value)) return undefined;
  const { categories, scanId, reportId, profileName, latencyMs, degraded, source } = value;
  const { promptDetected, responseDetected, toolDetected } = value;
  const spans = spansOf(value.spans);
  const scores = scoresOf(value.scores);
  if (spans === undefined || scores === undefined || categories.length === 0) return undefined;
  if (typeof scanId !== 'string' || typeof reportId !== 'string' || typeof profileName !== 'string')
    return undefined;
  if (typeof latencyMs !== 'number' || !Number.isFinite(latencyMs) || latencyMs < 0) return undefined;
  if (!isPromptDetected(promptDetected) || !isResponseDetected(responseDetected)) return undefined;
  if (toolDetected !== undefined && !isToolDetected(toolDetected)) return undefined;
  if (source !== undefined && typeof source !== 'string') return undefined;
  if (value.error !== undefined) return undefined;
  const { profileId, unanswered, details } = value;
  if (profileId !== undefined && typeof profileId !== 'string') return undefined;
  if (unanswered !== undefined && !isTexts(unanswered)) return undefined;
  if (details !== undefined && !isDetails(details)) return undefined;
  return {
    ...plainVerdict(value),
    latencyMs,
    ...(degraded !== undefined && { degraded }),
    ...scores,
    ...spans,
    ...(source !== undefined && { source }),
  };
}

function spansOf(value: unknown): { spans?: DetectedSpan[] } | undefined {
  if (value === undefined) return {};
  if (!Array.isArray(value)) return undefined;
  const spans: DetectedSpan[] = [];
  for (const span of value) {
    const read = spanOf(span);
    if (read === undefined) return undefined;
    spans.push(read);
  }
  return { spans };
}

function spanOf(value: unknown): DetectedSpan | undefined {
  if (!isRecord(value)) return undefined;
  const { start, end, detector, label, confidence } = value;
  const field = FIELDS.find((known) => known === value['field']);
  if (field === undefined || !isPosition(start) || !isPosition(end) || end < start) return undefined;
  if (typeof detector !== 'string' || typeof label !== 'string') return undefined;
  if (confidence !== undefined && typeof confidence !== 'number') return undefined;
  return { field, start, end, detector, label, ...(confidence !== undefined && { confidence }) };
}

function scoresOf(value: unknown): Pick<ScanResult, 'scores'> | undefined {
  if (value === undefined) return {};
  if (!isRecord(value)) return undefined;
  const { injection } = value;
  if (injection === undefined) return { scores: {} };
  return typeof injection === 'number' && injection >= 0 && injection <= 1
    ? { scores: { injection } }
    : undefined;
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function isPromptDetected(value: unknown): value is PromptDetected {
  return isResponseDetected(value) && 'injection' in value && typeof value.injection === 'boolean';
}

function isResponseDetected(value: unknown): value is ResponseDetected {
  return isToolDetected(value) && typeof value.dlp === 'boolean' && typeof value.urlCats === 'boolean';
}

function isDetails(value: unknown): value is ScanDetails {
  if (!isRecord(value)) return false;
  return ['topics', 'toxicCategories'].every((name) => value[name] === undefined || isTexts(value[name]));
}

/** Tells whether all flags are booleans, and `other` and `threats` are lists of names. */
function isToolDetected(value: unknown): value is ToolDetected {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(([name, flag]) =>
    name === 'other' || name === 'threats' ? isTexts(flag) : typeof flag === 'boolean',
  );
}
