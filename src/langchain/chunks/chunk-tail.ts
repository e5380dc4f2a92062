import type { HeldText, TextBlock } from '../../guard/index.js';
import { type AnyGeneration, rebuildGeneration } from '../content/generation.js';
import { type AnyMessage, rebuild } from '../content/rebuild-message.js';
import { type ChunkPiece, type ChunkText, readChunk } from './read-chunk.js';

/** A chunk of an answer, of any version of LangChain. */
export interface AnyChunk extends AnyGeneration {
  concat(other: AnyChunk): AnyChunk;
}

/** A chunk of the end of an answer, while it is held. */
export interface TailChunk {
  readonly chunk: AnyChunk;
  readonly pieces: readonly HeldPiece[];
}

/** A piece of a chunk while it is held. */
export interface HeldPiece {
  readonly piece: ChunkPiece;
  readonly held: HeldText;
  /** The block of the piece. */
  readonly own?: OpenBlock;
}

/** A block of text, and the last chunk that had a piece of it. */
export interface OpenBlock {
  readonly key: string;
  readonly kind: 'text' | 'reasoning';
  readonly block: TextBlock;
  readonly said: string[];
  /** Whether it continues a block that another block cut short. */
  readonly isCut: boolean;
  chunk: AnyChunk;
}

/**
 * Builds the message of a tail with other words. How LangChain combines chunks depends on their contents, so they are
 * combined again with a mark in place of each word. Returns undefined if a word would have no place.
 */
export function withWords(
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
  const found = said.reduce((sum, { text }) => sum + text.split(mark).length - 1, 0);
  // A word that LangChain puts anywhere but into text would stay unchanged.
  if (places.length !== said.length || found !== marked.length) return undefined;
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
