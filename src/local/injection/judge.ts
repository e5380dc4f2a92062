import { weightInContext } from './context.js';
import { findPayloads } from './decode.js';
import { findForgedMarks } from './delimiters.js';
import type { InjectionLabel } from './families/index.js';
import { type ContentKind, isModelAlone, likelihoodOf } from './likelihood.js';
import { type LinearModel, scoreTokens } from './model.js';
import { findSequences } from './sequences.js';
import { tokenise } from './tokenise.js';
import { LEETED, MASKED, SPACED, TAGGED, type TokenList } from './tokens.js';
import { vocabulary } from './vocabulary.js';

/** A piece of evidence for an injection, with its place. */
export interface InjectionEvidence {
  /** UTF-16 offset in the judged text. */
  readonly start: number;
  /** Offset of its end, exclusive. */
  readonly end: number;
  readonly label: InjectionLabel;
  /** How much this evidence says alone, from 0 to 1. */
  readonly confidence: number;
}

/** How likely it is that a text tries to take over the model that reads it. */
export interface InjectionJudgement {
  /** The score from 0 to 1; see `INJECTION_THRESHOLD`. */
  readonly score: number;
  /** Whether the score rests on the model alone, and the model is not sure enough to refuse a text. */
  readonly doubtful: boolean;
  /** The evidence, by start. */
  readonly evidence: readonly InjectionEvidence[];
}

/**
 * The score from which a text counts as an injection. A score is a probability for a mixture of two ordinary texts to
 * each attack, calibrated on sources that the model had not seen. At 0.5 about every second text is an attack, at 0.9
 * nearly every one. About 0.3 to 0.7 % of ordinary texts reach 0.5. Use a higher threshold where attacks are rarer than
 * in that mixture.
 */
export const INJECTION_THRESHOLD = 0.5;

/** The longest distance in a document between findings that count together. */
const NEIGHBOURHOOD = 1200;
const MOST_EVIDENCE = 64;
/**
 * Labels of orders for agents, which come in parts: read this, send it there, say nothing. Each part after the first
 * counts half.
 */
const HAS_PARTS: ReadonlySet<InjectionLabel> = new Set(['TOOL_COERCION', 'EXFILTRATION']);
const SECOND = 0.5;

/**
 * Judges one text, in time linear in its length. Without a model, only phrasings, forged marks and disguises count.
 * Evidence that stands close together adds up; evidence spread over a long document does not. In text from a tool or a
 * document, the model alone has to be surer.
 */
export function judgeInjection(
  text: string,
  { model, kind = 'prompt' }: { readonly model?: LinearModel; readonly kind?: ContentKind } = {},
): InjectionJudgement {
  const tokens = tokenise(text, vocabulary());
  const found = read(text, tokens, kind);
  const payloads = payloadEvidence(text, tokens);
  const evidence = [...found.evidence, ...payloads].sort(byStart);
  const excused =
    found.excused && found.spoken < EXCUSED && payloads.length === 0 && tokens.count <= EXCUSED_WITHIN;
  const phrasings = excused ? Math.min(MOST_EXCUSED, densest(evidence)) : densest(evidence);
  const verdict = model === undefined ? undefined : scoreTokens(tokens, vocabulary(), model);
  if (model === undefined || verdict === undefined)
    return { score: phrasings, doubtful: false, evidence: strongest(evidence) };
  // The model counts words and knows nothing of their places.
  const logit = excused ? Math.min(0, verdict.logit) : verdict.logit;
  const likelihood = likelihoodOf(phrasings, { logit, words: tokens.count }, model.calibration, kind);
  const score = excused ? Math.min(MOST_EXCUSED, likelihood) : likelihood;
  if (logit > 0) {
    const start = tokens.starts[verdict.first] ?? 0;
    const end = tokens.ends[verdict.last - 1] ?? text.length;
    const confidence = 1 / (1 + Math.exp(-logit));
    evidence.push({ start, end, label: 'MODEL', confidence });
  }
  return { score, doubtful: isModelAlone(phrasings, score), evidence: strongest(evidence) };
}

/** The findings in a text, and whether the places of some make them count less. */
interface Read {
  readonly evidence: readonly InjectionEvidence[];
  readonly excused: boolean;
  /** The highest confidence of the evidence that counts in full. */
  readonly spoken: number;
}

/** Below this value, evidence that counts in full says no more than excused evidence. */
const EXCUSED = 0.35;
/** The highest score of a text whose evidence is excused. */
const MOST_EXCUSED = 0.4;
/** The most words of a text that excused evidence covers. A longer text holds more than that. */
const EXCUSED_WITHIN = 300;

