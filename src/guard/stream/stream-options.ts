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
 * When the text of a stream is released. `verify` releases text after it was judged together with its surroundings.
 * `buffer` releases everything after it was judged at once. `observe` releases text at once, judges it in parallel, and
 * stops at a violation.
 */
export type StreamMode = 'verify' | 'buffer' | 'observe';

/**
 * The scan at the end of a stream. `full` judges the whole answer with its prompt. `tail` judges the text that was not
 * judged yet, with the prompt. `off` judges only the text that was not judged yet.
 */
export type FinalScan = 'full' | 'tail' | 'off';

/** How streams are judged. Lengths are UTF-16 code units, times are milliseconds. */
export interface StreamOptions {
  /**
   * When text is released.
   * @default 'verify'
   */
  readonly mode?: StreamMode;
  /**
   * For `observe`: a second, fast scanner, such as the embedded engine. Text leaves after this scanner has judged it,
   * verified and redacted as in `verify`. The guardrail's own scanner judges it in parallel and stops the stream at a
   * violation.
   */
  readonly gate?: ContentScanner;
  /**
   * With a `gate`: the most text that may have left without a judgement of the guardrail's own scanner.
   * @default 2,000
   */
  readonly maxUnverifiedChars?: number;
  /**
   * A scan starts when it can release this much text. The first scan starts as soon as it can release anything.
   * @default 16
   */
  readonly minWindow?: number;
  /**
   * The most new text of one scan.
   * @default 16,000
   */
  readonly maxWindow?: number;
  /**
   * How much of the text that has left is scanned again with new text, so that a finding across both is seen whole. It
   * is at least `lookahead`. Text that is still held is always included.
   * @default 96
   */
  readonly contextChars?: number;
  /**
   * The length of text after a place that must be seen before the place is released. It keeps the beginning of a
   * violation from leaving before its end is seen.
   * @default the scanner's own, else 32
   */
  readonly lookahead?: number;
  /**
   * The most scans of one answer. Text beyond it counts as a failed scan.
   * @default 1,000
   */
  readonly maxScans?: number;
  /**
   * The most text handed to the scanner for one answer, in bytes of UTF-8. The prompt of the final scan counts too.
   * Text beyond it counts as a failed scan.
   * @default 50,000,000
   */
  readonly maxBytes?: number;
  /**
   * The longest time that a scan may hold text, or the call of a tool. After it, the scan counts as failed.
   * @default 60,000
   */
  readonly maxHoldMs?: number;
  /**
   * The time from its beginning within which an answer may be judged. Text not judged by then counts as a failed scan,
   * including that of the scan under way.
   * @default no limit
   */
  readonly deadlineMs?: number;
  /**
   * The scan at the end of the stream.
   * @default 'full'
   */
  readonly finalScan?: FinalScan;
  /** Called after each scan with the progress of the stream. Errors and rejections of the function are ignored. */
  readonly onProgress?: (progress: StreamProgress) => void;
}

/** The progress of a stream. Lengths are UTF-16 code units. */
export interface StreamProgress {
  /** `window` while the stream flows, `final` at its end. */
  readonly scan: 'window' | 'final';
  /** The number of scans so far, including this one. */
  readonly scans: number;
  /** The length of the text that this scan judged. */
  readonly scannedChars: number;
  /** The length of text that has come, that may leave, and that is held, after this scan. */
  readonly arrivedChars: number;
  readonly releasedChars: number;
  readonly heldChars: number;
}

/** The complete stream options. `lookahead` is undefined if the scanner decides. */
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

/**
 * Checks the gate.
 * @throws GuardrailConfigError for a gate without effect, or a bound without a gate
 */
function checkGate({ gate, maxUnverifiedChars }: StreamOptions, mode: StreamMode): void {
  if (gate === undefined) {
    if (maxUnverifiedChars !== undefined)
      throw new GuardrailConfigError('stream.maxUnverifiedChars', 'has no effect without stream.gate');
    return;
  }
  assertScanner('stream.gate', gate);
  if (mode !== 'observe') throw new GuardrailConfigError('stream.gate', "is for stream.mode 'observe'");
}
