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

/** The subject of a check: its direction, and the name of the tool for a tool check. */
export interface Judged {
  readonly direction: Direction;
  readonly toolName?: string | undefined;
}

/** The facts about one check. Its ids and names come from the application and win over the guardrail's `metadata`. */
export interface CheckContext extends ScanMetadata {
  /** Facts that an adapter found out by itself. They count where neither the context nor `metadata` sets a value. */
  readonly inferred?: ScanMetadata;
  /**
   * Facts that the request behind the check states. Its ids and labels count where no `metadata` function sets them.
   * Its profile counts only with `allowProfileFromRequest`.
   */
  readonly requested?: Omit<ScanMetadata, 'agentMeta'>;
  /** The prompt that a response answers. It is sent to the scanner with the response. */
  readonly prompt?: string;
  /** The grounding context of a response. */
  readonly context?: string;
  /** Stretches of the text that some consumer reads as one text. They are also judged as one text. */
  readonly threads?: readonly Thread[];
  /**
   * The places where the turns of a conversation begin in a prompt that holds several, whether the prompt is checked or
   * accompanies a response. Each turn is scanned with its label in front.
   */
  readonly turns?: readonly Turn[];
  /**
   * The number of images, sounds, PDFs and other files that come with the text. They are not text, so nobody judges
   * them.
   */
  readonly unscanned?: number;
  /** Aborts the scan. The abort reason is thrown as it is. */
  readonly signal?: AbortSignal;
}

/** The argument of a `metadata` function: the context of a check, and its direction and tool. */
export type MetadataContext = CheckContext & Judged;

/** One text to judge and the requests that judge it. */
export interface Subject extends Judged {
  readonly field: SpanField;
  readonly text: string;
  /** Returns the content of the request with the given text in place of the subject's. */
  content(text: string): ScanRequest;
}
