import {
  type CheckContext,
  type Entry,
  enforceSegments,
  type Guardrail,
  type HeldText,
  joinSegments,
  type Lane,
  type Segment,
  type Verifier,
  writeRedactions,
} from '../../guard/index.js';
import { rebuildGeneration } from '../content/generation.js';
import { restoreMessage, toolChecks } from '../content/message-checks.js';
import { draftMessage, type MessageDraft } from '../content/message-draft.js';
import { clonePlain } from '../content/rebuild-message.js';
import type { RunningChecks } from '../content/running-checks.js';
import { isDraft } from '../fields.js';
import { type AnyChunk, type HeldPiece, type TailChunk, withWords } from './chunk-tail.js';
import type { OpenBlocks } from './open-blocks.js';

/** A text that is judged by itself, and the lane that judges it. */
export interface LoneText {
  readonly held: HeldText;
  readonly lane: Lane;
}

/** Judges a text by itself. */
export function holdText(verifier: Verifier, text: string): LoneText {
  const lane = verifier.openLane('other');
  lane.push(text);
  lane.close();
  const held: HeldText = {
    ready: () => lane.releasedTo === lane.length,
    take: () => ({ text: lane.take(0, lane.length), touched: lane.rewritten }),
  };
  return { held, lane };
}

/** The context in which the end of an answer is judged. */
export interface TailContext {
  readonly guardrail: Guardrail;
  readonly context: CheckContext;
  readonly verifier: Verifier;
  readonly checks: RunningChecks;
  readonly blocks: OpenBlocks;
  /** Metadata strings that came in several parts, combined. */
  readonly strings: readonly string[];
}

/** The combined end of an answer. */
interface WholeTail {
  readonly chunk: AnyChunk;
  readonly info: unknown;
  readonly draft: MessageDraft;
}

/** Judges the end of an answer as a whole. It leaves unchanged, or as one chunk with everything replaced. */
export function judgeTail(
  tail: readonly [TailChunk, ...TailChunk[]],
  { guardrail, context, verifier, checks, blocks, strings }: TailContext,
): Entry<AnyChunk> {
  const whole = wholeOf(tail, blocks.texts());
  const { draft } = whole;
  const others = [
    ...draft.others,
    ...unreadIn(draft, new Set(blocks.texts())),
    ...blocks.reopenedTexts(),
    ...strings.map((text) => rewriting(text, draft)),
  ];
  const { held, lane } = holdText(verifier, joinSegments(others));
  let isJudged = false;
  checks.add(
    enforceSegments(toolChecks(guardrail, draft.tools, context)).then(() => {
      isJudged = true;
    }),
  );
  return {
    ready: () =>
      isJudged &&
      held.ready() &&
      blocks.areWhole() &&
      tail.every(({ pieces }) => pieces.every((piece) => piece.held.ready())),
    take: () => {
      if (lane.rewritten && !writeRedactions(others, lane.redactions)) return verifier.refuse();
      const { words, isTouched } = takeWords(tail);
      if (isTouched || draft.isRewritten || verifier.rewritten) draft.rewrite();
      const built = restoreMessage(guardrail, draft.build(), context, false);
      if (built === whole.chunk.message) return tail.map(({ chunk }) => chunk);
      const message = withWords(built, tail, words);
      if (message === undefined) return verifier.refuse();
      return [rebuildGeneration(whole.chunk, message, isDraft(whole.info) ? whole.info : undefined)];
    },
  };
}

function wholeOf(
  [first, ...rest]: readonly [TailChunk, ...TailChunk[]],
  known: readonly string[],
): WholeTail {
  const chunk = rest.reduce((sum, next) => sum.concat(next.chunk), first.chunk);
  const info = clonePlain(chunk.generationInfo);
  return { chunk, info, draft: draftMessage(chunk.message, { known, beside: isDraft(info) ? [info] : [] }) };
}

/** Returns the texts of a message that were not judged as a block. They cannot be rewritten. */
function unreadIn({ words, thoughts }: MessageDraft, asBlocks: ReadonlySet<string>): Segment[] {
  return [...words, ...thoughts].filter(({ text }) => !asBlocks.has(text)).map(({ text }) => ({ text }));
}

/**
 * Makes a segment of a text beside the message. When it is written to, the text is removed with everything that may
 * repeat the answer.
 */
function rewriting(text: string, draft: MessageDraft): Segment {
  return {
    text,
    write: () => {
      draft.rewrite();
      return true;
    },
  };
}

/** Takes the words of every piece. The last piece of a block also gets the text that a vault still held back. */
function takeWords(tail: readonly TailChunk[]): {
  readonly words: ReadonlyMap<HeldPiece, string>;
  readonly isTouched: boolean;
} {
  const words = new Map<HeldPiece, string>();
  let isTouched = false;
  for (const piece of tail.flatMap(({ pieces }) => pieces)) {
    const taken = piece.held.take();
    isTouched ||= taken.touched;
    words.set(piece, taken.text);
  }
  const lastOf = new Map([...words.keys()].map((piece) => [piece.own, piece]));
  for (const [own, last] of lastOf) {
    const rest = own?.block.finish() ?? '';
    isTouched ||= rest !== '';
    words.set(last, (words.get(last) ?? '') + rest);
  }
  return { words, isTouched };
}
