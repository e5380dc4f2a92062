import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { GuardrailScanError, GuardrailViolationError } from '../../src/guard/errors.js';
import type { GuardrailEvent } from '../../src/guard/events.js';
import { createGuardrail } from '../../src/guard/guardrail.js';
import type { GuardrailOptions } from '../../src/guard/guardrail-options.js';
import type { PolicyPreset } from '../../src/guard/policy/presets.js';
import {
  type ContentScanner,
  GuardrailConfigError,
  type ScanRequest,
  type ScanResult,
} from '../../src/scan/index.js';
import { type FakeVerdict, fakeScanner } from '../../src/testing/index.js';
import { runs } from '../support/extent.js';
import { printed, rejection, spansOf, verdict } from './support.js';

const SECRET = 'zebra-4711-quokka';
const CLOSED: readonly PolicyPreset[] = ['strict', 'balanced', 'redact'];
const noSpans = (): [] => [];

/** Flags DLP wherever `SECRET` is, and says where, as a good scanner does. */
function dlpScanner(more: FakeVerdict = {}): ReturnType<typeof fakeScanner> {
  return fakeScanner({
    verdicts: (request) => {
      const fields = [
        ['prompt', request.response === undefined ? request.prompt : undefined],
        ['response', request.response],
        ['toolInput', request.toolEvent?.input],
        ['toolOutput', request.toolEvent?.output],
      ] as const;
      const spans = fields.flatMap(([field, text]) => spansOf(text ?? '', SECRET, field));
      if (spans.length === 0) return {};
      const side = spans[0]?.field;
      return {
        action: 'block',
        spans,
        ...(side === 'prompt' && { promptDetected: { dlp: true } }),
        ...(side === 'response' && { responseDetected: { dlp: true } }),
        ...(side?.startsWith('tool') && { toolDetected: { dlp: true } }),
        ...more,
      };
    },
  });
}

