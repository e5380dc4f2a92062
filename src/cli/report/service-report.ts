import type { DetectionServiceResult, ThreatScanReport } from '../../airs/index.js';
import { printable } from '../../scan/index.js';

/** The service's names for its detectors, with their meaning. */
const DETECTORS: Readonly<Record<string, string>> = {
  pi: 'prompt injection',
  dlp: 'sensitive data',
  uf: 'URLs',
  tc: 'toxic content',
  malicious_code: 'malicious code',
  agent_security: 'agent threats',
  topic_guardrails: 'topics',
  dbs: 'database statements',
  contextual_grounding: 'grounding',
  source_code: 'source code',
};

const list = (words: readonly (string | null | undefined)[] | null | undefined): string =>
  (words ?? []).filter((word) => word !== null && word !== undefined && word !== '').join(', ');

/**
 * Returns what a detector reports in addition to its verdict. Addresses and excerpts are content, so they are left out.
 */
function detailOf({ result_detail: detail }: DetectionServiceResult): string {
  if (detail === null || detail === undefined) return '';
  const { dlp_report: dlp, urlf_report: urls, tc_report: toxic, topic_guardrails_report: topics } = detail;
  const { agent_report: agent, cg_report: grounding, dbs_report: statements } = detail;
  const patterns = (dlp?.data_pattern_detection_offsets ?? []).map(({ name, ...found }) => {
    const places = [
      found.high_confidence_detections,
      found.medium_confidence_detections,
      found.low_confidence_detections,
    ];
    return `${name ?? 'pattern'} (${places.reduce((sum, offsets) => sum + (offsets?.length ?? 0), 0)})`;
  });
  const parts = [
    list(patterns),
    list(urls?.map(({ risk_level: risk, categories }) => list([list(categories), risk]))),
    list(toxic?.toxic_categories),
    list(topics?.blockedTopics ?? [topics?.blocked_topic_list]),
    list(agent?.agent_patterns?.map(({ category_type: type }) => type)),
    list([grounding?.status, grounding?.category]),
    list(statements?.map(({ sub_type: type, verdict }) => list([type, verdict]))),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** The header of the table of a report. */
export const SERVICE_REPORT_HEAD: readonly string[] = ['On', 'Detector', 'Verdict', 'Action', 'What'];

/** Returns a row for each detector of a report, without content. */
export function serviceReportRows(report: ThreatScanReport): string[][] {
  return (report.detection_results ?? []).map((row) => {
    const service = row.detection_service ?? '';
    const cells = [
      row.data_type ?? '',
      DETECTORS[service] ?? service,
      row.verdict ?? '',
      row.action ?? '',
      detailOf(row),
    ];
    return cells.map((cell) => printable(cell, 200));
  });
}
