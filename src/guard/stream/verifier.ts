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

/** What a verifier needs of its guardrail. */
export interface VerifierParts {
  /** What it judges: a response, or the input of a tool, in which nothing is ever replaced. */
  readonly direction: Exclude<Direction, 'prompt'>;
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
  /** How often the scanner may be asked. */
  readonly pace: Pace;
  /** Whether any window is worth a scan, because somebody waits for what it will say. */
  isHurried?(): boolean;
  readonly replace: Replace;
  readonly spanFinder: SpanFinder | undefined;
  /** For each lane, what finds sensitive data while it flows. */
  findStream(): SpanStream | undefined;
  /** The last blocks of the answer before this one in the same stream, whose ends are read with its beginning. */
  readonly after?: ReadonlyMap<LaneKind, LaneBuffer> | undefined;
  /** Told once, of what became of the response. */
  onSettled(verdict: ResponseVerdict): void;
  /** Told when the rest is given up. */
  onStopped?(): void;
}

/** A verifier without what it says of tools. */
export interface TextVerifier extends Omit<Verifier, 'withinBudget' | 'openToolInput'> {
  /** How much has come, and how much may leave, in UTF-16 code units. */
  progress(): { readonly arrivedChars: number; readonly releasedChars: number };
  /** How much of what has come was not judged yet. Looks at all blocks that are under way. */
  unjudgedChars(): number;
  /** How many windows have passed. */
  readonly passes: number;
}

/** A verifier as another one uses it. */
export type VerifierCore = TextVerifier & Verifier;

/** How often one text is judged again after a replacement before it is given up. */
const MAX_REPLACEMENTS = 3;

/** The state of one verifier. */
interface Verification {
  readonly parts: VerifierParts;
  readonly lanes: Lanes;
  readonly schedule: Schedule;
  readonly outcome: ResponseOutcome;
  readonly flights: Flights;
  ended: boolean;
  /** The last scan found what may still grow. */
  growing: boolean;
  /** All of it has been judged. */
  complete: boolean;
  passes: number;
  replacements: number;
  /** The last scan was refused as one too many. */
  tooMany: boolean;
  /** How much had come at the last replacement: new text brings findings of its own. */
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

/** Starts the scan that is due, and says what is to be waited for. */
function work(state: Verification): Promise<void> | undefined {
  const { flights, lanes, schedule, outcome, ended } = state;
  if (flights.broken !== undefined) return flights.broken;
  if (flights.resting) return flights.next();
  const { first } = flights;
  // Only the final scan is made beside another.
  if (first === undefined || (ended && flights.count === 1 && !first.final)) {
    const window = schedule.next(state, first?.window);
    if (window !== undefined) launchInTime(state, window, first);
    else if (first === undefined && ended && outcome.worst !== undefined)
      outcome.settle(lanes.rewritten ? 'redact' : outcome.worst.outcome, outcome.worst.result);
  }
  return flights.next();
}

/** Starts a scan, or a rest where it is too early for one: it is planned anew afterwards, with what came meanwhile. */
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
  // Findings that left nothing, such as the inside of a key block, leave nothing to judge.
  const isBlank = window.text.trim() === '';
  const withPrompt = final && parts.options.finalScan !== 'off';
  const result = isBlank ? undefined : await parts.scan(reading, withPrompt, signal);
  const ruling =
    result === undefined || flight.dropped ? undefined : decide(result, parts.direction, parts.policy);
  const again = result !== undefined && ruling?.outcome === 'block' && isWorthAnother(state, result);
  if (result !== undefined && ruling?.outcome === 'block' && !again) refuse(state, result, ruling.reason);
  // Nothing leaves, and no place is replaced, before the window under way is judged: it may change the text.
  await beside?.done;
  if (flight.dropped || flights.broken !== undefined) return;
  // What was started beside it goes on from what was not judged.
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

/** Whether a window that failed is scanned once more: where the service was asked too often, and only once in a row. */
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
  // A scan that was started meanwhile judges what is no longer the answer, or goes on from what did not pass.
  state.flights.dropBeside(window, replaced);
}

/** Settles the response as blocked, and throws the refusal. */
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
