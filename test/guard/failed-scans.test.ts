import { createGuardrail, GuardrailScanError, type PolicyOptions } from 'airs-guardrails';
import { airsScanner } from 'airs-guardrails/airs';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { json, type Responder, reset, scriptedServer, text } from '../support/scripted-server.js';

const guarded = async (onScanFailure: PolicyOptions['onScanFailure'], responder: Responder) => {
  const server = await scriptedServer();
  server.otherwise(responder);
  const scanner = airsScanner({ apiKey: 'k'.repeat(20), apiEndpoint: server.url, numRetries: 0 });
  return createGuardrail({
    scanner,
    policy: { ...(onScanFailure !== undefined && { onScanFailure }) },
    localScanner: fakeScanner({ name: 'engine' }),
  });
};

const DOWN: readonly (readonly [string, Responder])[] = [
  ['503', text(503, 'down')],
  ['a reset', reset],
  ['no answer of the API', text(200, 'ok')],
];
const REFUSED: readonly (readonly [string, Responder])[] = [
  ['400', json(400, { error: { message: 'bad' } })],
  ['401', json(401, { error: { message: 'no' } })],
  ['403', json(403, { error: { message: 'no' } })],
  ['404', text(404, 'none')],
];

describe('failing open', () => {
  it.each(DOWN)('is for a service that is down: %s', async (_name, responder) => {
    const guardrail = await guarded('allow', responder);
    expect((await guardrail.checkPrompt('hello')).outcome).toBe('allow');
  });

  it.each([...REFUSED, ['413', text(413, 'large')] as const])(
    'is not for what the service refuses: %s',
    async (_name, responder) => {
      const guardrail = await guarded('allow', responder);
      const { outcome, reason } = await guardrail.checkPrompt('hello');
      expect([outcome, reason]).toEqual(['block', 'scan_failed']);
      await expect(guardrail.enforceResponse('hello')).rejects.toBeInstanceOf(GuardrailScanError);
    },
  );

  it('is as each class is named, also for the engine in this process', async () => {
    const named = { refused: 'warn', content: 'local' } as const;
    const refused = await (await guarded(named, text(401, ''))).checkPrompt('hello');
    expect(refused.outcome).toBe('warn');
    const large = await (await guarded(named, text(413, ''))).checkPrompt('hello');
    expect([large.outcome, large.result.degraded, large.result.source]).toEqual(['allow', true, 'engine']);
    expect((await (await guarded(named, text(503, ''))).checkPrompt('hello')).outcome).toBe('block');
  });
});

describe('a limit of size of a stream', () => {
  it.each([{ maxScans: 1 }, { maxBytes: 40 }])(
    'is reached by the text, not by an outage: %o',
    async (stream) => {
      const leave = async (policy: PolicyOptions): Promise<string> => {
        const guardrail = createGuardrail({ scanner: fakeScanner(), stream, policy });
        const readable = new ReadableStream<string>({
          start(controller) {
            for (let chunk = 0; chunk < 20; chunk += 1) controller.enqueue('All is well, it is. '.repeat(4));
            controller.close();
          },
        });
        let out = '';
        for await (const chunk of readable.pipeThrough(guardrail.responseStream())) out += chunk;
        return out;
      };
      await expect(leave({ onScanFailure: 'allow' })).rejects.toBeInstanceOf(GuardrailScanError);
      expect(await leave({ onScanFailure: { content: 'allow' } })).toHaveLength(1_600);
    },
  );
});
