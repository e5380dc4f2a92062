import { failedScan, type ScanResult, type SpanStream } from '../../scan/index.js';
import { refusalOf } from '../errors.js';
import { decide } from '../policy/decide.js';
import type { BlockReason, Ruling } from '../policy/decision.js';
import type { Direction } from '../policy/effects.js';
import type { Policy } from '../policy/policy.js';
import { type Replace, type SpanFinder, spansToRedact } from '../redaction/redact-text.js';
import { type Reading, readingOf } from '../segments/readings.js';
import { createArrivals } from './arrivals.js';
import { createFlights, type Flight, type Flights } from './flights.js';
import type { Lane, LaneKind } from './lane.js';
import type { LaneBuffer } from './lane-buffer.js';
import { passWindow, reopenWindow } from './lane-offsets.js';
import { createLanes, type Lanes } from './lanes.js';
import { isTooMany, type Pace } from './pace.js';
import { replaceFound } from './replace-found.js';
import { createResponseOutcome, type ResponseOutcome } from './response-outcome.js';
import { createSchedule, type Schedule } from './schedule.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import type { ResponseVerdict, Verifier } from './verifier-face.js';
import type { Window } from './window.js';

/** The parts of its guardrail that a verifier needs. */
export interface VerifierParts {
  /** The direction: a response, or the input of a tool, in which nothing is ever replaced. */
  readonly direction: Exclude<Direction, 'prompt'>;
  readonly policy: Policy;
  readonly options: ResolvedStreamOptions;
  /** The length of text that must be seen after a place before the place leaves. */
  readonly lookahead: number;
  /** Aborts the scans. The abort reason is thrown as it is. */
  readonly signal: AbortSignal | undefined;
  /**
   * Judges a text of the answer, together with its prompt if `withPrompt` is set. Spans of the result have their places
   * in the text as it is written. At a limit, the result is that of a failed scan. Rejects only with an abort reason.
   */
  scan(reading: Reading, withPrompt: boolean, signal: AbortSignal): Promise<ScanResult>;
  /** Returns the number of scans so far. */
  scans(): number;
  /** The rate at which the scanner may be called. */
  readonly pace: Pace;
  /** Tells whether any window is worth a scan because something waits for its verdict. */
  isHurried?(): boolean;
  readonly replace: Replace;
  readonly spanFinder: SpanFinder | undefined;
  /** Makes the finder of sensitive data for each lane, used while it streams. */
  findStream(): SpanStream | undefined;
  /** The last blocks of the answer before this one in the same stream, whose ends are read with its beginning. */
  readonly after?: ReadonlyMap<LaneKind, LaneBuffer> | undefined;
  /** Called once with the outcome of the response. */
  onSettled(verdict: ResponseVerdict): void;
  /** Called when the rest is given up. */
  onStopped?(): void;
}

/** A verifier without its functions for tools. */
export interface TextVerifier extends Omit<Verifier, 'withinBudget' | 'openToolInput'> {
  /** Returns the length of text that has come and that may leave, in UTF-16 code units. */
  progress(): { readonly arrivedChars: number; readonly releasedChars: number };
  /** Returns the length of text that was not judged yet. It looks at all active blocks. */
  unjudgedChars(): number;
  /** The number of windows that have passed. */
  readonly passes: number;
}

/** A verifier in the form that another one uses. */
export type VerifierCore = TextVerifier & Verifier;

/** The number of times that one text is judged again after a replacement before it is given up. */
const MAX_REPLACEMENTS = 3;

/** The state of one verifier. */
interface Verification {
  readonly parts: VerifierParts;
  readonly lanes: Lanes;
  readonly schedule: Schedule;
  readonly outcome: ResponseOutcome;
  readonly flights: Flights;
  ended: boolean;
  /** True if the findings of the last scan may still grow. */
  growing: boolean;
  /** True if all of it was judged. */
  complete: boolean;
  passes: number;
  replacements: number;
  /** True if the last scan was refused because of too many calls. */
  tooMany: boolean;
  /** The length of text at the last replacement. New text may have findings of its own. */
  replacedAt: number;
}

