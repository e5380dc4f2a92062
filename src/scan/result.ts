/** What to do with the content: pass, pass with a concern, or refuse. */
export type Action = 'allow' | 'warn' | 'block';

/** Threat level, from nothing found to a confirmed attack or a block. */
export type Severity = 'SAFE' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** Detectors that fired on a prompt. The first three are always present; the others only where they fired. */
export interface PromptDetected {
  readonly injection: boolean;
  readonly dlp: boolean;
  readonly urlCats: boolean;
  readonly toxicContent?: boolean;
  readonly maliciousCode?: boolean;
  readonly agent?: boolean;
  readonly topicViolation?: boolean;
  readonly sourceCode?: boolean;
  /** Detectors that fired and that this version has no name for, as the service spells them. */
  readonly other?: readonly string[];
}

/** Detectors that fired on a response. The first two are always present; the others only where they fired. */
export interface ResponseDetected {
  readonly dlp: boolean;
  readonly urlCats: boolean;
  readonly dbSecurity?: boolean;
  readonly toxicContent?: boolean;
  readonly maliciousCode?: boolean;
  readonly agent?: boolean;
  readonly ungrounded?: boolean;
  readonly topicViolation?: boolean;
  /** Detectors that fired and that this version has no name for, as the service spells them. */
  readonly other?: readonly string[];
}

/** Detectors that fired on a tool's input or output; each is present only where it fired. */
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
  /** The service's words for what it saw, such as `context poisoning`. */
  readonly threats?: readonly string[];
  /** Detectors that fired and that this version has no name for, as the service spells them. */
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
  /** What was found: `CREDIT_CARD`, `US_SSN`, ... Never the text itself. */
  readonly label: string;
  /** 0..1, where the scanner gives one. */
  readonly confidence?: number;
}

/**
 * Why a scan failed, in classes that a policy can tell apart:
 * - `outage`: the scanner could not be asked or did not answer in time (network, timeout, 5xx, 429, busy, breaker open)
 * - `refused`: the service does not serve this key, profile or request (400, 401, 403, 404)
 * - `content`: the content cannot be scanned as it is (413, a limit of size, nothing to scan)
 * - `response`: what came back is no verdict
 * - `config`: the scanner is not set up, such as without a key
 */
export type FailureKind = 'outage' | 'refused' | 'content' | 'response' | 'config';

/** The class of a failed scan. */
export interface ScanFailure {
  readonly kind: FailureKind;
  /** The HTTP status, where there was one. */
  readonly statusCode?: number;
  /** The scanner was not asked: its circuit breaker is open after failures in a row. */
  readonly breakerOpen?: true;
}

/** What a scanner says of a verdict beside its flags. */
export interface ScanDetails {
  /** Topics of a topic guardrail that matched, as their profile names them. */
  readonly topics?: readonly string[];
  /** Kinds of toxic content, as the service names them. */
  readonly toxicCategories?: readonly string[];
}

/**
 * The verdict on one request, the same from every scanner. The fields up to `error` are always filled as the
 * reference describes; the others are absent where there is nothing to say.
 */
export interface ScanResult {
  readonly action: Action;
  readonly severity: Severity;
  /** What fired, in the fixed order of `CATEGORIES`; `['safe']` when nothing did. */
  readonly categories: string[];
  /** The scan's id; empty on a failed scan. */
  readonly scanId: string;
  /** The report's id; empty on a failed scan. */
  readonly reportId: string;
  /** The profile that judged: the service's answer, else the requested one, else `default`. */
  readonly profileName: string;
  /** The UUID of the profile that judged, where the service says it. */
  readonly profileId?: string;
  readonly promptDetected: PromptDetected;
  readonly responseDetected: ResponseDetected;
  readonly toolDetected?: ToolDetected;
  /** The request's session id. */
  readonly sessionId?: string;
  /** The request's transaction id. */
  readonly trId?: string;
  /** Milliseconds from request to verdict, 0 when nothing was sent. */
  readonly latencyMs: number;
  /** Why the scan failed. Holds no scanned content. */
  readonly error?: string;
  /** The class of the failure: of a failed scan, or of the scanner among several that did not judge the content. */
  readonly failure?: ScanFailure;
  /** A detector timed out or failed, so an `allow` would not have been a full answer. */
  readonly degraded?: boolean;
  /** The detectors that timed out or failed, by the names of the flags, on a degraded verdict. */
  readonly unanswered?: readonly string[];
  /** What the scanner says beside the flags. */
  readonly details?: ScanDetails;
  /** Scores in 0..1, where the scanner gives them. */
  readonly scores?: { readonly injection?: number };
  /** Where the findings lie, where the scanner says so. */
  readonly spans?: DetectedSpan[];
  /** Who answered: the service's own `source`, `local`, `cache`, ... */
  readonly source?: string;
}
