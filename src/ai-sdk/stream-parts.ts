import type { GuardrailVerdict } from '../guard/index.js';
import {
  createEntryQueue,
  type Guardrail,
  joinSegments,
  type Lane,
  type Verifier,
  writeRedactions,
} from '../guard/index.js';
import { type Block, openBlock } from './blocks.js';
import { type Part, stringOf } from './parts.js';
import { type CallContext, isOffered } from './prompt.js';
import { createToolChecks } from './tool-checks.js';
import { createToolInputs } from './tool-inputs.js';
import { createWholeLane, type PartLane } from './tool-parts.js';

const BLOCK_PART = /^(text|reasoning)-(start|delta|end)$/;
const TOOL_PART = /^tool-(?:input-(?:start|delta|end)|call)$/;

/** The parts of one answer in order, each held until it may leave. */
export interface PartQueue {
  push(part: Part): void;
  /** Judges a text that comes with the end of the answer. It must not leave if anything is found in it. */
  judgeBeside(text: string): Lane | undefined;
  /** Ends the parts. */
  end(): void;
  /** Returns the parts that may leave now, in order. */
  drain(): Part[];
  /** Returns the promise to wait for, or undefined if everything that came was judged. */
  work(): Promise<void> | undefined;
  /** The number of held parts, and of held characters of text. */
  readonly held: { readonly parts: number; readonly chars: number };
  /** Whether anything was replaced. */
  readonly rewritten: boolean;
  /** The verdicts of tool checks. */
  readonly toolVerdicts: readonly GuardrailVerdict[];
  readonly verifier: Verifier;
  /** Returns the parts that end the blocks whose start has left but not their end. */
  endings(): Part[];
}

const partsOf = (part: Part | undefined): readonly Part[] => (part === undefined ? [] : [part]);

/**
 * Makes the queue of one answer.
 * @param after the queue of the answer before it in the same stream
 */
export function createPartQueue(guardrail: Guardrail, context: CallContext, after?: PartQueue): PartQueue {
  const verifier = guardrail.openResponse(context, after?.verifier);
  const tools = createToolInputs({
    isOffered: (name) => isOffered(context, name),
    openInput: (name) => verifier.openToolInput({ name }),
  });
  const blocks = new Map<string, Block>();
  const all = new Set<Block>();
  const queue = createEntryQueue<Part>();
  const checks = createToolChecks(guardrail, context, verifier);

  const push = (part: Part, lane: PartLane): void => {
    queue.push({ ready: () => lane.judged, take: () => partsOf(lane.release(part)), group: lane });
  };

  const takeBlock = (kind: 'text' | 'reasoning', part: Part): void => {
    const id = stringOf(part, 'id');
    const key = `${kind}:${id ?? ''}`;
    const block =
      blocks.get(key) ??
      openBlock(
        kind,
        id,
        verifier,
        kind === 'text' && guardrail.restores
          ? (json) => guardrail.openRestorer(context, { json })
          : undefined,
      );
    all.add(block);
    queue.push(block.add(part));
    if (part.type.endsWith('-end')) blocks.delete(key);
    else blocks.set(key, block);
  };

  /** Takes a complete part of the answer, which is judged with the words. */
  const takeWhole = (part: Part, lane: PartLane): void => {
    const segments = lane.segments();
    const text = joinSegments(segments);
    const own = verifier.openLane('other');
    own.push(text);
    own.close();
    queue.push({
      ready: () => own.releasedTo === own.length,
      take: () => {
        own.take(0, own.length);
        if (own.rewritten && !writeRedactions(segments, own.redactions)) return verifier.refuse();
        return partsOf(lane.release(part));
      },
    });
  };

  return {
    push(part) {
      const [, kind] = BLOCK_PART.exec(part.type) ?? [];
      if (kind === 'text' || kind === 'reasoning') return takeBlock(kind, part);
      if (TOOL_PART.test(part.type)) {
        verifier.settleBlocks();
        const { lane, entry } = tools.push(part);
        queue.push(entry);
        if (part.type === 'tool-call') checks.start(lane);
        return;
      }
      const lane = createWholeLane(part, (name) => isOffered(context, name));
      if (lane.tool === undefined) return takeWhole(part, lane);
      verifier.settleBlocks();
      push(part, lane);
      checks.start(lane);
    },
    judgeBeside(text) {
      if (text === '') return undefined;
      const lane = verifier.openLane('other');
      lane.push(text);
      lane.close();
      return lane;
    },
    end() {
      for (const block of all) block.finish();
      verifier.end();
      for (const lane of tools.drainOpen()) checks.start(lane);
    },
    drain: () => [...queue.drain(), ...tools.drainSigns()],
    work() {
      const waits = [verifier.work(), checks.work(), ...tools.work()].filter((wait) => wait !== undefined);
      return waits.length < 2 ? waits[0] : Promise.race(waits);
    },
    get held() {
      return { parts: queue.length, chars: verifier.heldChars };
    },
    get rewritten() {
      return checks.rewritten || verifier.rewritten;
    },
    get toolVerdicts() {
      return [...checks.verdicts, ...tools.verdicts()];
    },
    verifier,
    endings: () => [...[...all].flatMap((block) => block.ending() ?? []), ...tools.endings()],
  };
}
