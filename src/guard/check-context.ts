import type { ScanRequest, SpanField } from '../scan/index.js';
import type { Direction } from './policy/effects.js';
import type { Turn } from './segments/labelled-turns.js';
import type { Thread } from './segments/readings.js';

/** Who and what a scan is about, for the scan log and the choice of profile. */
export type ScanMetadata = Pick<
  ScanRequest,
  | 'sessionId'
  | 'trId'
  | 'appName'
  | 'appUser'
  | 'aiModel'
  | 'userIp'
  | 'agentMeta'
  | 'profileName'
  | 'profileId'
>;

/** What is judged: a direction, and the tool where it is one. */
export interface Judged {
  readonly direction: Direction;
  readonly toolName?: string | undefined;
}

/** What is known about one check. Its ids and names are the application's own and win over the guardrail's `metadata`. */
export interface CheckContext extends ScanMetadata {
  /** What an adapter found out by itself; counts where neither the context nor `metadata` says otherwise. */
  readonly inferred?: ScanMetadata;
  /**
   * What the request behind the check says of itself. Its ids and labels count where no `metadata` function says otherwise,
   * its profile only with `allowProfileFromRequest`.
   */
  readonly requested?: Omit<ScanMetadata, 'agentMeta'>;
  /** The prompt that a response answers; travels beside it. */
  readonly prompt?: string;
  /** Grounding context. */
  readonly context?: string;
  /** Stretches of the text that some consumer reads as one; they are judged so as well. */
  readonly threads?: readonly Thread[];
  /**
   * Where the turns of a conversation begin in a prompt that holds several, checked or beside a response; each is scanned
   * with its label in front.
   */
  readonly turns?: readonly Turn[];
  /** How many images, sounds, PDFs and other files go along with the text that nobody judges, because they are not text. */
  readonly unscanned?: number;
  /** Aborts the scan; the abort reason is thrown as it is. */
  readonly signal?: AbortSignal;
}

/** What a `metadata` function is told: the context of a check, and what it is about. */
export type MetadataContext = CheckContext & Judged;

/** One text to judge and the requests that judge it. */
export interface Subject extends Judged {
  readonly field: SpanField;
  readonly text: string;
  /** The content of the request with a text in the place of the subject. */
  content(text: string): ScanRequest;
}
