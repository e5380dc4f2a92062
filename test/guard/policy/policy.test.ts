import { describe, expect, test } from 'vitest';
import type { FailureEffect } from '../../../src/guard/policy/effects.js';
import { canBlock, canRedact, type PolicyOptions, resolvePolicy } from '../../../src/guard/policy/policy.js';
import { GuardrailConfigError } from '../../../src/scan/index.js';
import { printed, rejection } from '../support.js';

const vault = (given: unknown): unknown => ({ redaction: { style: 'vault', vault: given } });

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
  [{ onScanFailure: { outage: 'redact' } }, 'policy.onScanFailure.outage', /must be one of/],
  [
    { onScanFailure: { outage: 'allow', prompt: 'block' } },
    'policy.onScanFailure.prompt',
    /known are outage,/,
  ],
  [{ onScanFailure: { prompt: { outage: 'x' } } }, 'policy.onScanFailure.prompt.outage', /must be one of/],
  [{ onScanFailure: { tool: { down: 'allow' } } }, 'policy.onScanFailure.tool.down', /is not known/],
  [{ onScanFailure: { tool: null } }, 'policy.onScanFailure.tool', /must be an object/],
  [{ redaction: 'mask' }, 'policy.redaction', /must be an object/],
  [{ redaction: { style: 'blur' } }, 'policy.redaction.style', /label, mask/],
  [{ redaction: { style: 'blur' } }, 'policy.redaction.style', /hash, vault/],
  [
    { redaction: { stile: 'mask' } },
    'policy.redaction.stile',
    /is not known; known are style, secret, vault/,
  ],
  [{ redaction: { style: 'hash', secret: 'short' } }, 'policy.redaction.secret', /at least 16 characters/],
  [{ redaction: { style: 'hash', secret: 7 } }, 'policy.redaction.secret', /must be a string/],
  [{ redaction: { secret: 'a'.repeat(16) } }, 'policy.redaction.secret', /needs the style hash or vault/],
  [{ redaction: { style: 'hash', vault: {} } }, 'policy.redaction.vault', /needs the style vault/],
  [{ redaction: { style: 'vault', vault: null } }, 'policy.redaction.vault', /must be an object/],
  [
    vault({ maxEntrys: 5 }),
    'policy.redaction.vault.maxEntrys',
    /known are maxSessions, maxEntries, maxBytes, ttlMs/,
  ],
  [vault({ maxEntries: 0 }), 'policy.redaction.vault.maxEntries', /from 1 to 1000000/],
  [vault({ maxSessions: 1.5 }), 'policy.redaction.vault.maxSessions', /whole number/],
  [vault({ ttlMs: Number.POSITIVE_INFINITY }), 'policy.redaction.vault.ttlMs', /whole number/],
  [vault({ now: 5 }), 'policy.redaction.vault.now', /must be a function/],
  [{ onScanFailure: { tool: 'lokal' } }, 'policy.onScanFailure.tool', /block, local/],
  [{ onBlock: 'replace' }, 'policy.onBlock', /'throw' or \{ replace \}/],
  [{ onBlock: null }, 'policy.onBlock', /must be/],
  [{ onBlock: {} }, 'policy.onBlock.replace', /a text or a function/],
  [{ onBlock: { replace: '' } }, 'policy.onBlock.replace', /a text or a function/],
  [{ onBlock: { replace: 'x', with: 'y' } }, 'policy.onBlock.with', /is not known/],
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

const every = (effect: FailureEffect) => ({
  outage: effect,
  refused: effect,
  content: effect,
  response: effect,
  config: effect,
});

describe('what is resolved', () => {
  test('the secret is not part of what may be printed', () => {
    const secret = 'a secret of enough length';
    expect(printed(resolvePolicy({ redaction: { style: 'hash', secret } }))).not.toContain(secret);
  });

  test('a vault has its bounds', () => {
    const bounds = {
      maxSessions: 1_000,
      maxEntries: 1_000,
      maxBytes: 16 * 1024 * 1024,
      ttlMs: 1_800_000,
      now: Date.now,
    };
    expect(resolvePolicy({ redaction: { style: 'vault' } }).vault).toEqual(bounds);
    expect(resolvePolicy(vault({ ttlMs: 5 }) as PolicyOptions).vault).toEqual({ ...bounds, ttlMs: 5 });
  });

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
      prompt: every('warn'),
      response: every('warn'),
      tool: every('block'),
    });
  });

  test('one effect is for failures of the scanner; a block is for all, and so is what a preset says', () => {
    const open = { ...every('block'), outage: 'warn', response: 'warn' };
    expect(resolvePolicy({ onScanFailure: 'warn' }).onScanFailure).toEqual({
      prompt: open,
      response: open,
      tool: open,
    });
    expect(resolvePolicy({ onScanFailure: { response: 'warn' } }).onScanFailure).toEqual({
      prompt: every('block'),
      response: open,
      tool: every('block'),
    });
    expect(resolvePolicy('monitor').onScanFailure.prompt).toEqual(every('warn'));
    const { prompt } = resolvePolicy({ preset: 'monitor', onScanFailure: 'block' }).onScanFailure;
    expect(prompt).toEqual(every('block'));
  });

  test('effects by class, everywhere and in one direction', () => {
    const classes = { outage: 'allow', content: 'local' } as const;
    const resolved = { ...every('block'), ...classes };
    expect(resolvePolicy({ onScanFailure: { ...classes, response: 'warn' } }).onScanFailure.tool).toEqual({
      ...resolved,
      response: 'warn',
    });
    const mixed = resolvePolicy({ onScanFailure: { prompt: 'allow', response: classes } }).onScanFailure;
    expect(mixed).toEqual({
      prompt: { ...every('block'), outage: 'allow', response: 'allow' },
      response: resolved,
      tool: every('block'),
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
  [{ preset: 'monitor', onScanFailure: { tool: 'local' } }, true, false],
  [{ preset: 'monitor', onScanFailure: { config: 'block' } }, true, false],
  [{ preset: 'monitor', onScanFailure: { prompt: { content: 'local' } } }, true, false],
  [{ preset: 'monitor', prompt: { injection: 'warn', dlp: 'allow' }, onScanFailure: 'allow' }, false, false],
] as const)('%j can block: %s, can redact: %s', (options, blocks, redacts) => {
  const policy = resolvePolicy(options);
  expect([canBlock(policy), canRedact(policy)]).toEqual([blocks, redacts]);
});
