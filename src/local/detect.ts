import { type DetectedSpan, mergeSpans, type SpanField } from '../scan/index.js';
import { CODE_RULES } from './rules/code.js';
import { DLP_RULES } from './rules/dlp/index.js';
import { INJECTION_RULES } from './rules/injection.js';
import type { Context, Rule } from './rules/rule.js';
import { SECRET_RULES } from './rules/secrets/index.js';
import { URL_RULES } from './rules/urls.js';

/** Detector families of the embedded engine, as spans name them. */
export type LocalDetector = 'dlp' | 'secrets' | 'injection' | 'urlCats' | 'maliciousCode';

/** A span whose detector is one of ours. */
export type LocalSpan = DetectedSpan & { readonly detector: LocalDetector };

/** The rules of each family, in the order in which they are applied. */
export const RULES: Readonly<Record<LocalDetector, readonly Rule[]>> = {
  dlp: DLP_RULES,
  secrets: SECRET_RULES,
  injection: INJECTION_RULES,
  urlCats: URL_RULES,
  maliciousCode: CODE_RULES,
};

/** Findings of the given families in one text, by start; overlapping ones of a family are united. */
export function detect(text: string, field: SpanField, detectors: readonly LocalDetector[]): LocalSpan[] {
  return detectors
    .flatMap((detector) => {
      const found = RULES[detector].flatMap((rule) => matches(text, field, detector, rule));
      return mergeSpans(found).map((span) => ({ ...span, detector }));
    })
    .sort((a, b) => a.start - b.start);
}

/** Personal data and credentials in one text, for redaction. Offsets are UTF-16 code units, half open. */
export function findSensitive(text: string, field: SpanField = 'prompt'): DetectedSpan[] {
  return detect(text, field, ['dlp', 'secrets']);
}

/** Findings of one rule. A refused match is tried again from its second character: another may start inside it. */
export function matches(text: string, field: SpanField, detector: LocalDetector, rule: Rule): DetectedSpan[] {
  const spans: DetectedSpan[] = [];
  // A copy: `lastIndex` of the shared pattern must not leak from one scan into another.
  const pattern = new RegExp(rule.pattern);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index;
    const length = rule.until ? lengthUntil(text, match, rule.until) : acceptedLength(match[0], rule);
    if (length === 0) {
      pattern.lastIndex = start + 1;
      continue;
    }
    const confidence = confidenceOf(text, start, rule);
    if (confidence === 0) {
      pattern.lastIndex = start + 1;
      continue;
    }
    pattern.lastIndex = start + length;
    spans.push({
      field,
      start,
      end: start + length,
      detector,
      label: rule.labelOf?.(match[0]) ?? rule.label,
      confidence,
    });
  }
  return spans;
}

function confidenceOf(text: string, start: number, rule: Rule): number {
  if (rule.context === undefined) return rule.confidence;
  const { within = 48, confidence } = rule.context;
  const before = text.slice(Math.max(0, start - within), start);
  return contextPattern(rule.context).test(before) ? Math.max(confidence, rule.confidence) : rule.confidence;
}

function contextPattern({ words }: Context): RegExp {
  const source = words.map((word) => word.replace(/ /g, '[\\s_-]{1,3}')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'iu');
}

function acceptedLength(match: string, rule: Rule): number {
  return rule.accept === undefined ? match.length : rule.accept(match);
}

/** From the match to the end of what closes it. An open end covers the rest: half a key is a key. */
function lengthUntil(text: string, match: RegExpExecArray, until: RegExp): number {
  const closing = new RegExp(until);
  closing.lastIndex = match.index + match[0].length;
  const found = closing.exec(text);
  return (found === null ? text.length : found.index + found[0].length) - match.index;
}
