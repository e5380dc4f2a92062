import {
  type CheckContext,
  createEntryQueue,
  type Entry,
  enforceSegments,
  type Guardrail,
  type HeldItems,
  type HeldText,
  joinSegments,
  type Lane,
  openTextBlock,
  type Segment,
  writeRedactions,
} from '../guard/index.js';
import { rebuildGeneration } from './chat-result.js';
import { createRunningChecks, restoreMessage, sooner, toolChecks } from './checks.js';
import { type ChunkPiece, type ChunkText, plainText, readChunk } from './chunk-pieces.js';
import { draftMessage } from './message-draft.js';
import { clonePlain, isDraft, rebuild } from './message-fields.js';
import { field } from './message-text.js';
import { createStringsBeside } from './strings-beside.js';
import { type AnyChunk, type HeldPiece, type OpenBlock, type TailChunk, withWords } from './tail-words.js';

/** How much may be held before the model has to wait: chunks, and UTF-16 code units. */
const MAX_HELD = { chunks: 4_000, chars: 200_000 };

const NOTHING: HeldText = { ready: () => true, take: () => ({ text: '', touched: false }) };

/**
 * The chunks of one answer in order, each held until its text has been judged. Chunks that are not rewritten are the very
 * ones that came. From the first one that belongs to a tool's call on, all wait for the end, when the calls are complete.
 */
export function createChunkQueue(guardrail: Guardrail, context: CheckContext): HeldItems<AnyChunk> {
  const verifier = guardrail.openResponse(context);
  const open = new Map<string, OpenBlock>();
  const blocks: OpenBlock[] = [];
  const keys = new Set<string>();
  /** The last block of each kind. */
  const last = new Map<ChunkPiece['kind'], string>();
  const queue = createEntryQueue<AnyChunk>();
  const tail: TailChunk[] = [];
  const beside = createStringsBeside();
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
      const isCut = isReopened(piece);
      close(key);
      const restorer =
        kind === 'text' && guardrail.restores
          ? (json: boolean) => guardrail.openRestorer(context, { json })
          : undefined;
      own = { key, kind, block: openTextBlock(kind, verifier, restorer), said: [], isCut, chunk };
      open.set(key, own);
      blocks.push(own);
      keys.add(key);
      last.set(kind, key);
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

  /** Whether a block goes on behind another one of its kind: what a consumer puts together is not read so here. */
  const isReopened = ({ key, kind }: Pick<ChunkPiece, 'key' | 'kind'>): boolean =>
    key !== undefined && !open.has(key) && keys.has(key) && last.get(kind) !== key;
  /** Whether a chunk adds to what others before it said, with something else in between. */
  const isCut = ({ pieces, strings }: ChunkText): boolean =>
    beside.add(strings) || pieces.some((piece) => piece.text !== '' && isReopened(piece));
  /** Texts that were cut so, as a consumer puts them together. A finding there is refused. */
  const putTogether = (): Segment[] => {
    const said = new Map(blocks.filter(({ isCut: own }) => own).map(({ key }) => [key, [] as string[]]));
    for (const own of blocks) said.get(own.key)?.push(...own.said);
    return [...said.values()].map((texts) => ({ text: texts.join('') }));
  };

  /** The end of an answer as one: it leaves as it came, or as one chunk with all that was replaced. */
  const openTail = (first: TailChunk): Entry<AnyChunk> => {
    const whole = tail.slice(1).reduce((sum, { chunk }) => sum.concat(chunk), first.chunk);
    const info = clonePlain(whole.generationInfo);
    const known = blocks.map(({ said }) => said.join(''));
    const asBlocks = new Set(known);
    const draft = draftMessage(whole.message, { known, beside: isDraft(info) ? [info] : [] });
    const unread = [...draft.words, ...draft.thoughts]
      .filter(({ text }) => !asBlocks.has(text))
      .map(({ text }) => ({ text }));
    const apart = (text: string): Segment => ({
      text,
      write: () => {
        // The rest of it goes with all that may repeat the answer.
        draft.rewrite();
        return true;
      },
    });
    const others: Segment[] = [...draft.others, ...unread, ...putTogether(), ...beside.joined().map(apart)];
    const { held, lane } = holdApart(joinSegments(others));
    let judged = false;
    checks.add(
      enforceSegments(toolChecks(guardrail, draft.tools, context)).then(() => {
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
        // A model that goes on writing to what it gave has to be taken at its word.
        if (field(chunk.message, 'content') !== text) return verifier.refuse();
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
    push(chunk) {
      const plain = tail.length > 0 ? undefined : plainText(chunk.message, chunk.generationInfo);
      if (plain !== undefined && plain === chunk.text && !isReopened({ key: 'content', kind: 'text' })) {
        takePlain(chunk, plain);
        return;
      }
      const info = clonePlain(chunk.generationInfo);
      const read = readChunk(chunk.message, isDraft(info) ? [info] : []);
      const isTail = [isCut(read), read.isTail, tail.length > 0].includes(true);
      if (isTail && tail.length === 0) {
        close();
        verifier.settleBlocks();
      }
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
    drain: () => queue.drain(),
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
