import {
  type CheckContext,
  createEntryQueue,
  type Guardrail,
  type HeldItems,
  type HeldText,
} from '../../guard/index.js';
import { rebuildGeneration } from '../content/generation.js';
import { clonePlain, rebuild } from '../content/rebuild-message.js';
import { createRunningChecks, sooner } from '../content/running-checks.js';
import { field, isDraft } from '../fields.js';
import type { AnyChunk, HeldPiece, OpenBlock, TailChunk } from './chunk-tail.js';
import { holdText, judgeTail } from './held-tail.js';
import { createMetadataStrings } from './metadata-strings.js';
import { createOpenBlocks } from './open-blocks.js';
import { type ChunkPiece, type ChunkText, plainText, readChunk } from './read-chunk.js';

/** How many chunks and UTF-16 code units may be held before the model has to wait. */
const MAX_HELD = { chunks: 4_000, chars: 200_000 };

/** A parsed chunk, with the copy of its `generationInfo` that is written to. */
interface ReadChunk extends ChunkText {
  readonly chunk: AnyChunk;
  readonly info: unknown;
}

/**
 * Holds the chunks of one answer in order, each until its text has been judged. A chunk that is not rewritten is
 * released as the same object. All chunks from the first one of a tool's call on wait for the end, when the calls are
 * complete.
 */
export function createChunkQueue(guardrail: Guardrail, context: CheckContext): HeldItems<AnyChunk> {
  const verifier = guardrail.openResponse(context);
  const queue = createEntryQueue<AnyChunk>();
  const tail: TailChunk[] = [];
  const strings = createMetadataStrings();
  const checks = createRunningChecks();
  const blocks = createOpenBlocks({
    guardrail,
    context,
    verifier,
    onClose(own) {
      // In the tail the end of a block is part of the whole.
      if (tail.length === 0) queue.push({ ready: () => own.block.isWhole(), take: () => restOf(own) });
    },
  });

  const hold = (piece: ChunkPiece, chunk: AnyChunk): HeldPiece => {
    const { key, kind, text } = piece;
    if (key === undefined || kind === 'other') return { piece, held: holdText(verifier, text).held };
    return { piece, ...blocks.push({ ...piece, key }, chunk) };
  };

  /** Holds a chunk that has only a text. It is parsed only if the text is replaced. */
  const pushPlain = (chunk: AnyChunk, text: string): void => {
    const { held } = hold({ key: 'content', kind: 'text', text, write: () => undefined }, chunk);
    queue.push({
      ready: held.ready,
      take: () => {
        const taken = held.take();
        // A model may go on writing to a chunk that it has returned, so the text must still be the same.
        if (field(chunk.message, 'content') !== text) return verifier.refuse();
        return taken.touched ? rewritten(chunk, { ready: () => true, take: () => taken }) : [chunk];
      },
    });
  };

  /** Tells whether a chunk continues a text of earlier chunks after something else came in between. */
  const isCut = ({ pieces, strings: own }: ChunkText): boolean =>
    strings.push(own) || pieces.some((piece) => piece.text !== '' && blocks.isReopened(piece));

  const pushRead = (chunk: AnyChunk): void => {
    const read = takeApart(chunk);
    const isTail = [isCut(read), read.isTail, tail.length > 0].includes(true);
    if (isTail && tail.length === 0) {
      blocks.close();
      verifier.settleBlocks();
    }
    const pieces: HeldPiece[] = [];
    if (isTail) tail.push({ chunk, pieces });
    pieces.push(...[...read.pieces, ...textApart(read)].map((piece) => hold(piece, chunk)));
    if (isTail) return;
    queue.push({
      ready: () => pieces.every(({ held }) => held.ready()),
      take: () => released(read, pieces),
    });
  };

  return {
    push(chunk) {
      const plain = tail.length > 0 ? undefined : plainText(chunk.message, chunk.generationInfo);
      const isPlain = plain === chunk.text && !blocks.isReopened({ key: 'content', kind: 'text' });
      if (plain !== undefined && isPlain) pushPlain(chunk, plain);
      else pushRead(chunk);
    },
    end() {
      blocks.close();
      const [first, ...rest] = tail;
      if (first !== undefined) {
        const joined = strings.joined();
        queue.push(
          judgeTail([first, ...rest], { guardrail, context, verifier, checks, blocks, strings: joined }),
        );
      }
      verifier.end();
    },
    drain: () => queue.drain(),
    work: () => sooner(verifier.work(), checks.work()),
    isFull: () => queue.length + tail.length > MAX_HELD.chunks || verifier.heldChars > MAX_HELD.chars,
  };
}

function takeApart(chunk: AnyChunk): ReadChunk {
  const info = clonePlain(chunk.generationInfo);
  return { ...readChunk(chunk.message, isDraft(info) ? [info] : []), chunk, info };
}

/** Returns the same chunk, or a copy with the replaced text in its pieces. */
function released({ chunk, info, fields, strip }: ReadChunk, pieces: readonly HeldPiece[]): AnyChunk[] {
  const taken = pieces.map(({ piece, held }) => ({ piece, ...held.take() }));
  if (!taken.some(({ touched }) => touched)) return [chunk];
  for (const { piece, text } of taken) piece.write(text);
  strip();
  return [rebuildGeneration(chunk, rebuild(chunk.message, fields), isDraft(info) ? info : undefined)];
}

/** Returns a chunk with one text in every piece of it. */
function rewritten(chunk: AnyChunk, held: HeldText): AnyChunk[] {
  const read = takeApart(chunk);
  return released(
    read,
    read.pieces.map((piece) => ({ piece, held })),
  );
}

/** Returns the text for callbacks as a piece of its own, if the message does not have it. */
function textApart({ chunk: { text }, pieces }: ReadChunk): ChunkPiece[] {
  const isThere = pieces
    .map((piece) => piece.text)
    .join('')
    .includes(text);
  return isThere ? [] : [{ key: undefined, kind: 'other', text, write: () => undefined }];
}

/** Returns the rest of a block that a vault held back, as a chunk. */
function restOf(own: OpenBlock): AnyChunk[] {
  const rest = own.block.finish();
  return rest === '' ? [] : [chunkOf(own, rest)];
}

/** Builds a chunk that has only a text of one of the blocks. */
function chunkOf({ chunk, key }: OpenBlock, text: string): AnyChunk {
  const read = readChunk(chunk.message, []);
  for (const piece of read.pieces) piece.write(piece.key === key ? text : '');
  read.strip();
  // The usage has been reported already.
  delete read.fields['usage_metadata'];
  return rebuildGeneration(chunk, rebuild(chunk.message, read.fields), {});
}
