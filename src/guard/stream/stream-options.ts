import {
  assertFunction,
  assertScanner,
  type ContentScanner,
  callSafely,
  GuardrailConfigError,
  MAX_TIMER_MS,
  oneOf,
  oneOfKeys,
  wholeNumber,
} from '../../scan/index.js';

/**
 * When a stream's text is released: `verify` after it has been judged together with what surrounds it; `buffer` when all
 * of it has been judged at once; `observe` at once, judged beside it, and stopped at a violation.
 */
export type StreamMode = 'verify' | 'buffer' | 'observe';

/**
 * What is judged at the end of a stream: `full` the whole answer with its prompt; `tail` what was not judged yet, with
 * its prompt; `off` only what was not judged yet.
 */
export type FinalScan = 'full' | 'tail' | 'off';

/** How streams are judged. Lengths are UTF-16 code units, times milliseconds. */
export interface StreamOptions {
  /** @default 'verify' */
  readonly mode?: StreamMode;
  /**
   * For `observe`: a second scanner that is quick, such as the embedded engine. Text leaves once this one has judged it,
   * verified and redacted as in `verify`, while the guardrail's own scanner judges it beside and stops the stream.
   */
  readonly gate?: ContentScanner;
  /** With a `gate`: how much may have left that the guardrail's own scanner has not judged yet. @default 2,000 */
  readonly maxUnverifiedChars?: number;
  /** A scan starts once it can release so much; the first one as soon as it can release anything. @default 16 */
  readonly minWindow?: number;
  /** The most new text of one scan. @default 16,000 */
  readonly maxWindow?: number;
  /**
   * How much of what has left goes along with what is new, so that what spans both is seen whole; at least `lookahead`.
   * What is still held goes along in full. @default 96
   */
  readonly contextChars?: number;
  /**
   * How much text must have been seen behind a place before it is released, so that the beginning of a violation does
   * not get out before its end is seen. @default the scanner's own, else 32
   */
  readonly lookahead?: number;
  /** The most scans of one answer. What comes beyond is judged as a scan that failed. @default 1,000 */
  readonly maxScans?: number;
  /**
   * The most text handed to the scanner for one answer, in bytes of UTF-8; the prompt beside the final scan counts too.
   * What comes beyond is judged as a scan that failed. @default 50,000,000
   */
  readonly maxBytes?: number;
  /** How long text, or the call of a tool, may be held by a scan before the scan counts as failed. @default 60,000 */
  readonly maxHoldMs?: number;
  /**
   * How long after its beginning an answer may be judged. What is not judged by then counts as a scan that failed, the
   * scan under way too. @default no limit
   */
  readonly deadlineMs?: number;
  /** @default 'full' */
  readonly finalScan?: FinalScan;
  /** Told after each scan how far the stream has come; what it throws or rejects with is ignored. */
  readonly onProgress?: (progress: StreamProgress) => void;
}

/** How far a stream has come. Lengths are UTF-16 code units. */
export interface StreamProgress {
  /** `window` while it flows, `final` at its end. */
  readonly scan: 'window' | 'final';
  /** Scans so far, this one included. */
  readonly scans: number;
  /** Length of the text that this scan judged. */
  readonly scannedChars: number;
  /** How much has come, may leave, and is held, after this scan. */
  readonly arrivedChars: number;
  readonly releasedChars: number;
  readonly heldChars: number;
}

/** Complete stream options; `lookahead` is undefined where the scanner decides. */
export type ResolvedStreamOptions = Required<Omit<StreamOptions, 'lookahead' | 'onProgress' | 'gate'>> & {
  readonly gate: ContentScanner | undefined;
  readonly lookahead: number | undefined;
  readonly onProgress: (progress: StreamProgress) => void;
};

const MODES: readonly StreamMode[] = ['verify', 'buffer', 'observe'];
const FINAL_SCANS: readonly FinalScan[] = ['full', 'tail', 'off'];

/** Whole numbers: least, default, most. */
const NUMBERS = {
  minWindow: [1, 16],
  maxWindow: [64, 16_000],
  contextChars: [0, 96],
  lookahead: [0, 0],
  maxScans: [1, 1_000],
  maxBytes: [1, 50_000_000],
  maxHoldMs: [1, 60_000, MAX_TIMER_MS],
  deadlineMs: [1, Number.POSITIVE_INFINITY],
  maxUnverifiedChars: [1, 2_000],
} as const satisfies { readonly [name in keyof StreamOptions]: readonly [number, number, number?] };

/**
 * Completes the options.
 * @throws GuardrailConfigError that names the field and what it must be
 */
export function resolveStreamOptions(options: StreamOptions = {}): ResolvedStreamOptions {
  oneOfKeys('stream', options, ['mode', 'finalScan', 'gate', 'onProgress', ...Object.keys(NUMBERS)]);
  const number = (name: keyof typeof NUMBERS): number => {
    const [least, byDefault, most = Number.POSITIVE_INFINITY] = NUMBERS[name];
    return wholeNumber(`stream.${name}`, options[name], byDefault, [least, most]);
  };
  const { onProgress, gate } = options;
  assertFunction('stream.onProgress', onProgress);
  const mode = oneOf('stream.mode', options.mode ?? 'verify', MODES);
  checkGate(options, mode);
  return {
    onProgress: (progress) => {
      callSafely(() => onProgress?.(progress));
    },
    mode,
    gate,
    maxUnverifiedChars: number('maxUnverifiedChars'),
    finalScan: oneOf('stream.finalScan', options.finalScan ?? 'full', FINAL_SCANS),
    lookahead: options.lookahead === undefined ? undefined : number('lookahead'),
    minWindow: number('minWindow'),
    maxWindow: number('maxWindow'),
    contextChars: number('contextChars'),
    maxScans: number('maxScans'),
    maxBytes: number('maxBytes'),
    maxHoldMs: number('maxHoldMs'),
    deadlineMs: number('deadlineMs'),
  };
}

/** @throws GuardrailConfigError for a gate that would do nothing, or a bound without one */
function checkGate({ gate, maxUnverifiedChars }: StreamOptions, mode: StreamMode): void {
  if (gate === undefined) {
    if (maxUnverifiedChars !== undefined)
      throw new GuardrailConfigError('stream.maxUnverifiedChars', 'has no effect without stream.gate');
    return;
  }
  assertScanner('stream.gate', gate);
  if (mode !== 'observe') throw new GuardrailConfigError('stream.gate', "is for stream.mode 'observe'");
}
