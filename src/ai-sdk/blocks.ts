import { type Entry, openTextBlock, type Restorer, type Verifier } from '../guard/index.js';
import { type Part, stringOf } from './parts.js';
import { citationTexts } from './result-text.js';

/** One block of text or reasoning that is sent in deltas. */
export interface Block {
  add(part: Part): Entry<Part>;
  /** No more of it comes, be its end missing. */
  finish(): void;
  /** The part that ends the block for a consumer that has its start and not its end. */
  ending(): Part | undefined;
}

/** Opens a block; its words are judged by the verifier. */
export function openBlock(
  kind: 'text' | 'reasoning',
  id: string | undefined,
  verifier: Verifier,
  restorer: ((json: boolean) => Restorer) | undefined,
): Block {
  const block = openTextBlock(kind, verifier, restorer);
  let started = false;

  const start = (part: Part): Entry<Part> => ({
    // The start of a block that says nothing yet would stay open where the block is refused.
    ready: () => block.begun || block.isWhole(),
    take: () => {
      started = true;
      return [part];
    },
  });

  const delta = (part: Part, piece: string): Entry<Part> => {
    const held = block.push(piece);
    return {
      ready: held.ready,
      take: () => {
        started = true;
        const { text, touched } = held.take();
        if (!touched) return [part];
        return text === '' ? [] : [{ ...part, delta: text, providerMetadata: undefined }];
      },
    };
  };

  const end = (part: Part): Entry<Part> => {
    for (const cited of citationTexts(part)) block.judgeBeside(cited);
    block.close();
    return {
      ready: block.isWhole,
      take: () => {
        const rest = block.finish();
        started = false;
        const last =
          rest === '' ? [] : [{ type: `${kind}-delta`, ...(id !== undefined && { id }), delta: rest }];
        const bare = { ...part, providerMetadata: undefined, citations: undefined };
        return [...last, block.rewritten ? bare : part];
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
