import {
  DEFAULT_PROFILE_NAME,
  DETECTORS,
  type DetectedSpan,
  judge,
  type PromptDetected,
  type ResponseDetected,
  type ScanRequest,
  type ScanResult,
  type ToolDetected,
} from '../scan/index.js';
import { locateMasked } from './masked-spans.js';
import type { MaskedData, ScanResponse, WireToolDetected } from './schemas/response.js';

/** Wire flag to the name that results use. */
const FLAG_NAMES: ReadonlyMap<string, string> = new Map([
  ['injection', 'injection'],
  ['dlp', 'dlp'],
  ['url_cats', 'urlCats'],
  ['toxic_content', 'toxicContent'],
  ['malicious_code', 'maliciousCode'],
  ['agent', 'agent'],
  ['topic_violation', 'topicViolation'],
  ['source_code', 'sourceCode'],
  ['db_security', 'dbSecurity'],
  ['ungrounded', 'ungrounded'],
]);

/**
 * The service's answer as a `ScanResult`. Action, severity and categories come from the one table in `judge`; ids of
 * the conversation are the request's own, as the service may answer with ids it minted.
 * @param latencyMs milliseconds from request to answer
 */
export function toScanResult(response: ScanResponse, request: ScanRequest, latencyMs: number): ScanResult {
  const prompt = readFlags(response.prompt_detected, DETECTORS.prompt);
  const answer = readFlags(response.response_detected, DETECTORS.response);
  const promptDetected: PromptDetected = {
    injection: false,
    dlp: false,
    urlCats: false,
    ...prompt,
  };
  const responseDetected: ResponseDetected = {
    dlp: false,
    urlCats: false,
    ...answer,
  };
  const toolDetected = readToolDetected(response.tool_detected);
  const verdict = judge({
    action: response.action ?? undefined,
    category: response.category ?? undefined,
    incomplete: response.timeout === true || response.error === true || (response.errors ?? []).length > 0,
    promptDetected,
    responseDetected,
    toolDetected,
  });
  const spans = readSpans(response, request);
  return {
    action: verdict.action,
    severity: verdict.severity,
    categories: verdict.categories,
    scanId: response.scan_id ?? '',
    reportId: response.report_id ?? '',
    profileName: response.profile_name || request.profileName || DEFAULT_PROFILE_NAME,
    promptDetected,
    responseDetected,
    ...(toolDetected !== undefined && { toolDetected }),
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(request.trId !== undefined && { trId: request.trId }),
    latencyMs,
    ...(verdict.degraded && { degraded: true }),
    ...(spans.length > 0 && { spans }),
    ...(response.source && { source: response.source }),
  };
}

/** The flags that fired, under our names; fired flags of unknown name go to `other`. */
function readFlags(
  wire: object | null | undefined,
  known: readonly string[],
): Record<string, true | string[]> {
  const flags: Record<string, true | string[]> = {};
  const other = new Set<string>();
  for (const [key, value] of Object.entries(wire ?? {})) {
    if (value !== true) continue;
    const name = FLAG_NAMES.get(key);
    if (name !== undefined && known.includes(name)) flags[name] = true;
    // A foreign name becomes part of a category: only names shaped like the service's own are taken.
    else other.add(/^[a-z][a-z0-9_]{0,49}$/.test(key) ? key : 'unnamed_detector');
  }
  return other.size > 0 ? { ...flags, other: [...other] } : flags;
}

function readToolDetected(wire: WireToolDetected | null | undefined): ToolDetected | undefined {
  if (!wire) return undefined;
  const sides = [wire.input_detected, wire.output_detected];
  const entries = sides.flatMap((side) => side?.detection_entries ?? []);
  const summary = typeof wire.summary === 'object' ? wire.summary : null;
  // Older answers have the flags on the side itself.
  const flags = [summary?.detections, ...entries.map((entry) => entry.detections), ...sides].map((part) =>
    readFlags(part, DETECTORS.tool),
  );
  const other = [...new Set(flags.flatMap((part) => (Array.isArray(part['other']) ? part['other'] : [])))];
  const threats = [
    ...new Set([summary?.threats, ...entries.map((entry) => entry.threats)].flatMap((list) => list ?? [])),
  ];
  const merged = Object.assign({}, ...flags) as Record<string, true>;
  delete merged['other'];
  if (Object.keys(merged).length === 0 && other.length === 0) {
    // Threats in words, or a verdict, without a detector's flag.
    if (threats.length === 0 && wire.verdict?.toLowerCase() !== 'malicious') return undefined;
    other.push('threat');
  }
  return {
    ...merged,
    ...(threats.length > 0 && { threats }),
    ...(other.length > 0 && { other }),
  };
}

function readSpans(response: ScanResponse, request: ScanRequest): DetectedSpan[] {
  const {
    prompt_masked_data: promptMasked,
    response_masked_data: responseMasked,
    tool_detected: tool,
  } = response;
  const { input, output } = request.toolEvent ?? {};
  const spans: DetectedSpan[] = [];
  const locate = (
    text: string | undefined,
    masked: MaskedData | null | undefined,
    field: DetectedSpan['field'],
  ): void => {
    if (text !== undefined && masked) spans.push(...locateMasked(text, masked, field));
  };
  locate(request.prompt, promptMasked, 'prompt');
  locate(request.response, responseMasked, 'response');
  for (const entry of tool?.input_detected?.detection_entries ?? [])
    locate(input, entry.masked_data, 'toolInput');
  for (const entry of tool?.output_detected?.detection_entries ?? [])
    locate(output, entry.masked_data, 'toolOutput');
  if (request.prompt === undefined && request.toolEvent !== undefined) {
    // Sources differ on where a tool event's masked data is; a lone tool event can only mean its own text.
    if (output !== undefined) locate(output, promptMasked, 'toolOutput');
    else locate(input, promptMasked, 'toolInput');
  }
  return spans;
}
