import type { Lane } from './lane.js';
import type { TextVerifier } from './verifier.js';
import type { ResponseVerdict } from './verifier-face.js';

/** Something of a tool's input that is held until it may leave. */
export interface HeldInput {
  ready(): boolean;
  /** Lets it leave, once, in order. */
  take(): void;
}

/**
 * Judges the input of a tool as it comes, in windows as words are, so that it need not be held to its end. What has left has
 * been judged with what stood in front of it; the whole input has a check of its own, behind which the call leaves.
 */
export interface ToolInputStream {
  /** Takes the next piece of the input. */
  push(piece: string): HeldInput;
  /** Takes a text that goes along with the input, such as metadata of the provider. */
  judgeBeside(text: string): HeldInput;
  /** Whether any of the input may leave. */
  readonly begun: boolean;
  /** Starts the scan that is due; rejects with a refusal or the abort reason, undefined where nothing is to be waited for. */
  work(): Promise<void> | undefined;
  /** The input is whole, and its own check judges it: no more windows are scanned. */
  complete(): void;
  /** What was refused: at most one. */
  readonly verdicts: readonly ResponseVerdict[];
}

/** Makes the judging of one input by a verifier of its own. */
export function createToolInput(verifier: TextVerifier): ToolInputStream {
  const lane = verifier.openLane('text');
  let isComplete = false;
  const heldTo = (own: Lane, from: number): HeldInput => {
    const to = own.length;
    return {
      ready: () => own.releasedTo >= to,
      take: () => {
        own.take(from, to);
      },
    };
  };
  return {
    push(piece) {
      const from = lane.length;
      lane.push(piece);
      return heldTo(lane, from);
    },
    judgeBeside(text) {
      const own = verifier.openLane('other');
      own.push(text);
      own.close();
      return heldTo(own, 0);
    },
    get begun() {
      return lane.releasedTo > 0;
    },
    work: () => (isComplete ? undefined : verifier.work()),
    complete() {
      if (isComplete) return;
      isComplete = true;
      verifier.stop(new DOMException('The whole input is judged', 'AbortError'));
    },
    verdicts: verifier.verdicts,
  };
}

const FREE: HeldInput = { ready: () => true, take: () => undefined };

/** The input of a tool that nobody judges, or about which nothing can be done: it leaves as it comes. */
export const FREE_INPUT: ToolInputStream = {
  push: () => FREE,
  judgeBeside: () => FREE,
  begun: true,
  work: () => undefined,
  complete: () => undefined,
  verdicts: [],
};
