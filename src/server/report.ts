import { createHash } from 'node:crypto';
import type {
  DataPatternOffsets,
  DetectionServiceResult,
  ResultDetail,
  ThreatScanReport,
  UrlfEntry,
} from '../airs/schemas/report.js';
import type { DetectedSpan, SpanField } from '../scan/index.js';
import type { Detection } from './detections.js';
import { type Location, SENSITIVE, sensitiveLocations } from './masked-data.js';
import { directed, directionsOf, shownMetadata, type ToolSide } from './tool-verdict.js';
import type { VerdictInput } from './verdict.js';

/** One scanned text and its detections. */
interface ReportedPart {
  readonly dataType: 'prompt' | 'response' | 'tool_event';
  readonly field: SpanField;
  readonly text: string;
  readonly detections: readonly Detection[];
  readonly direction?: ToolSide;
}

/**
 * Writes the report of one scan. It has a row for every detector that the answer shows, on every part that was sent. As
 * the service does, it quotes matched URLs and up to ten snippets of other findings. It never quotes sensitive data,
 * only its place.
 */
export function toReport(input: VerdictInput, reqId: number): ThreatScanReport {
  const { result, ids, scanId, reportId } = input;
  return {
    ...(result.source !== undefined && { source: result.source }),
    report_id: reportId,
    scan_id: scanId,
    req_id: reqId,
    transaction_id: ids.transaction_id,
    session_id: ids.session_id,
    detection_results: partsOf(input).flatMap((part) =>
      part.detections.map((detection) => toRow(part, detection, input)),
    ),
  };
}

function partsOf({ request, result, detections }: VerdictInput): ReportedPart[] {
  const spans = result.spans ?? [];
  const sides: readonly ReportedPart[] = [
    { dataType: 'prompt', field: 'prompt', text: request.prompt ?? '', detections: detections.prompt },
    {
      dataType: 'response',
      field: 'response',
      text: request.response ?? '',
      detections: detections.response,
    },
  ];
  const tool = directionsOf(request).map(
    (direction): ReportedPart => ({
      dataType: 'tool_event',
      field: direction === 'input' ? 'toolInput' : 'toolOutput',
      text: request.toolEvent?.[direction] ?? '',
      detections: directed(detections.tool, direction, request, spans),
      direction,
    }),
  );
  return [...sides, ...tool];
}

function toRow(part: ReportedPart, detection: Detection, input: VerdictInput): DetectionServiceResult {
  const event = input.request.toolEvent;
  return {
    data_type: part.dataType,
    detection_service: detection.service,
    verdict: verdictWord(detection),
    action: detection.fired ? detection.effect : 'allow',
    ...(part.direction !== undefined && {
      metadata: { ...(event && shownMetadata(event)), direction: part.direction },
    }),
    result_detail: detailOf(part, detection, input),
  };
}

const verdictWord = ({ fired }: Detection): string => (fired ? 'malicious' : 'benign');

function detailOf(part: ReportedPart, detection: Detection, input: VerdictInput): ResultDetail {
  const verdict = verdictWord(detection);
  const spans = input.result.spans ?? [];
  switch (detection.flag) {
    case 'dlp':
      return { dlp_report: dlpReport(part, detection, spans, input) };
    case 'injection':
      return { pi_report: { verdict }, ...quoted('pi_snippets', part, detection, spans) };
    case 'url_cats':
      return { urlf_report: urlEntries(part, detection, spans) };
    case 'toxic_content':
      return {
        tc_report: {
          confidence: detection.fired ? 'high' : '',
          verdict,
          ...(detection.fired && { toxic_categories: wordsOf(part, detection, spans) }),
        },
        ...quoted('tc_snippets', part, detection, spans),
      };
    case 'malicious_code':
      return {
        mc_report: {
          verdict,
          all_code_blocks: [],
          code_analysis_by_type: [],
          malware_script_report: { verdict },
          command_injection_report: [],
        },
      };
    case 'agent':
      return { agent_report: { model_verdict: verdict, agent_framework: '', agent_patterns: [] } };
    case 'topic_violation': {
      const blocked = detection.fired ? 'matched' : 'not_matched';
      return { topic_guardrails_report: { allowed_topic_list: 'not_matched', blocked_topic_list: blocked } };
    }
    case 'db_security':
      return {
        dbs_report: detection.fired
          ? [{ sub_type: 'database-security-update', verdict, action: detection.effect }]
          : [],
        ...quoted('dbs_snippets', part, detection, spans),
      };
    case 'ungrounded':
      return { cg_report: { status: 'completed', category: detection.fired ? 'ungrounded' : 'grounded' } };
    default:
      return {};
  }
}