function redacting(scanner: ContentScanner, given: Partial<GuardrailOptions> = {}) {
  return createGuardrail({ scanner, policy: 'redact', spanFinder: noSpans, ...given });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('options', () => {
  test.each([
    ['no scanner', {}, 'scanner'],
    ['no options', undefined, 'options'],
    ['a scanner that is none', { scanner: { name: 'x' } }, 'scanner'],
    ['a redacting policy without a finder', { scanner: fakeScanner(), policy: 'redact' }, 'spanFinder'],
    ['a misspelt option', { scanner: fakeScanner(), polcy: 'strict' }, 'options.polcy'],
    ['a bad policy', { scanner: fakeScanner(), policy: 'x' }, 'policy.preset'],
  ])('%s is an error', (_name, options, field) => {
    const make = () => createGuardrail(options as never);
    expect(make).toThrow(GuardrailConfigError);
    expect(make).toThrow(expect.objectContaining({ field }));
  });
});

describe('requests', () => {
  test('hold what is to be judged', async () => {
    const scanner = fakeScanner();
    const guardrail = createGuardrail({ scanner });
    await guardrail.checkPrompt('p', { prompt: 'not sent', context: 'not sent' });
    await guardrail.checkResponse('r', { prompt: 'p', context: 'c' });
    await guardrail.checkResponse('r', { prompt: '', context: '' });
    await guardrail.checkTool({ name: 'f', input: '{}' });
    await guardrail.checkTool({ name: 'f', server: 's', input: '{}', output: 'o' });
    const metadata = { ecosystem: 'mcp', method: 'tools/call', server_name: 'tools', tool_invoked: 'f' };
    expect(scanner.requests).toEqual([
      { prompt: 'p' },
      { prompt: 'p', response: 'r', context: 'c' },
      { response: 'r' },
      { toolEvent: { metadata, input: '{}' } },
      { toolEvent: { metadata: { ...metadata, server_name: 's' }, input: '{}', output: 'o' } },
    ]);
  });

  test('judge the input of a tool whose output is empty', async () => {
    const scanner = dlpScanner();
    const decision = await createGuardrail({ scanner }).checkTool({ name: 'f', input: SECRET, output: '' });
    expect(decision).toMatchObject({ outcome: 'block', text: '' });
    expect(scanner.requests).toEqual([{ toolEvent: expect.objectContaining({ input: SECRET }) }]);
    expect(scanner.requests[0]?.toolEvent).not.toHaveProperty('output');
  });

  test('metadata: the check before the guardrail before what an adapter inferred', async () => {
    const scanner = fakeScanner();
    const guardrail = createGuardrail({
      scanner,
      metadata: { sessionId: 'general', trId: 'general', profileName: 'general' },
    });
    await guardrail.checkPrompt('p', {
      trId: 'own',
      aiModel: undefined as never,
      inferred: { aiModel: 'inferred', sessionId: 'inferred', trId: 'inferred' },
    });
    expect(scanner.requests).toEqual([
      { prompt: 'p', sessionId: 'general', trId: 'own', profileName: 'general', aiModel: 'inferred' },
    ]);
  });

  test('metadata may be a function of the check; anything but metadata stays out', async () => {
    const scanner = fakeScanner();
    const guardrail = createGuardrail({
      scanner,
      metadata: ({ sessionId }) => ({ appUser: `user of ${sessionId}`, response: 'smuggled' }) as never,
    });
    await guardrail.checkPrompt('p', { sessionId: 's' });
    expect(scanner.requests).toEqual([{ prompt: 'p', sessionId: 's', appUser: 'user of s' }]);
  });

  test('an empty text needs no scan', async () => {
    const scanner = fakeScanner({ verdicts: { action: 'block' } });
    const events: GuardrailEvent[] = [];
    const guardrail = createGuardrail({ scanner, policy: 'strict', onEvent: (event) => events.push(event) });
    const decisions = [
      await guardrail.checkPrompt('', { profileName: 'p' }),
      await guardrail.checkResponse('', { prompt: 'p' }),
      await guardrail.checkTool({ name: 'f' }),
    ];
    expect(scanner.requests).toEqual([]);
    expect(decisions.map(({ outcome, text }) => [outcome, text])).toEqual(Array(3).fill(['allow', '']));
    expect(decisions[0]?.result).toMatchObject({ profileName: 'p', categories: ['safe'], scanId: '' });
    expect(events.map(({ type }) => type)).toEqual(Array(3).fill('decision'));
  });
});

describe('scanners that fail', () => {
  const broken: readonly [string, () => unknown][] = [
    [
      'throws',
      () => {
        throw new Error(`refused: ${SECRET}`);
      },
    ],
    [
      'throws a string',
      () => {
        throw SECRET;
      },
    ],
    ['rejects', () => Promise.reject(new TypeError(SECRET))],
    ['returns nothing', () => undefined],
    ['returns null', () => null],
    ['returns a string', () => 'allow'],
    ['returns a list', () => [verdict()]],
    ['names no action', () => ({ ...verdict(), action: undefined })],
    ['names an unknown action', () => ({ ...verdict(), action: 'pass' })],
    ['names an unknown severity', () => ({ ...verdict(), severity: 'FATAL' })],
    ['names no severity', () => ({ ...verdict(), severity: undefined })],
    ['has no categories', () => ({ ...verdict(), categories: undefined })],
    ['has categories of numbers', () => ({ ...verdict(), categories: [1] })],
    ['has no prompt flags', () => ({ ...verdict(), promptDetected: undefined })],
    ['has flags of strings', () => ({ ...verdict(), promptDetected: { injection: 'true' } })],
    ['has a word for flags', () => ({ ...verdict(), responseDetected: 'dlp' })],
    ['has a list for tool flags', () => ({ ...verdict(), toolDetected: ['dlp'] })],
    ['has spans that are none', () => ({ ...verdict(), spans: 'everywhere' })],
    ['is degraded to a degree', () => ({ ...verdict(), degraded: 'partly' })],
  ];

  test.each(broken)('one that %s has failed', async (_name, scan) => {
    const scanner = { name: 'odd', scan: async () => scan() as ScanResult };
    for (const policy of CLOSED) {
      const guardrail = createGuardrail({ scanner, policy, spanFinder: noSpans });
      const decision = await guardrail.checkPrompt(`hello ${SECRET}`, { trId: 't' });
      expect(decision).toMatchObject({ outcome: 'block', reason: 'scan_failed', text: '' });
      expect(decision.result).toMatchObject({ categories: ['api_error'], scanId: '', trId: 't' });
      expect(printed(decision)).not.toContain(SECRET);
      const error = await rejection(guardrail.enforcePrompt(`hello ${SECRET}`));
      expect(error).toBeInstanceOf(GuardrailScanError);
      expect(printed(error)).not.toContain(SECRET);
    }
    expect((await createGuardrail({ scanner, policy: 'monitor' }).checkPrompt('hello')).outcome).toBe('warn');
  });

  test('one that is not even asynchronous has failed', async () => {
    const scanner = {
      name: 'odd',
      scan: () => {
        throw new Error('at once');
      },
    };
    expect(await createGuardrail({ scanner }).checkPrompt('hello')).toMatchObject({ reason: 'scan_failed' });
  });

  test('nothing that is no verdict passes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withMap: true }),
        fc.constantFrom(...CLOSED),
        async (answer, policy) => {
          const scanner = { name: 'odd', scan: async () => answer as ScanResult };
          const guardrail = createGuardrail({ scanner, policy, spanFinder: noSpans });
          expect((await guardrail.checkPrompt('hello')).outcome).toBe('block');
        },
      ),
    );
  });

  test('nor does a verdict with one part of it replaced by something else', async () => {
    const decisive = ['action', 'severity', 'categories', 'promptDetected', 'responseDetected'] as const;
    const valid = ['allow', 'warn', 'block', 'SAFE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];
    const junk = fc.oneof(
      fc.constantFrom(undefined, null, '', 'ALLOW', 0, 1, true),
      fc.string(),
      fc.double(),
      fc.array(fc.integer(), { minLength: 1 }),
      fc.dictionary(fc.string({ minLength: 1 }), fc.integer(), { minKeys: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...decisive),
        junk,
        fc.constantFrom(...CLOSED),
        async (part, value, policy) => {
          fc.pre(typeof value !== 'string' || !valid.includes(value));
          const scanner = { name: 'odd', scan: async () => ({ ...verdict(), [part]: value }) as ScanResult };
          const guardrail = createGuardrail({ scanner, policy, spanFinder: noSpans });
          expect((await guardrail.checkPrompt('hello')).outcome).toBe('block');
        },
      ),
    );
  });
});

