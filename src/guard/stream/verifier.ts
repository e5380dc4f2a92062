import { failedScan, type ScanResult, type SpanStream } from '../../scan/index.js';
import { type BlockReason, decide, type Outcome, strictness } from '../decision.js';
import { refusalOf } from '../errors.js';
import type { Policy } from '../policy.js';
import { type SpanFinder, spansToRedact } from '../redaction.js';
import { type Lane, LaneBuffer, type LaneKind, type Replace } from './lane.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import { placeSpans, planWindow, type Window, wholeWindow } from './window.js';

/** What a verifier needs of its guardrail. */
export interface VerifierParts {
  readonly policy: Policy;
  readonly options: ResolvedStreamOptions;
  /** How much text must have been seen behind a place before it leaves. */
  readonly lookahead: number;
  /** Judges a text of the answer; with its prompt beside it where `withPrompt` is set. Rejects only with an abort reason. */
  scan(text: string, withPrompt: boolean): Promise<ScanResult>;
  /** The result of a scan that is not made because a limit is reached. */
  overLimit(limit: 'maxScans' | 'maxScannedChars'): ScanResult;
  readonly replace: Replace;
  readonly spanFinder: SpanFinder | undefined;
  /** For each lane, what finds sensitive data while it flows. */
  findStream(): SpanStream | undefined;
  /** Told once, of what became of the response. */
  onSettled(verdict: ResponseVerdict): void;
}

/**
 * Judges the text of one answer as it flows: lanes take it in, `releasedTo` of a lane says what may leave. Scans are made
 * one at a time; whatever comes while one is under way is judged by the next, so their number follows from how long they
 * take.
 */
export interface Verifier {
  openLane(kind: LaneKind): Lane;
  /** What comes next is no text: the ends of closed blocks need not wait for it. */
  settleBlocks(): void;
  /** No more text comes. */
  end(): void;
  /**
   * Starts the next scan if one is due. The promise of the scan under way rejects with GuardrailViolationError,
   * GuardrailScanError or the abort reason; undefined where there is nothing to wait for.
   */
  work(): Promise<void> | undefined;
  /** What became of the response, once that is known: at most one. */
  readonly verdicts: readonly ResponseVerdict[];
  /** Whether anything has been replaced. */
  readonly rewritten: boolean;
  /** How much text is held, in UTF-16 code units. */
  readonly heldChars: number;
  /** Refuses the rest: a finding lies in a place that cannot be rewritten. Throws GuardrailViolationError. */
  refuse(): never;
}

/** What became of a response that streams. */
export interface ResponseVerdict {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** How many places were replaced. */
  readonly redactions: number;
  /** The strictest verdict. */
  readonly result: ScanResult;
}

/** How often one text is judged again after a replacement before it is given up. */
const MAX_REPLACEMENTS = 3;

/** The longest answer that is kept to be judged whole at its end, in UTF-16 code units; the service takes 2 MiB. */
const MAX_WHOLE = 500_000;

