import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { GuardrailScanError, GuardrailViolationError, refusalOf } from '../../src/guard/errors.js';
import type { Decision } from '../../src/guard/policy/decision.js';
import { GuardrailError, isGuardrailError } from '../../src/scan/index.js';
import { verdict } from './support.js';

const decision = (given: Partial<Decision> = {}): Decision => ({
  direction: 'prompt',
  outcome: 'block',
  text: '',
  result: verdict({ action: 'block', severity: 'CRITICAL', categories: ['prompt_injection', 'dlp_prompt'] }),
  redactions: [],
  reason: 'violation',
  ...given,
});

describe('refusals', () => {
  test.each([
    ['prompt', 'Prompt blocked by guardrail: prompt_injection, dlp_prompt (CRITICAL, scan s)'],
    ['response', 'Response blocked by guardrail: prompt_injection, dlp_prompt (CRITICAL, scan s)'],
    ['tool', 'Tool call blocked by guardrail: prompt_injection, dlp_prompt (CRITICAL, scan s)'],
  ] as const)('a violation of a %s says what, how bad and which scan', (direction, message) => {
    const error = refusalOf(decision({ direction }));
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(error).toMatchObject({
      name: 'GuardrailViolationError',
      code: 'ERR_GUARDRAIL_BLOCKED',
      message,
      direction,
    });
  });

  test('without a scan id it names none', () => {
    const result = verdict({ severity: 'HIGH', categories: ['x'], scanId: '' });
    expect(refusalOf(decision({ result })).message).toBe('Prompt blocked by guardrail: x (HIGH)');
  });

  test('a failed scan says why', () => {
    const result = verdict({ categories: ['api_error'], error: 'API error 503' });
    const error = refusalOf(decision({ result, reason: 'scan_failed' }));
    expect(error).toBeInstanceOf(GuardrailScanError);
    expect(error).toMatchObject({ code: 'ERR_GUARDRAIL_UNAVAILABLE', result });
    expect(error.message).toBe('Prompt not released, the scan failed: API error 503');
    const partial = verdict({ categories: ['partial_scan'], degraded: true });
    expect(refusalOf(decision({ result: partial, reason: 'scan_failed' })).message).toContain('partial_scan');
  });

  test('a redaction that could not be done is a violation', () => {
    expect(refusalOf(decision({ reason: 'redaction_failed' }))).toBeInstanceOf(GuardrailViolationError);
  });

  test('are one line where they are printed, alone and as a cause', () => {
    for (const error of [refusalOf(decision()), refusalOf(decision({ reason: 'scan_failed' }))]) {
      const line = `${error.name} [${error.code}]: ${error.message}`;
      expect(inspect(error)).toBe(line);
      expect(inspect({ error }, { depth: 9 }).split('\n')).toHaveLength(
        inspect({ error: line }).split('\n').length,
      );
      expect(inspect(new Error('outer', { cause: error }))).toContain(`[cause]: ${line}`);
    }
  });

  test('as JSON they are the verdict without positions', () => {
    const error = refusalOf(decision());
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'GuardrailViolationError',
      code: 'ERR_GUARDRAIL_BLOCKED',
      message: error.message,
      direction: 'prompt',
      action: 'block',
      severity: 'CRITICAL',
      categories: ['prompt_injection', 'dlp_prompt'],
      scanId: 's',
      reportId: 'r',
      profileName: 'p',
    });
  });

  test('they are errors of this package and can be extended, as LangGraph does', () => {
    const error = refusalOf(decision());
    expect(error).toBeInstanceOf(GuardrailError);
    expect(isGuardrailError(error)).toBe(true);
    expect(() => Object.assign(error, { pregelTaskId: 'task' })).not.toThrow();
  });
});
