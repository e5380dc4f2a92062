import {
  type ClassifierAnswer,
  type ClassifierScannerOptions,
  classifierScanner,
  combineScanners,
  createGuardrail,
  GuardrailConfigError,
  isFailedScan,
  type ScanRequest,
} from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../../src/scan/index.js';
import { CLASSIFIER_FLAGS } from '../../src/scanners/classifier-options.js';
import { countWindows, windowsOf } from '../../src/scanners/text-windows.js';
import { runs } from '../support/extent.js';

const CALL = { ecosystem: 'mcp', method: 'tools/call', server_name: 's', tool_invoked: 't' };
const WORD = 'MALICE';

/** Finds a word, as a model that has two labels would say it. */
const wordScores = (text: string): ClassifierAnswer => {
  const score = text.includes(WORD) ? 0.9 : 0.1;
  return [
    { label: 'SAFE', score: 1 - score },
    { label: 'INJECTION', score },
  ];
};

/** A scanner over `wordScores`, and the batches that it asked for. */
function wordScanner(options: Partial<ClassifierScannerOptions> = {}) {
  const batches: (readonly string[])[] = [];
  const scanner = classifierScanner({
    labels: { INJECTION: 'injection' },
    classify: async (texts) => {
      batches.push(texts);
      return texts.map(wordScores);
    },
    ...options,
  });
  return { scanner, batches };
}

const answering = (
  answers: unknown,
  labels: ClassifierScannerOptions['labels'] = { INJECTION: 'injection' },
) => classifierScanner({ labels, classify: () => answers as ClassifierAnswer[] });

