import {
  type ContentScanner,
  type DetectedSpan,
  failedScan,
  type ScanRequest,
  type ScanResult,
} from '../scan/index.js';
import { detect, type LocalDetector } from './detect.js';
import { type LocalScannerOptions, type ResolvedLocalOptions, resolveLocalOptions } from './options.js';
import { PROFILE_DETECTOR, type ScannedSide, verdictOf } from './verdict.js';

interface ScannedPart {
  readonly side: ScannedSide;
  readonly text: string;
  /** Whether a span can point into the text: results have no span field for code. */
  readonly located: boolean;
  readonly detectors: readonly LocalDetector[];
}

/** On prose, code rules would take a question about a command for the command. */
const PROSE: readonly LocalDetector[] = ['dlp', 'secrets', 'urlCats'];
const CODE: readonly LocalDetector[] = [...PROSE, 'maliciousCode'];

const NOTHING_TO_SCAN =
  'Nothing to scan: prompt, response, codePrompt, codeResponse or toolEvent.input/output is needed';

/**
 * A scanner that judges in this process: no network, no key, nothing kept after the call.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an unknown option
 */
export function localScanner(options: LocalScannerOptions = {}): ContentScanner {
  const resolved = resolveLocalOptions(options);
  return {
    name: 'local',
    async scan(request, scanOptions) {
      scanOptions?.signal?.throwIfAborted();
      return scanText(request, resolved);
    },
  };
}

function scanText(request: ScanRequest, options: ResolvedLocalOptions): ScanResult {
  const startedAt = options.now();
  const profileName = request.profileName ?? options.profileName;
  const parts = partsOf(request);
  if (parts.length === 0) return failedScan({ ...request, profileName }, NOTHING_TO_SCAN, 0);
  // A pattern would read an object as "[object Object]" and find it harmless.
  if (parts.some((part) => typeof part.text !== 'string')) {
    return failedScan({ ...request, profileName }, 'Every text to scan must be a string', 0);
  }

  const findings = new Map<ScannedSide, Set<LocalDetector>>();
  const spans: DetectedSpan[] = [];
  for (const part of parts) {
    const enabled = part.detectors.filter((name) => options.effects[PROFILE_DETECTOR[name]] !== 'off');
    const found = detect(part.text, part.side, enabled);
    const seen = findings.get(part.side) ?? new Set<LocalDetector>();
    for (const span of found) {
      seen.add(span.detector);
      if (part.located) spans.push(span);
    }
    findings.set(part.side, seen);
  }

  const scanId = globalThis.crypto.randomUUID();
  return {
    ...verdictOf(findings, spans, options.effects),
    scanId,
    reportId: `R${scanId}`,
    profileName,
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(request.trId !== undefined && { trId: request.trId }),
    latencyMs: Math.max(0, options.now() - startedAt),
    source: 'local',
  };
}

function partsOf(request: ScanRequest): ScannedPart[] {
  // Injection is judged where instructions come from; the service does not look for it in a model's answer either.
  const parts: (Omit<ScannedPart, 'text'> & { text: string | undefined })[] = [
    { side: 'prompt', text: request.prompt, located: true, detectors: [...PROSE, 'injection'] },
    { side: 'prompt', text: request.codePrompt, located: false, detectors: [...CODE, 'injection'] },
    { side: 'response', text: request.response, located: true, detectors: PROSE },
    { side: 'response', text: request.codeResponse, located: false, detectors: CODE },
    { side: 'toolInput', text: request.toolEvent?.input, located: true, detectors: [...CODE, 'injection'] },
    { side: 'toolOutput', text: request.toolEvent?.output, located: true, detectors: [...CODE, 'injection'] },
  ];
  return parts.flatMap(({ text, ...part }) => (text === undefined || text === '' ? [] : [{ ...part, text }]));
}