describe('abort', () => {
  const reason = { the: 'reason' };
  const checks: readonly [
    string,
    (guardrail: ReturnType<typeof createGuardrail>, signal: AbortSignal) => Promise<unknown>,
  ][] = [
    ['checkPrompt', (guardrail, signal) => guardrail.checkPrompt('hello', { signal })],
    ['checkResponse', (guardrail, signal) => guardrail.checkResponse('hello', { signal })],
    ['checkTool', (guardrail, signal) => guardrail.checkTool({ name: 'f', input: 'i' }, { signal })],
    ['enforcePrompt', (guardrail, signal) => guardrail.enforcePrompt('hello', { signal })],
    ['of an empty text', (guardrail, signal) => guardrail.checkPrompt('', { signal })],
  ];

  test.each(checks)(
    'before the scan, %s throws the reason itself and scans nothing',
    async (_name, check) => {
      const scanner = fakeScanner();
      expect(
        await rejection(check(createGuardrail({ scanner, policy: 'monitor' }), AbortSignal.abort(reason))),
      ).toBe(reason);
      expect(scanner.requests).toEqual([]);
    },
  );

  test.each([
    [
      'that throws its own error',
      () => {
        throw new Error('own');
      },
    ],
    ['that answers nevertheless', () => ({})],
  ])('during a scan of a scanner %s, the reason itself is thrown', async (_name, verdicts) => {
    const controller = new AbortController();
    const scanner = fakeScanner({ verdicts });
    const aborting = {
      name: 'aborting',
      scan: async (request: ScanRequest) => {
        controller.abort(reason);
        return scanner.scan(request);
      },
    };
    const guardrail = createGuardrail({ scanner: aborting, policy: 'monitor' });
    expect(await rejection(guardrail.checkPrompt('hello', { signal: controller.signal }))).toBe(reason);
  });

  test('is thrown during the scan of a redacted text as well', async () => {
    const controller = new AbortController();
    const inner = dlpScanner();
    const scanner = {
      name: 's',
      scan: async (request: ScanRequest) => {
        if (inner.requests.length === 1) controller.abort(reason);
        return inner.scan(request);
      },
    };
    expect(await rejection(redacting(scanner).checkPrompt(SECRET, { signal: controller.signal }))).toBe(
      reason,
    );
  });

  test('an aborted scan without a signal of ours is a failed scan', async () => {
    const scanner = fakeScanner({
      verdicts: () => {
        throw new DOMException('x', 'AbortError');
      },
    });
    expect(await createGuardrail({ scanner }).checkPrompt('hello')).toMatchObject({ reason: 'scan_failed' });
  });
});

