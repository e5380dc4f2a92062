import {
  type CheckEnd,
  createGuardrail,
  type GuardrailOptions,
  type GuardrailTelemetry,
} from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';

const CARD = ['4111', '1111', '1111', '1111'].join(' ');

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

it('runs a task once that a telemetry would run later too', async () => {
  const later: (() => unknown)[] = [];
  const scanner = fakeScanner();
  const guardrail = createGuardrail({
    scanner,
    telemetry: {
      startScan: () => ({ within: (task) => void later.push(task) as never, end: () => undefined }),
    },
  });
  await guardrail.checkPrompt('hi');
  for (const task of later) await task();
  expect(later).toHaveLength(1);
  expect(scanner.requests).toHaveLength(1);
});

describe('content for a telemetry', () => {
  const contentOf = async (text: string, options: Partial<GuardrailOptions> = {}) => {
    const ends: CheckEnd[] = [];
    const telemetry: GuardrailTelemetry = {
      content: 'redacted',
      startCheck: () => ({ within: (task) => task(), end: (end) => void ends.push(end) }),
    };
    const guardrail = createGuardrail({ scanner: fakeScanner(), policy: 'monitor', telemetry, ...options });
    const { outcome } = await guardrail.checkPrompt(text);
    return { outcome, content: ends[0]?.content };
  };

  it('has findings replaced, also in what spells them otherwise', async () => {
    expect(await contentOf(`My card is ${CARD}.`)).toEqual({
      outcome: 'allow',
      content: 'My card is [CREDIT_CARD].',
    });
    const spelled = JSON.stringify({ card: CARD }).replaceAll('1', '\\u0031');
    const { content } = await contentOf(spelled);
    expect(content).not.toContain('u0031');
    expect(content).toContain('[CREDIT_CARD]');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives nonsense', () => 'nothing' as never],
  ])('is left out where the span finder %s, and the check goes on', async (_what, spanFinder) => {
    expect(await contentOf(`My card is ${CARD}.`, { spanFinder })).toEqual({
      outcome: 'allow',
      content: undefined,
    });
  });
});
