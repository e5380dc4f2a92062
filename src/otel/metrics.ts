import type { Meter } from '@opentelemetry/api';
import type { CheckEnd, GuardrailEvent } from '../guard/index.js';
import { ATTRIBUTE, attributesOfFailure, isCached } from './names.js';

/** The metrics of guardrails. They are recorded from events. */
export interface GuardrailMetrics {
  record(event: GuardrailEvent): void;
  recordHeld(held: NonNullable<CheckEnd['held']>): void;
}

/**
 * The bounds of a histogram of seconds. A scan of the embedded engine takes microseconds, one of the service up to
 * seconds.
 */
const SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the instruments. */
export function createMetrics(meter: Meter): GuardrailMetrics {
  const scans = meter.createCounter('airs_guardrails.scans', {
    description: 'Scans, by scanner, direction and action',
    unit: '{scan}',
  });
  const duration = meter.createHistogram('airs_guardrails.scan.duration', {
    description: 'Time from request to verdict of scans that no cache answered',
    unit: 's',
    advice: { explicitBucketBoundaries: SECONDS },
  });
  const failures = meter.createCounter('airs_guardrails.scan.failures', {
    description: 'Failed scans, by class of failure',
    unit: '{scan}',
  });
  const cached = meter.createCounter('airs_guardrails.cache.hits', {
    description: 'Scans that a cache answered',
    unit: '{scan}',
  });
  const breaker = meter.createGauge('airs_guardrails.breaker.open', {
    description: '1 while the last scan of a scanner was refused by its open breaker, 0 otherwise',
  });
  const decisions = meter.createCounter('airs_guardrails.decisions', {
    description: 'Decisions, by direction and outcome',
    unit: '{decision}',
  });
  const findings = meter.createCounter('airs_guardrails.findings', {
    description: 'Categories that decisions are about, by direction and outcome',
    unit: '{finding}',
  });
  const redactions = meter.createCounter('airs_guardrails.redactions', {
    description: 'Places that were replaced',
    unit: '{place}',
  });
  const heldTime = meter.createHistogram('airs_guardrails.held.duration', {
    description: 'The longest time that text of a stream waited for one scan',
    unit: 's',
    advice: { explicitBucketBoundaries: SECONDS },
  });
  const heldChars = meter.createHistogram('airs_guardrails.held.characters', {
    description: 'The most text of a stream that was held at a time, in UTF-16 code units',
    unit: '{character}',
  });

  const recordScan = ({ direction, scanner, result }: GuardrailEvent & { readonly type: 'scan' }): void => {
    const about = { [ATTRIBUTE.direction]: direction, [ATTRIBUTE.scanner]: scanner };
    const failed = attributesOfFailure(result);
    scans.add(1, { ...about, [ATTRIBUTE.action]: result.action, ...failed });
    if (isCached(result)) cached.add(1, about);
    else duration.record(result.latencyMs / 1000, { ...about, ...failed });
    if (result.error !== undefined) failures.add(1, { ...about, ...failed });
    if (!isCached(result)) {
      const { failure } = result;
      breaker.record(failure?.breakerOpen === true ? 1 : 0, { [ATTRIBUTE.scanner]: scanner });
    }
  };
  const recordDecision = (event: GuardrailEvent & { readonly type: 'decision' }): void => {
    const { direction, outcome, reason, result } = event;
    const about = { [ATTRIBUTE.direction]: direction, [ATTRIBUTE.outcome]: outcome };
    decisions.add(1, { ...about, ...(reason !== undefined && { [ATTRIBUTE.reason]: reason }) });
    for (const category of result.categories)
      if (category !== 'safe') findings.add(1, { ...about, [ATTRIBUTE.category]: category });
    if (event.redactions > 0) redactions.add(event.redactions, about);
  };
  return {
    record(event) {
      if (event.type === 'scan') recordScan(event);
      else if (event.type === 'decision') recordDecision(event);
    },
    recordHeld({ chars, ms }) {
      heldChars.record(chars);
      heldTime.record(ms / 1000);
    },
  };
}
