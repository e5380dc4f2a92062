import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/guard/policy/decide.js';
import type { Outcome } from '../../src/guard/policy/decision.js';
import { resolvePolicy } from '../../src/guard/policy/policy.js';
import {
  CATEGORIES,
  type ContentScanner,
  type FailureKind,
  failedScan,
  GuardrailConfigError,
  isFailedScan,
  type ScanResult,
  SEVERITIES,
} from '../../src/scan/index.js';
import { combineScanners } from '../../src/scanners/combine.js';
import { type FakeVerdict, fakeScanner } from '../../src/testing/index.js';
import { runs } from '../support/extent.js';
import { anyPolicy, anyResult } from './verdicts.js';

const OUTCOMES: readonly Outcome[] = ['allow', 'warn', 'redact', 'block'];
const ACTIONS = ['allow', 'warn', 'block'];
const fixed = (result: ScanResult): ContentScanner => ({ name: 'fixed', scan: async () => result });
const fakes = (...verdicts: FakeVerdict[]) =>
  combineScanners(...verdicts.map((verdict) => fakeScanner({ verdicts: verdict })));
const FAILED: FakeVerdict = {
  action: 'warn',
  severity: 'LOW',
  categories: ['api_error'],
  error: 'down',
  scanId: '',
  reportId: '',
};
const results = fc.array(anyResult, { minLength: 1, maxLength: 4 });

/** What a part asks for by itself; a bare "not a full answer" asks for what the policy says about failures. */
function floorOf(
  part: ScanResult,
  ...[direction, policy]: [Parameters<typeof decide>[1], Parameters<typeof decide>[2]]
): Outcome {
  const onlyIncomplete =
    part.degraded === true && part.action === 'warn' && ['SAFE', 'LOW'].includes(part.severity);
  if (!onlyIncomplete || part.toolDetected?.threats !== undefined || part.spans !== undefined)
    return decide(part, direction, policy).outcome;
  const effect = policy.onScanFailure[direction].outage;
  return effect === 'local' ? 'block' : effect;
}

