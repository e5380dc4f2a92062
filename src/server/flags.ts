/** A part of a request that the service judges on its own. */
export type WireSide = 'prompt' | 'response' | 'tool';

/** The flag names of detectors on the wire. */
export const WIRE_FLAGS = [
  'injection',
  'dlp',
  'url_cats',
  'toxic_content',
  'malicious_code',
  'agent',
  'topic_violation',
  'db_security',
  'ungrounded',
  'source_code',
] as const;

/** A detector's flag name on the wire. */
export type WireFlag = (typeof WIRE_FLAGS)[number];

/** One detector: its names, and the sides on which the service runs it. */
export interface FlagRow {
  readonly flag: WireFlag;
  /** The name of the flag in a `ScanResult`. */
  readonly key: string;
  /** The name of the detector in reports. */
  readonly service: string;
  readonly sides: readonly WireSide[];
  /** The sides that show the detector when no profile says what is enabled. */
  readonly shownByDefault: readonly WireSide[];
  /** The names of the detector in spans. */
  readonly spanDetectors: readonly string[];
}

const row = (
  flag: WireFlag,
  key: string,
  service: string,
  sides: readonly WireSide[],
  shownByDefault: readonly WireSide[] = [],
  spanDetectors: readonly string[] = [key],
): FlagRow => ({ flag, key, service, sides, shownByDefault, spanDetectors });

const ALL: readonly WireSide[] = ['prompt', 'response', 'tool'];
const INSTRUCTING: readonly WireSide[] = ['prompt', 'tool'];

/** Every detector that the service documents or was seen to use. */
export const FLAG_TABLE: readonly FlagRow[] = [
  row('dlp', 'dlp', 'dlp', ALL, ALL, ['dlp', 'secrets']),
  row('injection', 'injection', 'pi', INSTRUCTING, INSTRUCTING),
  row('url_cats', 'urlCats', 'uf', ALL, ALL),
  row('toxic_content', 'toxicContent', 'tc', ALL),
  row('malicious_code', 'maliciousCode', 'malicious_code', ALL),
  row('agent', 'agent', 'agent_security', ALL),
  row('topic_violation', 'topicViolation', 'topic_guardrails', ALL),
  row('db_security', 'dbSecurity', 'dbs', ['response', 'tool']),
  row('ungrounded', 'ungrounded', 'contextual_grounding', ['response']),
  row('source_code', 'sourceCode', 'source_code', INSTRUCTING),
];
