import { createGuardrail } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import type { AnyChunk } from '../../../src/langchain/chunks/chunk-tail.js';
import { createOpenBlocks } from '../../../src/langchain/chunks/open-blocks.js';

const CHUNK = { text: '', message: {}, concat: (other: AnyChunk) => other } satisfies AnyChunk;

/** Pushes pieces of blocks, and says what was closed when. */
function pushed(pieces: readonly (readonly [key: string, kind: 'text' | 'reasoning', text: string])[]) {
  const guardrail = createGuardrail({ scanner: fakeScanner() });
  const closed: string[] = [];
  const verifier = guardrail.openResponse({});
  const onClose = ({ key }: { readonly key: string }): void => {
    closed.push(key);
  };
  const blocks = createOpenBlocks({ guardrail, context: {}, verifier, onClose });
  const reopened: string[] = [];
  for (const [key, kind, text] of pieces) {
    if (blocks.isReopened({ key, kind })) reopened.push(key);
    blocks.push({ key, kind, text, write: () => undefined }, CHUNK);
  }
  return { closed, reopened, texts: blocks.texts(), again: blocks.reopenedTexts().map(({ text }) => text) };
}

describe('the blocks of an answer', () => {
  it.each([
    [
      'run on while their key stays',
      [
        ['a', 'text', 'one '],
        ['a', 'text', 'two'],
      ],
      [],
      ['one two'],
      [],
    ],
    [
      'close when another begins',
      [
        ['a', 'text', 'one'],
        ['b', 'text', 'two'],
      ],
      ['a'],
      ['one', 'two'],
      [],
    ],
    [
      'open for no empty piece',
      [
        ['a', 'text', 'one'],
        ['b', 'text', ''],
        ['a', 'text', '!'],
      ],
      [],
      ['one!'],
      [],
    ],
    [
      'are read as one where another block cuts them in two',
      [
        ['a', 'text', '4111 '],
        ['b', 'text', 'hm'],
        ['a', 'text', '1111'],
      ],
      ['a', 'b'],
      ['4111 ', 'hm', '1111'],
      ['4111 1111'],
    ],
    [
      'are not cut in two by a thought',
      [
        ['a', 'text', 'one'],
        ['t', 'reasoning', 'hm'],
        ['a', 'text', 'two'],
      ],
      ['a', 't'],
      ['one', 'hm', 'two'],
      [],
    ],
  ] as const)('%s', (_, pieces, closed, texts, again) => {
    const found = pushed(pieces);
    expect(found.closed).toEqual(closed);
    expect(found.texts).toEqual(texts);
    expect(found.again).toEqual(again);
    expect(found.reopened.length > 0).toBe(again.length > 0);
  });
});
