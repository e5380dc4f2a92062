import {
  assertFunction,
  callSafely,
  GuardrailConfigError,
  isRecord,
  oneOf,
  type ScanResult,
} from '../scan/index.js';
import type { GuardrailEvent } from './events.js';
import type { Direction } from './policy/effects.js';
import type { GuardrailVerdict } from './verdicts.js';

/**
 * Traces and counts the work of a guardrail, as `otelTelemetry` of `airs-guardrails/otel` does. Errors of its functions
 * are ignored, and the check goes on without them.
 */
export interface GuardrailTelemetry {
  /**
   * Whether it receives the judged text, with findings replaced.
   * @default 'off'
   */
  readonly content?: 'off' | 'redacted';
  /** Called for every scan and decision, like `onEvent`. */
  onEvent?(event: GuardrailEvent): void;
  /** Begins a check of a whole text, or of a response that streams. */
  startCheck?(check: CheckStart): CheckTrace;
  /** Begins a scan within the current check. */
  startScan?(scan: ScanStart): ScanTrace;
}

/** The facts about a check that are known when it begins. */
export interface CheckStart {
  readonly direction: Direction;
  readonly toolName?: string;
  /** Whether it checks a response while it streams. */
  readonly streamed: boolean;
}

/** The end of a check. */
export interface CheckEnd {
  /** The verdict. It is absent if the check was given up, by its signal or by an error. */
  readonly verdict?: GuardrailVerdict;
  /**
   * The judged text with findings replaced. It is set only if the telemetry asks for it and the findings could be
   * located.
   */
  readonly content?: string;
  /**
   * The holding of a stream: the most text held at a time, in UTF-16 code units, and the longest wait for a scan, in
   * milliseconds.
   */
  readonly held?: { readonly chars: number; readonly ms: number };
}

/** A check or a scan under way. */
export interface Trace<End> {
  /** Runs a task as part of it, so that traces made in the task belong to it. */
  within<Value>(task: () => Value): Value;
  end(end: End): void;
}

/** One check under way. */
export type CheckTrace = Trace<CheckEnd>;

/** The facts about a scan that are known when it begins. */
export interface ScanStart {
  readonly direction: Direction;
  readonly scanner: string;
}

/** One scan under way. It ends with its verdict, or with undefined if it was aborted. */
export type ScanTrace = Trace<ScanResult | undefined>;

/** A telemetry in the form that the guard uses. It never throws, and runs each task once. */
export interface Tracing {
  readonly wantsContent: boolean;
  onEvent: ((event: GuardrailEvent) => void) | undefined;
  startCheck(check: CheckStart): CheckTrace;
  startScan(scan: ScanStart): ScanTrace;
}

const UNTRACED = { within: <Value>(task: () => Value): Value => task(), end: (): void => undefined };

/**
 * Makes a telemetry safe to use. Returns undefined without one.
 * @throws GuardrailConfigError if the value is not a telemetry
 */
export function resolveTelemetry(telemetry: GuardrailTelemetry | undefined): Tracing | undefined {
  if (telemetry === undefined) return undefined;
  const given: unknown = telemetry;
  if (!isRecord(given)) throw new GuardrailConfigError('telemetry', 'must be an object');
  for (const name of ['onEvent', 'startCheck', 'startScan'] as const) {
    assertFunction(`telemetry.${name}`, given[name]);
  }
  const content = oneOf('telemetry.content', telemetry.content ?? 'off', ['off', 'redacted']);
  return {
    wantsContent: content === 'redacted',
    onEvent: telemetry.onEvent === undefined ? undefined : (event) => telemetry.onEvent?.(event),
    startCheck: (check) => safeTrace<CheckEnd>(() => telemetry.startCheck?.(check)),
    startScan: (scan) => safeTrace<ScanResult | undefined>(() => telemetry.startScan?.(scan)),
  };
}

function safeTrace<End>(start: () => Trace<End> | undefined): Trace<End> {
  const started = callSafely(start);
  if (!isTrace<End>(started)) return UNTRACED;
  let ended = false;
  return {
    within(task) {
      // The task belongs to the guard, so it runs exactly once, even if the telemetry fails.
      let done: { readonly value: ReturnType<typeof task> } | undefined;
      callSafely(() => {
        started.within(() => {
          done ??= { value: task() };
        });
      });
      // Also a telemetry that would run the task later finds it done.
      done ??= { value: task() };
      return done.value;
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
