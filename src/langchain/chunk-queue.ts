import {
  type CheckContext,
  type Guardrail,
  type HeldItems,
  type HeldText,
  joinSegments,
  judgeSegments,
  type Lane,
  openTextBlock,
  type Segment,
  type TextBlock,
  writeRedactions,
} from '../guard/index.js';
import { type AnyGeneration, rebuildGeneration } from './chat-result.js';
import { createRunningChecks, restoreMessage, sooner, toolChecks } from './checks.js';
import { type ChunkPiece, type ChunkText, plainText, readChunk } from './chunk-pieces.js';
import { draftMessage } from './message-draft.js';
import { type AnyMessage, clonePlain, isDraft, rebuild } from './message-fields.js';

/** A chunk of an answer, of any version of LangChain. */
export interface AnyChunk extends AnyGeneration {
  concat(other: AnyChunk): AnyChunk;
}

/** How much may be held before the model has to wait: chunks, and UTF-16 code units. */
const MAX_HELD = { chunks: 4_000, chars: 200_000 };

/** A chunk of the end of an answer, while it is held. */
interface TailChunk {
  readonly chunk: AnyChunk;
  readonly pieces: readonly HeldPiece[];
}

interface HeldPiece {
  readonly piece: ChunkPiece;
  readonly held: HeldText;
  /** The block that it is of. */
  readonly own?: OpenBlock;
}

/** Chunks while they are held. */
interface Entry {
  ready(): boolean;
  take(): readonly AnyChunk[];
}

/** A block of text, and the last chunk that had a piece of it. */
interface OpenBlock {
  readonly key: string;
  readonly block: TextBlock;
  readonly said: string[];
  chunk: AnyChunk;
}

const NOTHING: HeldText = { ready: () => true, take: () => ({ text: '', touched: false }) };

/**
 * The chunks of one answer in order, each held until its text has been judged. Chunks that are not rewritten are the very
 * ones that came. From the first one that belongs to a tool's call on, all wait for the end, when the calls are complete.
 */
export function createChunkQueue(guardrail: Guardrail, context: CheckContext): HeldItems<AnyChunk> {
  const verifier = guardrail.openResponse(context);
  const open = new Map<string, OpenBlock>();
  const blocks: OpenBlock[] = [];
  const queue: Entry[] = [];
  const tail: TailChunk[] = [];
  const checks = createRunningChecks();

  const close = (except?: string): void => {
    for (const own of open.values()) {
      if (own.key === except) continue;
      own.block.close();
      open.delete(own.key);
      // In the tail its end is part of the whole.
      if (tail.length > 0) continue;
      queue.push({
        ready: () => own.block.isWhole(),
        take: () => {
          const rest = own.block.finish();
          return rest === '' ? [] : [chunkOf(own, rest)];
        },
      });
    }
  };

  const holdApart = (text: string): { held: HeldText; lane: Lane } => {
    const lane = verifier.openLane('other');
    lane.push(text);
    lane.close();
    const held: HeldText = {
      ready: () => lane.releasedTo === lane.length,
      take: () => ({ text: lane.take(0, lane.length), touched: lane.rewritten }),
    };
    return { held, lane };
  };

  const hold = (piece: ChunkPiece, chunk: AnyChunk): HeldPiece => {
    const { key, kind, text } = piece;
    if (key === undefined || kind === 'other') return { piece, held: holdApart(text).held };
    let own = open.get(key);
    if (own === undefined) {
      // An empty piece would cut in two what runs on around it.
      if (text === '') return { piece, held: NOTHING };
      close(key);
      const restorer = kind === 'text' && guardrail.restores ? guardrail.openRestorer(context) : undefined;
      own = { key, block: openTextBlock(kind, verifier, restorer), said: [], chunk };
      open.set(key, own);
      blocks.push(own);
    }
    own.chunk = chunk;
    own.said.push(text);
    return { piece, held: own.block.push(text), own };
  };

  const release = (
    chunk: AnyChunk,
    { fields, strip }: ChunkText,
    info: unknown,
    pieces: readonly HeldPiece[],
  ): AnyChunk[] => {
    const taken = pieces.map(({ piece, held }) => ({ piece, ...held.take() }));
    if (!taken.some(({ touched }) => touched)) return [chunk];
    for (const { piece, text } of taken) piece.write(text);
    strip();
    return [rebuildGeneration(chunk, rebuild(chunk.message, fields), isDraft(info) ? info : undefined)];
  };

  /** The end of an answer as one: it leaves as it came, or as one chunk with all that was replaced. */
  const openTail = (first: TailChunk): Entry => {
    const whole = tail.slice(1).reduce((sum, { chunk }) => sum.concat(chunk), first.chunk);
    const info = clonePlain(whole.generationInfo);
    const known = blocks.map(({ said }) => said.join(''));
    const draft = draftMessage(whole.message, { known, beside: isDraft(info) ? [info] : [] });
    const unread = [...draft.words, ...draft.thoughts]
      .filter(({ text }) => !known.some((said) => said.includes(text)))
      .map(({ text }) => ({ text }));
    const others: Segment[] = [...draft.others, ...unread];
    const { held, lane } = holdApart(joinSegments(others));
    let judged = false;
    checks.add(
      judgeSegments(toolChecks(guardrail, draft.tools, context)).then(() => {
        judged = true;
      }),
    );
    return {
      ready: () =>
        judged &&
        held.ready() &&
        blocks.every(({ block }) => block.isWhole()) &&
        tail.every(({ pieces }) => pieces.every((own) => own.held.ready())),
      take: () => {
        if (lane.rewritten && !writeRedactions(others, lane.redactions)) return verifier.refuse();
        let touched = draft.rewritten || verifier.rewritten;
        const words = new Map<HeldPiece, string>();
        for (const piece of tail.flatMap(({ pieces }) => pieces)) {
          const taken = piece.held.take();
          touched ||= taken.touched;
          words.set(piece, taken.text);
        }
        const ends = new Map([...words.keys()].map((piece) => [piece.own, piece]));
        for (const [own, last] of ends) {
          const rest = own?.block.finish() ?? '';
          touched ||= rest !== '';
          words.set(last, (words.get(last) ?? '') + rest);
        }
        if (touched) draft.rewrite();
        const built = restoreMessage(guardrail, draft.build(), context, false);
        if (built === whole.message) return tail.map(({ chunk }) => chunk);
        const message = withWords(built, tail, words);
        if (message === undefined) return verifier.refuse();
        return [rebuildGeneration(whole, message, isDraft(info) ? info : undefined)];
      },
    };
  };

  /** A chunk that says nothing but a text is taken apart only where that is replaced. */
  const takePlain = (chunk: AnyChunk, text: string): void => {
    const { held } = hold({ key: 'content', kind: 'text', text, write: () => undefined }, chunk);
    queue.push({
      ready: held.ready,
      take: () => {
        const taken = held.take();
        if (!taken.touched) return [chunk];
        const info = clonePlain(chunk.generationInfo);
        const read = readChunk(chunk.message, isDraft(info) ? [info] : []);
        const again: HeldText = { ready: () => true, take: () => taken };
        return release(
          chunk,
          read,
          info,
          read.pieces.map((piece) => ({ piece, held: again })),
        );
      },
    });
  };

  return {
    take(chunk) {
      const plain = tail.length > 0 ? undefined : plainText(chunk.message, chunk.generationInfo);
      if (plain !== undefined && plain === chunk.text) {
        takePlain(chunk, plain);
        return;
      }
      const info = clonePlain(chunk.generationInfo);
      const read = readChunk(chunk.message, isDraft(info) ? [info] : []);
      if (read.isTail && tail.length === 0) {
        close();
        verifier.settleBlocks();
      }
      const isTail = read.isTail || tail.length > 0;
      const pieces: HeldPiece[] = [];
      if (isTail) tail.push({ chunk, pieces });
      pieces.push(...[...read.pieces, ...textApart(chunk, read)].map((piece) => hold(piece, chunk)));
      if (isTail) return;
      queue.push({
        ready: () => pieces.every(({ held }) => held.ready()),
        take: () => release(chunk, read, info, pieces),
      });
    },
    end() {
      close();
      const [first] = tail;
      if (first !== undefined) queue.push(openTail(first));
      verifier.end();
    },
    ready() {
      const chunks: AnyChunk[] = [];
      while (queue[0]?.ready() === true) chunks.push(...(queue.shift()?.take() ?? []));
      return chunks;
    },
    work: () => sooner(verifier.work(), checks.work()),
    isFull: () => queue.length + tail.length > MAX_HELD.chunks || verifier.heldChars > MAX_HELD.chars,
  };
}