describe('classifierScanner', () => {
  test('a label that reaches the threshold is its detector, with score and place', async () => {
    const { scanner } = wordScanner({ name: 'words' });
    const request = { prompt: `a text of ${WORD}`, sessionId: 's', trId: 't', profileName: 'p' };
    expect(await scanner.scan(request)).toMatchObject({
      action: 'block',
      severity: 'CRITICAL',
      categories: ['prompt_injection'],
      promptDetected: { injection: true, dlp: false, urlCats: false },
      responseDetected: { dlp: false, urlCats: false },
      scores: { injection: 0.9 },
      spans: [
        { field: 'prompt', start: 0, end: 16, detector: 'injection', label: 'INJECTION', confidence: 0.9 },
      ],
      sessionId: 's',
      trId: 't',
      profileName: 'p',
      source: 'words',
    });
    const clean = await scanner.scan({ prompt: 'a text' });
    expect(clean).toMatchObject({ action: 'allow', categories: ['safe'], scores: { injection: 0.1 } });
    expect(clean).not.toHaveProperty('spans');
    expect((await wordScanner({ threshold: 0.91 }).scanner.scan(request)).action).toBe('allow');
    expect((await wordScanner({ threshold: 0.9 }).scanner.scan(request)).action).toBe('block');
  });

  test('each field counts for its side, by the detectors that the side has', async () => {
    const all = { a: 'injection', b: 'ungrounded', c: 'toxicContent', d: 'dlp' } as const;
    const scanner = classifierScanner({
      labels: all,
      classify: (texts) => texts.map((text) => ({ a: 0, b: 0, c: 0, d: 0, [text]: 1 })),
    });
    const categories = async (request: ScanRequest) => (await scanner.scan(request)).categories;
    expect(await categories({ prompt: 'a' })).toEqual(['prompt_injection']);
    expect(await categories({ codePrompt: 'a' })).toEqual(['prompt_injection']);
    expect(await categories({ prompt: 'b' })).toEqual(['safe']);
    expect(await categories({ response: 'a' })).toEqual(['safe']);
    expect(await categories({ response: 'b' })).toEqual(['ungrounded_response']);
    expect(await categories({ codeResponse: 'c' })).toEqual(['toxic_content_response']);
    expect(await categories({ toolEvent: { metadata: CALL, input: 'a' } })).toEqual(['tool_injection']);
    expect(await categories({ toolEvent: { metadata: CALL, input: 'b', output: 'c' } })).toEqual([
      'tool_toxic_content',
    ]);
    expect(await categories({ prompt: 'a', response: 'c' })).toEqual([
      'prompt_injection',
      'toxic_content_response',
    ]);
    // A window around sensitive data is no place of it, and code has no field.
    expect(await scanner.scan({ prompt: 'd', codePrompt: 'a' })).not.toHaveProperty('spans');
    expect(new Set<string>(CLASSIFIER_FLAGS)).toEqual(new Set(Object.values(DETECTORS).flat()));
  });

  test('a long text is judged in windows, and the spans say which', async () => {
    const { scanner, batches } = wordScanner({ windowChars: 100, overlapChars: 20, batchSize: 3 });
    const text = `${'x'.repeat(450)}${WORD}${'y'.repeat(300)}`;
    const { spans = [], action } = await scanner.scan({ response: 'x', prompt: text });
    expect(action).toBe('block');
    expect(spans.map(({ start, end }) => text.slice(start, end).includes(WORD))).toEqual(
      spans.map(() => true),
    );
    expect(batches.every((batch) => batch.length <= 3)).toBe(true);
    // Windows of nothing but x are equal, and so are those of y.
    expect(batches.flat().length).toBeLessThan(countWindows(text, { windowChars: 100, overlapChars: 20 }));
  });

  test('readings of one text are judged each by itself', async () => {
    const { scanner, batches } = wordScanner();
    await scanner.scan({ prompt: 'onetwo', sections: [3, 99, -1, 1.5] });
    expect(batches).toEqual([['one', 'two']]);
  });

  test('what is in flight is not classified again, and not given up while somebody waits', async () => {
    const signals: AbortSignal[] = [];
    const { promise: gate, resolve: open } = withResolvers();
    const seen: string[] = [];
    const scanner = classifierScanner({
      labels: { INJECTION: 'injection' },
      classify: async (texts, { signal }) => {
        signals.push(signal);
        seen.push(...texts);
        await gate;
        return texts.map(wordScores);
      },
    });
    const leaver = new AbortController();
    const left = scanner.scan({ prompt: 'same' }, { signal: leaver.signal });
    const stays = scanner.scan({ prompt: 'same', response: 'other' });
    const alone = new AbortController();
    const lost = scanner.scan({ prompt: 'alone' }, { signal: alone.signal });
    leaver.abort(new Error('gone'));
    alone.abort(new Error('gone too'));
    await expect(left).rejects.toThrow('gone');
    await expect(lost).rejects.toThrow('gone too');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    const again = scanner.scan({ prompt: 'alone' });
    open();
    expect((await stays).action).toBe('allow');
    expect((await again).action).toBe('allow');
    expect(seen).toEqual(['same', 'alone', 'alone']);
  });

  test('takes every shape in which classifiers answer', async () => {
    const shapes: readonly (readonly [answer: unknown, score: number])[] = [
      [[{ label: 'INJECTION', score: 0.8 }], 0.8],
      [
        [
          { label: ' injection ', score: 0.8 },
          { label: 'x', score: 0.9 },
        ],
        0.8,
      ],
      [{ label: 'INJECTION', score: 0.8 }, 0.8],
      [{ INJECTION: 0.8, SAFE: 0.2 }, 0.8],
      [{ label: 'SAFE', score: 0.75 }, 0.25],
      [[{ label: 'Benign', score: 0.25 }], 0.75],
      [
        [
          { label: 'INJECTION', score: 0.3 },
          { label: 'INJECTION', score: 0.6 },
        ],
        0.6,
      ],
      [{ INJECTION: 1.0000001192092896 }, 1],
    ];
    for (const [answer, score] of shapes) {
      const result = await answering([answer]).scan({ prompt: 'a' });
      expect(result, JSON.stringify(answer)).toMatchObject({
        scores: { injection: score },
        action: score >= 0.5 ? 'block' : 'allow',
      });
    }
    const named = answering([{ label: 'LABEL_0', score: 0.9 }], { LABEL_1: 'injection', LABEL_0: false });
    expect((await named.scan({ prompt: 'a' })).action).toBe('allow');
  });

  test('anything else than a full answer is a failed scan that tells nothing of the text', async () => {
    const secret = 'a text that nobody may see';
    const throwing = (thrown: unknown) =>
      classifierScanner({
        labels: { INJECTION: 'injection' },
        classify: () => {
          throw thrown;
        },
      });
    const getter = Object.defineProperty({ label: 'INJECTION' }, 'score', {
      get: () => {
        throw new Error(secret);
      },
    });
    const scanners = [
      throwing(new Error(secret)),
      throwing(secret),
      throwing(new DOMException(secret, 'AbortError')),
      classifierScanner({
        labels: { INJECTION: 'injection' },
        classify: async () => Promise.reject(new Error(secret)),
      }),
      ...[
        undefined,
        null,
        'text',
        {},
        [],
        [[], []],
        [[]],
        [{}],
        [null],
        [0.9],
        ['INJECTION'],
        [[null]],
        [[0.9]],
        [[{ label: 'INJECTION' }]],
        [[{ label: 'INJECTION', score: Number.NaN }]],
        [[{ label: 'INJECTION', score: '0.9' }]],
        [[{ label: 'INJECTION', score: 3.4 }]],
        [[{ label: 'INJECTION', score: -1 }]],
        [[{ label: 5, score: 0.9 }]],
        [{ INJECTION: null }],
        [
          [
            { label: 'INJECTION', score: 0.1 },
            { label: 'SAFE', score: Number.NaN },
          ],
        ],
        // A label that is not known: nobody can say what the answer means.
        [[{ label: 'LABEL_1', score: 0.99 }]],
        [{ label: secret, score: 0.99 }],
        // biome-ignore lint/suspicious/noSparseArray: this is what is tested.
        [,],
        [getter],
      ].map((answers) => answering(answers)),
    ];
    for (const [index, scanner] of scanners.entries()) {
      const result = await scanner.scan({ prompt: secret, sessionId: 's' });
      expect(isFailedScan(result), String(index)).toBe(true);
      expect(result).toMatchObject({ action: 'warn', categories: ['api_error'], scanId: '', sessionId: 's' });
      expect(JSON.stringify(result)).not.toContain(secret);
      await expect(createGuardrail({ scanner }).enforcePrompt(secret)).rejects.toMatchObject({
        code: 'ERR_GUARDRAIL_UNAVAILABLE',
      });
    }
  });

  test('a late answer is a failed scan, and the call is aborted', async () => {
    const signals: AbortSignal[] = [];
    const scanner = classifierScanner({
      labels: { INJECTION: 'injection' },
      timeoutMs: 5,
      classify: (_texts, { signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    const result = await scanner.scan({ prompt: 'a' });
    expect(result.error).toBe('Classifier classifier did not answer within 5 ms');
    expect(signals[0]?.aborted).toBe(true);
  });

  test('a text of too many windows is not classified in part', async () => {
    const { scanner, batches } = wordScanner({ windowChars: 20, overlapChars: 0, maxWindows: 3 });
    expect((await scanner.scan({ prompt: 'x'.repeat(60) })).action).toBe('allow');
    const result = await scanner.scan({ prompt: 'y'.repeat(50), codePrompt: 'y' });
    expect(result.error).toBe(
      'Classifier classifier was not asked: The text needs 4 windows, more than maxWindows: 3',
    );
    expect(isFailedScan(result)).toBe(true);
    expect(batches.flat().join('')).not.toContain('y');
    const decision = await createGuardrail({ scanner }).checkPrompt('y'.repeat(61));
    expect(decision).toMatchObject({ outcome: 'block', reason: 'scan_failed' });
  });

  test('nothing to scan, and what is no text, are failed scans', async () => {
    const { scanner, batches } = wordScanner();
    for (const request of [{}, { prompt: '' }, { context: 'a' }, { prompt: { a: WORD } }, { prompt: 5 }])
      expect(isFailedScan(await scanner.scan(request as ScanRequest))).toBe(true);
    expect(batches).toEqual([]);
  });

  test('combines with other scanners, and its failure is not a pass', async () => {
    const airs = fakeScanner();
    const { scanner } = wordScanner();
    const all = combineScanners(airs, localScanner(), scanner);
    expect((await all.scan({ prompt: 'a quiet text' })).action).toBe('allow');
    expect(await all.scan({ prompt: WORD })).toMatchObject({
      action: 'block',
      categories: ['prompt_injection'],
      scores: { injection: 0.9 },
    });
    const broken = combineScanners(airs, localScanner(), answering('nothing'));
    const guardrail = createGuardrail({ scanner: broken });
    expect((await guardrail.checkPrompt('a quiet text')).outcome).toBe('block');
  });

  test('options are checked, by name and limit', () => {
    const make = (options: Record<string, unknown>) => () =>
      classifierScanner({
        classify: () => [],
        labels: { a: 'injection' },
        ...options,
      } as ClassifierScannerOptions);
    const bad: readonly (readonly [options: Record<string, unknown>, message: string])[] = [
      [{ classify: undefined }, 'classify must be a function'],
      [{ classify: 'x' }, 'classify must be a function'],
      [{ labels: undefined }, 'labels must be an object of label to detector'],
      [{ labels: [] }, 'labels must be an object of label to detector'],
      [{ labels: {} }, 'labels must hold a label with a detector'],
      [{ labels: { a: false } }, 'labels must hold a label with a detector'],
      [{ labels: { a: 'injections' } }, 'labels.a must be one of injection, dlp'],
      [{ labels: { a: 'injection', ' A': 'dlp' } }, 'is there twice but for its case'],
      [{ threshold: 0 }, 'threshold must be above 0 and at most 1'],
      [{ threshold: Number.NaN }, 'threshold must be above 0 and at most 1'],
      [{ windowChars: 15 }, 'windowChars must be a whole number from 16 to 1000000'],
      [{ overlapChars: 251 }, 'overlapChars must be a whole number from 0 to 250'],
      [{ windowChars: 101, overlapChars: 51 }, 'overlapChars must be a whole number from 0 to 50'],
      [{ maxWindows: 0 }, 'maxWindows must be a whole number from 1 to 100000'],
      [{ batchSize: 1.5 }, 'batchSize must be a whole number from 1 to 10000'],
      [{ timeoutMs: 0 }, 'timeoutMs must be a whole number from 1 to 2147483647'],
      [{ name: '' }, 'name must be text of 1 to 100 characters'],
      [{ window: 5 }, 'options.window is not known'],
    ];
    for (const [options, message] of bad) {
      expect(make(options), message).toThrow(GuardrailConfigError);
      expect(make(options), message).toThrow(message);
    }
  });

  test('is asked no further ahead in a stream than its labels need', () => {
    expect(wordScanner().scanner.lookahead).toBe(0);
    expect(wordScanner({ labels: { INJECTION: 'toxicContent' }, windowChars: 80 }).scanner.lookahead).toBe(
      80,
    );
  });
});

const sizes = fc.integer({ min: 16, max: 40 }).chain((windowChars) =>
  fc.record({
    windowChars: fc.constant(windowChars),
    overlapChars: fc.integer({ min: 0, max: Math.floor(windowChars / 2) }),
  }),
);
const texts = fc.string({ unit: 'binary', maxLength: 300 });

describe('windows', () => {
  test('hold every character, and whole what is no longer than the overlap', () => {
    fc.assert(
      fc.property(texts, sizes, fc.array(fc.integer({ min: -5, max: 300 })), (text, own, sections) => {
        const windows = windowsOf(text, own, sections);
        expect(countWindows(text, own, sections)).toBe(windows.length);
        const cuts = new Set(sections.filter((at) => at > 0 && at < text.length));
        let reached = 0;
        for (const { text: part, start } of windows) {
          expect(text.startsWith(part, start)).toBe(true);
          expect(part.length).toBeLessThanOrEqual(own.windowChars + 1);
          const begins = cuts.has(start) && start === reached;
          if (start > 0 && !begins) expect(reached - start).toBeGreaterThanOrEqual(own.overlapChars);
          expect(start).toBeLessThanOrEqual(reached);
          // A pair is cut only where the caller's own sections cut it.
          if (!cuts.has(start)) expect(splits(text, start)).toBe(false);
          reached = start + part.length;
        }
        expect(reached).toBe(text.length);
      }),
    );
  });

  test('their work is linear in the text', () => {
    const own = { windowChars: 100, overlapChars: 50 };
    expect(countWindows('x'.repeat(100_000), own)).toBeLessThan(2001);
  });

  test('the verdict is the same for every size of batches', async () => {
    const words = fc.array(fc.constantFrom('a ', 'bb ', `${WORD} `, '🎉', 'ccc '), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(words, sizes, fc.integer({ min: 1, max: 9 }), async (list, own, batchSize) => {
        const request = { prompt: `${list.join('')}.`, response: list.join('').slice(3) };
        const { scanId, reportId, latencyMs, ...one } = await wordScanner({ ...own, batchSize }).scanner.scan(
          request,
        );
        expect(await wordScanner({ ...own, batchSize: 1000 }).scanner.scan(request)).toMatchObject(one);
        const whole = own.overlapChars >= WORD.length && request.prompt.includes(WORD);
        if (whole) expect(one.action).toBe('block');
      }),
      { numRuns: runs(60) },
    );
  });
});

const splits = (text: string, at: number): boolean =>
  (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
