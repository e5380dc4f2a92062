import { callSafely, GuardrailConfigError, isRecord, type ScanResult } from '../scan/index.js';
import type { GuardrailEvent } from './events.js';
import type { BlockReason, Outcome } from './policy/decision.js';
import type { Direction } from './policy/effects.js';

/**
 * Traces and counts what a guardrail does, as `otelTelemetry` of `airs-guardrails/otel` does it. What its functions throw is
 * ignored; a check goes on without them.
 */
export interface GuardrailTelemetry {
  /** Whether it is given what was judged, with findings replaced. @default 'off' */
  readonly content?: 'off' | 'redacted';
  /** Told about every scan and decision, as `onEvent` is. */
  onEvent?(event: GuardrailEvent): void;
  /** A check begins: of a whole text, or of a response that streams. */
  startCheck?(check: CheckStart): CheckTrace;
  /** A scan begins, within the check that is under way. */
  startScan?(scan: ScanStart): ScanTrace;
}

/** What is known of a check when it begins. */
export interface CheckStart {
  readonly direction: Direction;
  readonly toolName?: string;
  /** Whether it is of a response while it streams. */
  readonly streamed: boolean;
}

/** How a check ended. */
export interface CheckEnd {
  /** Absent where the check was given up: by its signal, or by an error. */
  readonly verdict?: {
    readonly outcome: Outcome;
    readonly reason?: BlockReason;
    /** How many places were replaced. */
    readonly redactions: number;
    readonly result: ScanResult;
  };
  /** What was judged, with findings replaced; only for a telemetry that asks for it, and where they could be located. */
  readonly content?: string;
  /** How a stream was held: the most at a time in UTF-16 code units, and the longest wait for a scan in milliseconds. */
  readonly held?: { readonly chars: number; readonly ms: number };
}

/** One check under way. */
export interface CheckTrace {
  /** Runs a task as a part of the check, so that what is traced in it is seen as its part. */
  within<Value>(task: () => Value): Value;
  end(end: CheckEnd): void;
}

/** What is known of a scan when it begins. */
export interface ScanStart {
  readonly direction: Direction;
  readonly scanner: string;
}

/** One scan under way. */
export interface ScanTrace {
  within<Value>(task: () => Value): Value;
  /** Ends with the verdict; without one where the scan was aborted. */
  end(result: ScanResult | undefined): void;
}

/** A telemetry as the guard uses it: it never throws, and runs each task once. */
export interface Tracing {
  readonly wantsContent: boolean;
  onEvent: ((event: GuardrailEvent) => void) | undefined;
  startCheck(check: CheckStart): CheckTrace;
  startScan(scan: ScanStart): ScanTrace;
}

const UNTRACED = { within: <Value>(task: () => Value): Value => task(), end: (): void => undefined };

/**
 * Makes a telemetry safe to use; undefined without one.
 * @throws GuardrailConfigError for what is none
 */
export function resolveTelemetry(telemetry: GuardrailTelemetry | undefined): Tracing | undefined {
  if (telemetry === undefined) return undefined;
  const given: unknown = telemetry;
  if (!isRecord(given)) throw new GuardrailConfigError('telemetry', 'must be an object');
  for (const name of ['onEvent', 'startCheck', 'startScan'] as const) {
    if (given[name] !== undefined && typeof given[name] !== 'function')
      throw new GuardrailConfigError(`telemetry.${name}`, 'must be a function');
  }
  const { content = 'off' } = telemetry;
  if (content !== 'off' && content !== 'redacted')
    throw new GuardrailConfigError('telemetry.content', "must be 'off' or 'redacted'");
  return {
    wantsContent: content === 'redacted',
    onEvent: telemetry.onEvent === undefined ? undefined : (event) => telemetry.onEvent?.(event),
    startCheck: (check) => safeTrace<CheckEnd>(() => telemetry.startCheck?.(check)),
    startScan: (scan) => safeTrace<ScanResult | undefined>(() => telemetry.startScan?.(scan)),
  };
}

/** What checks and scans under way have in common. */
interface Trace<End> {
  within<Value>(task: () => Value): Value;
  end(end: End): void;
}

function safeTrace<End>(start: () => Trace<End> | undefined): Trace<End> {
  const started = callSafely(start);
  if (!isTrace<End>(started)) return UNTRACED;
  let ended = false;
  return {
    within(task) {
      // The task is ours: it runs once, whatever becomes of the telemetry around it.
      let done: { readonly value: ReturnType<typeof task> } | undefined;
      callSafely(() => {
        started.within(() => {
          done ??= { value: task() };
        });
      });
      return done === undefined ? task() : done.value;
    },
    end(end) {
      if (ended) return;
      ended = true;
      callSafely(() => started.end(end));
    },
  };
}

const isTrace = <End>(value: unknown): value is Trace<End> =>
  isRecord(value) && typeof value['within'] === 'function' && typeof value['end'] === 'function';
