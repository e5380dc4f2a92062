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
  /** A detector timed out or failed, so an `allow` would not have been a full answer. */
  readonly degraded?: boolean;
  /** Scores in 0..1, where the scanner gives them. */
  readonly scores?: { readonly injection?: number };
  /** Where the findings lie, where the scanner says so. */
  readonly spans?: DetectedSpan[];
  /** Who answered: the service's own `source`, `local`, `cache`, ... */
  readonly source?: string;
}