/** Makes a verifier for one answer, or for one input of a tool. */
export function createVerifier(parts: VerifierParts): TextVerifier {
  const state = openVerification(parts);
  const { lanes, outcome, flights } = state;
  const openWoven = (): Lane => lanes.open('other');
  const arrivals = { text: createArrivals(openWoven), reasoning: createArrivals(openWoven) };
  return {
    openLane: lanes.open,
    arrivalsOf: (kind) => arrivals[kind],
    lastLanes: lanes.last,
    settleBlocks: lanes.settle,
    end() {
      state.ended = true;
      lanes.end();
    },
    work: () => work(state),
    verdicts: outcome.verdicts,
    get rewritten() {
      return lanes.rewritten;
    },
    get heldChars() {
      return lanes.length - lanes.released;
    },
    refuse() {
      const result = outcome.worst?.result ?? failedScan({}, 'Nothing was judged', 0);
      try {
        return refuse(state, result);
      } catch (error) {
        flights.stop(error);
        throw error;
      }
    },
    stop(reason) {
      flights.stop(reason);
      parts.onStopped?.();
    },
    progress: () => ({ arrivedChars: lanes.length, releasedChars: lanes.released }),
    get passes() {
      return state.passes;
    },
    unjudgedChars: () => lanes.active.reduce((sum, lane) => sum + lane.length - lane.scannedTo, 0),
  };
}

function openVerification(parts: VerifierParts): Verification {
  const { direction, policy, options, lookahead, replace, findStream, after, scans, pace } = parts;
  const observing = options.mode === 'observe';
  const replacing = direction === 'response' && policy.effects.response.get('dlp') === 'redact' && !observing;
  const lanes = createLanes({
    observing,
    withheld: options.mode === 'buffer',
    replace: replacing ? replace : undefined,
    findStream,
    after,
  });
  const countRedactions = (): number => lanes.all.reduce((sum, lane) => sum + lane.redactions.length, 0);
  return {
    parts,
    lanes,
    schedule: createSchedule({
      lanes,
      options,
      lookahead,
      scans,
      widening: () => pace.widening,
      isHurried: () => parts.isHurried?.() ?? false,
    }),
    outcome: createResponseOutcome(countRedactions, parts.onSettled),
    flights: createFlights(parts.signal),
    ended: false,
    growing: false,
    complete: false,
    passes: 0,
    replacements: 0,
    tooMany: false,
    replacedAt: 0,
  };
}

/** Starts the scan that is due, and returns the promise to wait for. */
function work(state: Verification): Promise<void> | undefined {
  const { flights, lanes, schedule, outcome, ended } = state;
  if (flights.broken !== undefined) return flights.broken;
  if (flights.resting) return flights.next();
  const { first } = flights;
  // Only the final scan runs in parallel with another.
  if (first === undefined || (ended && flights.count === 1 && !first.final)) {
    const window = schedule.next(state, first?.window);
    if (window !== undefined) launchInTime(state, window, first);
    else if (first === undefined && ended && outcome.worst !== undefined)
      outcome.settle(lanes.rewritten ? 'redact' : outcome.worst.outcome, outcome.worst.result);
  }
  return flights.next();
}

/** Starts a scan, or a pause if it is too early. After the pause, a scan of all text so far is planned again. */
function launchInTime(state: Verification, window: Window, beside: Flight | undefined): void {
  const { pace } = state.parts;
  const early = pace.dueInMs();
  if (early > 0) state.flights.rest(early);
  else {
    pace.start();
    launch(state, window, beside);
  }
}

function launch(state: Verification, window: Window, beside: Flight | undefined): void {
  const isOpen = state.lanes.quoted && !window.isWhole;
  const reading = readingOf(window.text, { threads: window.threads, isOpen });
  state.flights.launch({ window, reading, final: state.ended, beside }, (flight, signal) =>
    judge(state, flight, signal),
  );
}

