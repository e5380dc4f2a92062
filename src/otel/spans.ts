import {
  type Attributes,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { CheckEnd, CheckStart, CheckTrace, ScanStart, ScanTrace } from '../guard/index.js';
import { ATTRIBUTE, attributesOfCheck, attributesOfFailure, attributesOfResult } from './names.js';

/** The most text that a span keeps, in UTF-16 code units. */
const LONGEST_CONTENT = 4096;

/** Begins the span of a check under the active span. */
export function startCheckSpan(tracer: Tracer, check: CheckStart): CheckTrace {
  const span = start(tracer, `guardrail ${check.direction}`, attributesOfCheck(check));
  return { within: (task) => within(span, task), end: (end) => endCheckSpan(span, end) };
}

/** Begins the span of a scan under the active span. */
export function startScanSpan(tracer: Tracer, { direction, scanner }: ScanStart): ScanTrace {
  const span = start(tracer, `scan ${scanner}`, {
    [ATTRIBUTE.direction]: direction,
    [ATTRIBUTE.scanner]: scanner,
  });
  return {
    within: (task) => within(span, task),
    end(result) {
      if (result === undefined) span.setAttribute(ATTRIBUTE.error, 'aborted');
      else {
        span.setAttributes(attributesOfResult(result));
        // Messages of failures name a status or a limit, never content.
        if (result.error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: result.error });
      }
      span.end();
    },
  };
}

function start(tracer: Tracer, name: string, attributes: Attributes): Span {
  return tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes });
}

function within<Value>(span: Span, task: () => Value): Value {
  return context.with(trace.setSpan(context.active(), span), task);
}

function endCheckSpan(span: Span, { verdict, content, held }: CheckEnd): void {
  if (verdict === undefined) span.setAttribute(ATTRIBUTE.error, 'aborted');
  else {
    const { outcome, reason, redactions, result } = verdict;
    span.setAttributes({
      ...attributesOfResult(result),
      [ATTRIBUTE.outcome]: outcome,
      [ATTRIBUTE.redactions]: redactions,
      ...(reason !== undefined && { [ATTRIBUTE.reason]: reason }),
      ...attributesOfFailure(result),
    });
    // A block by the policy is normal work. A block because of a failed scan is an error.
    if (reason === 'scan_failed') span.setStatus({ code: SpanStatusCode.ERROR, message: 'The scan failed' });
  }
  if (held !== undefined) {
    span.setAttributes({ [ATTRIBUTE.heldChars]: held.chars, [ATTRIBUTE.heldMs]: held.ms });
  }
  if (content !== undefined) span.setAttribute(ATTRIBUTE.content, content.slice(0, LONGEST_CONTENT));
  span.end();
}
