import { failedScan, linkedSignal, type ScanResult, type SpanStream } from '../../scan/index.js';
import { refusalOf } from '../errors.js';
import { decide } from '../policy/decide.js';
import { type BlockReason, type Outcome, type Ruling, strictness } from '../policy/decision.js';
import type { Policy } from '../policy/policy.js';
import { type Replace, type SpanFinder, spansToRedact } from '../redaction/redact-text.js';
import { type Reading, readingOf } from '../segments/readings.js';
import { createArrivals } from './arrivals.js';
import { spacing } from './budget.js';
import type { Lane, LaneKind } from './lane.js';
import type { LaneBuffer } from './lane-buffer.js';
import { createLanes } from './lanes.js';
import { planWindow } from './plan-window.js';
import { replaceFound } from './replace-found.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import type { ResponseVerdict, Verifier } from './verifier-face.js';
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
   * Judges a text of the answer; with its prompt beside it where `withPrompt` is set. Spans of the result have their places
   * in the text as it stands. Where a limit is reached, the result is that of a scan that failed. Rejects only with an
   * abort reason.
   */
  scan(reading: Reading, withPrompt: boolean, signal: AbortSignal): Promise<ScanResult>;
  /** How many scans were made. */
  scans(): number;
  readonly withinBudget: Verifier['withinBudget'];
  readonly replace: Replace;
  readonly spanFinder: SpanFinder | undefined;
  /** For each lane, what finds sensitive data while it flows. */
  findStream(): SpanStream | undefined;
  /** The last blocks of the answer before this one in the same stream, whose ends are read with its beginning. */
  readonly after?: ReadonlyMap<LaneKind, LaneBuffer> | undefined;
  /** Told once, of what became of the response. */
  onSettled(verdict: ResponseVerdict): void;
}

/** One scan under way. */
interface Flight {
  readonly window: Window;
  /** Its text as its consumers may read it. */
  readonly reading: Reading;
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

/** With more blocks than this under way, a window is planned once as many units have come as there are blocks. */
const FEW_LANES = 64;

/** Makes a verifier for one answer. */
export function createVerifier(parts: VerifierParts): Verifier {
  const { policy, options, lookahead, replace } = parts;
  const observing = options.mode === 'observe';
  const replacing = policy.effects.response.get('dlp') === 'redact' && !observing;
  const { findStream } = parts;
  const lanes = createLanes({
    observing,
    withheld: options.mode === 'buffer',
    replace: replacing ? replace : undefined,
    findStream,
    after: parts.after,
  });
  const openWoven = (): Lane => lanes.open('other');
  const arrivals = { text: createArrivals(openWoven), reasoning: createArrivals(openWoven) };
  const verdicts: ResponseVerdict[] = [];
  let ended = false;
  /** The last scan found what may still grow. */
  let growing = false;
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

  /** How much had come, and how often blocks were settled, when a window was planned last. */
  let planned = { length: 0, settlements: 0 };

  /** Whether it is worth to look at all blocks: with very many of them not for each piece of one. */
  const isWorthPlanning = (): boolean => {
    const { active, length, settlements } = lanes;
    if (ended || active.length <= FEW_LANES || settlements !== planned.settlements) return true;
    return length - planned.length >= active.length;
  };

  const plan = (beside: Window | undefined): Window | undefined => {
    if (complete || (!ended && options.mode === 'buffer') || !isWorthPlanning()) return undefined;
    planned = { length: lanes.length, settlements: lanes.settlements };
    const total = ended ? lanes.length : 0;
    if (ended && total === 0) return undefined;
    const whole = ended && total <= MAX_WHOLE && lanes.all.every(({ remembered }) => remembered);
    if (whole && (options.finalScan === 'full' || options.mode === 'buffer'))
      return wholeWindow(lanes.all, options.contextChars);
    const minWindow = options.minWindow * spacing(parts.scans(), options.maxScans);
    return planWindow(lanes.active, { ...options, minWindow, lookahead, ended, growing, observing, beside });
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
      lane.clearedTo = Math.max(lane.clearedTo, releaseTo);
    }
    growing = false;
    complete =
      final && lanes.active.every((lane) => lane.clearedTo === lane.length && lane.scannedTo === lane.length);
    if (complete) lanes.release();
    // A long answer is not kept: it can no longer be judged whole.
    const isKept = options.finalScan === 'full' && lanes.length <= MAX_WHOLE;
    lanes.tidy(isKept ? undefined : options.contextChars);
  };

  const redact = ({ window, reading }: Flight, result: ScanResult, { redact: detectors }: Ruling): void => {
    const arrived = lanes.length;
    if (arrived !== replacedAt) replacements = 0;
    replacedAt = arrived;
    if (observing || replacements >= MAX_REPLACEMENTS) refuse(result);
    const found = result.spans ?? [];
    const spans = spansToRedact(window.text, 'response', detectors, found, parts.spanFinder, reading);
    const became = replaceFound(window, spans, { replace, maxWindow: options.maxWindow });
    if (became === 'refused') refuse(result);
    const replaced = became === 'replaced';
    growing = became === 'growing';
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
    const { window, reading, final, beside } = flight;
    // Findings that left nothing, such as the inside of a key block: there is nothing to judge.
    const isBlank = window.text.trim() === '';
    const result = isBlank
      ? undefined
      : await parts.scan(reading, final && options.finalScan !== 'off', signal);
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
    const isOpen = lanes.quoted && !window.isWhole;
    const flight: Flight = {
      window,
      reading: readingOf(window.text, { threads: window.threads, isOpen }),
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
    arrivalsOf: (kind) => arrivals[kind],
    lastLanes: lanes.last,
    withinBudget: parts.withinBudget,
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
