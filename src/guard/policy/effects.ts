/** The subject of a check: a prompt before generation, a response after it, or a tool's input and output. */
export type Direction = 'prompt' | 'response' | 'tool';

/**
 * The effect of a finding. `follow` does what the scanner's action says, `allow` ignores the detector, `warn` passes
 * and reports, `redact` replaces the finding, `block` refuses.
 */
export type Effect = 'follow' | 'allow' | 'warn' | 'redact' | 'block';

/**
 * The effect of a failed or incomplete scan. With `local` the embedded engine scans instead. Its result is marked
 * `degraded`, and the policy follows it. If the engine fails too, the text is blocked.
 */
export type FailureEffect = 'allow' | 'warn' | 'block' | 'local';

type Effects<Detector extends string> = Readonly<Partial<Record<Detector, Effect>>>;

/** Effects of the detectors that run on prompts. */
export type PromptEffects = Effects<
  | 'injection'
  | 'dlp'
  | 'urlCats'
  | 'toxicContent'
  | 'maliciousCode'
  | 'agent'
  | 'topicViolation'
  | 'sourceCode'
>;

/** Effects of the detectors that run on responses. */
export type ResponseEffects = Effects<
  | 'dlp'
  | 'urlCats'
  | 'dbSecurity'
  | 'toxicContent'
  | 'maliciousCode'
  | 'agent'
  | 'ungrounded'
  | 'topicViolation'
>;

/** Effects of the detectors that run on tool inputs and outputs. */
export type ToolEffects = Effects<
  | 'injection'
  | 'dlp'
  | 'urlCats'
  | 'dbSecurity'
  | 'toxicContent'
  | 'maliciousCode'
  | 'agent'
  | 'topicViolation'
  | 'sourceCode'
>;

/** The effects of detectors, by direction. Detectors that are not named follow the scanner's action. */
export interface DirectionEffects {
  readonly prompt?: PromptEffects;
  readonly response?: ResponseEffects;
  readonly tool?: ToolEffects;
}

/** The effects of the scanner's actions `block` and `warn`, where no detector's own effect decides. */
export interface VerdictEffects {
  readonly block: 'block' | 'warn';
  readonly warn: 'block' | 'warn';
}
