import { z } from 'zod';

// The service adds fields and leaves documented ones out or null, so everything here is loose, nullish and open. Only
// the verdict is taken literally: `toScanResult` lets nothing but an explicit `allow` pass.

const text = z.string().nullish();
const flag = z.boolean().nullish();

/** The detectors that ran on a prompt, and whether they fired. Only enabled detectors appear. */
export const PromptDetectedSchema = z.looseObject({
  url_cats: flag,
  dlp: flag,
  injection: flag,
  toxic_content: flag,
  malicious_code: flag,
  agent: flag,
  topic_violation: flag,
  source_code: flag,
});
/** A value of {@link PromptDetectedSchema}. */
export type WirePromptDetected = z.infer<typeof PromptDetectedSchema>;

/** The detectors that ran on a response, and whether they fired. */
export const ResponseDetectedSchema = z.looseObject({
  url_cats: flag,
  dlp: flag,
  db_security: flag,
  toxic_content: flag,
  malicious_code: flag,
  agent: flag,
  ungrounded: flag,
  topic_violation: flag,
});
/** A value of {@link ResponseDetectedSchema}. */
export type WireResponseDetected = z.infer<typeof ResponseDetectedSchema>;

/** The detectors that ran on a tool event, and whether they fired. */
export const ToolFlagsSchema = z.looseObject({
  injection: flag,
  url_cats: flag,
  dlp: flag,
  db_security: flag,
  toxic_content: flag,
  malicious_code: flag,
  agent: flag,
  topic_violation: flag,
  source_code: flag,
});
/** A value of {@link ToolFlagsSchema}. */
export type ToolFlags = z.infer<typeof ToolFlagsSchema>;

const location = z.tuple([z.number(), z.number()]).rest(z.number());

/**
 * One DLP pattern and the places where it matched. Ranges are half open, and their unit is undocumented (see
 * `locateMasked`).
 */
export const PatternDetectionSchema = z.looseObject({
  pattern: text,
  locations: z.array(location).nullish(),
});
/** A value of {@link PatternDetectionSchema}. */
export type PatternDetection = z.infer<typeof PatternDetectionSchema>;

/** The scanned text with its findings overwritten by `X`, and the places of the findings. */
export const MaskedDataSchema = z.looseObject({
  data: text,
  pattern_detections: z.array(PatternDetectionSchema).nullish(),
});
/** A value of {@link MaskedDataSchema}. */
export type MaskedData = z.infer<typeof MaskedDataSchema>;

/** Topics that matched a topic guardrail. */
export const TopicGuardrailsDetailsSchema = z.looseObject({
  allowed_topics: z.array(z.string()).nullish(),
  blocked_topics: z.array(z.string()).nullish(),
});
/** A value of {@link TopicGuardrailsDetailsSchema}. */
export type TopicGuardrailsDetails = z.infer<typeof TopicGuardrailsDetailsSchema>;

/** Toxic content by kind. */
export const ToxicContentDetailsSchema = z.looseObject({
  toxic_categories: z.array(z.string()).nullish(),
});
/** A value of {@link ToxicContentDetailsSchema}. */
export type ToxicContentDetails = z.infer<typeof ToxicContentDetailsSchema>;

/** Details about the findings on one side. */
export const DetectionDetailsSchema = z.looseObject({
  topic_guardrails_details: TopicGuardrailsDetailsSchema.nullish(),
  toxic_content_details: ToxicContentDetailsSchema.nullish(),
});
/** A value of {@link DetectionDetailsSchema}. */
export type DetectionDetails = z.infer<typeof DetectionDetailsSchema>;

/** One tool of a tool event, with its findings. */
export const ToolDetectionEntrySchema = z.looseObject({
  tool_invoked: text,
  detections: ToolFlagsSchema.nullish(),
  threats: z.array(z.string()).nullish(),
  details: DetectionDetailsSchema.nullish(),
  masked_data: MaskedDataSchema.nullish(),
});
/** A value of {@link ToolDetectionEntrySchema}. */
export type ToolDetectionEntry = z.infer<typeof ToolDetectionEntrySchema>;

const toolSide = z.looseObject({
  detection_entries: z.array(ToolDetectionEntrySchema).nullish(),
});

/** The findings in a tool event. It is `{}` if no tool event was sent. */
export const ToolDetectedSchema = z.looseObject({
  verdict: text,
  metadata: z.looseObject({}).nullish(),
  summary: z
    .union([
      z.string(),
      z.looseObject({
        detections: ToolFlagsSchema.nullish(),
        threats: z.array(z.string()).nullish(),
      }),
    ])
    .nullish(),
  input_detected: toolSide.nullish(),
  output_detected: toolSide.nullish(),
});
/** A value of {@link ToolDetectedSchema}. */
export type WireToolDetected = z.infer<typeof ToolDetectedSchema>;

/** A detector that gave no answer. `feature` uses the flag names (`dlp`, `injection`, `url_cats`, ...). */
export const ContentErrorSchema = z.looseObject({
  content_type: text,
  feature: text,
  status: text,
});
/** A value of {@link ContentErrorSchema}. */
export type ContentError = z.infer<typeof ContentErrorSchema>;

/** The verdict on one request. */
export const ScanResponseSchema = z.looseObject({
  report_id: text,
  scan_id: text,
  tr_id: text,
  session_id: text,
  transaction_id: text,
  profile_id: text,
  profile_name: text,
  category: text,
  action: text,
  timeout: flag,
  error: flag,
  errors: z.array(ContentErrorSchema).nullish(),
  source: text,
  prompt_detected: PromptDetectedSchema.nullish(),
  response_detected: ResponseDetectedSchema.nullish(),
  tool_detected: ToolDetectedSchema.nullish(),
  prompt_masked_data: MaskedDataSchema.nullish(),
  response_masked_data: MaskedDataSchema.nullish(),
  prompt_detection_details: DetectionDetailsSchema.nullish(),
  response_detection_details: DetectionDetailsSchema.nullish(),
  created_at: text,
  completed_at: text,
});
/** A value of {@link ScanResponseSchema}. */
export type ScanResponse = z.infer<typeof ScanResponseSchema>;

/** The receipt of an async batch, with one scan id for all of its requests. */
export const AsyncScanResponseSchema = z.looseObject({
  received: text,
  scan_id: z.string().min(1),
  report_id: text,
  source: text,
});
/** A value of {@link AsyncScanResponseSchema}. */
export type AsyncScanResponse = z.infer<typeof AsyncScanResponseSchema>;

/** One request of a queried scan. Rows come in any order, and `result` is absent while the scan is pending. */
export const ScanIdResultSchema = z.looseObject({
  source: text,
  req_id: z.number().nullish(),
  status: text,
  scan_id: text,
  result: ScanResponseSchema.nullish(),
});
/** A value of {@link ScanIdResultSchema}. */
export type ScanIdResult = z.infer<typeof ScanIdResultSchema>;
/** The body of a query's answer. */
export const ScanIdResultsSchema = z.array(ScanIdResultSchema);
