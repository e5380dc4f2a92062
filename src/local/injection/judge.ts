import { findPayloads } from './decode.js';
import { findForgedMarks } from './delimiters.js';
import type { InjectionLabel } from './families/index.js';
import { type LinearModel, likelihoodOf, scoreTokens } from './model.js';
import { findSequences } from './sequences.js';
import { tokenise } from './tokenise.js';
import { LEETED, MASKED, SPACED, TAGGED, type TokenList } from './tokens.js';
import { vocabulary } from './vocabulary.js';

/** What speaks for an injection, and where. */
export interface InjectionEvidence {
  /** UTF-16 offset into the text that was judged. */
  readonly start: number;
  /** Offset behind it. */
  readonly end: number;
  readonly label: InjectionLabel;
  /** 0..1, how much this alone says. */
  readonly confidence: number;
}

/** How likely a text tries to take over the model that reads it. */
export interface InjectionJudgement {
  /** 0..1; see `INJECTION_THRESHOLD`. */
  readonly score: number;
  /** By start. */
  readonly evidence: readonly InjectionEvidence[];
}

/** Scores from here on mean an injection: about 0.5 to 1 % of ordinary prompts and documents reach it. */
export const INJECTION_THRESHOLD = 0.5;

/** How much of a document may lie between findings that count as one. */
const NEIGHBOURHOOD = 1200;
/** What is left of the confidence in a phrasing that is cited as an example. */
const QUOTED = 0.4;
/** How much a suspicion counts beside another. */
const SUSPICION = 0.85;
const OPENING = '"\'\u201c\u2018\u00ab`';
const ABOUT_WITHIN = 12;
const MOST_EVIDENCE = 64;

/**
 * Judges one text, in time linear in its length. Without a model the phrasings, forged marks and disguises speak alone.
 * Evidence that is spread over a long document does not add up; what stands close together does.
 */
export function judgeInjection(
  text: string,
  options: { readonly model?: LinearModel } = {},
): InjectionJudgement {
  const tokens = tokenise(text, vocabulary());
  const evidence = [...evidenceIn(text, tokens), ...payloadEvidence(text, tokens)].sort(byStart);
  let score = densest(evidence);
  if (options.model !== undefined) {
    const verdict = scoreTokens(tokens, vocabulary(), options.model);
    if (verdict !== undefined) {
      const likelihood = likelihoodOf(verdict.logit, tokens.count);
      score = united(score, likelihood);
      if (likelihood >= 0.25) {
        const start = tokens.starts[verdict.first] ?? 0;
        const end = tokens.ends[verdict.last - 1] ?? text.length;
        evidence.push({ start, end, label: 'MODEL', confidence: likelihood });
      }
    }
  }
  return { score, evidence: strongest(evidence) };
}

/**
 * What phrasings and model come to together, 0..1. Where neither is sure they have often seen the same harmless thing, such
 * as play-acting: suspicion counts for less than a finding.
 */
export function united(phrasings: number, likelihood: number): number {
  const weighed = (part: number): number => (part < INJECTION_THRESHOLD ? part * SUSPICION : part);
  return Math.max(phrasings, 1 - (1 - weighed(phrasings)) * (1 - weighed(likelihood)));
}

/** Findings in the text as it stands, not in what it encodes. */
export function evidenceIn(text: string, tokens: TokenList): InjectionEvidence[] {
  const evidence: InjectionEvidence[] = [];
  for (const { rule, first, last } of findSequences(tokens)) {
    const start = tokens.starts[first] ?? 0;
    const end = tokens.ends[last] ?? start;
    const confidence = isQuoted(text, tokens, first) ? rule.confidence * QUOTED : rule.confidence;
    evidence.push({ start, end, label: rule.label, confidence });
  }
  for (const mark of findForgedMarks(text, tokens)) evidence.push({ ...mark, label: 'DELIMITER_FORGERY' });
  if (tokens.flagsSeen !== 0) evidence.push(...disguises(tokens));
  return evidence;
}