/** Scans a window and acts on the verdict. Rejects with a refusal or the abort reason. */
async function judge(state: Verification, flight: Flight, signal: AbortSignal): Promise<void> {
  const { parts, outcome, flights } = state;
  const { window, reading, final, beside } = flight;
  // Findings that left no text, such as the inside of a key block, leave nothing to judge.
  const isBlank = window.text.trim() === '';
  const withPrompt = final && parts.options.finalScan !== 'off';
  const result = isBlank ? undefined : await parts.scan(reading, withPrompt, signal);
  const ruling =
    result === undefined || flight.dropped ? undefined : decide(result, parts.direction, parts.policy);
  const again = result !== undefined && ruling?.outcome === 'block' && isWorthAnother(state, result);
  if (result !== undefined && ruling?.outcome === 'block' && !again) refuse(state, result, ruling.reason);
  // Nothing leaves and nothing is replaced before the window under way is judged, because it may change the text.
  await beside?.done;
  if (flight.dropped || flights.broken !== undefined) return;
  // A scan that was started in parallel continues from text that was not judged.
  if (again) return flights.dropBeside(window, false);
  state.tooMany = false;
  if (result === undefined || ruling === undefined) return pass(state, flight);
  outcome.note(ruling.outcome, result);
  if (ruling.outcome === 'redact') redact(state, flight, result, ruling);
  else {
    state.replacements = 0;
    pass(state, flight);
  }
  reportProgress(state, flight);
}

/** Tells whether a failed window is scanned again: after too many calls of the service, and only once in a row. */
function isWorthAnother(state: Verification, result: ScanResult): boolean {
  if (state.tooMany || !isTooMany(result)) return false;
  state.tooMany = true;
  return true;
}

function pass(state: Verification, { window, final }: Flight): void {
  const { lanes, schedule } = state;
  passWindow(window);
  state.passes += 1;
  state.growing = false;
  state.complete =
    final && lanes.active.every((lane) => lane.clearedTo === lane.length && lane.scannedTo === lane.length);
  if (state.complete) lanes.release();
  lanes.tidy(schedule.needed());
}

function redact(
  state: Verification,
  { window, reading }: Flight,
  result: ScanResult,
  { redact: detectors }: Ruling,
): void {
  const { direction, options, replace, spanFinder } = state.parts;
  const arrived = state.lanes.length;
  if (arrived !== state.replacedAt) state.replacements = 0;
  state.replacedAt = arrived;
  const isFixed = direction === 'tool' || options.mode === 'observe';
  if (isFixed || state.replacements >= MAX_REPLACEMENTS) refuse(state, result);
  const spans = spansToRedact(window.text, 'response', detectors, result.spans ?? [], spanFinder, reading);
  const became = replaceFound(window, spans, { replace, maxWindow: options.maxWindow });
  if (became === 'refused') refuse(state, result);
  const replaced = became === 'replaced';
  state.growing = became === 'growing';
  if (replaced) state.replacements += 1;
  reopenWindow(window, replaced);
  // A scan started meanwhile judges text that is no longer the answer, or continues from text that did not pass.
  state.flights.dropBeside(window, replaced);
}

/** Settles the response as blocked and throws the refusal. */
function refuse(
  { outcome, parts: { direction } }: Verification,
  result: ScanResult,
  reason: BlockReason = 'redaction_failed',
): never {
  outcome.settle('block', result, reason);
  throw refusalOf({ direction, outcome: 'block', text: '', result, redactions: [], reason });
}

function reportProgress({ parts, lanes }: Verification, { final, window: { text } }: Flight): void {
  const arrivedChars = lanes.length;
  const releasedChars = lanes.released;
  parts.options.onProgress({
    scan: final ? 'final' : 'window',
    scans: parts.scans(),
    scannedChars: text.length,
    arrivedChars,
    releasedChars,
    heldChars: arrivedChars - releasedChars,
  });
}