/** The text that callbacks are told, where the message does not have it. */
function textApart({ text }: AnyChunk, { pieces }: ChunkText): ChunkPiece[] {
  const isThere = pieces
    .map((piece) => piece.text)
    .join('')
    .includes(text);
  return isThere ? [] : [{ key: undefined, kind: 'other', text, write: () => undefined }];
}

/** A chunk that says nothing but a text of one of the blocks. */
function chunkOf({ chunk, key }: OpenBlock, text: string): AnyChunk {
  const read = readChunk(chunk.message, []);
  for (const piece of read.pieces) piece.write(piece.key === key ? text : '');
  read.strip();
  // It has been told already.
  delete read.fields['usage_metadata'];
  return rebuildGeneration(chunk, rebuild(chunk.message, read.fields), {});
}

/**
 * The message of a tail with other words. How LangChain puts chunks together depends on what they hold, so it is done
 * again, with a mark in place of each word. Nothing where a word would find no place.
 */
function withWords(
  message: AnyMessage,
  tail: readonly TailChunk[],
  words: ReadonlyMap<HeldPiece, string>,
): AnyMessage | undefined {
  const mark = `\0${globalThis.crypto.randomUUID()}:`;
  const marked: string[] = [];
  const chunks = tail.map(({ chunk, pieces }) => {
    const read = readChunk(chunk.message, []);
    for (const [index, own] of pieces.entries()) {
      const place = read.pieces[index];
      if (place?.kind !== 'text' || place.text === '') continue;
      place.write(`${mark}${marked.length};`);
      marked.push(words.get(own) ?? '');
    }
    return rebuildGeneration(chunk, rebuild(chunk.message, read.fields), undefined);
  });
  const [first, ...rest] = chunks;
  if (first === undefined) return message;
  const textsOf = ({ pieces }: ChunkText) => pieces.filter(({ kind }) => kind === 'text');
  const whole = rest.reduce((sum, chunk) => sum.concat(chunk), first);
  const said = textsOf(readChunk(whole.message, []));
  const read = readChunk(message, []);
  const places = textsOf(read);
  if (places.length !== said.length) return undefined;
  for (const [index, place] of places.entries()) {
    const [begin = '', ...parts] = said[index]?.text.split(mark) ?? [];
    const texts = parts.map((part) => {
      const end = part.indexOf(';');
      return (marked[Number(part.slice(0, end))] ?? '') + part.slice(end + 1);
    });
    place.write(begin + texts.join(''));
  }
  return rebuild(message, read.fields);
}
