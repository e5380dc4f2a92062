import type { ScanResult } from '../scan/index.js';
import type { BlockReason, Decision, Outcome } from './policy/decision.js';
import type { Direction } from './policy/effects.js';
import { verdictOf } from './verdicts.js';

/** An event of a guardrail. It never carries content: results hold only ids, flags and positions. */
export type GuardrailEvent =
  | {
      /** One scan. The second scan of a redacted text is also reported. */
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
      /** The number of replaced places. */
      readonly redactions: number;
      /** The number of images, sounds, PDFs and other files that nobody judged; absent if there were none. */
      readonly unscanned?: number;
      /** The text was refused before and is refused again without a scan. Absent otherwise. */
      readonly remembered?: true;
      /** The number of placeholders that could not be put back; absent if there were none. */
      readonly unrestored?: number;
    };

/** Returns the event that reports a decision, without the text. */
export function decisionEvent(decision: Decision): GuardrailEvent & { readonly type: 'decision' } {
  const { unscanned, unrestored } = decision;
  return {
    type: 'decision',
    ...verdictOf(decision),
    ...(unscanned !== undefined && { unscanned }),
    ...(unrestored !== undefined && { unrestored }),
  };
}