/** The limits of the service: the number of snippets, and the characters of each. */
const MAX_SNIPPETS = 10;
const MAX_SNIPPET_LENGTH = 1000;

/** Returns the findings of one detector in one part. */
function spansOf(part: ReportedPart, detection: Detection, spans: readonly DetectedSpan[]): DetectedSpan[] {
  return spans.filter((span) => span.field === part.field && detection.spanDetectors.includes(span.detector));
}

/** Returns the labels of a detector's findings, as the service spells them: lower case, with dashes. */
function wordsOf(part: ReportedPart, detection: Detection, spans: readonly DetectedSpan[]): string[] {
  const labels = spansOf(part, detection, spans).map(({ label }) => label.toLowerCase().replaceAll('_', '-'));
  return [...new Set(labels)];
}

/**
 * Returns the text of a detector's findings without the sensitive data in it. The key is absent if no finding has a
 * place.
 */
function quoted<Key extends 'pi_snippets' | 'tc_snippets' | 'dbs_snippets'>(
  key: Key,
  part: ReportedPart,
  detection: Detection,
  spans: readonly DetectedSpan[],
): Partial<Record<Key, string[]>> {
  const sensitive = spans.filter((span) => span.field === part.field && SENSITIVE.has(span.detector));
  const snippets = spansOf(part, detection, spans)
    .filter(({ start, end }) => sensitive.every((span) => span.end <= start || span.start >= end))
    .map(({ start, end }) => part.text.slice(start, Math.min(end, start + MAX_SNIPPET_LENGTH)));
  const some: Partial<Record<Key, string[]>> = {};
  if (snippets.length > 0) some[key] = [...new Set(snippets)].slice(0, MAX_SNIPPETS);
  return some;
}

function dlpReport(
  part: ReportedPart,
  detection: Detection,
  spans: readonly DetectedSpan[],
  { scanId, masking }: VerdictInput,
): ResultDetail['dlp_report'] {
  const locations = detection.fired
    ? sensitiveLocations(part.text, spans, part.field, masking.offsetUnit)
    : [];
  return {
    dlp_report_id: sha256(`${scanId} ${part.field}`).toUpperCase(),
    dlp_profile_name: 'Sensitive Content',
    dlp_profile_id: '11995025',
    dlp_profile_version: 1,
    data_pattern_rule1_verdict: detection.fired ? 'MATCHED' : 'NOT_MATCHED',
    data_pattern_rule2_verdict: '',
    data_pattern_detection_offsets: [...new Set(locations.map(({ pattern }) => pattern))].map((name) =>
      patternOffsets(name, locations),
    ),
  };
}

function patternOffsets(name: string, locations: readonly Location[]): DataPatternOffsets {
  const within = (low: number, high: number): number[][] =>
    locations
      .filter(({ pattern, confidence = 1 }) => pattern === name && confidence >= low && confidence < high)
      .map(({ start, end }) => [start, end]);
  const [high, medium, low] = [within(0.8, Number.POSITIVE_INFINITY), within(0.5, 0.8), within(0, 0.5)];
  return {
    data_pattern_id: sha256(name).slice(0, 24),
    version: 1,
    name,
    ...(high.length > 0 && { high_confidence_detections: high }),
    ...(medium.length > 0 && { medium_confidence_detections: medium }),
    ...(low.length > 0 && { low_confidence_detections: low }),
  };
}

function urlEntries(part: ReportedPart, detection: Detection, spans: readonly DetectedSpan[]): UrlfEntry[] {
  return spansOf(part, detection, spans).map(({ start, end, label }) => ({
    url: part.text.slice(start, end),
    risk_level: 'Not Given',
    action: detection.effect,
    categories: [label.toLowerCase().replaceAll('_', '-')],
  }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
