import { createGuardrail, failedScan, GuardrailScanError } from 'airs-guardrails';
import { airsScanner } from 'airs-guardrails/airs';
import { describe, expect, it } from 'vitest';
import { createPace } from '../../../src/guard/stream/pace.js';
import { ALLOWED, API_KEY } from '../../support/airs.js';
import { json, type Responder, scriptedServer } from '../../support/scripted-server.js';
import { verdict } from '../support.js';

const WORDS = 'All is well and the sun shines on us. ';
const tooMany = json(429, {
  error: { message: 'Rate limit exceeded', retry_after: { interval: 5, unit: 'minute' } },
});
const allow = json(200, ALLOWED);

/** A stream of words through a guard whose scanner asks a scripted service, slow enough for several windows. */
async function stream(responders: readonly Responder[], text: string, policy = {}) {
  const server = await scriptedServer();
  const queue = [...responders];
  const times: number[] = [];
  server.otherwise((request, response) => {
    times.push(performance.now());
    return (queue.shift() ?? allow)(request, response);
  });
  const guardrail = createGuardrail({
    scanner: airsScanner({ apiKey: API_KEY, apiEndpoint: server.url }),
    policy,
  });
  const words = text.match(/.{1,8}/g) ?? [];
  const source = new ReadableStream<string>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const word = words.shift();
      if (word === undefined) controller.close();
      else controller.enqueue(word);
    },
  });
  let out = '';
  let error: unknown;
  try {
    for await (const piece of source.pipeThrough(guardrail.responseStream())) out += piece;
  } catch (thrown) {
    error = thrown;
  }
  return {
    out,
    error,
    times,
    requests: server.requests.map(({ body }) => JSON.parse(String(body)).contents[0]),
  };
}

describe('a stream whose service is asked too often', () => {
  it('goes on after one 429 that asks to wait longer than the scan may last, with larger windows', async () => {
    const text = WORDS.repeat(12);
    const { out, error, requests, times } = await stream([allow, allow, tooMany], text);
    expect(error).toBeUndefined();
    expect(out).toBe(text);
    const [refused, again] = requests.slice(2);
    expect(again.response.length).toBeGreaterThan(refused.response.length);
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThan(490);
  });

  it('goes on where it happens to several windows that do not follow one another, and to the last', async () => {
    const text = WORDS.repeat(3);
    const only = await stream([tooMany, allow, tooMany], text);
    expect(only).toMatchObject({ error: undefined, out: text });
  });

  it('ends where the window that was tried once more is refused too', async () => {
    const { out, error, requests } = await stream([allow, tooMany, tooMany], WORDS.repeat(6));
    expect(error).toBeInstanceOf(GuardrailScanError);
    expect(WORDS.repeat(6).startsWith(out)).toBe(true);
    expect(out.length).toBeLessThan(WORDS.length * 6);
    expect(requests).toHaveLength(3);
  });

  it('lets nothing out unjudged meanwhile', async () => {
    const block = json(200, {
      ...ALLOWED,
      action: 'block',
      category: 'malicious',
      response_detected: { toxic_content: true },
    });
    const { out } = await stream([tooMany, block, block], WORDS.repeat(6));
    expect(out).toBe('');
  });

  it('asks less often too where the embedded engine stands in', async () => {
    const text = WORDS.repeat(12);
    const { out, error, times } = await stream([allow, tooMany, allow], text, {
      onScanFailure: 'local',
    });
    expect(error).toBeUndefined();
    expect(out).toBe(text);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(490);
  });
});

describe('createPace', () => {
  const refused = failedScan({}, 'API error 429', 1, { kind: 'outage', statusCode: 429 });

  it('holds nothing back before a 429, whatever else fails', () => {
    const pace = createPace(
      () => 0,
      () => 0,
    );
    pace.note(verdict());
    pace.note(failedScan({}, 'API error 503', 1, { kind: 'outage', statusCode: 503 }));
    pace.start();
    expect([pace.widening, pace.dueInMs()]).toEqual([1, 0]);
  });

  it('doubles the time between scans with each, up to four times', () => {
    let time = 0;
    const pace = createPace(
      () => time,
      () => 0,
    );
    const due: number[] = [];
    const wide: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      pace.note(refused);
      due.push(pace.dueInMs());
      wide.push(pace.widening);
    }
    expect(due).toEqual([500, 1000, 2000, 2000, 2000]);
    expect(wide).toEqual([4, 16, 64, 64, 64]);
    time = 1_500;
    expect(pace.dueInMs()).toBe(500);
    time = 2_500;
    expect(pace.dueInMs()).toBe(0);
    pace.start();
    expect(pace.dueInMs()).toBe(2000);
  });
});
