import { GuardrailConfigError } from 'airs-guardrails';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, test } from 'vitest';

const BLOCK: FakeVerdict = { action: 'block', promptDetected: { injection: true } };

describe('verdicts', () => {
  test('nothing scripted is a clean allow, complete in every field', async () => {
    expect(await fakeScanner().scan({ prompt: 'hello' })).toEqual({
      action: 'allow',
      severity: 'SAFE',
      categories: ['safe'],
      scanId: 'fake-scan',
      reportId: 'fake-report',
      profileName: 'default',
      promptDetected: { injection: false, dlp: false, urlCats: false },
      responseDetected: { dlp: false, urlCats: false },
      latencyMs: 0,
    });
  });

  test('the request tells profile and ids', async () => {
    const result = await fakeScanner().scan({ prompt: 'p', profileName: 'own', sessionId: 's', trId: 't' });
    expect(result).toMatchObject({ profileName: 'own', sessionId: 's', trId: 't' });
  });

  test('severity and categories follow from action and flags', async () => {
    expect(await fakeScanner({ verdicts: BLOCK }).scan({ prompt: 'p' })).toMatchObject({
      severity: 'CRITICAL',
      categories: ['prompt_injection'],
    });
    const dlp: FakeVerdict = { action: 'block', responseDetected: { dlp: true } };
    expect(await fakeScanner({ verdicts: dlp }).scan({ response: 'r' })).toMatchObject({
      severity: 'HIGH',
      categories: ['dlp_response'],
      promptDetected: { injection: false, dlp: false, urlCats: false },
    });
    const tool: FakeVerdict = { action: 'warn', toolDetected: { agent: true } };
    expect(await fakeScanner({ verdicts: tool }).scan({ prompt: 'p' })).toMatchObject({
      severity: 'MEDIUM',
      categories: ['tool_agent_threat'],
    });
    expect(await fakeScanner({ verdicts: { degraded: true } }).scan({ prompt: 'p' })).toMatchObject({
      action: 'warn',
      severity: 'SAFE',
      degraded: true,
    });
  });

  test('what is given wins', async () => {
    const given: FakeVerdict = {
      action: 'warn',
      severity: 'LOW',
      categories: ['api_error'],
      error: 'down',
      scanId: '',
    };
    expect(await fakeScanner({ verdicts: given }).scan({ prompt: 'p' })).toMatchObject(given);
  });

  test('a list is used up in order and its last one stays', async () => {
    const scanner = fakeScanner({ verdicts: [{}, BLOCK] });
    const actions = await Promise.all(
      ['a', 'b', 'c'].map(async (prompt) => (await scanner.scan({ prompt })).action),
    );
    expect(actions).toEqual(['allow', 'block', 'block']);
    expect((await fakeScanner({ verdicts: [] }).scan({ prompt: 'p' })).action).toBe('allow');
  });

  test('a function sees the request, may wait and may throw', async () => {
    const scanner = fakeScanner({
      verdicts: async ({ prompt }) => {
        await Promise.resolve();
        if (prompt === 'broken') throw new Error('down');
        return prompt === 'bad' ? BLOCK : {};
      },
    });
    expect((await scanner.scan({ prompt: 'bad' })).action).toBe('block');
    expect((await scanner.scan({ prompt: 'good' })).action).toBe('allow');
    await expect(scanner.scan({ prompt: 'broken' })).rejects.toThrow('down');
  });
});

describe('record', () => {
  test('every request in order, also those that failed', async () => {
    const scanner = fakeScanner({ verdicts: () => Promise.reject(new Error('down')), name: 'mine' });
    await scanner.scan({ prompt: 'a' }).catch(() => undefined);
    await scanner.scan({ response: 'b' }).catch(() => undefined);
    expect(scanner.requests).toEqual([{ prompt: 'a' }, { response: 'b' }]);
    expect(scanner.name).toBe('mine');
    expect(fakeScanner().name).toBe('fake');
  });

  test('scanners do not share it', async () => {
    const [one, two] = [fakeScanner(), fakeScanner()];
    await one.scan({ prompt: 'a' });
    expect(two.requests).toEqual([]);
  });
});

describe('abort', () => {
  test('before: nothing is recorded and the reason is thrown', async () => {
    const scanner = fakeScanner();
    const reason = new Error('stop');
    await expect(scanner.scan({ prompt: 'a' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(scanner.requests).toEqual([]);
  });

  test('during: the reason is thrown at once, also where the verdict never comes', async () => {
    const controller = new AbortController();
    const scanner = fakeScanner({ verdicts: () => new Promise(() => {}) });
    const reason = { the: 'reason' };
    const scan = scanner.scan({ prompt: 'a' }, { signal: controller.signal });
    controller.abort(reason);
    await expect(scan).rejects.toBe(reason);
    expect(scanner.requests).toHaveLength(1);
  });
});

describe('what is no script', () => {
  test.each([
    ['an option by a wrong name', { verdict: BLOCK }, 'verdict'],
    ['a function in a list', { verdicts: [() => BLOCK] }, 'verdicts[0]'],
    ['a list in a list', { verdicts: [BLOCK, [BLOCK]] }, 'verdicts[1]'],
    ['a word', { verdicts: 'block' }, 'verdicts'],
    ['nothing', { verdicts: [undefined] }, 'verdicts[0]'],
    ['a field that no verdict has', { verdicts: { actoin: 'block' } }, 'actoin'],
  ])('is refused instead of allowing: %s', (_, options, field) => {
    const make = () => fakeScanner(options as never);
    expect(make).toThrow(GuardrailConfigError);
    expect(make).toThrow(field);
  });

  test('is refused where a function gives it', async () => {
    for (const given of [undefined, 'block', () => BLOCK, [BLOCK]]) {
      const scanner = fakeScanner({ verdicts: () => given as never });
      await expect(scanner.scan({ prompt: 'p' })).rejects.toThrow(GuardrailConfigError);
    }
  });
});
