import { describe, expect, it } from 'vitest';
import { type PromptOptions, resolvePromptOptions } from '../../../src/guard/conversation/prompt-options.js';
import { resolvePolicy } from '../../../src/guard/policy/policy.js';
import { GuardrailConfigError } from '../../../src/scan/index.js';

describe('prompt options', () => {
  it('have defaults', () => {
    expect(resolvePromptOptions(undefined, resolvePolicy('redact'))).toEqual({
      scope: 'new',
      promptScan: 'before',
      onBlockedHistory: 'drop',
      system: false,
      toolDescriptions: false,
      memory: { maxEntries: 10_000, maxBytes: 16 * 1024 * 1024, ttlMs: 1_800_000, now: expect.any(Function) },
    });
  });

  it.each([{ promptScan: 'parallel' }, { scope: 'last' }] as const)(
    'refuse a call for its history where %o leaves nothing to drop',
    (options) => {
      expect(resolvePromptOptions(options, resolvePolicy())).toMatchObject({ onBlockedHistory: 'block' });
    },
  );

  it.each<[string, object]>([
    ['prompt.scopes', { scopes: 'new' }],
    ['prompt.scope', { scope: 'first' }],
    ['prompt.promptScan', { promptScan: 'after' }],
    ['prompt.onBlockedHistory', { onBlockedHistory: 'warn' }],
    ['prompt.system', { system: 1 }],
    ['prompt.toolDescriptions', { toolDescriptions: 'yes' }],
    ['prompt.memory.size', { memory: { size: 1 } }],
    ['prompt.memory.maxEntries', { memory: { maxEntries: 0 } }],
    ['prompt.memory.ttlMs', { memory: { ttlMs: 0.5 } }],
    ['prompt.memory.now', { memory: { now: 5 } }],
    ['prompt.promptScan', { promptScan: 'parallel', onBlockedHistory: 'drop' }],
    ['prompt.onBlockedHistory', { scope: 'last', onBlockedHistory: 'drop' }],
  ])('refuse %s', (field, options) => {
    const resolve = () => resolvePromptOptions(options as PromptOptions, resolvePolicy());
    expect(resolve).toThrow(GuardrailConfigError);
    expect(resolve).toThrow(expect.objectContaining({ field }));
  });

  it.each([
    [{ promptScan: 'parallel' }, 'prompt.promptScan'],
    [{ scope: 'last' }, 'prompt.scope'],
  ] as const)('refuse %o where prompts or tools may be redacted', (options, field) => {
    for (const side of ['prompt', 'tool'] as const) {
      const policy = resolvePolicy({ [side]: { dlp: 'redact' } });
      expect(() => resolvePromptOptions(options, policy)).toThrow(expect.objectContaining({ field }));
    }
    const answers = resolvePolicy({ response: { dlp: 'redact' } });
    expect(resolvePromptOptions(options, answers)).toMatchObject(options);
  });
});
