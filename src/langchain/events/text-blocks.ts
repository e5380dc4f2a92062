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
  /** What is open of it. */
  block: TextBlock | undefined;
  /** All of its text as one, from where a part of it had left and another block had spoken. */
  again: Lane | undefined;
  /** As it came, and as it left. */
  said: string;
  told: string;
  /** What its events say beside it. */
  readonly beside: SaidFields;
  touched: boolean;
}

/** The blocks of text and of thoughts of an answer. */
export interface TextBlocks {
  at(index: unknown): TextState | undefined;
  /** A block that starts. */
  start(event: AnyEvent, kind: StreamedText): void;
  /** More of its text, which may begin it. */
  piece(event: AnyEvent, piece: TextPiece): void;
  /** Fields of it beside its text, such as a signature or citations. */
  fields(event: AnyEvent, state: TextState): void;
  /** Its end, with what else stood at its index. */
  finish(event: AnyEvent, state: TextState, other: WholeBlock | undefined): void;
  /** Nothing more comes of what is open. */
  close(): void;
  /** What came next at an index is not of the block there. */
  leave(index: unknown): void;
  /** What each block says. */
  said(): readonly string[];
}

/** Holds the events of blocks of text until what they say has been judged. */
export function createTextBlocks({
  guardrail,
  context,
  verifier,
  hold,
  judge,
  rewrite,
}: EventLine): TextBlocks {
  const states = new Map<unknown, TextState>();
  const all: TextState[] = [];
  const opened = new Set<TextState>();

  const close = (state: TextState): void => {
    const { block, index, name, delta } = state;
    if (block === undefined) return;
    block.close();
    state.block = undefined;
    opened.delete(state);
    hold({
      ready: () => block.isWhole(),
      take: () => {
        const rest = block.finish();
        if (rest === '') return [];
        state.told += rest;
        return [{ event: 'content-block-delta', index, delta: { type: delta, [name]: rest } }];
      },
    });
  };

  const closeAll = (except?: TextState): void => {
    for (const state of opened) if (state !== except) close(state);
  };

  /** No more of a block comes; returns the lane that has all of it. */
  const end = (state: TextState): Lane | undefined => {
    const { again } = state;
    again?.close();
    state.again = undefined;
    return again;
  };

  const open = (state: TextState): TextBlock => {
    closeAll(state);
    opened.add(state);
    // Who reads it puts together what the blocks between keep apart. It stays open over these, so that what was said is read
    // once more and not each time.
    if (state.said !== '' && state.again === undefined) {
      state.again = verifier.openLane('other');
      state.again.push(state.said);
    }
    const restorer =
      state.kind === 'text' && guardrail.restores
        ? (json: boolean) => guardrail.openRestorer(context, { json })
        : undefined;
    return openTextBlock(state.kind, verifier, restorer);
  };

  /** Judges a piece of a block's text and what the event says beside it. */
  const push = (
    event: AnyEvent,
    state: TextState,
    { text, beside }: Pick<TextPiece, 'text' | 'beside'>,
    rewritten: (text: string) => readonly AnyEvent[],
    left?: () => void,
  ): void => {
    if (text !== '') state.block ??= open(state);
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
        // A finding that begins in what has left: here is the rest of it.
        if (whole !== text && state.kind === 'reasoning') return verifier.refuse();
        const leaving = whole === text ? own.text : whole;
        state.told += leaving;
        // What was found beside it may come again, as what the block ends with.
        state.touched ||= own.touched || whole !== text || lane?.rewritten === true;
        if (state.touched) {
          rewrite();
          return rewritten(leaving);
        }
        left?.();
        return [event];
      },
    });
  };

  const add = (index: unknown, kind: StreamedText): TextState => {
    const state: TextState = {
      ...kind,
      index,
      block: undefined,
      again: undefined,
      said: '',
      told: '',
      beside: createSaidFields(),
      touched: false,
    };
    states.set(index, state);
    all.push(state);
    return state;
  };

  const leave = (index: unknown): void => {
    const state = states.get(index);
    if (state === undefined) return;
    close(state);
    end(state);
    states.delete(index);
  };

  return {
    at: (index) => states.get(index),
    start(event, kind) {
      leave(event['index']);
      const content: Draft = isDraft(event['content']) ? event['content'] : {};
      const { [kind.name]: own } = content;
      const text = typeof own === 'string' ? own : '';
      const rest = typeof own === 'string' ? without(content, kind.name) : content;
      const beside = recordsOf({ ...event, content: rest });
      const state = add(event['index'], kind);
      push(event, state, { text, beside }, (other) => [
        {
          ...quiet(event),
          content: { ...stripped(rest), ...(typeof own === 'string' && { [kind.name]: other }) },
        },
      ]);
    },
    piece(event, piece) {
      const state = states.get(event['index']) ?? add(event['index'], piece.kind);
      push(event, state, piece, (text) => (text === '' ? [] : [piece.with(text)]));
    },
    fields(event, state) {
      const text = field(field(event['delta'], 'fields'), state.name);
      const beside = recordsOf(event);
      // It takes the place of the text so far, and what comes next goes on from it.
      if (typeof text === 'string') {
        close(state);
        end(state);
      }
      push(
        event,
        state,
        { text: '', beside },
        () => [],
        () => {
          if (typeof text === 'string') state.told = text;
        },
      );
      if (typeof text === 'string') state.said = text;
    },
    finish(event, state, other) {
      const { content } = event;
      closeAll();
      const again = end(state);
      const name = [state.name, state.kind].find((key) => typeof field(content, key) === 'string');
      const own = name === undefined ? undefined : field(content, name);
      const rest = isDraft(content) ? (name === undefined ? content : without(content, name)) : content;
      // A block that ends otherwise than it went on is judged as what it says it is.
      const lanes = [
        typeof own === 'string' && own !== state.said ? judge(own) : undefined,
        judge(newsOf(state, recordsOf({ ...event, content: rest }))),
      ];
      hold({
        ready: () => [again, ...lanes].every(hasPassed) && other?.judged !== false,
        take: () => {
          const isChanged =
            state.touched ||
            state.told !== state.said ||
            lanes.some((lane) => lane?.rewritten === true) ||
            other?.rewritten === true;
          if (!isChanged) return [event];
          rewrite();
          const kept = isDraft(rest) ? stripped(rest) : {};
          return [{ ...quiet(event), content: { ...kept, [state.name]: state.told } }];
        },
      });
    },
    close: () => closeAll(),
    leave,
    said: () => all.map(({ said }) => said),
  };
}

/** What an event says beside the text of its block, together with what was said there before. */
function newsOf({ beside, said }: TextState, records: readonly Draft[]): string {
  const news = beside.news(records).map(({ text }) => text);
  return news.filter((text) => !said.includes(text)).join('\n');
}
