import type { Lane } from './lane.js';
import type { HeldInput, ToolInputStream, Verifier } from './verifier-face.js';

/** Makes the judging of one tool input by a verifier of its own. */
export function createToolInput(
  verifier: Pick<Verifier, 'openLane' | 'work' | 'stop' | 'verdicts'>,
): ToolInputStream {
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

/** A tool input that nobody judges, or that no verdict could change. It leaves as it comes. */
export const FREE_INPUT: ToolInputStream = {
  push: () => FREE,
  judgeBeside: () => FREE,
  begun: true,
  work: () => undefined,
  complete: () => undefined,
  verdicts: [],
};