/** Whether a phrasing is cited in a text about phrasings: behind a quotation mark, soon after a word such as "attack". */
function isQuoted(text: string, tokens: TokenList, token: number): boolean {
  if (!OPENING.includes(text[(tokens.starts[token] ?? 0) - 1] ?? ' ')) return false;
  const words = vocabulary();
  const about = words.conceptOf('ABOUT') ?? -1;
  for (let at = Math.max(0, token - ABOUT_WITHIN); at < token; at++) {
    if (words.concepts[tokens.sets[at] ?? 0]?.includes(about)) return true;
  }
  return false;
}

/** Words in disguise are evidence by themselves where there are several, or where one means something here. */
function disguises(tokens: TokenList): InjectionEvidence[] {
  const of = (flag: number, least: number, confidence: number, mustMean: boolean): InjectionEvidence[] => {
    let count = 0;
    let start = 0;
    let end = 0;
    for (let token = 0; token < tokens.count; token++) {
      if (((tokens.flags[token] ?? 0) & flag) === 0 || (mustMean && tokens.sets[token] === 0)) continue;
      if (count++ === 0) start = tokens.starts[token] ?? 0;
      end = tokens.ends[token] ?? 0;
    }
    return count < least ? [] : [{ start, end, label: 'OBFUSCATION', confidence }];
  };
  return [
    ...of(LEETED, 3, 0.6, false),
    ...of(LEETED, 6, 0.8, false),
    ...of(MASKED, 2, 0.6, true),
    ...of(SPACED, 2, 0.55, true),
    ...of(TAGGED, 1, 0.85, false),
  ];
}

function payloadEvidence(text: string, tokens: TokenList): InjectionEvidence[] {
  return findPayloads(text, tokens).flatMap(({ start, end, decoded }) => {
    const inner = evidenceIn(decoded, tokenise(decoded, vocabulary()));
    const confidence = densest(inner.sort(byStart));
    return confidence < 0.3
      ? []
      : [{ start, end, label: 'OBFUSCATION' as const, confidence: Math.min(0.99, confidence + 0.1) }];
  });
}

function byStart(a: InjectionEvidence, b: InjectionEvidence): number {
  return a.start - b.start;
}

/** The likelihood that evidence amounts to where it stands closest: labels speak independently, hits of one label do not. */
function densest(evidence: readonly InjectionEvidence[]): number {
  let best = 0;
  let from = 0;
  while (from < evidence.length) {
    const start = evidence[from]?.start ?? 0;
    const byLabel = new Map<InjectionLabel, number>();
    let next = from;
    for (let at = from; at < evidence.length; at++) {
      const item = evidence[at];
      if (item === undefined || item.start - start > NEIGHBOURHOOD) break;
      if (item.start - start <= NEIGHBOURHOOD / 2) next = at + 1;
      byLabel.set(item.label, Math.max(byLabel.get(item.label) ?? 0, item.confidence));
    }
    let doubt = 1;
    for (const confidence of byLabel.values()) doubt *= 1 - confidence;
    best = Math.max(best, 1 - doubt);
    from = Math.max(next, from + 1);
  }
  return best;
}

/** The surest evidence, overlapping pieces of one label united. */
function strongest(evidence: readonly InjectionEvidence[]): InjectionEvidence[] {
  const united: InjectionEvidence[] = [];
  const open = new Map<InjectionLabel, number>();
  for (const item of [...evidence].sort(byStart)) {
    const at = open.get(item.label);
    const before = at === undefined ? undefined : united[at];
    if (at !== undefined && before !== undefined && item.start < before.end) {
      united[at] = {
        ...before,
        end: Math.max(before.end, item.end),
        confidence: Math.max(before.confidence, item.confidence),
      };
    } else {
      open.set(item.label, united.push(item) - 1);
    }
  }
  if (united.length <= MOST_EVIDENCE) return united;
  return united
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_EVIDENCE)
    .sort(byStart);
}
