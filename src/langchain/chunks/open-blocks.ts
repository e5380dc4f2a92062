import {
  type CheckContext,
  type Guardrail,
  type HeldText,
  openTextBlock,
  type Segment,
  type TextBlock,
  type Verifier,
} from '../../guard/index.js';
import type { AnyChunk, OpenBlock } from './chunk-tail.js';
import type { ChunkPiece } from './read-chunk.js';

/** The blocks of text and thoughts of one answer so far. */
export interface OpenBlocks {
  /** Adds a piece to its block. If there is none, it opens a block, which closes the others. */
  push(piece: ChunkPiece & { readonly key: string }, chunk: AnyChunk): BlockPiece;
  /** Closes every block that is open. */
  close(): void;
  /** Tells whether a piece continues a block that another block of its kind has cut short. */
  isReopened(piece: Pick<ChunkPiece, 'key' | 'kind'>): boolean;
  /** Tells whether every block is closed and all of it may leave. */
  areWhole(): boolean;
  /** Returns the text of each block. */
  texts(): readonly string[];
  /** Returns the texts that were cut in two, joined as a consumer reads them. They cannot be rewritten. */
  reopenedTexts(): Segment[];
}

/** A piece of a block while it is held. */
export interface BlockPiece {
  readonly held: HeldText;
  /** The block; absent for an empty piece that opened none. */
  readonly own?: OpenBlock;
}

const NOTHING: HeldText = { ready: () => true, take: () => ({ text: '', touched: false }) };

/** Options for the blocks of an answer. */
export interface BlockOptions {
  readonly guardrail: Guardrail;
  readonly context: CheckContext;
  readonly verifier: Verifier;
  /** Called with each block when it is closed. */
  onClose(block: OpenBlock): void;
}

/** Starts with no block. */
export function createOpenBlocks(options: BlockOptions): OpenBlocks {
  const open = new Map<string, OpenBlock>();
  const blocks: OpenBlock[] = [];
  const keys = new Set<string>();
  const lastOfKind = new Map<ChunkPiece['kind'], string>();

  const isReopened = ({ key, kind }: Pick<ChunkPiece, 'key' | 'kind'>): boolean =>
    key !== undefined && !open.has(key) && keys.has(key) && lastOfKind.get(kind) !== key;

  const close = (): void => {
    for (const own of open.values()) {
      own.block.close();
      open.delete(own.key);
      options.onClose(own);
    }
  };

  const begin = (key: string, kind: OpenBlock['kind'], chunk: AnyChunk): OpenBlock => {
    const isCut = isReopened({ key, kind });
    close();
    const own: OpenBlock = { key, kind, block: textBlockOf(kind, options), said: [], isCut, chunk };
    open.set(key, own);
    blocks.push(own);
    keys.add(key);
    lastOfKind.set(kind, key);
    return own;
  };

  return {
    push({ key, kind, text }, chunk) {
      // An empty piece would split the text around it.
      if (kind === 'other' || (text === '' && !open.has(key))) return { held: NOTHING };
      const own = open.get(key) ?? begin(key, kind, chunk);
      own.chunk = chunk;
      own.said.push(text);
      return { held: own.block.push(text), own };
    },
    close,
    isReopened,
    areWhole: () => blocks.every(({ block }) => block.isWhole()),
    texts: () => blocks.map(({ said }) => said.join('')),
    reopenedTexts() {
      const texts = new Map(blocks.flatMap(({ isCut, key }) => (isCut ? [[key, [] as string[]]] : [])));
      for (const { key, said } of blocks) texts.get(key)?.push(...said);
      return [...texts.values()].map((said) => ({ text: said.join('') }));
    },
  };
}

function textBlockOf(kind: OpenBlock['kind'], { guardrail, context, verifier }: BlockOptions): TextBlock {
  const restores = kind === 'text' && guardrail.restores;
  return openTextBlock(
    kind,
    verifier,
    restores ? (json) => guardrail.openRestorer(context, { json }) : undefined,
  );
}
