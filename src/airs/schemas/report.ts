import { z } from 'zod';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

/** Excerpts that a detector quotes: at most 10, with at most 1000 characters each. They are scanned content. */
const snippets = z
  .union([z.array(z.string()), z.looseObject({ meta: z.looseObject({}).nullish(), snippets: texts })])
  .nullish();

const offsets = z.array(z.array(z.number())).nullish();

/** The places where one DLP pattern matched, by confidence. Ranges are half open, and `null` means none. */
export const DataPatternOffsetsSchema = z.looseObject({
  data_pattern_id: text,
  version: z.number().nullish(),
  name: text,
  high_confidence_detections: offsets,
  medium_confidence_detections: offsets,
  low_confidence_detections: offsets,
});
/** A value of {@link DataPatternOffsetsSchema}. */
export type DataPatternOffsets = z.infer<typeof DataPatternOffsetsSchema>;

/** Data loss prevention (`dlp`). Rule verdicts are `MATCHED`, `NOT_MATCHED`, `NOT MATCHED` or empty. */
export const DlpReportSchema = z.looseObject({
  dlp_report_id: text,
  dlp_profile_name: text,
  dlp_profile_id: text,
  dlp_profile_version: z.number().nullish(),
  data_pattern_rule1_verdict: text,
  data_pattern_rule2_verdict: text,
  data_pattern_detection_offsets: z.array(DataPatternOffsetsSchema).nullish(),
});
/** A value of {@link DlpReportSchema}. */
export type DlpReport = z.infer<typeof DlpReportSchema>;

/** One URL (`uf`). */
export const UrlfEntrySchema = z.looseObject({
  url: text,
  risk_level: text,
  action: text,
  categories: texts,
});
/** A value of {@link UrlfEntrySchema}. */
export type UrlfEntry = z.infer<typeof UrlfEntrySchema>;

/** One database statement kind (`dbs`). */
export const DbsEntrySchema = z.looseObject({
  sub_type: text,
  verdict: text,
  action: text,
});
/** A value of {@link DbsEntrySchema}. */
export type DbsEntry = z.infer<typeof DbsEntrySchema>;

/** Toxic content (`tc`). */
export const TcReportSchema = z.looseObject({
  confidence: text,
  verdict: text,
  toxic_categories: texts,
});
/** A value of {@link TcReportSchema}. */
export type TcReport = z.infer<typeof TcReportSchema>;

/** Malicious code (`malicious_code`). */
export const McReportSchema = z.looseObject({
  verdict: text,
  all_code_blocks: texts,
  code_analysis_by_type: z.array(z.looseObject({ file_type: text, code_sha256: text })).nullish(),
  malware_script_report: z.looseObject({ verdict: text }).nullish(),
  command_injection_report: z.array(z.looseObject({ code_block: text, verdict: text })).nullish(),
});
/** A value of {@link McReportSchema}. */
export type McReport = z.infer<typeof McReportSchema>;

/** Agent threats (`agent_security`). A pattern can be malicious while `model_verdict` is benign. */
export const AgentReportSchema = z.looseObject({
  model_verdict: text,
  agent_framework: text,
  agent_patterns: z.array(z.looseObject({ category_type: text, verdict: text })).nullish(),
});
/** A value of {@link AgentReportSchema}. */
export type AgentReport = z.infer<typeof AgentReportSchema>;

/** Topic guardrails (`topic_guardrails`). The topic lists are camelCase on the wire. */
export const TopicGuardrailsReportSchema = z.looseObject({
  allowed_topic_list: text,
  blocked_topic_list: text,
  allowedTopics: texts,
  blockedTopics: texts,
});
/** A value of {@link TopicGuardrailsReportSchema}. */
export type TopicGuardrailsReport = z.infer<typeof TopicGuardrailsReportSchema>;

/** Contextual grounding (`contextual_grounding`). */
export const CgReportSchema = z.looseObject({
  status: text,
  explanation: text,
  category: text,
});
/** A value of {@link CgReportSchema}. */
export type CgReport = z.infer<typeof CgReportSchema>;

/** Prompt injection (`pi`). */
export const PiReportSchema = z.looseObject({ verdict: text });
/** A value of {@link PiReportSchema}. */
export type PiReport = z.infer<typeof PiReportSchema>;

/** The finding of one detector. Only its own report is filled; the others are absent or null. */
export const ResultDetailSchema = z.looseObject({
  dlp_report: DlpReportSchema.nullish(),
  dlp_snippets: snippets,
  urlf_report: z.array(UrlfEntrySchema).nullish(),
  dbs_report: z.array(DbsEntrySchema).nullish(),
  dbs_snippets: snippets,
  tc_report: TcReportSchema.nullish(),
  tc_snippets: snippets,
  mc_report: McReportSchema.nullish(),
  agent_report: AgentReportSchema.nullish(),
  topic_guardrails_report: TopicGuardrailsReportSchema.nullish(),
  cg_report: CgReportSchema.nullish(),
  pi_report: PiReportSchema.nullish(),
  pi_snippets: snippets,
});
/** A value of {@link ResultDetailSchema}. */
export type ResultDetail = z.infer<typeof ResultDetailSchema>;

/**
 * One detector's row. `detection_service` uses service names: `dlp`, `pi`, `uf`, `tc`, `malicious_code`,
 * `agent_security`, `topic_guardrails`, `dbs`, `contextual_grounding`.
 */
export const DetectionServiceResultSchema = z.looseObject({
  data_type: text,
  detection_service: text,
  verdict: text,
  action: text,
  metadata: z
    .looseObject({
      ecosystem: text,
      method: text,
      server_name: text,
      tool_invoked: text,
      direction: text,
      score: z.number().nullish(),
      confidence: z.union([z.string(), z.number()]).nullish(),
    })
    .nullish(),
  result_detail: ResultDetailSchema.nullish(),
});
/** A value of {@link DetectionServiceResultSchema}. */
export type DetectionServiceResult = z.infer<typeof DetectionServiceResultSchema>;

/** The per-detector breakdown of one request. `req_id` is 0 for sync scans. */
export const ThreatScanReportSchema = z.looseObject({
  source: text,
  report_id: text,
  scan_id: text,
  req_id: z.number().nullish(),
  transaction_id: text,
  session_id: text,
  detection_results: z.array(DetectionServiceResultSchema).nullish(),
});
/** A value of {@link ThreatScanReportSchema}. */
export type ThreatScanReport = z.infer<typeof ThreatScanReportSchema>;
/** The body of a query's answer. */
export const ThreatScanReportsSchema = z.array(ThreatScanReportSchema);
