import { failedScan, linkedSignal, type ScanResult, type SpanStream } from '../../scan/index.js';
import { type BlockReason, decide, type Outcome, type Ruling, strictness } from '../decision.js';
import { refusalOf } from '../errors.js';
import type { Policy } from '../policy.js';
import { type Replace, type SpanFinder, spansToRedact } from '../redaction.js';
import { spacing } from './budget.js';
import type { Lane, LaneKind } from './lane.js';
import { createLanes } from './lanes.js';
import { planWindow } from './plan-window.js';
import { replaceFound } from './replace-found.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import { type Window, wholeWindow } from './window.js';

/** What a verifier needs of its guardrail. */
export interface VerifierParts {
  readonly policy: Policy;
  readonly options: ResolvedStreamOptions;
  /** How much text must have been seen behind a place before it leaves. */
  readonly lookahead: number;
  /** Aborts the scans; the abort reason is thrown as it is. */
  readonly signal: AbortSignal | undefined;
  /**
   * Judges a text of the answer; with its prompt beside it where `withPrompt` is set. Where a limit is reached, the result
   * is that of a scan that failed. Rejects only with an abort reason.
   */
  scan(text: string, withPrompt: boolean, signal: AbortSignal): Promise<ScanResult>;
  /** How many scans were made. */
  scans(): number;
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
 * take. Only the last one, of the whole answer, does not wait for the one under way.
 */
export interface Verifier {
  openLane(kind: LaneKind): Lane;
  /** What comes next is no text: the ends of closed blocks need not wait for it. */
  settleBlocks(): void;
  /** No more text comes. */
  end(): void;
  /**
   * Starts the next scan if one is due. The promise settles with the first of the scans under way, and rejects with
   * GuardrailViolationError, GuardrailScanError or the abort reason; undefined where there is nothing to wait for.
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
  /** Gives the rest up: scans under way are aborted with the reason, and nothing is judged after it. */
  stop(reason: unknown): void;
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

/** One scan under way. */
interface Flight {
  readonly window: Window;
  /** Nothing comes behind its window. */
  readonly final: boolean;
  /** The scan beside which the final one was started. */
  readonly beside: Flight | undefined;
  readonly stop: (reason: unknown) => void;
  /** Settles once its verdict has been acted on. */
  done: Promise<void>;
  /** The text that it judges is no longer the answer. */
  dropped: boolean;
}

/** How often one text is judged again after a replacement before it is given up. */
const MAX_REPLACEMENTS = 3;

/** The longest answer that is kept to be judged whole at its end, in UTF-16 code units; the service takes 2 MiB. */
const MAX_WHOLE = 500_000;

/** Makes a verifier for one answer. */
export function createVerifier(parts: VerifierParts): Verifier {
  const { policy, options, lookahead, replace } = parts;
  const observing = options.mode === 'observe';
  const replacing = policy.effects.response.get('dlp') === 'redact' && !observing;
  const { findStream } = parts;
  const lanes = createLanes({ observing, replace: replacing ? replace : undefined, findStream });
  const verdicts: ResponseVerdict[] = [];
  let ended = false;
  let complete = false;
  let replacements = 0;
  /** How much had come at the last replacement: new text brings findings of its own. */
  let replacedAt = 0;
  let flights: readonly Flight[] = [];
  /** A refusal stays: nothing is judged after it. */
  let broken: Promise<void> | undefined;
  /** The strictest verdict so far. */
  let worst: { readonly outcome: Outcome; readonly result: ScanResult } | undefined;

  const settle = (outcome: Outcome, result: ScanResult, reason?: BlockReason): void => {
    if (verdicts.length > 0) return;
    const redactions = lanes.all.reduce((sum, lane) => sum + lane.redactions.length, 0);
    const verdict = { outcome, ...(reason !== undefined && { reason }), redactions, result };
    verdicts.push(verdict);
    parts.onSettled(verdict);
  };

  const plan = (beside: Window | undefined): Window | undefined => {
    if (complete || (!ended && options.mode === 'buffer')) return undefined;
    const total = ended ? lanes.length : 0;
    if (ended && total === 0) return undefined;
    const whole = ended && total <= MAX_WHOLE && lanes.all.every(({ remembered }) => remembered);
    if (whole && (options.finalScan === 'full' || options.mode === 'buffer')) return wholeWindow(lanes.all);
    const minWindow = options.minWindow * spacing(parts.scans(), options.maxScans);
    return planWindow(lanes.active, { ...options, minWindow, lookahead, ended, observing, beside });
  };

  const refuse = (result: ScanResult, reason: BlockReason = 'redaction_failed'): never => {
    settle('block', result, reason);
    throw refusalOf({ direction: 'response', outcome: 'block', text: '', result, redactions: [], reason });
  };

  const stop = (reason: unknown): void => {
    if (broken === undefined) {
      broken = Promise.reject(reason);
      // Who waits for it hears of it; nobody has to.
      broken.catch(() => undefined);
    }
    for (const flight of flights) flight.stop(reason);
    flights = [];
  };

  const pass = ({ window: { pieces }, final }: Flight): void => {
    for (const { lane, to, releaseTo } of pieces) {
      lane.scannedTo = Math.max(lane.scannedTo, to);
      lane.seenTo = Math.max(lane.seenTo, to);
      lane.releasedTo = Math.max(lane.releasedTo, releaseTo);
    }
    complete =
      final &&
      lanes.active.every((lane) => lane.releasedTo === lane.length && lane.scannedTo === lane.length);
    // A long answer is not kept: it can no longer be judged whole.
    const isKept = options.finalScan === 'full' && lanes.length <= MAX_WHOLE;
    lanes.tidy(isKept ? undefined : options.contextChars);
  };

  const redact = ({ window, final }: Flight, result: ScanResult, { redact: detectors }: Ruling): void => {
    const arrived = lanes.length;
    if (arrived !== replacedAt) replacements = 0;
    replacedAt = arrived;
    if (observing || replacements >= MAX_REPLACEMENTS) refuse(result);
    const spans = spansToRedact(window.text, 'response', detectors, result.spans ?? [], parts.spanFinder);
    const became = replaceFound(window, spans, { replace, final, maxWindow: options.maxWindow });
    if (became === 'refused') refuse(result);
    const replaced = became === 'replaced';
    replacements += replaced ? 1 : 0;
    for (const { lane, from, to } of window.pieces) {
      // Judged again as it will leave.
      if (replaced) lane.scannedTo = Math.min(lane.scannedTo, from);
      lane.seenTo = replaced ? Math.min(lane.seenTo, from) : to;
    }
    // A scan that was started meanwhile judges what is no longer the answer, or goes on from what did not pass.
    for (const flight of flights.filter((other) => other.beside?.window === window)) {
      if (!replaced && flight.window.isWhole) continue;
      flight.dropped = true;
      flight.stop(new DOMException('The text has changed', 'AbortError'));
      flights = flights.filter((other) => other !== flight);
    }
  };

  const judge = async (flight: Flight, signal: AbortSignal): Promise<void> => {
    const { window, final, beside } = flight;
    // Findings that left nothing, such as the inside of a key block: there is nothing to judge.
    const isBlank = window.text.trim() === '';
    const result = isBlank
      ? undefined
      : await parts.scan(window.text, final && options.finalScan !== 'off', signal);
    const ruling = result === undefined || flight.dropped ? undefined : decide(result, 'response', policy);
    if (result !== undefined && ruling?.outcome === 'block') refuse(result, ruling.reason);
    // Nothing leaves, and no place is replaced, before the window under way is judged: it may change the text.
    await beside?.done;
    if (flight.dropped || broken !== undefined) return;
    if (result === undefined || ruling === undefined) return pass(flight);
    if (worst === undefined || strictness(ruling.outcome) > strictness(worst.outcome))
      worst = { outcome: ruling.outcome, result };
    if (ruling.outcome === 'redact') redact(flight, result, ruling);
    else {
      replacements = 0;
      pass(flight);
    }
    report(flight);
  };

  const launch = (window: Window, beside: Flight | undefined): void => {
    const { signal, stop: abort, detach } = linkedSignal(parts.signal);
    const flight: Flight = {
      window,
      final: ended,
      beside,
      stop: abort,
      done: Promise.resolve(),
      dropped: false,
    };
    flights = [...flights, flight];
    flight.done = judge(flight, signal).then(
      () => {
        detach();
        flights = flights.filter((other) => other !== flight);
      },
      (error: unknown) => {
        detach();
        if (flight.dropped) return;
        stop(error);
        throw error;
      },
    );
    flight.done.catch(() => undefined);
  };

  const report = ({ final, window: { text } }: Flight): void => {
    const arrivedChars = lanes.length;
    const releasedChars = lanes.released;
    options.onProgress({
      scan: final ? 'final' : 'window',
      scans: parts.scans(),
      scannedChars: text.length,
      arrivedChars,
      releasedChars,
      heldChars: arrivedChars - releasedChars,
    });
  };

  return {
    openLane: (kind) => lanes.open(kind),
    settleBlocks: lanes.settle,
    end() {
      ended = true;
      lanes.end();
    },
    work() {
      if (broken !== undefined) return broken;
      const [first] = flights;
      // Only the final scan is made beside another.
      if (first === undefined || (ended && flights.length === 1 && !first.final)) {
        const window = plan(first?.window);
        if (window !== undefined) launch(window, first);
        else if (first === undefined && ended && worst !== undefined)
          settle(lanes.rewritten ? 'redact' : worst.outcome, worst.result);
      }
      const [one, other] = flights;
      if (one === undefined || other === undefined) return one?.done;
      const next = Promise.race([one.done, other.done]);
      next.catch(() => undefined);
      return next;
    },
    verdicts,
    get rewritten() {
      return lanes.rewritten;
    },
    get heldChars() {
      return lanes.length - lanes.released;
    },
    refuse() {
      const result = worst?.result ?? failedScan({}, 'Nothing was judged', 0);
      try {
        return refuse(result);
      } catch (error) {
        stop(error);
        throw error;
      }
    },
    stop,
  };
}
