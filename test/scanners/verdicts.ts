import fc from 'fast-check';
import { type Policy, resolvePolicy } from '../../src/guard/policy/policy.js';
import { DETECTORS, failedScan, judge, type ScanResult, SEVERITIES } from '../../src/scan/index.js';

const fired = (side: 'prompt' | 'response' | 'tool') =>
  fc
    .subarray([...DETECTORS[side]], { maxLength: 2 })
    .map((flags) => Object.fromEntries(flags.map((flag) => [flag, true])));

const span = fc
  .record({
    field: fc.constantFrom('prompt' as const, 'response' as const),
    start: fc.nat(30),
    length: fc.integer({ min: 1, max: 9 }),
    detector: fc.constantFrom('dlp', 'secrets', 'injection'),
  })
  .map(({ length, ...rest }) => ({ ...rest, end: rest.start + length, label: 'FOUND' }));

/** Any verdict as the one table of verdicts makes them. */
const judged: fc.Arbitrary<ScanResult> = fc
  .record({
    action: fc.constantFrom('allow', 'alert', 'block', 'banana', undefined),
    category: fc.constantFrom('benign', 'malicious', 'suspicious', 'timeout', 'homegrown', undefined),
    incomplete: fc.boolean(),
    prompt: fired('prompt'),
    response: fired('response'),
    tool: fired('tool'),
    threats: fc.subarray(['context poisoning']),
    spans: fc.array(span, { maxLength: 4 }),
    score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    id: fc.nat(9),
    latencyMs: fc.nat(99),
  })
  .map(({ prompt, response, tool, threats, spans, score, id, latencyMs, ...raw }) => {
    const toolDetected = { ...tool, ...(threats.length > 0 && { threats }) };
    const detected = {
      promptDetected: { injection: false, dlp: false, urlCats: false, ...prompt },
      responseDetected: { dlp: false, urlCats: false, ...response },
      ...(Object.keys(toolDetected).length > 0 && { toolDetected }),
    };
    return {
      ...judge({ ...raw, ...detected }),
      ...detected,
      scanId: `scan-${id}`,
      reportId: `report-${id}`,
      profileName: 'default',
      latencyMs,
      ...(spans.length > 0 && { spans }),
      ...(score !== undefined && { scores: { injection: score } }),
    };
  });

/** Any answer of a scanner, failed scans among them. */
export const anyResult: fc.Arbitrary<ScanResult> = fc.oneof(
  { weight: 4, arbitrary: judged },
  { weight: 1, arbitrary: fc.constant(failedScan({}, 'API error 503', 7)) },
);

const effect = fc.constantFrom('follow', 'allow', 'warn', 'redact', 'block');
const effects = (side: 'prompt' | 'response' | 'tool') =>
  fc.dictionary(fc.constantFrom(...DETECTORS[side]), effect).map((given) => ({ ...given }));

/** Any policy that can be written. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record(
    {
      preset: fc.constantFrom('strict', 'balanced', 'redact', 'monitor'),
      prompt: effects('prompt'),
      response: effects('response'),
      tool: effects('tool'),
      minBlockSeverity: fc.constantFrom(...SEVERITIES),
      onScanFailure: fc.constantFrom('allow', 'warn', 'block'),
    },
    { requiredKeys: ['preset'] },
  )
  .map((options) => resolvePolicy(options));
