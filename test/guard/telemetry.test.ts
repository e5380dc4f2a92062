import { createGuardrail, type GuardrailTelemetry } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';

const check = (telemetry: GuardrailTelemetry) =>
  createGuardrail({ scanner: fakeScanner(), telemetry }).checkPrompt('hi');

describe('a telemetry that misbehaves', () => {
  it.each<[string, GuardrailTelemetry]>([
    [
      'throws',
      {
        startCheck: () => {
          throw new Error('no');
        },
      },
    ],
    ['gives nonsense', { startCheck: () => 7 as never, startScan: () => null as never }],
    [
      'never runs the task',
      { startCheck: () => ({ within: () => undefined as never, end: () => undefined }) },
    ],
    [
      'runs the task twice',
      {
        startScan: () => ({
          within: (task) => {
            task();
            return task();
          },
          end: () => undefined,
        }),
      },
    ],
    [
      'throws around the task',
      {
        startScan: () => ({
          within: (task) => {
            task();
            throw new Error('no');
          },
          end: () => undefined,
        }),
      },
    ],
    [
      'throws at the end',
      {
        startCheck: () => ({
          within: (task) => task(),
          end: () => {
            throw new Error('no');
          },
        }),
      },
    ],
    [
      'throws at events',
      {
        onEvent: () => {
          throw new Error('no');
        },
      },
    ],
  ])('changes nothing where it %s', async (_what, telemetry) => {
    const scanner = fakeScanner();
    const guardrail = createGuardrail({ scanner, telemetry });
    expect(await guardrail.checkPrompt('hi')).toMatchObject({ outcome: 'allow' });
    expect(scanner.requests).toHaveLength(1);
  });

  it.each([
    ['telemetry', 7],
    ['telemetry.startCheck', { startCheck: 7 }],
    ['telemetry.content', { content: 'all' }],
  ])('is refused at %s', (field, telemetry) => {
    expect(() => check(telemetry as GuardrailTelemetry)).toThrow(field);
  });
});