describe('redaction', () => {
  test('replaces what was found, scans again and gives the first verdict', async () => {
    const scanner = dlpScanner();
    const decision = await redacting(scanner).checkPrompt(`my key is ${SECRET}, keep it`, { trId: 't' });
    expect(decision).toMatchObject({
      outcome: 'redact',
      text: 'my key is [SECRET], keep it',
      redactions: [{ label: 'SECRET', start: 10, end: 10 + SECRET.length, placeholder: '[SECRET]' }],
    });
    expect(decision.result.promptDetected.dlp).toBe(true);
    expect(scanner.requests[1]).toEqual({ prompt: 'my key is [SECRET], keep it', trId: 't' });
  });

  test('works in every direction', async () => {
    const scanner = dlpScanner();
    const guardrail = redacting(scanner);
    const outcomes = [
      await guardrail.checkResponse(`it is ${SECRET}`, { prompt: 'p' }),
      await guardrail.checkTool({ name: 'f', input: JSON.stringify({ key: SECRET }) }),
      await guardrail.checkTool({ name: 'f', input: '{}', output: `it is ${SECRET}` }),
    ].map(({ outcome, text }) => [outcome, text]);
    expect(outcomes).toEqual([
      ['redact', 'it is [SECRET]'],
      ['redact', '{"key":"[SECRET]"}'],
      ['redact', 'it is [SECRET]'],
    ]);
    expect(scanner.requests[1]).toEqual({ prompt: 'p', response: 'it is [SECRET]' });
  });

  test('data of a tool that the scanner reports under the prompt is not let through', async () => {
    const scanner = fakeScanner({ verdicts: { action: 'block', promptDetected: { dlp: true } } });
    const decision = await redacting(scanner).checkTool({ name: 'f', output: SECRET });
    expect(decision).toMatchObject({ outcome: 'block', text: '' });
  });

  test('what the scanner did not locate, the finder may', async () => {
    const scanner = fakeScanner({ verdicts: [{ action: 'block', promptDetected: { dlp: true } }, {}] });
    const spanFinder = vi.fn((text: string) => spansOf(text, SECRET, 'prompt', 'FOUND'));
    const decision = await redacting(scanner, { spanFinder }).checkPrompt(`a ${SECRET} b`);
    expect(decision).toMatchObject({ outcome: 'redact', text: 'a [FOUND] b' });
    expect(spanFinder).toHaveBeenCalledWith(`a ${SECRET} b`, 'prompt');
  });

  const blocked: readonly [string, readonly FakeVerdict[], string, object][] = [
    [
      'nothing was located',
      [{ action: 'block', promptDetected: { dlp: true } }],
      'hello',
      { reason: 'redaction_failed' },
    ],
    [
      'the finding is still there',
      [{ action: 'block', promptDetected: { dlp: true }, spans: spansOf('hello', 'he', 'prompt') }],
      'hello',
      { reason: 'redaction_failed' },
    ],
    [
      'the redacted text is an attack',
      [
        { action: 'block', promptDetected: { dlp: true }, spans: spansOf('hello', 'he', 'prompt') },
        { action: 'block', promptDetected: { injection: true } },
      ],
      'hello',
      { reason: 'violation', result: { promptDetected: { injection: true } } },
    ],
    [
      'the second scan fails',
      [
        { action: 'block', promptDetected: { dlp: true }, spans: spansOf('hello', 'he', 'prompt') },
        { action: 'warn', categories: ['api_error'], error: 'API error 503' },
      ],
      'hello',
      { reason: 'scan_failed' },
    ],
    [
      'JSON would no longer parse',
      [
        { action: 'block', promptDetected: { dlp: true }, spans: spansOf('{"n":4111}', '4111', 'prompt') },
        {},
      ],
      '{"n":4111}',
      { reason: 'redaction_failed' },
    ],
  ];

  test.each(blocked)('blocks where %s', async (_name, verdicts, text, expected) => {
    const decision = await redacting(fakeScanner({ verdicts })).checkPrompt(text);
    expect(decision).toMatchObject({ outcome: 'block', text: '', redactions: [], ...expected });
  });

  test('JSON that still parses is released', async () => {
    const text = '{"n":"4111"}';
    const verdicts = [
      { action: 'block', promptDetected: { dlp: true }, spans: spansOf(text, '4111', 'prompt') },
      {},
    ] as const;
    expect((await redacting(fakeScanner({ verdicts })).checkPrompt(text)).text).toBe('{"n":"[SECRET]"}');
  });

  test('a text that is nothing but a number is text', async () => {
    const text = '4111111111111111';
    const verdicts = [
      { action: 'block', promptDetected: { dlp: true }, spans: spansOf(text, text, 'prompt') },
      {},
    ] as const;
    expect(await redacting(fakeScanner({ verdicts })).checkPrompt(text)).toMatchObject({
      outcome: 'redact',
      text: '[SECRET]',
    });
  });

  test('a finder that throws blocks, and its words stay inside', async () => {
    const scanner = fakeScanner({ verdicts: { action: 'block', promptDetected: { dlp: true } } });
    const spanFinder = (text: string): never => {
      throw new Error(`cannot read ${text}`);
    };
    const error = await rejection(redacting(scanner, { spanFinder }).enforcePrompt(SECRET));
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(printed(error)).not.toContain(SECRET);
  });

  test('a redacting policy never passes data on, whatever scanner and finder say', async () => {
    const spanArb = fc.record({
      field: fc.constantFrom('prompt', 'response', 'toolInput', 'toolOutput'),
      start: fc.integer({ min: -3, max: 45 }),
      end: fc.integer({ min: -3, max: 45 }),
      detector: fc.constantFrom('dlp', 'secrets', 'injection'),
      label: fc.constant('X'),
    });
    const sceneArb = fc.record({
      direction: fc.constantFrom('prompt', 'response', 'tool'),
      side: fc.constantFrom('prompt', 'response', 'tool'),
      action: fc.constantFrom('allow', 'warn', 'block'),
      given: fc.array(spanArb, { maxLength: 3 }),
      found: fc.array(spanArb, { maxLength: 3 }),
      before: fc.stringMatching(/^[a-f ]{0,12}$/),
      after: fc.stringMatching(/^[a-f ]{0,12}$/),
    });
    await fc.assert(
      fc.asyncProperty(sceneArb, async ({ direction, side, action, given, found, before, after }) => {
        fc.pre(!(direction === 'response' && side === 'prompt'));
        const text = before + SECRET + after;
        const scanner = fakeScanner({
          verdicts: (request): FakeVerdict => {
            if (!JSON.stringify(request).includes(SECRET)) return {};
            const flags = { [`${side}Detected`]: { dlp: true } };
            return { action, spans: given, ...flags } as FakeVerdict;
          },
        });
        const guardrail = redacting(scanner, { spanFinder: () => found as never });
        const decision =
          direction === 'prompt'
            ? await guardrail.checkPrompt(text)
            : direction === 'response'
              ? await guardrail.checkResponse(text)
              : await guardrail.checkTool({ name: 'f', output: text });
        expect(['redact', 'block']).toContain(decision.outcome);
        expect(decision.text).not.toContain(SECRET);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('events', () => {
  test('are one for each scan and one for the outcome, and none of them holds content', async () => {
    const events: GuardrailEvent[] = [];
    const guardrail = redacting(dlpScanner(), { onEvent: (event) => events.push(event) });
    await guardrail.checkPrompt(`a ${SECRET}`);
    await guardrail.checkResponse('fine', { prompt: SECRET, context: SECRET });
    await guardrail.checkTool({ name: 'f', output: `{"n":${SECRET}}` });
    expect(events.map((event) => [event.type, event.direction, 'outcome' in event && event.outcome])).toEqual(
      [
        ['scan', 'prompt', false],
        ['scan', 'prompt', false],
        ['decision', 'prompt', 'redact'],
        ['scan', 'response', false],
        ['decision', 'response', 'allow'],
        ['scan', 'tool', false],
        ['scan', 'tool', false],
        ['decision', 'tool', 'redact'],
      ],
    );
    expect(events[2]).toMatchObject({ redactions: 1 });
    expect(printed(events)).not.toContain(SECRET);
  });

  test('a block says why', async () => {
    const events: GuardrailEvent[] = [];
    const scanner = fakeScanner({ verdicts: { action: 'block', promptDetected: { injection: true } } });
    await createGuardrail({ scanner, onEvent: (event) => events.push(event) }).checkPrompt(SECRET);
    expect(events.at(-1)).toMatchObject({
      type: 'decision',
      outcome: 'block',
      reason: 'violation',
      redactions: 0,
    });
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('listener');
      },
    ],
    ['rejects', () => Promise.reject(new Error('listener'))],
    [
      'returns a broken thenable',
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: a listener may return anything
        get then() {
          throw new Error('listener');
        },
      }),
    ],
  ])('a listener that %s changes nothing', async (_name, onEvent) => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const guardrail = createGuardrail({ scanner: fakeScanner(), onEvent: onEvent as () => void });
    expect((await guardrail.checkPrompt('hello')).outcome).toBe('allow');
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe('enforce', () => {
  test('throws for a block, with the decision on it and without the text', async () => {
    const scanner = fakeScanner({
      verdicts: {
        action: 'block',
        promptDetected: { injection: true },
        spans: spansOf(SECRET, 'zebra', 'prompt'),
      },
    });
    const guardrail = createGuardrail({ scanner });
    const calls = [
      ['prompt', guardrail.enforcePrompt(SECRET)],
      ['response', guardrail.enforceResponse('fine', { prompt: SECRET })],
      ['tool', guardrail.enforceTool({ name: 'f', input: SECRET, output: SECRET })],
    ] as const;
    for (const [direction, call] of calls) {
      const error = await rejection(call);
      expect(error).toBeInstanceOf(GuardrailViolationError);
      expect(error).toMatchObject({
        direction,
        decision: { outcome: 'block', text: '' },
        result: { action: 'block' },
      });
      expect(printed(error)).not.toContain(SECRET);
    }
  });

  test('gives the decision where the text may be used', async () => {
    const guardrail = redacting(dlpScanner());
    expect(await guardrail.enforcePrompt('fine')).toMatchObject({ outcome: 'allow', text: 'fine' });
    expect(await guardrail.enforcePrompt(SECRET)).toMatchObject({ outcome: 'redact', text: '[SECRET]' });
    const warned = createGuardrail({ scanner: fakeScanner({ verdicts: { action: 'warn' } }) });
    expect(await warned.enforceResponse('hm')).toMatchObject({ outcome: 'warn', text: 'hm' });
  });
});
