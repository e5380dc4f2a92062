import { DEFAULT_WITHIN, LONGEST_CHARACTER } from './compile.js';
import { cutRunAt, encodedRuns } from './encoded-runs.js';
import { type MatcherTables, tablesOf } from './matcher-tables.js';
import type { PrefixTable } from './prefix-table.js';
import type { CompiledRule, RuleGroup } from './rule.js';
import { contextFrom, cutEscapeAt, hasEscapes, readWithoutEscapes } from './terminal-escapes.js';
import { isBuiltIn } from './trusted-patterns.js';
import { meter } from './work-meter.js';
import { cutWrittenAt, hasWritten, readWritten, WIDEST } from './written-characters.js';

/** A finding in one text. UTF-16 code units, half open. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly detector: string;
  readonly label: string;
  readonly confidence: number;
}

/** Options that decide which findings count. */
export interface MatcherOptions {
  /** The least confidence of a finding, from 0 to 1. Others are dropped. @default 0.5 */
  readonly minConfidence?: number;
  /** Tells whether a matched text is known to be harmless. */
  readonly isAllowed?: (match: string) => boolean;
  /** Tells whether a match of a built-in rule is a sample that identifies nobody. Such a match is refused. */
  readonly isSample?: (match: string, label: string) => boolean;
  /**
   * Whether characters that are written by their codes, and runs in base64 and hexadecimal, are decoded too. @default
   * false
   */
  readonly decodes?: boolean;
}

/** A match that counts, before overlapping matches are united. */
export interface RawFinding extends Finding {
  /** Whether the match is known to be harmless. Then neither the match nor anything inside it is a finding. */
  readonly allowed?: true;
  /** Whether another finding covers the same text without the rest of an escape sequence at its beginning. */
  readonly spare?: true;
}

/** A finding with the number of its rule. */
interface RuleFinding extends RawFinding {
  readonly order: number;
}

/**
 * Runs a set of rules over texts. Each rule finds what its pattern matches from left to right, and a refused match is
 * tried again from its second character. Triggers only save work. It holds no text.
 */
export class Matcher {
  readonly #tables: MatcherTables;
  readonly #minConfidence: number;
  readonly #isAllowed: ((match: string) => boolean) | undefined;
  readonly #isSample: MatcherOptions['isSample'];
  readonly #decodes: boolean;

  /** How many characters in front of a match its rules examine. */
  readonly behind: number;

  constructor(groups: readonly RuleGroup[], options: MatcherOptions = {}) {
    this.#minConfidence = options.minConfidence ?? 0.5;
    this.#isAllowed = options.isAllowed;
    this.#isSample = options.isSample;
    this.#decodes = options.decodes ?? false;
    this.#tables = tablesOf(groups, this.#minConfidence);
    this.behind = this.#tables.behind;
  }

