import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../src/guard/policy/decision.js';
import { createResponseOutcome } from '../../../src/guard/stream/response-outcome.js';
import { verdict } from '../support.js';

describe('the outcome of a response', () => {
  it.each<[outcomes: readonly Outcome[], worst: number]>([
    [['allow'], 0],
    [['allow', 'warn', 'allow'], 1],
    [['redact', 'warn'], 0],
    [['warn', 'warn'], 0],
  ])('goes by the strictest verdict, the first of equals: %j', (outcomes, worst) => {
    const outcome = createResponseOutcome(() => 0, vi.fn());
    const results = outcomes.map((_, index) => verdict({ scanId: `s${index}` }));
    for (const [index, one] of outcomes.entries()) outcome.note(one, results[index] ?? verdict());
    expect(outcome.worst).toEqual({ outcome: outcomes[worst], result: results[worst] });
  });

  it('is settled and told once', () => {
    const onSettled = vi.fn();
    const outcome = createResponseOutcome(() => 0, onSettled);
    const result = verdict();
    outcome.settle('block', result, 'violation');
    outcome.settle('allow', result);
    const settled = { outcome: 'block', reason: 'violation', redactions: 0, result };
    expect(outcome.verdicts).toEqual([settled]);
    expect(onSettled.mock.calls).toEqual([[settled]]);
  });

  it('has what was replaced in the flow', () => {
    const outcome = createResponseOutcome(() => 2, vi.fn());
    outcome.settle('redact', verdict({ categories: ['safe'] }));
    expect(outcome.verdicts[0]).toMatchObject({
      redactions: 2,
      result: { severity: 'HIGH', categories: ['dlp_response'], responseDetected: { dlp: true } },
    });
  });

  it('has what was replaced in the flow beside what the scans found, in the order of categories', () => {
    const outcome = createResponseOutcome(() => 1, vi.fn());
    const promptDetected = { injection: true, dlp: false, urlCats: false };
    const categories = ['prompt_injection', 'partial_scan'];
    outcome.settle('block', verdict({ action: 'block', severity: 'CRITICAL', promptDetected, categories }));
    expect(outcome.verdicts[0]?.result).toMatchObject({
      severity: 'CRITICAL',
      categories: ['prompt_injection', 'dlp_response', 'partial_scan'],
    });
  });
});
