import { describe, expect, test } from 'vitest';
import { GuardrailConfigError } from '../../src/guard/errors.js';
import { canBlock, canRedact, type PolicyOptions, resolvePolicy } from '../../src/guard/policy.js';
import { rejection } from './support.js';

/** What is not valid, the field that the error must name, and a word that it must say. */
const INVALID: readonly [unknown, string, RegExp][] = [
  ['lenient', 'policy.preset', /strict, balanced, redact, monitor/],
  ['constructor', 'policy.preset', /must be one of/],
  [{ preset: 'lenient' }, 'policy.preset', /must be one of/],
  [7, 'policy', /must be an object/],
  [null, 'policy', /must be an object/],
  [{ onBlok: 'throw' }, 'policy.onBlok', /is not known; known are preset,/],
  [{ prompt: 'block' }, 'policy.prompt', /must be an object/],
  [{ prompt: { dpl: 'block' } }, 'policy.prompt.dpl', /is not known; known are injection, dlp/],
  [{ prompt: { ungrounded: 'block' } }, 'policy.prompt.ungrounded', /is not known/],
  [{ response: { injection: 'block' } }, 'policy.response.injection', /is not known/],
  [{ tool: { dlp: 'mask' } }, 'policy.tool.dlp', /follow, allow, warn, redact, block/],
  [{ tool: { dlp: null } }, 'policy.tool.dlp', /must be one of/],
  [{ minBlockSeverity: 'high' }, 'policy.minBlockSeverity', /SAFE, LOW, MEDIUM, HIGH, CRITICAL/],
  [{ minBlockSeverity: null }, 'policy.minBlockSeverity', /must be one of/],
  [{ onScanFailure: 'ignore' }, 'policy.onScanFailure', /allow, warn, block/],
  [{ onScanFailure: null }, 'policy.onScanFailure', /must be an object/],
  [{ onScanFailure: { prmpt: 'allow' } }, 'policy.onScanFailure.prmpt', /is not known/],
  [{ onScanFailure: { prompt: 'redact' } }, 'policy.onScanFailure.prompt', /must be one of/],
  [{ redaction: 'mask' }, 'policy.redaction', /must be an object/],
  [{ redaction: { style: 'blur' } }, 'policy.redaction.style', /label, mask/],
  [{ redaction: { stile: 'mask' } }, 'policy.redaction.stile', /is not known/],
];

describe('errors name the field', () => {
  test.each(INVALID)('%j', async (options, field, words) => {
    const error = await rejection(Promise.resolve().then(() => resolvePolicy(options as PolicyOptions)));
    expect(error).toBeInstanceOf(GuardrailConfigError);
    expect(error).toMatchObject({ code: 'ERR_GUARDRAIL_CONFIG', field });
    expect((error as Error).message.startsWith(`${field} `)).toBe(true);
    expect((error as Error).message).toMatch(words);
  });
});

describe('what is resolved', () => {
  test('nothing is balanced', () => {
    expect(resolvePolicy()).toEqual(resolvePolicy('balanced'));
    expect(resolvePolicy({})).toEqual(resolvePolicy('balanced'));
  });

  test('own effects come on top of the preset, in their direction only', () => {
    const policy = resolvePolicy({ preset: 'redact', prompt: { dlp: 'block', injection: 'warn' } });
    expect([...policy.effects.prompt]).toEqual([
      ['dlp', 'block'],
      ['injection', 'warn'],
    ]);
    expect([...policy.effects.response]).toEqual([['dlp', 'redact']]);
  });

  test('an effect that is undefined is not there', () => {
    const policy = resolvePolicy({ prompt: { dlp: undefined } } as unknown as PolicyOptions);
    expect(policy.effects.prompt.size).toBe(0);
  });

  test('failures by direction, the preset for the others', () => {
    expect(resolvePolicy({ preset: 'monitor', onScanFailure: { tool: 'block' } }).onScanFailure).toEqual({
      prompt: 'warn',
      response: 'warn',
      tool: 'block',
    });
    expect(resolvePolicy({ onScanFailure: 'warn' }).onScanFailure).toEqual({
      prompt: 'warn',
      response: 'warn',
      tool: 'warn',
    });
  });
});

test.each([
  ['strict', true, false],
  ['balanced', true, false],
  ['redact', true, true],
  ['monitor', false, false],
  [{ preset: 'monitor', tool: { agent: 'block' } }, true, false],
  [{ preset: 'monitor', tool: { dlp: 'redact' } }, true, true],
  [{ preset: 'monitor', minBlockSeverity: 'CRITICAL' }, true, false],
  [{ preset: 'monitor', onScanFailure: { response: 'block' } }, true, false],
  [{ preset: 'monitor', prompt: { injection: 'warn', dlp: 'allow' }, onScanFailure: 'allow' }, false, false],
] as const)('%j can block: %s, can redact: %s', (options, blocks, redacts) => {
  const policy = resolvePolicy(options);
  expect([canBlock(policy), canRedact(policy)]).toEqual([blocks, redacts]);
});