/** Reads the findings in the text itself, without the text that it encodes. */
function read(text: string, tokens: TokenList, kind: ContentKind): Read {
  const evidence: InjectionEvidence[] = [];
  let excused = false;
  let spoken = 0;
  for (const { rule, first, last } of findSequences(tokens)) {
    const start = tokens.starts[first] ?? 0;
    const end = tokens.ends[last] ?? start;
    const weight = weightInContext(text, tokens, rule.label, first, last);
    excused ||= weight < 1;
    if (weight === 1) spoken = Math.max(spoken, rule.confidence);
    evidence.push({ start, end, label: rule.label, confidence: rule.confidence * weight });
  }
  for (const { start, end, confidence, excused: shown } of findForgedMarks(text, tokens)) {
    excused ||= shown;
    if (!shown) spoken = Math.max(spoken, confidence);
    evidence.push({ start, end, label: 'DELIMITER_FORGERY', confidence });
  }
  const disguised = tokens.flagsSeen === 0 ? [] : disguises(tokens, kind);
  return { evidence: [...evidence, ...disguised], excused, spoken: disguised.length > 0 ? 1 : spoken };
}

/** Returns the evidence in the text itself, without the text that it encodes. */
export function evidenceIn(
  text: string,
  tokens: TokenList,
  kind: ContentKind = 'prompt',
): InjectionEvidence[] {
  return [...read(text, tokens, kind).evidence];
}

/** Returns disguised words as evidence. They count if there are several, or if one means something here. */
function disguises(tokens: TokenList, kind: ContentKind): InjectionEvidence[] {
  const of = (flag: number, least: number, confidence: number, mustMean: boolean): InjectionEvidence[] => {
    const seen = new Set<number>();
    let count = 0;
    let start = 0;
    let end = 0;
    for (let token = 0; token < tokens.count; token++) {
      if (((tokens.flags[token] ?? 0) & flag) === 0 || (mustMean && tokens.sets[token] === 0)) continue;
      // One word many times is a sign of something else, such as the path of a drawing.
      const hash = tokens.hashes[token] ?? 0;
      if (flag === LEETED && seen.has(hash)) continue;
      seen.add(hash);
      if (count++ === 0) start = tokens.starts[token] ?? 0;
      end = tokens.ends[token] ?? 0;
    }
    return count < least ? [] : [{ start, end, label: 'OBFUSCATION', confidence }];
  };
  // Short names and escape sequences of code look disguised without a purpose.
  const writtenOddly = [
    ...of(LEETED, 3, 0.5, false),
    ...of(LEETED, 6, 0.75, false),
    ...of(SPACED, 2, 0.55, true),
  ];
  return [
    ...(kind === 'document' ? [] : writtenOddly),
    ...of(MASKED, 2, kind === 'document' ? 0.4 : 0.6, true),
    ...of(TAGGED, 1, 0.85, false),
  ];
}

/** How many levels of encoding are decoded. */
const DEPTH = 3;

function payloadEvidence(text: string, tokens: TokenList, depth = DEPTH): InjectionEvidence[] {
  return findPayloads(text, tokens).flatMap(({ start, end, decoded }) => {
    const own = tokenise(decoded, vocabulary());
    const deeper = depth > 1 && decoded.length < text.length ? payloadEvidence(decoded, own, depth - 1) : [];
    const confidence = densest([...evidenceIn(decoded, own), ...deeper].sort(byStart));
    return confidence < 0.25
      ? []
      : [{ start, end, label: 'OBFUSCATION' as const, confidence: Math.min(0.99, confidence + 0.2) }];
  });
}

function byStart(a: InjectionEvidence, b: InjectionEvidence): number {
  return a.start - b.start;
}

/**
 * Returns the likelihood of the evidence where it is densest. Labels count independently. Hits of one label do not,
 * unless they are parts of an order.
 */
function densest(evidence: readonly InjectionEvidence[]): number {
  let best = 0;
  let from = 0;
  while (from < evidence.length) {
    const start = evidence[from]?.start ?? 0;
    const byLabel = new Map<InjectionLabel, InjectionEvidence>();
    const seconds = new Map<InjectionLabel, number>();
    let next = from;
    for (let at = from; at < evidence.length; at++) {
      const item = evidence[at];
      if (item === undefined || item.start - start > NEIGHBOURHOOD) break;
      if (item.start - start <= NEIGHBOURHOOD / 2) next = at + 1;
      const known = byLabel.get(item.label);
      const isSurer = known === undefined || item.confidence > known.confidence;
      if (known !== undefined && item.start >= known.end && HAS_PARTS.has(item.label)) {
        const second = Math.min(known.confidence, item.confidence);
        seconds.set(item.label, Math.max(seconds.get(item.label) ?? 0, second));
      }
      if (isSurer) byLabel.set(item.label, item);
    }
    let doubt = 1;
    for (const { confidence } of byLabel.values()) doubt *= 1 - confidence;
    for (const second of seconds.values()) doubt *= 1 - second * SECOND;
    best = Math.max(best, 1 - doubt);
    from = Math.max(next, from + 1);
  }
  return best;
}

/** Returns the surest evidence, with overlapping pieces of one label united. */
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
