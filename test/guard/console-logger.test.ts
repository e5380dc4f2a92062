import { type ConsoleLoggerOptions, consoleLogger, createGuardrail } from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';

const CARD = ['4111', '1111', '1111', '1111'].join(' ');
const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

afterEach(() => vi.restoreAllMocks());

function lines(): string[] {
  const found: string[] = [];
  for (const level of LEVELS)
    vi.spyOn(console, level).mockImplementation((line: unknown) => void found.push(String(line)));
  return found;
}

describe('the console logger', () => {
  it('writes a line for what happened, and none for what passed', async () => {
    const found = lines();
    const guardrail = createGuardrail({
      scanner: localScanner(),
      policy: 'redact',
      onEvent: consoleLogger(),
    });
    await guardrail.checkPrompt('Hello');
    expect(found).toEqual([]);
    await guardrail.checkPrompt(`My card is ${CARD}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^airs-guardrails info: prompt redact HIGH dlp_prompt 1 redacted \d+ ms scan=/);
    expect(found.join()).not.toContain('4111');
  });

  it('writes scans too at debug', async () => {
    const found = lines();
    const onEvent = consoleLogger({ level: 'debug' });
    await createGuardrail({ scanner: fakeScanner(), onEvent }).checkPrompt('Hello');
    expect(found.map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
      'airs-guardrails debug: prompt scanned',
      'airs-guardrails debug: prompt allow',
    ]);
  });

  it('says why a scan failed', async () => {
    const found = lines();
    const scanner = fakeScanner({
      verdicts: { error: 'API error 503', failure: { kind: 'outage', statusCode: 503 } },
    });
    await createGuardrail({ scanner, onEvent: consoleLogger({ json: true }) }).checkPrompt('Hello');
    expect(found.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', event: 'scan', error: 'API error 503', failure: 'outage' },
      { level: 'error', event: 'decision', outcome: 'block', reason: 'scan_failed' },
    ]);
  });

  it('hands events to a logger of the application', async () => {
    const taken: [string, object, string][] = [];
    const take = (level: string) => (fields: object, message: string) =>
      void taken.push([level, fields, message]);
    const logger = { debug: take('debug'), info: take('info'), warn: take('warn'), error: take('error') };
    const scanner = fakeScanner({ verdicts: { action: 'block', promptDetected: { injection: true } } });
    await createGuardrail({ scanner, onEvent: consoleLogger({ logger }) }).checkPrompt('Hello');
    expect(taken).toMatchObject([
      [
        'warn',
        { event: 'decision', outcome: 'block', categories: ['prompt_injection'] },
        'prompt block (violation)',
      ],
    ]);
  });

  it.each([
    [{ level: 'loud' }, 'level'],
    [{ json: 'yes' }, 'json'],
    [{ logger: {} }, 'logger'],
    [{ colour: true }, 'colour'],
  ])('refuses %j', (options, field) => {
    expect(() => consoleLogger(options as ConsoleLoggerOptions)).toThrow(field);
  });
});
