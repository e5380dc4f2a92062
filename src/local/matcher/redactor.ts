import { Enclosures } from './enclosures.js';
import { foldText } from './fold.js';
import { type Finding, Matcher, type MatcherOptions, type RuleGroup, uniteFindings } from './matcher.js';
import { StreamingRedactor } from './streaming-redactor.js';

/** A finding of a redactor, with what is known of its length while it is written. */
export interface RedactedFinding {
  readonly detector: string;
  readonly label: string;
  readonly confidence: number;
  /** UTF-16 code units; undefined where the finding runs on to what closes it, such as a private key block. */
  readonly length: number | undefined;
}

/** What stands in for a finding. A function that throws or gives no text has the label written. */
export type Replacement = 'label' | 'mask' | ((finding: RedactedFinding) => string);

/** Rules as a set: what they find, and texts and streams without it. Holds no text. */
export class Redactor {
  readonly matcher: Matcher;
  readonly enclosures: Enclosures;

  /** @throws PatternError for a pattern that cannot be followed through a stream */
  constructor(groups: readonly RuleGroup[], options: MatcherOptions = {}) {
    this.matcher = new Matcher(
      groups.map(({ detector, rules }) => ({
        detector,
        rules: rules.filter((rule) => rule.until === undefined),
      })),
      options,
    );
    this.enclosures = new Enclosures(groups);
  }

  /** Findings in a text by start, disjoint: overlapping ones are united. */
  find(original: string): Finding[] {
    const { text, at, endAt } = foldText(original);
    const found = this.#findFolded(text);
    if (text === original) return found;
    return found.map((finding) => ({
      ...finding,
      start: at(finding.start),
      // What nothing closes covers the invisible characters at the end of the text too.
      end: finding.end === text.length && this.#encloses(finding) ? original.length : endAt(finding.end),
    }));
  }

  /** A text with its findings replaced. */
  redact(text: string, replacement: Replacement = 'label'): string {
    const stream = this.stream(replacement);
    return stream.push(text) + stream.end();
  }

  /** The same for a text that comes in pieces. */
  stream(replacement: Replacement = 'label'): StreamingRedactor {
    return new StreamingRedactor(this, replacement);
  }

  #encloses({ detector, label }: Finding): boolean {
    return this.enclosures.names.has(`${detector} ${label}`);
  }

  #findFolded(text: string): Finding[] {
    const findings: Finding[] = [];
    let base = 0;
    for (;;) {
      const piece = base === 0 ? text : text.slice(base);
      const opening = this.enclosures.next(piece, 0);
      if (opening === undefined) {
        for (const finding of uniteFindings(this.matcher.find(piece))) findings.push(shifted(finding, base));
        return findings;
      }
      const { start, end, enclosure } = opening;
      const before = clipFindings(this.matcher.find(piece.slice(0, end)), start);
      for (const finding of uniteFindings(before)) findings.push(shifted(finding, base));
      const close = enclosure.closing.first(piece, end)?.end ?? piece.length;
      const { detector, label, confidence } = enclosure;
      findings.push({ start: base + start, end: base + close, detector, label, confidence });
      base += close;
      if (base >= text.length) return findings;
    }
  }
}

/** Findings cut at an index, those behind it dropped. */
export function clipFindings(findings: readonly Finding[], end: number): Finding[] {
  return findings
    .filter((finding) => finding.start < end)
    .map((finding) => (finding.end <= end ? finding : { ...finding, end }));
}

const shifted = (finding: Finding, by: number): Finding =>
  by === 0 ? finding : { ...finding, start: finding.start + by, end: finding.end + by };

/** What is written in place of a finding. */
export function replacementOf(finding: RedactedFinding, replacement: Replacement): string {
  const label = `[${finding.label}]`;
  if (replacement === 'label') return label;
  if (replacement === 'mask') return finding.length === undefined ? label : '*'.repeat(finding.length);
  try {
    const custom: unknown = replacement(finding);
    return typeof custom === 'string' ? custom : label;
  } catch {
    return label;
  }
}
