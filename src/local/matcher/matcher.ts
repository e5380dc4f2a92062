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

/** Which findings count. */
export interface MatcherOptions {
  /** Findings below it are dropped, 0..1. @default 0.5 */
  readonly minConfidence?: number;
  /** Whether a matched text is known to be harmless. */
  readonly isAllowed?: (match: string) => boolean;
  /** Whether a match of a rule of the engine's own is a sample that says nothing of anybody: it counts as refused. */
  readonly isSample?: (match: string, label: string) => boolean;
  /** Whether characters that are written by their codes, and runs in base64 and hexadecimal, are read too. @default false */
  readonly decodes?: boolean;
}

/** A match that counts, before overlapping ones are united. */
export interface RawFinding extends Finding {
  /** Whether the match is known to be harmless: neither it nor anything inside of it is a finding. */
  readonly allowed?: true;
  /** Whether another finding is this one without the rest of an escape sequence that it begins with. */
  readonly spare?: true;
}

/** A finding with its rule's place among the rules. */
interface RuleFinding extends RawFinding {
  readonly order: number;
}

/**
 * Runs a set of rules over texts. What it finds is what each rule's pattern finds from left to right, a refused match
 * tried again from its second character; triggers only save work. Holds no text.
 */
export class Matcher {
  readonly #tables: MatcherTables;
  readonly #minConfidence: number;
  readonly #isAllowed: ((match: string) => boolean) | undefined;
  readonly #isSample: MatcherOptions['isSample'];
  readonly #decodes: boolean;

  /** How many characters in front of a match its rules look at. */
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
   * Findings that start at `from` or behind, by start, each rule's by itself: those of several rules may overlap. What
   * stands before `from` is only looked back at. A text with escape sequences of a terminal is read as it is, with them as
   * gaps, and without them; if asked for, with characters for their codes too, and what encoded runs hold.
   */
  find(text: string, from = 0): RawFinding[] {
    const findings = hasEscapes(text) ? this.#findAmongEscapes(text, from) : this.#findIn(text, from);
    if (this.#decodes) findings.push(...this.#findWritten(text, from), ...this.#findEncoded(text, from));
    // Of findings that start alike the first rule's comes first, whatever triggered it.
    findings.sort((a, b) => a.start - b.start || a.order - b.order);
    return findings.map(({ order: _, ...finding }) => finding);
  }

  #findAmongEscapes(text: string, from: number): RuleFinding[] {
    const { parted, joined, at, joinedAt, endOfSequenceAt } = readWithoutEscapes(text);
    const found = this.#findIn(parted, from);
    const keyOf = (order: number, start: number, end: number): string => `${order} ${start} ${end}`;
    const known = new Set(found.map(({ order, start, end }) => keyOf(order, start, end)));
    // Of what begins with the rest of a sequence, such as "31mjane@example.org", the part behind it is enough.
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

  /** The surest finding of each encoded run, which stands for all of it. */
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
   * The first index from `from` on at which more text could still change what is found, or the text's length. Whatever
   * starts before it is settled.
   */
  unsettledFrom(text: string, from: number): number {
    const prefixes = this.#tables.prefixes();
    const escaped = hasEscapes(text);
    const cut = cutEscapeAt(text, escaped);
    const plain = prefixes.unsettledFrom(text, from);
    const unsettled = this.#decodes ? Math.min(plain, this.#undecodedFrom(text, from, prefixes)) : plain;
    if (!escaped && cut === text.length) return unsettled;
    // What follows decides what a sequence is that has only begun: nothing is known of it yet.
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
    // What the end cuts is not read yet; what stands in front of it may go on with it.
    const whole = text.slice(0, cut);
    if (!hasWritten(whole))
      return cut === text.length ? run : Math.min(run, cut, prefixes.unsettledFrom(whole, from));
    const { text: read, at, indexOf } = readWritten(whole);
    return Math.min(run, cut, Math.max(from, at(prefixes.unsettledFrom(read, indexOf(from)))));
  }

  /** What of a text must be kept to look back at from an index. */
  contextBefore(text: string, index: number): string {
    const from = contextFrom(text, index, this.behind);
    const further = Math.max(0, index - this.behind * WIDEST);
    const wide = this.#decodes && hasWritten(text.slice(further, index));
    return text.slice(wide ? Math.min(from, further) : from, index);
  }

  /** Runs a rule over a part of the text, which it may look out of but not match beyond. */
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

  /** Tries a rule at one place. Returns where its match ends, or the place itself. */
  #tryAt(text: string, compiled: CompiledRule, start: number, findings: RuleFinding[]): number {
    if (meter !== undefined) meter.tries += 1;
    const match = this.#tables.expressions.get(compiled)?.matchAt(text, start);
    return match === undefined ? start : start + this.#report(text, compiled, start, match, findings);
  }

  /** Notes a match if it counts. Returns how much of it is used up, 0 where it is refused. */
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
  // One character more is read, for a word that begins in front of it is none.
  const from = Math.max(0, start - (rule.context.within ?? DEFAULT_WITHIN));
  const base = Math.max(0, from - LONGEST_CHARACTER);
  return words.standIn(text.slice(base, start), from - base)
    ? Math.max(rule.context.confidence, rule.confidence)
    : rule.confidence;
}

/**
 * Findings with overlapping ones united, by start. A united finding has the name of its surest part, of equally sure
 * ones that of the longest, of equally long ones that of the first. What lies inside of an allowed match is dropped.
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
  // Both lists are in order of their starts: the furthest end of the allowed ones so far decides.
  const byStart = [...raw].sort((a, b) => a.start - b.start);
  const spans = allowed.sort((a, b) => a.start - b.start);
  return byStart.filter((finding) => {
    for (; (spans[next]?.start ?? Number.POSITIVE_INFINITY) <= finding.start; next += 1) {
      reach = Math.max(reach, spans[next]?.end ?? 0);
    }
    return finding.allowed !== true && finding.end > reach;
  });
}