  /**
   * Finds matches that start at `from` or later, by start, for each rule by itself, so matches of several rules may
   * overlap. Text before `from` is only examined as context. A text with terminal escape sequences is read three times:
   * as it is, with the sequences as gaps, and without them. With `decodes` it is also read with decoded characters and
   * encoded runs.
   */
  find(text: string, from = 0): RawFinding[] {
    const findings = hasEscapes(text) ? this.#findAmongEscapes(text, from) : this.#findIn(text, from);
    if (this.#decodes) findings.push(...this.#findWritten(text, from), ...this.#findEncoded(text, from));
    // Of findings with the same start the first rule's comes first, whatever triggered it.
    findings.sort((a, b) => a.start - b.start || a.order - b.order);
    return findings.map(({ order: _, ...finding }) => finding);
  }

  #findAmongEscapes(text: string, from: number): RuleFinding[] {
    const { parted, joined, at, joinedAt, endOfSequenceAt } = readWithoutEscapes(text);
    const found = this.#findIn(parted, from);
    const keyOf = (order: number, start: number, end: number): string => `${order} ${start} ${end}`;
    const known = new Set(found.map(({ order, start, end }) => keyOf(order, start, end)));
    // A finding may begin with the rest of a sequence, such as "31mjane@example.org". Then the part after it is enough.
    const asItIs = this.#findIn(text, from).map((finding) => {
      const { order, start, end } = finding;
      return known.has(keyOf(order, endOfSequenceAt(start), end))
        ? { ...finding, spare: true as const }
        : finding;
    });
    const seen = this.#findIn(joined, joinedAt(from)).map((finding) => ({
      ...finding,
      start: at(finding.start),
      end: at(finding.end - 1) + 1,
    }));
    return [...asItIs, ...found, ...seen];
  }

  #findWritten(text: string, from: number): RuleFinding[] {
    if (!hasWritten(text)) return [];
    const { text: read, at, endAt, indexOf, isChanged } = readWritten(text);
    return this.#findIn(read, indexOf(from))
      .filter(({ start, end }) => isChanged(start, end))
      .map((finding) => ({ ...finding, start: at(finding.start), end: endAt(finding.end) }));
  }

  /** Returns the surest finding of each encoded run, with the place of the whole run. */
  #findEncoded(text: string, from: number): RuleFinding[] {
    return encodedRuns(text, from).flatMap(({ start, end, text: held }) => {
      const [surest] = this.#findIn(held, 0)
        .filter(({ allowed }) => allowed !== true)
        .sort((a, b) => b.confidence - a.confidence || a.order - b.order);
      return surest === undefined ? [] : [{ ...surest, start, end }];
    });
  }

  #findIn(text: string, from: number): RuleFinding[] {
    const findings: RuleFinding[] = [];
    const ends = new Map<CompiledRule, number>();
    this.#tables.plan.visit(
      text,
      from,
      (rule, start, end) => this.#search(text, rule, start, end, findings),
      (rule, start) => {
        if (start < (ends.get(rule) ?? 0)) return;
        const end = this.#tryAt(text, rule, start, findings);
        if (end > start) ends.set(rule, end);
      },
    );
    return findings;
  }

  /**
   * Returns the first index from `from` on at which more text could still change what is found, or the text's length.
   * Every finding that starts before it is settled.
   */
  unsettledFrom(text: string, from: number): number {
    const prefixes = this.#tables.prefixes();
    const escaped = hasEscapes(text);
    const cut = cutEscapeAt(text, escaped);
    const plain = prefixes.unsettledFrom(text, from);
    const unsettled = this.#decodes ? Math.min(plain, this.#undecodedFrom(text, from, prefixes)) : plain;
    if (!escaped && cut === text.length) return unsettled;
    // An unfinished sequence is left out, because the text after it decides what it is.
    const { parted, joined, at, joinedAt } = readWithoutEscapes(text.slice(0, cut));
    return Math.min(
      unsettled,
      Math.max(from, cut),
      prefixes.unsettledFrom(parted, Math.min(from, cut)),
      Math.max(from, at(prefixes.unsettledFrom(joined, joinedAt(from)))),
    );
  }

  #undecodedFrom(text: string, from: number, prefixes: PrefixTable): number {
    const run = cutRunAt(text, from);
    const cut = Math.max(from, cutWrittenAt(text));
    // A sequence that the end cuts is not read yet. A match before it may continue with it.
    const whole = text.slice(0, cut);
    if (!hasWritten(whole))
      return cut === text.length ? run : Math.min(run, cut, prefixes.unsettledFrom(whole, from));
    const { text: read, at, indexOf } = readWritten(whole);
    return Math.min(run, cut, Math.max(from, at(prefixes.unsettledFrom(read, indexOf(from)))));
  }

  /** Returns the text that must be kept as context before an index. */
  contextBefore(text: string, index: number): string {
    const from = contextFrom(text, index, this.behind);
    const further = Math.max(0, index - this.behind * WIDEST);
    const wide = this.#decodes && hasWritten(text.slice(further, index));
    return text.slice(wide ? Math.min(from, further) : from, index);
  }

  /** Runs a rule over a part of the text. The rule may examine text outside the part, but not match there. */
  #search(text: string, compiled: CompiledRule, start: number, end: number, findings: RuleFinding[]): void {
    const expression = this.#tables.expressions.get(compiled);
    if (expression === undefined) return;
    const base = Math.max(0, start - compiled.behind);
    const whole = base === 0 && end + compiled.ahead >= text.length;
    const part = whole ? text : text.slice(base, end + compiled.ahead);
    if (meter !== undefined) meter.searched += part.length;
    let next = start - base;
    for (;;) {
      const match = expression.search(part, next);
      if (match === undefined) return;
      const length = this.#report(text, compiled, base + match.start, match.text, findings);
      next = match.start + Math.max(1, length);
    }
  }

  /** Tries a rule at one place. Returns the end of its match, or the place itself. */
  #tryAt(text: string, compiled: CompiledRule, start: number, findings: RuleFinding[]): number {
    if (meter !== undefined) meter.tries += 1;
    const match = this.#tables.expressions.get(compiled)?.matchAt(text, start);
    return match === undefined ? start : start + this.#report(text, compiled, start, match, findings);
  }

  /** Adds a match to the findings if it counts. Returns the length that is used up, or 0 if the match is refused. */
  #report(
    text: string,
    compiled: CompiledRule,
    start: number,
    match: string,
    findings: RuleFinding[],
  ): number {
    const { rule, detector } = compiled;
    const length = rule.accept === undefined ? match.length : rule.accept(match);
    if (length <= 0) return 0;
    if (rule.unless?.before.test(text.slice(Math.max(0, start - rule.unless.within), start)) === true)
      return 0;
    const confidence = confidenceAt(text, compiled, start);
    if (confidence < this.#minConfidence || confidence === 0) return 0;
    const counted = match.slice(0, length);
    if (this.#isSample?.(counted, rule.label) === true && isBuiltIn(rule.pattern)) return 0;
    findings.push({
      ...(this.#isAllowed?.(counted) === true && { allowed: true }),
      start,
      end: start + length,
      detector,
      label: rule.labelOf?.(match) ?? rule.label,
      confidence,
      order: compiled.order,
    });
    return length;
  }
}

function confidenceAt(text: string, { rule, context }: CompiledRule, start: number): number {
  const words = context();
  if (words === undefined || rule.context === undefined) return rule.confidence;
  if (meter !== undefined) meter.tries += 1;
  // One more character is read, because a word that begins before `from` does not count.
  const from = Math.max(0, start - (rule.context.within ?? DEFAULT_WITHIN));
  const base = Math.max(0, from - LONGEST_CHARACTER);
  return words.standIn(text.slice(base, start), from - base)
    ? Math.max(rule.context.confidence, rule.confidence)
    : rule.confidence;
}

/**
 * Unites overlapping findings and returns them by start. A united finding has the name of its surest part. Of equally
 * sure parts the longest counts, and of equally long ones the first. Findings inside an allowed match are dropped.
 */
export function uniteFindings(raw: readonly RawFinding[]): Finding[] {
  const united: Finding[] = [];
  let best: Finding | undefined;
  for (const finding of withoutAllowed(raw).sort((a, b) => a.start - b.start)) {
    const last = united.at(-1);
    if (last === undefined || best === undefined || finding.start >= last.end) {
      united.push(finding);
      best = finding;
      continue;
    }
    const longer = finding.end - finding.start > best.end - best.start;
    if (finding.confidence > best.confidence || (finding.confidence === best.confidence && longer))
      best = finding;
    united[united.length - 1] = { ...best, start: last.start, end: Math.max(last.end, finding.end) };
  }
  return united;
}

function withoutAllowed(all: readonly RawFinding[]): Finding[] {
  const raw = all.filter(({ spare }) => spare !== true);
  const allowed = raw.filter((finding) => finding.allowed === true);
  if (allowed.length === 0) return raw;
  let reach = -1;
  let next = 0;
  // Both lists are ordered by start, so the furthest end of the allowed matches so far decides.
  const byStart = [...raw].sort((a, b) => a.start - b.start);
  const spans = allowed.sort((a, b) => a.start - b.start);
  return byStart.filter((finding) => {
    for (; (spans[next]?.start ?? Number.POSITIVE_INFINITY) <= finding.start; next += 1) {
      reach = Math.max(reach, spans[next]?.end ?? 0);
    }
    return finding.allowed !== true && finding.end > reach;
  });
}
