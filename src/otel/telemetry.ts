import { type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import { GuardrailConfigError, type GuardrailTelemetry, oneOfKeys } from '../guard/index.js';
import { createMetrics } from './metrics.js';
import { INSTRUMENTATION } from './names.js';
import { startCheckSpan, startScanSpan } from './spans.js';

/** Options of `otelTelemetry`. */
export interface OtelTelemetryOptions {
  /**
   * The tracer provider.
   * @default the global one
   */
  readonly tracerProvider?: TracerProvider;
  /**
   * The meter provider.
   * @default the global one
   */
  readonly meterProvider?: MeterProvider;
  /**
   * Whether the span of a check keeps the judged text, at most 4,096 UTF-16 code units, with findings replaced by their
   * labels. Texts with a finding of unknown place, and responses that stream, are never kept.
   * @default 'off'
   */
  readonly content?: 'off' | 'redacted';
}

/**
 * Traces and counts the checks of a guardrail by OpenTelemetry. It makes a span for each check under the caller's span,
 * a span for each scan under it, and metrics of scans, decisions, findings, failures, caches and held text. Spans hold
 * content only if `content` asks for it, and then redacted.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const guardrail = createGuardrail({ scanner: airsScanner(), telemetry: otelTelemetry() });
 */
export function otelTelemetry(options: OtelTelemetryOptions = {}): GuardrailTelemetry {
  oneOfKeys('options', options, ['tracerProvider', 'meterProvider', 'content']);
  const { tracerProvider = trace, meterProvider = metrics, content = 'off' } = options;
  if (typeof tracerProvider.getTracer !== 'function')
    throw new GuardrailConfigError('tracerProvider', 'must be a tracer provider');
  if (typeof meterProvider.getMeter !== 'function')
    throw new GuardrailConfigError('meterProvider', 'must be a meter provider');
  if (content !== 'off' && content !== 'redacted')
    throw new GuardrailConfigError('content', "must be 'off' or 'redacted'");
  const tracer = tracerProvider.getTracer(INSTRUMENTATION);
  const counted = createMetrics(meterProvider.getMeter(INSTRUMENTATION));
  return {
    content,
    onEvent: counted.record,
    startCheck(check) {
      const span = startCheckSpan(tracer, check);
      return {
        ...span,
        end(end) {
          if (end.held !== undefined) counted.recordHeld(end.held);
          span.end(end);
        },
      };
    },
    startScan: (scan) => startScanSpan(tracer, scan),
  };
}
