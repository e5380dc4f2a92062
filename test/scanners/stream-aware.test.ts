import {
  cachedScanner,
  combineScanners,
  createGuardrail,
  fallbackScanner,
  resilientScanner,
} from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';

const local = localScanner();
const cloud = fakeScanner();

describe('combined scanners and streams', () => {
  it.each([
    ['combined', combineScanners(cloud, local), 32],
    ['fallback', fallbackScanner(cloud, local), 32],
    ['cached', cachedScanner(local), 0],
    ['resilient', resilientScanner(local), 0],
  ])('%s finds while a text flows, and looks as far ahead as its parts', (_, scanner, lookahead) => {
    const stream = scanner.findStream?.();
    const parts = [...(stream?.push('mail jane@example.com, ') ?? []), ...(stream?.end() ?? [])];
    expect(parts.find(({ finding }) => finding !== undefined)?.finding?.label).toBe('EMAIL');
    expect(scanner.lookahead).toBe(lookahead);
  });

  it('leave what none of them knows to the guard', () => {
    expect(combineScanners(cloud).findStream).toBeUndefined();
    expect(cachedScanner(cloud).lookahead).toBe(32);
  });

  it('redact in the flow by the embedded engine while the cloud judges the redacted text', async () => {
    const judge = fakeScanner();
    const guardrail = createGuardrail({ scanner: combineScanners(judge, localScanner()), policy: 'redact' });
    const stream = guardrail.responseStream();
    const writer = stream.writable.getWriter();
    const reading = (async () => {
      let out = '';
      for await (const text of stream.readable) out += text;
      return out;
    })();
    for (const chunk of 'Pay with 4111 1111 1111 1111 and write to jane.doe@example.com about it, please.'.match(
      /.{1,9}/g,
    ) ?? [])
      await writer.write(chunk);
    await writer.close();
    expect(await reading).toBe('Pay with [CREDIT_CARD] and write to [EMAIL] about it, please.');
    for (const { response } of judge.requests) expect(response).not.toMatch(/4111|jane/);
  });
});
