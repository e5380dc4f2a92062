import { type Entry, openTextBlock, type Restorer, type Verifier } from '../guard/index.js';
import { besideText, withoutBeside } from './part-fields.js';
import { type Part, stringOf } from './parts.js';
import { citationTexts } from './result-text.js';

/** One block of text or reasoning that arrives in deltas. */
export interface Block {
  add(part: Part): Entry<Part>;
  /** Ends the block, even if its end part is missing. */
  finish(): void;
  /** Returns the part that ends the block for a consumer that has its start but not its end. */
  ending(): Part | undefined;
}

/** The text of a part outside its content, held until it may leave. */
interface HeldBeside {
  ready(): boolean;
  /** Tells whether anything was found in it. Call it once, when it leaves. */
  take(): boolean;
}

const NOTHING_BESIDE: HeldBeside = { ready: () => true, take: () => false };

/** Opens a block whose words the verifier judges. */
export function openBlock(
  kind: 'text' | 'reasoning',
  id: string | undefined,
  verifier: Verifier,
  restorer: ((json: boolean) => Restorer) | undefined,
): Block {
  const block = openTextBlock(kind, verifier, restorer);
  let started = false;

  /** Judges the text of a part beside the block's text. It is removed if anything is found in it. */
  const judgeBeside = (part: Part): HeldBeside => {
    const text = besideText(part);
    if (text === '') return NOTHING_BESIDE;
    const lane = verifier.openLane('other');
    lane.push(text);
    lane.close();
    return {
      ready: () => lane.releasedTo === lane.length,
      take: () => {
        lane.take(0, lane.length);
        return lane.rewritten;
      },
    };
  };

  const start = (part: Part): Entry<Part> => {
    const beside = judgeBeside(part);
    return {
      // The start of a block without any text would stay open if the block is refused.
      ready: () => (block.begun || block.isWhole()) && beside.ready(),
      take: () => {
        started = true;
        return [beside.take() ? withoutBeside(part) : part];
      },
    };
  };

  const delta = (part: Part, piece: string): Entry<Part> => {
    const held = block.push(piece);
    const beside = judgeBeside(part);
    return {
      ready: () => held.ready() && beside.ready(),
      take: () => {
        started = true;
        const { text, touched } = held.take();
        const isFound = beside.take();
        if (!touched && !isFound) return [part];
        return text === '' ? [] : [{ ...withoutBeside(part), delta: text }];
      },
    };
  };

  const end = (part: Part): Entry<Part> => {
    for (const cited of citationTexts(part)) block.judgeBeside(cited);
    const beside = judgeBeside(part);
    block.close();
    return {
      ready: () => block.isWhole() && beside.ready(),
      take: () => {
        const rest = block.finish();
        started = false;
        const last =
          rest === '' ? [] : [{ type: `${kind}-delta`, ...(id !== undefined && { id }), delta: rest }];
        const isFound = beside.take();
        return [
          ...last,
          block.rewritten || isFound ? { ...withoutBeside(part), citations: undefined } : part,
        ];
      },
    };
  };

  return {
    add(part) {
      if (part.type.endsWith('-start')) return start(part);
      if (part.type.endsWith('-end')) return end(part);
      return delta(part, stringOf(part, 'delta') ?? '');
    },
    finish: block.close,
    ending: () => (started ? { type: `${kind}-end`, ...(id !== undefined && { id }) } : undefined),
  };
}
