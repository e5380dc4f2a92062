import { createGuardrail, GuardrailConfigError, type GuardrailOptions } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callSafely } from '../../src/scan/safe-call.js';

const unhandled: unknown[] = [];
const remember = (reason: unknown): void => {
  unhandled.push(reason);
};
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', remember);
});
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', remember);
  expect(unhandled).toEqual([]);
});

const THEN = ['th', 'en'].join('');
const thenable = (then: PropertyDescriptor): object => Object.defineProperty({}, THEN, then);

/** What functions of users do that they should not. */
const WAYS: readonly (readonly [string, (...given: unknown[]) => unknown])[] = [
  [
    'throws',
    () => {
      throw new Error('mine');
    },
  ],
  [
    'throws no error',
    () => {
      throw undefined;
    },
  ],
  ['rejects', () => Promise.reject(new Error('mine'))],
  [
    'gives a thenable that throws',
    () =>
      thenable({
        value: () => {
          throw new Error('mine');
        },
      }),
  ],
  [
    'gives a thenable that rejects',
    () => thenable({ value: (_: unknown, reject: (error: unknown) => void) => reject(1) }),
  ],
  [
    'gives what throws when it is looked at',
    () =>
      thenable({
        get: () => {
          throw new Error('mine');
        },
      }),
  ],
  [
    'gives a promise with methods of its own',
    () => Object.assign(Promise.reject(new Error('mine')), { catch: undefined }),
  ],
  ['gives a function', () => () => 5],
  ['gives a number', () => 5],
  ['gives nothing', () => undefined],
];

const SECRET = 'zebra-4711-quokka';
const guardrailOf = (options: Partial<Record<keyof GuardrailOptions, unknown>>) =>
  createGuardrail({
    scanner: fakeScanner({
      verdicts: ({ prompt = '', response = '' }) =>
        prompt.includes(SECRET) || response.includes(SECRET)
          ? {
              action: 'block',
              promptDetected: { dlp: prompt.includes(SECRET) },
              responseDetected: { dlp: response.includes(SECRET) },
            }
          : {},
    }),
    ...(options as object),
  });
const streamed = async (guardrail: ReturnType<typeof createGuardrail>): Promise<string> => {
  const text = 'All is well and good, it is. '.repeat(5);
  const source = new Blob([text]).stream().pipeThrough(new TextDecoderStream());
  let out = '';
  for await (const chunk of source.pipeThrough(guardrail.responseStream())) out += chunk;
  return out;
};

describe.each(WAYS)('a function of the user that %s', (_name, misbehave) => {
  it('changes nothing where it listens', async () => {
    const guardrail = guardrailOf({
      onEvent: misbehave,
      onWarning: misbehave,
      stream: { onProgress: misbehave },
    });
    expect((await guardrail.checkPrompt('hi', { requested: { profileName: 'lax' } })).outcome).toBe('allow');
    expect((await guardrail.checkPrompt(SECRET)).outcome).toBe('block');
    expect(await streamed(guardrail)).toHaveLength(145);
  });

  it('lets nothing pass where its answer counts', async () => {
    const replacing = guardrailOf({ policy: { onBlock: { replace: misbehave } } });
    expect(replacing.replacementFor(await replacing.checkPrompt(SECRET))).toBe(
      'This content was blocked by a safety policy.',
    );
    const finder = guardrailOf({ policy: 'redact', spanFinder: misbehave });
    expect(await finder.checkPrompt(SECRET)).toMatchObject({ outcome: 'block', reason: 'redaction_failed' });
    const start = 0;
    const span = { field: 'prompt', start, end: SECRET.length, detector: 'dlp', label: 'SECRET' };
    const styled = guardrailOf({
      policy: { preset: 'redact', redaction: { style: misbehave } },
      spanFinder: (text: string) => (text.includes(SECRET) ? [span] : []),
    });
    expect((await styled.checkPrompt(SECRET)).text).toBe('[SECRET]');
    const trusting = guardrailOf({ prompt: { system: { trusted: misbehave } } });
    expect(trusting.readSystem('Be kind.', { isHead: true })).not.toBe('trusted');
  });

  it('makes no call under another session or profile where it gives metadata', async () => {
    const guardrail = guardrailOf({ metadata: misbehave });
    const checked = guardrail.checkPrompt('hi');
    if (misbehave === WAYS.at(-1)?.[1]) expect((await checked).outcome).toBe('allow');
    else await expect(checked).rejects.toBeInstanceOf(GuardrailConfigError);
  });
});

it('metadata is read once, and only texts are taken', async () => {
  const scanner = fakeScanner();
  const metadata = () => ({ appUser: 42, appName: 'shop', agentMeta: 'x', sessionId: 's', other: {} });
  await createGuardrail({ scanner, metadata: metadata as never }).checkPrompt('hi');
  const { appUser, appName, agentMeta, sessionId } = scanner.requests[0] ?? {};
  expect([appUser, appName, agentMeta, sessionId]).toEqual([undefined, 'shop', undefined, 's']);
  for (const given of [{ sessionId: 42 }, { profileName: ['lax'] }, { profileId: {} }]) {
    const guardrail = createGuardrail({ scanner, metadata: () => given as never });
    await expect(guardrail.checkPrompt('hi')).rejects.toBeInstanceOf(GuardrailConfigError);
  }
});

it('what a function throws can be told, its own words need not', () => {
  const failed = (error: unknown) => (error instanceof Error ? error.name : 'none');
  const thrown = callSafely(() => {
    throw new TypeError('mine');
  }, failed);
  expect(thrown).toBe('TypeError');
  expect(callSafely(() => 5)).toBe(5);
});
