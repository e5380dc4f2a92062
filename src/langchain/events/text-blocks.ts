import { type Draft, type Lane, openTextBlock, type TextBlock } from '../../guard/index.js';
import type { StreamedText } from '../content/block-kinds.js';
import { field, isDraft } from '../fields.js';
import { createSaidFields, type SaidFields } from './block-fields.js';
import {
  type AnyEvent,
  type EventLine,
  hasPassed,
  quiet,
  recordsOf,
  stripped,
  type TextPiece,
  without,
} from './events.js';
import type { WholeBlock } from './whole-blocks.js';

/** A block of text or thoughts. */
export interface TextState extends StreamedText {
  readonly index: unknown;
  /** The open part of the block. */
  block: TextBlock | undefined;
  /** The whole text of the block as one, from the moment when a part of it had left and another block had spoken. */
  again: Lane | undefined;
  /** The text as it came; `told` has the text as it left. */
  said: string;
  told: string;
  /** The contents of its events beside the text. */
  readonly beside: SaidFields;
  isTouched: boolean;
}

/** The blocks of text and of thoughts of an answer. */
export interface TextBlocks {
  at(index: unknown): TextState | undefined;
  /** Holds the event that starts a block. */
  start(event: AnyEvent, kind: StreamedText): void;
  /** Holds an event with more of the text, which may begin the block. */
  push(event: AnyEvent, piece: TextPiece): void;
  /** Holds an event with fields beside the text, such as a signature or citations. */
  pushFields(event: AnyEvent, state: TextState): void;
  /** Holds the event that ends a block, with the other block at its index. */
  finish(event: AnyEvent, state: TextState, other: WholeBlock | undefined): void;
  /** Closes every open block, because nothing more comes of them. */
  close(): void;
  /** Forgets the block at an index. Later events at the index do not belong to it. */
  leave(index: unknown): void;
  /** Returns the text of each block. */
  said(): readonly string[];
}

/** The blocks of an answer, and the line that their events wait in. */
interface Blocks {
  readonly line: EventLine;
  readonly byIndex: Map<unknown, TextState>;
  readonly all: TextState[];
  readonly open: Set<TextState>;
}

/** Holds the events of text blocks until their contents have been judged. */
export function createTextBlocks(line: EventLine): TextBlocks {
  const blocks: Blocks = { line, byIndex: new Map(), all: [], open: new Set() };
  const { byIndex } = blocks;
  return {
    at: (index) => byIndex.get(index),
    start: (event, kind) => startBlock(blocks, event, kind),
    push(event, piece) {
      const state = byIndex.get(event['index']) ?? addBlock(blocks, event['index'], piece.kind);
      holdPiece(blocks, event, state, {
        ...piece,
        rewritten: (text) => (text === '' ? [] : [piece.with(text)]),
      });
    },
    pushFields: (event, state) => holdFields(blocks, event, state),
    finish: (event, state, other) => finishBlock(blocks, event, state, other),
    close: () => closeAll(blocks),
    leave: (index) => leaveBlock(blocks, index),
    said: () => blocks.all.map(({ said }) => said),
  };
}

function addBlock({ byIndex, all }: Blocks, index: unknown, kind: StreamedText): TextState {
  const state: TextState = {
    ...kind,
    index,
    block: undefined,
    again: undefined,
    said: '',
    told: '',
    beside: createSaidFields(),
    isTouched: false,
  };
  byIndex.set(index, state);
  all.push(state);
  return state;
}

function startBlock(blocks: Blocks, event: AnyEvent, kind: StreamedText): void {
  leaveBlock(blocks, event['index']);
  const content: Draft = isDraft(event['content']) ? event['content'] : {};
  const { [kind.name]: own } = content;
  const hasText = typeof own === 'string';
  const rest = hasText ? without(content, kind.name) : content;
  holdPiece(blocks, event, addBlock(blocks, event['index'], kind), {
    text: hasText ? own : '',
    beside: recordsOf({ ...event, content: rest }),
    rewritten: (other) => [
      { ...quiet(event), content: { ...stripped(rest), ...(hasText && { [kind.name]: other }) } },
    ],
  });
}

/** A piece of a block's text, with the way in which its event leaves. */
interface Piece extends Pick<TextPiece, 'text' | 'beside'> {
  /** Builds the events to release if something was replaced. */
  rewritten(text: string): readonly AnyEvent[];
  /** Called when the original event leaves. */
  onLeave?(): void;
}

/**
 * Judges a piece of a block's text together with the contents beside it, and holds the event until both have passed.
 */
