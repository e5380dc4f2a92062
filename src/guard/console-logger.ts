import {
  callSafely,
  failureKindOf,
  GuardrailConfigError,
  isRecord,
  oneOf,
  oneOfKeys,
} from '../scan/index.js';
import type { GuardrailEvent } from './events.js';

/** The level of a log line. `debug` logs the most lines, `error` the fewest. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Takes log lines as pino does: fields first, then the message. The console takes them too. */
export interface EventLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Options of `consoleLogger`. */
export interface ConsoleLoggerOptions {
  /**
   * The lowest level that is logged: `debug` for scans and for decisions that let the text pass, `info` for redactions,
   * `warn` for warnings and blocks, `error` for failed scans.
   * @default 'info'
   */
  readonly level?: LogLevel;
  /**
   * Writes one line of JSON for each event, not a readable line. Only for the console.
   * @default false
   */
  readonly json?: boolean;
  /**
   * The logger that receives the lines, such as a pino logger.
   * @default the console
   */
  readonly logger?: EventLogger;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/**
 * Makes a listener for `onEvent` that logs one line for each event: ids, flags and times, never content.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const guardrail = createGuardrail({ onEvent: consoleLogger({ level: 'debug' }) });
 * // airs-guardrails warn: prompt block (violation) CRITICAL injection 132 ms scan=0f8e...
 */
export function consoleLogger(options: ConsoleLoggerOptions = {}): (event: GuardrailEvent) => void {
  oneOfKeys('options', options, [
    'level',
    'json',
    'logger',
  ] satisfies readonly (keyof ConsoleLoggerOptions)[]);
  const { level = 'info', json = false, logger } = options;
  oneOf('level', level, LEVELS);
  if (typeof json !== 'boolean') throw new GuardrailConfigError('json', 'must be true or false');
  if (logger !== undefined && !isLogger(logger))
    throw new GuardrailConfigError('logger', 'must have the functions debug, info, warn and error');
  const write = logger === undefined ? consoleWriter(json) : loggerWriter(logger);
  const least = LEVELS.indexOf(level);
  return (event) => {
    const own = levelOf(event);
    if (LEVELS.indexOf(own) >= least) callSafely(() => write(own, event));
  };
}

type Write = (level: LogLevel, event: GuardrailEvent) => void;

function loggerWriter(logger: EventLogger): Write {
  return (level, event) => logger[level](fieldsOf(event), messageOf(event));
}

function consoleWriter(json: boolean): Write {
  const sink: Pick<Console, LogLevel> | undefined = globalThis.console;
  return (level, event) => {
    const line = json
      ? JSON.stringify({ time: new Date().toISOString(), level, ...fieldsOf(event), msg: messageOf(event) })
      : `airs-guardrails ${level}: ${readable(event)}`;
    sink?.[level](line);
  };
}

function isLogger(logger: unknown): logger is EventLogger {
  return isRecord(logger) && LEVELS.every((level) => typeof logger[level] === 'function');
}

function levelOf(event: GuardrailEvent): LogLevel {
  if (event.result.error !== undefined) return 'error';
  if (event.type === 'scan') return 'debug';
  if (event.outcome === 'block' || event.outcome === 'warn') return 'warn';
  return event.outcome === 'redact' ? 'info' : 'debug';
}

/** Returns the ids, flags and times of an event. */
function fieldsOf(event: GuardrailEvent): Record<string, unknown> {
  const { type, direction, result } = event;
  const { action, severity, categories, scanId, reportId, profileName, sessionId, trId, latencyMs } = result;
  return {
    event: type,
    direction,
    ...(event.type === 'scan' && { scanner: event.scanner }),
    ...(event.type === 'decision' && { outcome: event.outcome, redactions: event.redactions }),
    ...(event.type === 'decision' && event.reason !== undefined && { reason: event.reason }),
    action,
    severity,
    categories,
    profileName,
    latencyMs,
    ...(scanId !== '' && { scanId }),
    ...(reportId !== '' && { reportId }),
    ...(sessionId !== undefined && { sessionId }),
    ...(trId !== undefined && { trId }),
    ...(result.source !== undefined && { source: result.source }),
    ...(result.error !== undefined && { error: result.error, failure: failureKindOf(result) }),
  };
}

function messageOf(event: GuardrailEvent): string {
  if (event.type === 'scan') return `${event.direction} scanned by ${event.scanner}: ${event.result.action}`;
  return `${event.direction} ${event.outcome}${event.reason === undefined ? '' : ` (${event.reason})`}`;
}

function readable(event: GuardrailEvent): string {
  const { severity, categories, scanId, latencyMs, error } = event.result;
  return [
    messageOf(event),
    severity,
    categories.join(','),
    ...(event.type === 'decision' && event.redactions > 0 ? [`${event.redactions} redacted`] : []),
    `${Math.round(latencyMs)} ms`,
    ...(scanId === '' ? [] : [`scan=${scanId}`]),
    ...(error === undefined ? [] : [`${failureKindOf(event.result)}: ${error}`]),
  ].join(' ');
}
