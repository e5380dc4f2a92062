import { Enclosures } from './enclosures.js';
import { foldText } from './fold.js';
import { type Finding, Matcher, type MatcherOptions, type RawFinding, uniteFindings } from './matcher.js';
import { type Replacement, replacementOf } from './replacement.js';
import type { RuleGroup } from './rule.js';
import { clipFindings, StreamingFinder } from './streaming-finder.js';
import { StreamingRedactor } from './streaming-redactor.js';

/** Applies a set of rules: it finds matches, and replaces them in texts and streams. It holds no text. */
export class Redactor {
  readonly matcher: Matcher;
  readonly enclosures: Enclosures;

  /** @throws PatternError for a pattern that cannot be followed through a stream */
  constructor(groups: readonly RuleGroup[], options: MatcherOptions = {}) {
    const { minConfidence = 0 } = options;
    const part = (enclosing: boolean): RuleGroup[] =>
      groups.map(({ detector, rules }) => ({
        detector,
        rules: rules.filter((rule) => (rule.until !== undefined) === enclosing),
      }));
    this.matcher = new Matcher(part(false), { ...options, decodes: true });
    this.enclosures = new Enclosures(
      part(true).map(({ detector, rules }) => ({
        detector,
        rules: rules.filter(({ confidence }) => confidence >= minConfidence),
      })),
    );
  }

  /** Returns findings in a text by start, disjoint. Overlapping findings are united. */
  find(original: string): Finding[] {
    return this.#locate(original).map(({ enclosing: _, ...finding }) => finding);
  }

  /** Returns a text with its findings replaced. */
  redact(text: string, replacement: Replacement = 'label'): string {
    let redacted = '';
    let position = 0;
    for (const { start, end, enclosing, detector, label, confidence } of this.#locate(text)) {
      const length = enclosing ? undefined : end - start;
      redacted +=
        text.slice(position, start) + replacementOf({ detector, label, confidence, length }, replacement);
      position = end;
    }
    return redacted + text.slice(position);
  }

  /** Replaces findings in a text that comes in pieces. */
  stream(replacement: Replacement = 'label'): StreamingRedactor {
    return new StreamingRedactor(this.findStream(), replacement);
  }

  /** Finds matches in a text that comes in pieces. */
  findStream(): StreamingFinder {
    return new StreamingFinder(this);
  }

  #locate(original: string): LocatedFinding[] {
    const { text, at, endAt } = foldText(original);
    const found = this.#findFolded(text);
    if (text === original) return found;
    return found.map(({ open, ...finding }) => ({
      ...finding,
      start: at(finding.start),
      // A finding that nothing closes also covers the invisible characters at the end of the text.
      end: open === true ? original.length : endAt(finding.end),
    }));
  }

  #findFolded(text: string): LocatedFinding[] {
    const findings: LocatedFinding[] = [];
    let base = 0;
    const add = (raw: readonly RawFinding[]): void => {
      for (const finding of uniteFindings(raw)) {
        findings.push({ ...finding, start: finding.start + base, end: finding.end + base, enclosing: false });
      }
    };
    for (;;) {
      const piece = base === 0 ? text : text.slice(base);
      const opening = this.enclosures.next(piece, 0);
      if (opening === undefined) {
        add(this.matcher.find(piece));
        return findings;
      }
      const { start, end, enclosure } = opening;
      add(clipFindings(this.matcher.find(piece.slice(0, end)), start));
      const close = enclosure.closing.first(piece, end)?.end;
      const { detector, label, confidence } = enclosure;
      findings.push({
        start: base + start,
        end: base + (close ?? piece.length),
        detector,
        label,
        confidence,
        enclosing: true,
        ...(close === undefined && { open: true }),
      });
      base += close ?? piece.length;
      if (base >= text.length) return findings;
    }
  }
}

/** A finding, with the fact whether its rule makes it go on until something closes it. */
interface LocatedFinding extends Finding {
  readonly enclosing: boolean;
  /** Set if nothing closed the finding. */
  readonly open?: true;
}
