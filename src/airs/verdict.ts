import {
  DEFAULT_PROFILE_NAME,
  DETECTORS,
  type DetectedSpan,
  judge,
  type PromptDetected,
  type ResponseDetected,
  type ScanDetails,
  type ScanRequest,
  type ScanResult,
  type ToolDetected,
} from '../scan/index.js';
import { locateMasked } from './masked-spans.js';
import { type OwnWords, ownWords } from './own-words.js';
import type {
  ContentError,
  DetectionDetails,
  MaskedData,
  ScanResponse,
  WireToolDetected,
} from './schemas/response.js';

/** The names in results, by wire flag. */
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
 * Converts the service's answer to a `ScanResult`. Action, severity and categories come from the one table in `judge`.
 * The ids of the conversation are the request's own, because the service may answer with ids that it made.
 * @param latencyMs milliseconds from request to answer
 */
export function toScanResult(response: ScanResponse, request: ScanRequest, latencyMs: number): ScanResult {
  const own = ownWords(request);
  const prompt = readFlags(response.prompt_detected, DETECTORS.prompt, own);
  const answer = readFlags(response.response_detected, DETECTORS.response, own);
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
  const toolDetected = readToolDetected(response.tool_detected, own);
  const verdict = judge({
    action: response.action ?? undefined,
    category: readCategory(response.category, own),
    incomplete: response.timeout === true || response.error === true || (response.errors ?? []).length > 0,
    promptDetected,
    responseDetected,
    toolDetected,
  });
  const spans = readSpans(response, request, own);
  const source = own.source(response.source);
  const profileId = own.id(response.profile_id);
  const details = readDetails(response, own);
  const unanswered = verdict.degraded ? readUnanswered(response.errors ?? [], own) : [];
  return {
    action: verdict.action,
    severity: verdict.severity,
    categories: verdict.categories,
    scanId: own.id(response.scan_id),
    reportId: own.id(response.report_id),
    profileName: readProfile(response.profile_name, request, own),
    ...(profileId !== '' && { profileId }),
    promptDetected,
    responseDetected,
    ...(toolDetected !== undefined && { toolDetected }),
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(request.trId !== undefined && { trId: request.trId }),
    latencyMs,
    ...(verdict.degraded && { degraded: true }),
    ...(unanswered.length > 0 && { unanswered }),
    ...(details !== undefined && { details }),
    ...(spans.length > 0 && { spans }),
    ...(source !== '' && { source }),
  };
}

/** Returns the name of the profile that judged, as the service reports it, unless the name must not be shown. */
function readProfile(
  name: string | null | undefined,
  { profileName = DEFAULT_PROFILE_NAME }: ScanRequest,
  own: OwnWords,
): string {
  return name === profileName ? profileName : own.text(name) || profileName;
}

/** The categories that the service documents. */
const CATEGORIES: ReadonlySet<string> = new Set(['benign', 'malicious', 'suspicious', 'error', 'timeout']);

function readCategory(category: string | null | undefined, own: OwnWords): string | undefined {
  if (!category || CATEGORIES.has(category.toLowerCase())) return category ?? undefined;
  return own.text(category) || 'unspecified';
}

/** The most names that are read from one list. The service has a few dozen. */
const MAX_LIST = 100;

/** Returns the flags that fired, under the names in results. Fired flags with unknown names go to `other`. */
function readFlags(
  wire: object | null | undefined,
  known: readonly string[],
  own: OwnWords,
): Record<string, true | string[]> {
  const flags: Record<string, true | string[]> = {};
  const other = new Set<string>();
  for (const [key, value] of Object.entries(wire ?? {})) {
    if (value !== true) continue;
    const name = FLAG_NAMES.get(key);
    if (name !== undefined && known.includes(name)) flags[name] = true;
    // An unknown name becomes part of a category, so it must have the shape of the service's own names.
    else other.add(/^[a-z][a-z0-9_]{0,49}$/.test(key) && own.text(key) !== '' ? key : 'unnamed_detector');
    if (other.size >= MAX_LIST) break;
  }
  return other.size > 0 ? { ...flags, other: [...other] } : flags;
}

