import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanResponse } from '../../src/airs/schemas/response.js';
import { localScanner } from '../../src/local/index.js';
import { judge, type RawVerdict, type ScanRequest } from '../../src/scan/index.js';
import { correlationIds } from '../../src/server/correlation.js';
import { detectionsOf } from '../../src/server/detections.js';
import { FLAG_TABLE } from '../../src/server/flags.js';
import { toScanResponse } from '../../src/server/verdict.js';
import { runs } from '../support/extent.js';
import { CARD, INJECTION, judged, MALWARE_URL, scripted, TOOL } from './support.js';

describe('round trip', () => {
  /** The verdict a client reads from an answer, by `judge`. */
  function readBack(response: ScanResponse) {
    const side = (flags: object | null | undefined) => {
      const fired = Object.entries(flags ?? {}).filter(([, value]) => value === true);
      const named = fired.flatMap(([flag]) =>
        FLAG_TABLE.filter((row) => row.flag === flag).map((row) => [row.key, true]),
      );
      const other = fired
        .map(([flag]) => flag)
        .filter((flag) => FLAG_TABLE.every((row) => row.flag !== flag));
      return { ...Object.fromEntries(named), ...(other.length > 0 && { other }) };
    };
    const summary = response.tool_detected?.summary;
    const none = { injection: false, dlp: false, urlCats: false };
    return judge({
      action: response.action ?? undefined,
      category: response.category ?? undefined,
      incomplete: response.timeout === true || response.error === true,
      promptDetected: { ...none, ...side(response.prompt_detected) },
      responseDetected: { ...none, ...side(response.response_detected) },
      toolDetected: side(typeof summary === 'object' ? summary?.detections : {}),
    });
  }

  const answer = (request: ScanRequest, result: Parameters<typeof detectionsOf>[1]) =>
    toScanResponse({
      request,
      result,
      profile: undefined,
      detections: detectionsOf(request, result, undefined),
      ids: correlationIds({}, () => 'id'),
      scanId: 'scan',
      reportId: 'report',
      masking: { offsetUnit: 'utf16', maskStyle: 'inclusive' },
      incomplete: undefined,
    });

  const flag = fc.boolean();
  const requests: fc.Arbitrary<ScanRequest> = fc
    .subarray(['prompt', 'response', 'toolEvent'] as const, { minLength: 1 })
    .map((sides) => ({
      ...(sides.includes('prompt') && { prompt: 'a' }),
      ...(sides.includes('response') && { response: 'b' }),
      ...(sides.includes('toolEvent') && { toolEvent: { metadata: TOOL, output: 'c' } }),
    }));
  const verdicts: fc.Arbitrary<RawVerdict> = fc.record({
    action: fc.constantFrom('allow', 'alert', 'warn', 'block', 'redact', undefined),
    category: fc.constantFrom('benign', 'malicious', 'suspicious', 'timeout', 'error', undefined),
    incomplete: flag,
    promptDetected: fc.record(
      {
        injection: flag,
        dlp: flag,
        urlCats: flag,
        toxicContent: flag,
        sourceCode: flag,
        other: fc.subarray(['quantum']),
      },
      { requiredKeys: ['injection', 'dlp', 'urlCats'] },
    ),
    responseDetected: fc.record(
      { dlp: flag, urlCats: flag, ungrounded: flag },
      { requiredKeys: ['dlp', 'urlCats'] },
    ),
    toolDetected: fc.record({ injection: flag, dlp: flag, agent: flag }, { requiredKeys: [] }),
  });

  it('gives back action, severity and completeness of any result that follows `judge`', async () => {
    await fc.assert(
      fc.asyncProperty(requests, verdicts, async (request, raw) => {
        const result = await scripted(() => judged(raw)).scan(request);
        const { action, severity, degraded } = readBack(answer(request, result));
        expect({ action, severity, degraded }).toEqual({
          action: result.action,
          severity: result.severity,
          degraded: result.degraded,
        });
      }),
      { numRuns: runs(2000) },
    );
  });

  it('gives back action, severity and categories of the local scanner', async () => {
    const piece = fc.constantFrom('hello', CARD, INJECTION, MALWARE_URL, 'rm -rf /', 'a@b.io');
    const text = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(' '));
    const effect = fc.constantFrom('block', 'alert', 'allow', 'off');
    await fc.assert(
      fc.asyncProperty(
        fc.record({ prompt: text, response: text, codeResponse: text }, { requiredKeys: ['prompt'] }),
        fc.option(text, { nil: undefined }),
        fc.record(
          { injection: effect, dlp: effect, urlCats: effect, maliciousCode: effect },
          { requiredKeys: [] },
        ),
        async (content, output, detectors) => {
          const request = {
            ...content,
            ...(output !== undefined && { toolEvent: { metadata: TOOL, output } }),
          };
          const result = await localScanner({ profile: { detectors } }).scan(request);
          const { action, severity, categories } = readBack(answer(request, result));
          expect({ action, severity, categories }).toEqual({
            action: result.action,
            severity: result.severity,
            categories: result.categories,
          });
        },
      ),
    );
  });
});
