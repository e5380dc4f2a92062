import type { ScanResult } from '../scan/index.js';
import type { BlockReason, Outcome } from './policy/decision.js';
import type { Direction } from './policy/effects.js';

/** What a guardrail did. Never carries content: results hold ids, flags and positions only. */
export type GuardrailEvent =
  | {
      /** One scan, also the one that checks a redacted text again. */
      readonly type: 'scan';
      readonly direction: Direction;
      readonly scanner: string;
      readonly result: ScanResult;
    }
  | {
      /** The outcome of one check. */
      readonly type: 'decision';
      readonly direction: Direction;
      readonly outcome: Outcome;
      readonly reason?: BlockReason;
      readonly result: ScanResult;
      /** How many places were replaced. */
      readonly redactions: number;
      /** How many images, sounds, PDFs and other files went along that nobody judged; absent where there were none. */
      readonly unscanned?: number;
      /** How many placeholders could not be put back; absent where there were none. */
      readonly unrestored?: number;
    };