function readToolDetected(
  wire: WireToolDetected | null | undefined,
  own: OwnWords,
): ToolDetected | undefined {
  if (!wire) return undefined;
  const sides = [wire.input_detected, wire.output_detected];
  const entries = sides.flatMap((side) => side?.detection_entries ?? []);
  const summary = typeof wire.summary === 'object' ? wire.summary : null;
  // Older answers have the flags on the side itself.
  const flags = [summary?.detections, ...entries.map((entry) => entry.detections), ...sides].map((part) =>
    readFlags(part, DETECTORS.tool, own),
  );
  const other = [...new Set(flags.flatMap((part) => (Array.isArray(part['other']) ? part['other'] : [])))];
  const said = [summary?.threats, ...entries.map((entry) => entry.threats)].flatMap((list) => list ?? []);
  // A threat counts even if its name cannot be shown.
  const threats = [...new Set(said)].slice(0, MAX_LIST).map((threat) => own.text(threat) || 'unnamed threat');
  const merged = Object.assign({}, ...flags) as Record<string, true>;
  delete merged['other'];
  if (Object.keys(merged).length === 0 && other.length === 0) {
    // There may be threats in words, or a verdict, without a detector's flag.
    if (threats.length === 0 && wire.verdict?.toLowerCase() !== 'malicious') return undefined;
    other.push('threat');
  }
  return {
    ...merged,
    ...(threats.length > 0 && { threats: [...new Set(threats)] }),
    ...(other.length > 0 && { other }),
  };
}

/** Returns the detectors that gave no answer, by the names of their flags in results. */
function readUnanswered(errors: readonly ContentError[], own: OwnWords): string[] {
  const names = errors.slice(0, MAX_LIST).map(({ feature }) => {
    const name = feature?.toLowerCase() ?? '';
    return FLAG_NAMES.get(name) ?? (/^[a-z][a-z0-9_]{0,49}$/.test(name) && own.text(name) !== '' ? name : '');
  });
  return [...new Set(names)].filter((name) => name !== '');
}

/** Returns topics and kinds of toxic content from all parts of an answer. */
function readDetails(response: ScanResponse, own: OwnWords): ScanDetails | undefined {
  const tool = response.tool_detected;
  const entries = [tool?.input_detected, tool?.output_detected].flatMap(
    (side) => side?.detection_entries ?? [],
  );
  const parts: readonly (DetectionDetails | null | undefined)[] = [
    response.prompt_detection_details,
    response.response_detection_details,
    ...entries.map((entry) => entry.details),
  ];
  const listed = (read: (part: DetectionDetails) => readonly string[] | null | undefined): string[] => {
    const said = parts.flatMap((part) => (part ? (read(part) ?? []) : []));
    const words = [...new Set(said)].slice(0, MAX_LIST).map((word) => own.text(word));
    return [...new Set(words)].filter((word) => word !== '');
  };
  const topics = listed((part) => part.topic_guardrails_details?.blocked_topics);
  const toxicCategories = listed((part) => part.toxic_content_details?.toxic_categories);
  if (topics.length === 0 && toxicCategories.length === 0) return undefined;
  return {
    ...(topics.length > 0 && { topics }),
    ...(toxicCategories.length > 0 && { toxicCategories }),
  };
}

function readSpans(response: ScanResponse, request: ScanRequest, own: OwnWords): DetectedSpan[] {
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
    if (text !== undefined && masked)
      for (const span of locateMasked(text, masked, field, own.label)) spans.push(span);
  };
  locate(request.prompt, promptMasked, 'prompt');
  locate(request.response, responseMasked, 'response');
  for (const entry of tool?.input_detected?.detection_entries ?? [])
    locate(input, entry.masked_data, 'toolInput');
  for (const entry of tool?.output_detected?.detection_entries ?? [])
    locate(output, entry.masked_data, 'toolOutput');
  if (request.prompt === undefined && request.toolEvent !== undefined) {
    // Sources differ on where a tool event's masked data is. With a lone tool event it can only belong to its own text.
    if (output !== undefined) locate(output, promptMasked, 'toolOutput');
    else locate(input, promptMasked, 'toolInput');
  }
  return spans;
}