/** Makes a verifier for one answer. */
export function createVerifier(parts: VerifierParts): Verifier {
  const { policy, options, lookahead } = parts;
  const observing = options.mode === 'observe';
  const replacing = policy.effects.response.get('dlp') === 'redact' && !observing;
  const lanes: LaneBuffer[] = [];
  const verdicts: ResponseVerdict[] = [];
  let ended = false;
  let complete = false;
  let scans = 0;
  let scannedChars = 0;
  let replacements = 0;
  /** How much had come at the last replacement: new text brings findings of its own. */
  let replacedAt = 0;
  let underWay: Promise<void> | undefined;
  /** The strictest verdict so far. */
  let worst: { readonly outcome: Outcome; readonly result: ScanResult } | undefined;

  const arrived = (): number => lanes.reduce((sum, lane) => sum + lane.length, 0);
  const isRewritten = (): boolean => lanes.some((lane) => lane.rewritten);

  const settle = (outcome: Outcome, result: ScanResult, reason?: BlockReason): void => {
    if (verdicts.length > 0) return;
    const redactions = lanes.reduce((sum, lane) => sum + lane.redactions.length, 0);
    const verdict = { outcome, ...(reason !== undefined && { reason }), redactions, result };
    verdicts.push(verdict);
    parts.onSettled(verdict);
  };

  const plan = (): Window | undefined => {
    if (complete || (!ended && options.mode === 'buffer')) return undefined;
    const total = arrived();
    if (ended && total === 0) return undefined;
    const whole = lanes.every(({ remembered }) => remembered) && total <= MAX_WHOLE;
    if (ended && whole && (options.finalScan === 'full' || options.mode === 'buffer'))
      return wholeWindow(lanes);
    return planWindow(lanes, { ...options, lookahead, ended, observing });
  };

  const scan = async (text: string, final: boolean): Promise<ScanResult> => {
    if (scans >= options.maxScans) return parts.overLimit('maxScans');
    if (scannedChars + text.length > options.maxScannedChars) return parts.overLimit('maxScannedChars');
    scans += 1;
    scannedChars += text.length;
    return parts.scan(text, final && options.finalScan !== 'off');
  };

  const refuse = (result: ScanResult, reason: BlockReason = 'redaction_failed'): never => {
    settle('block', result, reason);
    throw refusalOf({ direction: 'response', outcome: 'block', text: '', result, redactions: [], reason });
  };

  /** Replaces what a verdict found. Returns false where all of it may still grow. */
  const replaceFound = (
    window: Window,
    result: ScanResult,
    detectors: readonly string[],
    final: boolean,
  ): boolean => {
    const spans = spansToRedact(window.text, 'response', detectors, result.spans ?? [], parts.spanFinder);
    const placed = placeSpans(window, spans);
    if (placed.length === 0) refuse(result);
    const growing = placed.filter(
      ({ piece, end }) =>
        !final && !piece.lane.closed && end > piece.releaseTo && piece.to - piece.from < options.maxWindow,
    );
    for (const { piece, start } of growing) {
      // It is looked for again, as a whole, once more text has come.
      piece.lane.scannedTo = Math.min(piece.lane.scannedTo, Math.max(0, start));
    }
    const certain = placed.filter((span) => !growing.includes(span));
    for (const { piece, start, end, label } of certain) {
      if (piece.lane.kind === 'reasoning' || !piece.lane.redact(start, end, label, parts.replace))
        refuse(result);
    }
    return certain.length > 0;
  };

  const pass = ({ pieces }: Window, final: boolean): void => {
    for (const { lane, to, releaseTo } of pieces) {
      lane.scannedTo = Math.max(lane.scannedTo, to);
      lane.seenTo = Math.max(lane.seenTo, to);
      lane.releasedTo = Math.max(lane.releasedTo, releaseTo);
    }
    complete =
      final && lanes.every((lane) => lane.releasedTo === lane.length && lane.scannedTo === lane.length);
    forget();
  };

  const judge = async (window: Window): Promise<void> => {
    const final = ended;
    // Findings that left nothing, such as the inside of a key block: there is nothing to judge.
    if (window.text.trim() === '') return pass(window, final);
    const result = await scan(window.text, final);
    const ruling = decide(result, 'response', policy);
    if (worst === undefined || strictness(ruling.outcome) > strictness(worst.outcome))
      worst = { outcome: ruling.outcome, result };
    if (ruling.outcome === 'block') refuse(result, ruling.reason);
    if (ruling.outcome === 'redact') {
      if (arrived() !== replacedAt) replacements = 0;
      replacedAt = arrived();
      if (observing || replacements >= MAX_REPLACEMENTS) refuse(result);
      const replaced = replaceFound(window, result, ruling.redact, final);
      replacements += replaced ? 1 : 0;
      for (const { lane, from, to } of window.pieces) {
        // Judged again as it will leave.
        if (replaced) lane.scannedTo = Math.min(lane.scannedTo, from);
        lane.seenTo = replaced ? Math.min(lane.seenTo, from) : to;
      }
    } else {
      replacements = 0;
      pass(window, final);
    }
    report(final, window.text.length);
  };

  /** A long answer is not kept: it can no longer be judged whole. */
  const forget = (): void => {
    if (arrived() <= MAX_WHOLE && options.finalScan === 'full') return;
    for (const lane of lanes) lane.forget(options.contextChars);
  };

  const report = (final: boolean, length: number): void => {
    const arrivedChars = arrived();
    const releasedChars = lanes.reduce((sum, lane) => sum + lane.releasedTo, 0);
    options.onProgress({
      scan: final ? 'final' : 'window',
      scans,
      scannedChars: length,
      arrivedChars,
      releasedChars,
      heldChars: arrivedChars - releasedChars,
    });
  };

  return {
    openLane(kind) {
      const before = lanes.findLast((lane) => lane.kind === kind && kind !== 'other');
      const lane = new LaneBuffer({
        kind,
        finder: kind === 'reasoning' || observing ? undefined : parts.findStream(),
        replace: replacing && kind !== 'reasoning' ? parts.replace : undefined,
        released: observing,
        ...(before !== undefined && { before: before.contextBefore(before.length, options.contextChars) }),
      });
      lanes.push(lane);
      return lane;
    },
    settleBlocks() {
      for (const lane of lanes) lane.settled ||= lane.closed;
    },
    end() {
      ended = true;
      for (const lane of lanes) lane.close();
    },
    work() {
      if (underWay !== undefined) return underWay;
      const window = plan();
      if (window === undefined) {
        if (ended && worst !== undefined) settle(isRewritten() ? 'redact' : worst.outcome, worst.result);
        return undefined;
      }
      underWay = judge(window).then(() => {
        underWay = undefined;
      });
      // A refusal stays: nothing is judged after it. Who waits for it hears of it; nobody has to.
      underWay.catch(() => undefined);
      return underWay;
    },
    verdicts,
    get rewritten() {
      return isRewritten();
    },
    get heldChars() {
      return lanes.reduce((sum, lane) => sum + lane.length - lane.releasedTo, 0);
    },
    refuse() {
      return refuse(worst?.result ?? failedScan({}, 'Nothing was judged', 0));
    },
  };
}
