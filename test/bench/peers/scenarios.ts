// One scripted model's words and one scanner, the same for every package: what a stream costs, and what of a violation gets out.
import { performance } from 'node:perf_hooks';

const CHUNK_CHARACTERS = 20;
const CHUNK_GAP_MS = 5;
const SCAN_MS = 50;
const CHUNKS = 200;
/** 16,000 characters, some 4,000 tokens. */
const LONG_CHUNKS = 800;
const MARK = 'XVIOLATIONX';
const SENTENCE =
  'The quick brown fox jumps over a lazy dog while many small birds sing near old stone walls and green hills. ';

/** A scanner of a package's own shape is made of this. */
export type Scan = (text: string) => Promise<{ readonly flagged: boolean }>;

/** Sends the words of a model through a package's guard, and gives every piece of text that comes out. */
export type GuardedStream = (words: () => AsyncIterable<string>, scan: Scan) => AsyncIterable<string>;

/** What a package came to. */
export interface StreamFigures {
  readonly name: string;
  /** Milliseconds to the first and the last text of 200 chunks. */
  readonly firstMs: number;
  readonly totalMs: number;
  /** Scans of 4,000 tokens, and what they read, as a multiple of the text. */
  readonly scans: number;
  readonly timesScanned: number;
  /** Characters of a violation that got out: one that a chunk holds, and one that is cut over two. */
  readonly leaked: number;
  readonly leakedCut: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const prose = (characters: number): string =>
  SENTENCE.repeat(Math.ceil(characters / SENTENCE.length)).slice(0, characters);

async function* chunksOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += CHUNK_CHARACTERS) {
    await wait(CHUNK_GAP_MS);
    yield text.slice(at, at + CHUNK_CHARACTERS);
  }
}

interface Run {
  readonly firstMs: number;
  readonly totalMs: number;
  readonly out: string;
  readonly scans: number;
  readonly scanned: number;
}

async function run(stream: GuardedStream, text: string): Promise<Run> {
  let scans = 0;
  let scanned = 0;
  const scan: Scan = async (judged) => {
    scans += 1;
    scanned += judged.length;
    await wait(SCAN_MS);
    return { flagged: judged.includes(MARK) };
  };
  const start = performance.now();
  let firstMs = 0;
  let out = '';
  try {
    for await (const piece of stream(() => chunksOf(text), scan)) {
      if (out === '' && piece !== '') firstMs = performance.now() - start;
      out += piece;
    }
  } catch {
    // A refusal: what counts is what came before it.
  }
  return { firstMs, totalMs: performance.now() - start, out, scans, scanned };
}

/** How many characters of the violation and of what follows it came out as they were. */
async function leakOf(stream: GuardedStream, shift: number): Promise<number> {
  const at = (CHUNKS / 2) * CHUNK_CHARACTERS - shift;
  const text = `${prose(at)}${MARK} ${prose(CHUNKS * CHUNK_CHARACTERS)}`.slice(0, CHUNKS * CHUNK_CHARACTERS);
  const { out } = await run(stream, text);
  let same = 0;
  while (same < out.length && out[same] === text[same]) same += 1;
  return Math.max(0, same - at);
}

/** Runs every scenario of one package. @throws where a clean answer does not come out whole */
export async function figuresOf(name: string, stream: GuardedStream): Promise<StreamFigures> {
  const text = prose(CHUNKS * CHUNK_CHARACTERS);
  const clean = await run(stream, text);
  if (clean.out !== text) throw new Error(`${name} changed a clean answer`);
  const long = await run(stream, prose(LONG_CHUNKS * CHUNK_CHARACTERS));
  return {
    name,
    firstMs: clean.firstMs,
    totalMs: clean.totalMs,
    scans: long.scans,
    timesScanned: long.scanned / (LONG_CHUNKS * CHUNK_CHARACTERS),
    leaked: await leakOf(stream, 0),
    leakedCut: await leakOf(stream, 5),
  };
}
