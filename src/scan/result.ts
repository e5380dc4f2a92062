/** What to do with the content: let it pass, let it pass with a concern, or refuse it. */
export type Action = 'allow' | 'warn' | 'block';

/** Threat level, from nothing found to a confirmed attack or a block. */
export type Severity = 'SAFE' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** Detectors that fired on a prompt. The first three are always present, the others only if they fired. */
export interface PromptDetected {
  readonly injection: boolean;
  readonly dlp: boolean;
  readonly urlCats: boolean;
  readonly toxicContent?: boolean;
  readonly maliciousCode?: boolean;
  readonly agent?: boolean;
  readonly topicViolation?: boolean;
  readonly sourceCode?: boolean;
  /** Detectors that fired and have no name in this version, as the service spells them. */
  readonly other?: readonly string[];
}

/** Detectors that fired on a response. The first two are always present, the others only if they fired. */
export interface ResponseDetected {
  readonly dlp: boolean;
  readonly urlCats: boolean;
  readonly dbSecurity?: boolean;
  readonly toxicContent?: boolean;
  readonly maliciousCode?: boolean;
  readonly agent?: boolean;
  readonly ungrounded?: boolean;
  readonly topicViolation?: boolean;
  /** Detectors that fired and have no name in this version, as the service spells them. */
  readonly other?: readonly string[];
}

/** Detectors that fired on a tool's input or output. Each is present only if it fired. */
export interface ToolDetected {
  readonly injection?: boolean;
  readonly dlp?: boolean;
  readonly urlCats?: boolean;
  readonly dbSecurity?: boolean;
  readonly toxicContent?: boolean;
  readonly maliciousCode?: boolean;
  readonly agent?: boolean;
  readonly topicViolation?: boolean;
  readonly sourceCode?: boolean;
  /** The service's words for the threat, such as `context poisoning`. */
  readonly threats?: readonly string[];
  /** Detectors that fired and have no name in this version, as the service spells them. */
  readonly other?: readonly string[];
}

/** The part of a request that a span lies in. */
export type SpanField = 'prompt' | 'response' | 'toolInput' | 'toolOutput';

/** A place in the scanned text: UTF-16 code units, half open, so `text.slice(start, end)` is the finding. */
export interface DetectedSpan {
  readonly field: SpanField;
  readonly start: number;
  readonly end: number;
  /** Detector family: `dlp`, `secrets`, `injection`, `urlCats`, ... */
  readonly detector: string;
  /** The kind of finding: `CREDIT_CARD`, `US_SSN`, ... Never the text itself. */
  readonly label: string;
  /** Confidence from 0 to 1, if the scanner gives one. */
  readonly confidence?: number;
}

/**
 * Why a scan failed, in classes that a policy can tell apart:
 * - `outage`: the scanner could not be reached or did not answer in time (network, timeout, 5xx, 429, busy, breaker
 * open)
 * - `refused`: the service does not serve this key, profile or request (400, 401, 403, 404)
 * - `content`: the content cannot be scanned as it is (413, a size limit, nothing to scan)
 * - `response`: the answer is not a verdict
 * - `config`: the scanner is not set up; for example, it has no key
 */
export type FailureKind = 'outage' | 'refused' | 'content' | 'response' | 'config';

/** The class of a failed scan. */
export interface ScanFailure {
  readonly kind: FailureKind;
  /** The HTTP status, if there was one. */
  readonly statusCode?: number;
  /** The scanner was not asked, because its circuit breaker is open after failures in a row. */
  readonly breakerOpen?: true;
}

/** Details of a verdict in addition to its flags. */
export interface ScanDetails {
  /** Topics of a topic guardrail that matched, as the profile names them. */
  readonly topics?: readonly string[];
  /** Kinds of toxic content, as the service names them. */
  readonly toxicCategories?: readonly string[];
}

/**
 * The verdict on one request, in the same form from every scanner. The fields up to `error` are always filled as the
 * reference describes. The others are absent if there is nothing to say.
 */
export interface ScanResult {
  readonly action: Action;
  readonly severity: Severity;
  /** The categories that fired, in the fixed order of `CATEGORIES`, or `['safe']` if none did. */
  readonly categories: string[];
  /** The scan's id; empty on a failed scan. */
  readonly scanId: string;
  /** The report's id; empty on a failed scan. */
  readonly reportId: string;
  /** The profile that judged: the one in the service's answer, else the requested one, else `default`. */
  readonly profileName: string;
  /** The UUID of the profile that judged, if the service states it. */
  readonly profileId?: string;
  readonly promptDetected: PromptDetected;
  readonly responseDetected: ResponseDetected;
  readonly toolDetected?: ToolDetected;
  /** The request's session id. */
  readonly sessionId?: string;
  /** The request's transaction id. */
  readonly trId?: string;
  /** Milliseconds from request to verdict; 0 if nothing was sent. */
  readonly latencyMs: number;
  /** Why the scan failed. Holds no scanned content. */
  readonly error?: string;
  /**
   * The class of the failure: of the failed scan, or of the one scanner among several that did not judge the content.
   */
  readonly failure?: ScanFailure;
  /** A detector timed out or failed, so an `allow` would not have been a full answer. */
  readonly degraded?: boolean;
  /** The detectors that timed out or failed, by their flag names, on a degraded verdict. */
  readonly unanswered?: readonly string[];
  /** Details in addition to the flags. */
  readonly details?: ScanDetails;
  /** Scores from 0 to 1, if the scanner gives them. */
  readonly scores?: { readonly injection?: number };
  /** The places of the findings, if the scanner reports them. */
  readonly spans?: DetectedSpan[];
  /** The origin of the answer: the service's own `source`, `local`, `cache`, ... */
  readonly source?: string;
}