describe('combineScanners', () => {
  test('is never laxer than any of its parts, by any policy', async () => {
    await fc.assert(
      fc.asyncProperty(
        results,
        anyPolicy,
        fc.constantFrom('prompt' as const, 'response' as const, 'tool' as const),
        async (parts, policy, direction) => {
          const united = await combineScanners(...parts.map(fixed)).scan({ [direction]: 'text' });
          const outcome = OUTCOMES.indexOf(decide(united, direction, policy).outcome);
          for (const part of parts) {
            expect(outcome).toBeGreaterThanOrEqual(OUTCOMES.indexOf(floorOf(part, direction, policy)));
            expect(ACTIONS.indexOf(united.action)).toBeGreaterThanOrEqual(ACTIONS.indexOf(part.action));
            expect(SEVERITIES.indexOf(united.severity)).toBeGreaterThanOrEqual(
              SEVERITIES.indexOf(part.severity),
            );
          }
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  test('a failed or degraded part leaves no allow, and the order of parts changes no verdict', async () => {
    await fc.assert(
      fc.asyncProperty(results, async (parts) => {
        const united = await combineScanners(...parts.map(fixed)).scan({ prompt: 'text' });
        const incomplete = parts.some((part) => isFailedScan(part) || part.degraded);
        if (incomplete) expect(united.action).not.toBe('allow');
        expect(united.degraded === true || isFailedScan(united)).toBe(incomplete);
        expect(isFailedScan(united)).toBe(parts.every(isFailedScan));
        const turned = await combineScanners(...parts.map(fixed).reverse()).scan({ prompt: 'text' });
        expect([turned.action, turned.severity, new Set(turned.categories)]).toEqual([
          united.action,
          united.severity,
          new Set(united.categories),
        ]);
      }),
    );
  });

  test('flags, categories, spans and scores are united; ids are those of the strictest', async () => {
    const at = (start: number, end: number, detector: string) => ({
      field: 'prompt' as const,
      start,
      end,
      detector,
      label: 'X',
    });
    const scanner = fakes(
      {
        promptDetected: { dlp: true },
        action: 'warn',
        scanId: 'a',
        spans: [at(5, 9, 'dlp')],
        scores: { injection: 0.9 },
        latencyMs: 9,
      },
      {
        promptDetected: { injection: true, other: ['new'] },
        action: 'block',
        scanId: 'b',
        reportId: 'rb',
        spans: [at(0, 20, 'injection'), at(7, 11, 'dlp')],
      },
      {
        responseDetected: { urlCats: true },
        action: 'warn',
        scanId: 'c',
        scores: { injection: 0.1 },
        toolDetected: { threats: ['t'] },
      },
    );
    expect(await scanner.scan({ prompt: 'p', sessionId: 's', trId: 't' })).toEqual({
      action: 'block',
      severity: 'CRITICAL',
      categories: ['prompt_injection', 'dlp_prompt', 'url_filtering_response', 'new_prompt'],
      scanId: 'b',
      reportId: 'rb',
      profileName: 'default',
      promptDetected: { injection: true, dlp: true, urlCats: false, other: ['new'] },
      responseDetected: { dlp: false, urlCats: true },
      toolDetected: { threats: ['t'] },
      sessionId: 's',
      trId: 't',
      latencyMs: 9,
      scores: { injection: 0.9 },
      // The long span of one detector has not swallowed the other's.
      spans: [at(0, 20, 'injection'), at(5, 11, 'dlp')],
    });
    expect(scanner.name).toBe('combined(fake, fake, fake)');
  });

  test('categories stand in canonical order', async () => {
    await fc.assert(
      fc.asyncProperty(results, async (parts) => {
        const { categories } = await combineScanners(...parts.map(fixed)).scan({ prompt: 'p' });
        const known = categories.filter((name) => CATEGORIES.includes(name));
        expect(known).toEqual(CATEGORIES.filter((name) => categories.includes(name)));
        expect(new Set(categories).size).toBe(categories.length);
        expect(categories.length).toBeGreaterThan(0);
      }),
    );
  });

  test('a block without a reason is not explained away by the flags of another', async () => {
    const scanner = fakes({ action: 'block' }, { promptDetected: { dlp: true } });
    const result = await scanner.scan({ prompt: 'p' });
    expect(result.categories).toEqual(['dlp_prompt', 'malicious', 'unspecified_prompt']);
  });

  test('failures: one is a warning, all are the first one, a throw and an unknown action never pass', async () => {
    expect(await fakes({}, FAILED).scan({ prompt: 'p' })).toMatchObject({
      action: 'warn',
      degraded: true,
      categories: ['partial_scan'],
      scanId: 'fake-scan',
    });
    const all = await fakes(FAILED, { ...FAILED, error: 'down too' }).scan({ prompt: 'p' });
    expect(all).toEqual(await fakeScanner({ verdicts: FAILED }).scan({ prompt: 'p' }));
    const broken: ContentScanner = {
      name: 'broken',
      scan: () => {
        throw new Error('secret text');
      },
    };
    const beside = await combineScanners(fakeScanner(), broken).scan({ prompt: 'secret text' });
    expect(beside).toMatchObject({ action: 'warn', degraded: true });
    const alone = await combineScanners(broken).scan({ prompt: 'secret text' });
    expect(alone).toMatchObject({ action: 'warn', error: 'Scanner broken threw Error' });
    const odd = { ...(await fakeScanner().scan({ prompt: 'p' })), action: 'banana' };
    const unknown = combineScanners(fakeScanner(), {
      name: 'odd',
      scan: async () => JSON.parse(JSON.stringify(odd)),
    });
    expect(await unknown.scan({ prompt: 'p' })).toMatchObject({
      action: 'block',
      categories: ['unknown_action'],
    });
  });

  test('an allow that is not a full answer is no allow beside others', async () => {
    const result = await fakes({ action: 'allow', degraded: true }, {}).scan({ prompt: 'p' });
    expect(result).toMatchObject({ action: 'warn', degraded: true, categories: ['partial_scan'] });
  });

  test('an abort reaches all scanners at once', async () => {
    const controller = new AbortController();
    const seen: unknown[] = [];
    const hanging: ContentScanner = {
      name: 'hanging',
      scan: (_request, options) =>
        new Promise(() => {
          options?.signal?.addEventListener('abort', () => seen.push(options.signal?.reason));
        }),
    };
    const scan = combineScanners(hanging, hanging).scan({ prompt: 'p' }, { signal: controller.signal });
    const reason = new Error('user left');
    controller.abort(reason);
    await expect(scan).rejects.toBe(reason);
    expect(seen).toEqual([reason, reason]);
  });

  test('refuses what cannot work', () => {
    expect(() => combineScanners()).toThrow(GuardrailConfigError);
    expect(() => combineScanners(fakeScanner(), JSON.parse('{}'))).toThrow(
      'scanners[1] must be a ContentScanner',
    );
  });
});

test('a failure that is no outage stays one beside an outage, and beside an answer', async () => {
  const failing = (kind: FailureKind): ContentScanner => ({
    name: kind,
    scan: async (request) => failedScan(request, kind, 1, { kind }),
  });
  for (const parts of [
    [failing('outage'), failing('content')],
    [failing('content'), failing('outage')],
    [failing('content'), fakeScanner()],
  ]) {
    const united = await combineScanners(...parts).scan({ prompt: 'text' });
    expect(united.failure).toEqual({ kind: 'content' });
    const outcome = decide(united, 'prompt', resolvePolicy({ onScanFailure: 'allow' })).outcome;
    expect(outcome).toBe('block');
  }
});