function holdPiece(
  blocks: Blocks,
  event: AnyEvent,
  state: TextState,
  { text, beside, rewritten, onLeave }: Piece,
): void {
  const { verifier, hold, judge, rewrite } = blocks.line;
  if (text !== '') state.block ??= openBlock(blocks, state);
  const held = text === '' ? undefined : state.block?.push(text);
  const again = text === '' ? undefined : state.again;
  const from = again?.length ?? 0;
  again?.push(text);
  const to = again?.length ?? 0;
  state.said += text;
  const lane = judge(newsOf(state, beside));
  hold({
    ready: () =>
      (held === undefined || held.ready()) &&
      (again === undefined || again.releasedTo >= to) &&
      hasPassed(lane),
    take: () => {
      const own = held?.take() ?? { text: '', touched: false };
      const whole = again?.take(from, to) ?? text;
      // It is the rest of a finding that begins in released text.
      if (whole !== text && state.kind === 'reasoning') return verifier.refuse();
      const leaving = whole === text ? own.text : whole;
      state.told += leaving;
      // A finding beside the text may come again at the end of the block.
      state.isTouched ||= own.touched || whole !== text || lane?.rewritten === true;
      if (state.isTouched) {
        rewrite();
        return rewritten(leaving);
      }
      onLeave?.();
      return [event];
    },
  });
}

function openBlock(blocks: Blocks, state: TextState): TextBlock {
  const { guardrail, context, verifier } = blocks.line;
  closeAll(blocks, state);
  blocks.open.add(state);
  // A reader joins the parts of a block that other blocks separate. This lane stays open across them, so that the
  // earlier text is read once more and not each time.
  if (state.said !== '' && state.again === undefined) {
    state.again = verifier.openLane('other');
    state.again.push(state.said);
  }
  const restores = state.kind === 'text' && guardrail.restores;
  return openTextBlock(
    state.kind,
    verifier,
    restores ? (json) => guardrail.openRestorer(context, { json }) : undefined,
  );
}

function closeAll(blocks: Blocks, except?: TextState): void {
  for (const state of blocks.open) if (state !== except) closeBlock(blocks, state);
}

function closeBlock({ line, open }: Blocks, state: TextState): void {
  const { block, index, name, delta } = state;
  if (block === undefined) return;
  block.close();
  state.block = undefined;
  open.delete(state);
  line.hold({
    ready: () => block.isWhole(),
    take: () => {
      const rest = block.finish();
      if (rest === '') return [];
      state.told += rest;
      return [{ event: 'content-block-delta', index, delta: { type: delta, [name]: rest } }];
    },
  });
}

/** Closes the lane with all of a block, and returns it, because no more of the block comes. */
function closeLane(state: TextState): Lane | undefined {
  const { again } = state;
  again?.close();
  state.again = undefined;
  return again;
}

function leaveBlock(blocks: Blocks, index: unknown): void {
  const state = blocks.byIndex.get(index);
  if (state === undefined) return;
  closeBlock(blocks, state);
  closeLane(state);
  blocks.byIndex.delete(index);
}

function holdFields(blocks: Blocks, event: AnyEvent, state: TextState): void {
  const text = field(field(event['delta'], 'fields'), state.name);
  const beside = recordsOf(event);
  if (typeof text !== 'string') {
    holdPiece(blocks, event, state, { text: '', beside, rewritten: () => [] });
    return;
  }
  // This text replaces the text so far, and the next piece continues it.
  closeBlock(blocks, state);
  closeLane(state);
  holdPiece(blocks, event, state, {
    text: '',
    beside,
    rewritten: () => [],
    onLeave: () => {
      state.told = text;
    },
  });
  state.said = text;
}

function finishBlock(blocks: Blocks, event: AnyEvent, state: TextState, other: WholeBlock | undefined): void {
  const { hold, judge, rewrite } = blocks.line;
  const { content } = event;
  closeAll(blocks);
  const again = closeLane(state);
  const name = [state.name, state.kind].find((key) => typeof field(content, key) === 'string');
  const own = name === undefined ? undefined : field(content, name);
  const rest = isDraft(content) && name !== undefined ? without(content, name) : content;
  // If the text at the end of a block differs from its pieces, both are judged.
  const lanes = [
    typeof own === 'string' && own !== state.said ? judge(own) : undefined,
    judge(newsOf(state, recordsOf({ ...event, content: rest }))),
  ];
  hold({
    ready: () => [again, ...lanes].every(hasPassed) && other?.isJudged !== false,
    take: () => {
      const isChanged =
        state.isTouched ||
        state.told !== state.said ||
        lanes.some((lane) => lane?.rewritten === true) ||
        other?.isRewritten === true;
      if (!isChanged) return [event];
      rewrite();
      const kept = isDraft(rest) ? stripped(rest) : {};
      return [{ ...quiet(event), content: { ...kept, [state.name]: state.told } }];
    },
  });
}

/** Returns the contents of an event beside the text of its block, together with the earlier contents there. */
function newsOf({ beside, said }: TextState, records: readonly Draft[]): string {
  const news = beside.news(records).map(({ text }) => text);
  return news.filter((text) => !said.includes(text)).join('\n');
}
