import { describe, expect, test } from 'vitest';
import { createGuardrail } from '../../src/guard/guardrail.js';
import { resolvePolicy } from '../../src/guard/policy/policy.js';
import { findSensitive, localScanner } from '../../src/local/index.js';
import { GuardrailConfigError } from '../../src/scan/index.js';
import { type FakeVerdict, fakeScanner } from '../../src/testing/index.js';

const INJECTION: FakeVerdict = { action: 'block', promptDetected: { injection: true } };

describe('what others do cannot turn a block into a pass', () => {
  test('by changing the event that a listener is given', async () => {
    const guardrail = createGuardrail({
      scanner: fakeScanner({ verdicts: INJECTION }),
      onEvent: (event) => {
        Object.assign(event.result, { action: 'allow', severity: 'SAFE' });
        Object.assign(event.result.promptDetected, { injection: false });
        event.result.categories.length = 0;
      },
    });
    const decision = await guardrail.checkPrompt('attack');
    expect(decision).toMatchObject({
      outcome: 'block',
      result: { action: 'block', categories: ['prompt_injection'] },
    });
  });

  test('by an effect that is undefined', () => {
    for (const preset of ['strict', 'redact'] as const) {
      const policy = resolvePolicy({
        preset,
        prompt: { dlp: undefined as never },
        tool: { agent: undefined as never },
      });
      expect(policy.effects).toEqual(resolvePolicy(preset).effects);
    }
  });

  test('by a text that is no string', async () => {
    const guardrail = createGuardrail({ scanner: localScanner() });
    for (const text of [{ toString: () => 'hi' }, 5, null, undefined, ['hi']]) {
      await expect(guardrail.checkPrompt(text as never)).rejects.toBeInstanceOf(GuardrailConfigError);
      await expect(guardrail.checkResponse(text as never)).rejects.toMatchObject({ field: 'text' });
    }
    const result = await localScanner().scan({ prompt: { a: 1 } as never, response: 'fine' });
    expect(result).toMatchObject({ action: 'warn', categories: ['api_error'] });
  });

  test('by a scanner that does not listen to its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('user left');
    const scanner = { name: 'deaf', scan: () => new Promise<never>(() => controller.abort(reason)) };
    const check = createGuardrail({ scanner }).checkPrompt('hi', { signal: controller.signal });
    await expect(check).rejects.toBe(reason);
  });

  test('by a metadata function that throws the content', async () => {
    const metadata = (): never => {
      throw new RangeError('about: my secret');
    };
    const check = createGuardrail({ scanner: fakeScanner(), metadata }).checkPrompt('my secret');
    await expect(check).rejects.toMatchObject({ field: 'metadata', message: 'metadata threw RangeError' });
  });
});

describe('no part of a private key survives redaction', () => {
  const label = (kind: string, side: string): string =>
    ['-----', side, ` ${kind}PRIVATE `, 'KEY-----'].join('');
  const body = 'MIIEpAIBAAKCAQEAabcd1234'.repeat(40);
  const lines = (body.match(/.{1,64}/g) ?? []).join('\n');
  const guardrail = createGuardrail({ scanner: localScanner(), policy: 'redact', spanFinder: findSensitive });

  test.each([
    ['whole', `${label('RSA ', 'BEGIN')}\n${lines}\n${label('RSA ', 'END')}`],
    ['one line, no end', `${label('', 'BEGIN')}\n${body}`],
    ['end cut off', `${label('EC ', 'BEGIN')}\n${lines}\n-----END EC PRIV`],
    ['with headers, no end', `${label('RSA ', 'BEGIN')}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\n${lines}`],
    ['20 KB', `${label('OPENSSH ', 'BEGIN')}\n${`${lines}\n`.repeat(20)}${label('OPENSSH ', 'END')}`],
    ['escaped', `${label('', 'BEGIN')}\\n${lines.replaceAll('\n', '\\n')}\\n${label('', 'END')}`],
  ])('%s', async (_name, key) => {
    const decision = await guardrail.checkResponse(`Here: ${key}`);
    expect(decision.outcome).toBe('redact');
    expect(decision.text).toBe('Here: [PRIVATE_KEY]');
  });
});
