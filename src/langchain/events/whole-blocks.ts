import { type Draft, enforceSegments } from '../../guard/index.js';
import { INPUT_FIELDS } from '../content/block-kinds.js';
import { restoreMessage, toolChecks } from '../content/message-checks.js';
import { draftMessage, type MessageDraft } from '../content/message-draft.js';
import { createRunningChecks } from '../content/running-checks.js';
import { field, isDraft, list } from '../fields.js';
import { createSaidFields, jsonWords, type SaidFields, type SaidText } from './block-fields.js';
import { type AnyEvent, bare, type EventLine, pieceOf, quiet, recordsOf } from './events.js';

/** A block that is judged when it is complete. */
export interface WholeBlock {
  readonly isJudged: boolean;
  /** Whether it leaves in another form than it came; known once it is judged. */
  readonly isRewritten: boolean;
}

/** The blocks of an answer that are not text, or not known to be. */
export interface WholeBlocks {
  /** Tells whether there is a block at an index. */
  has(index: unknown): boolean;
  /** Tells whether the block at an index is still open. */
  isOpen(index: unknown): boolean;
  /** Holds an event of a block. A start event makes a new block. */
  push(event: AnyEvent): void;
  /** Judges the open block at an index as far as it came. */
  end(index: unknown): WholeBlock | undefined;
  /** Judges the open block at an index and forgets it. Later events at the index do not belong to it. */
  leave(index: unknown): void;
  /** Judges every block that is open. */
  endAll(): void;
  /** Returns a promise to wait for, or undefined if everything is judged. */
  work(): Promise<void> | undefined;
}

interface WholeState extends WholeBlock {
  isJudged: boolean;
  isRewritten: boolean;
  isEnded: boolean;
  /** The block as far as it has come. */
  content: unknown;
  /** All contents of its events. */
  readonly said: SaidFields;
  /** The block as it leaves; known once it is judged. */
  built: unknown;
}

/** Holds the events of blocks until these have been judged. */
export function createWholeBlocks(line: EventLine): WholeBlocks {
  const states = new Map<unknown, WholeState>();
  const checks = createRunningChecks();

  const end = (state: WholeState | undefined): void => {
    if (state === undefined || state.isEnded) return;
    state.isEnded = true;
    checks.add(judgeBlock(line, state));
  };

  /** Returns the block of an event. If the last block of its index has ended, a new one continues it. */
  const stateOf = (event: AnyEvent): WholeState => {
    const known = states.get(event['index']);
    if (event.event === 'content-block-start') end(known);
    else if (known?.isEnded === false) return known;
    const state = startedFrom(event.event === 'content-block-start' ? undefined : known);
    states.set(event['index'], state);
    return state;
  };

  return {
    has: (index) => states.has(index),
    isOpen: (index) => states.get(index)?.isEnded === false,
    push(event) {
      const state = stateOf(event);
      state.said.add(recordsOf(event));
      state.content = contentAfter(event, state);
      line.hold({ ready: () => state.isJudged, take: () => leaving(event, state) });
      if (event.event === 'content-block-finish') end(state);
    },
    end(index) {
      const state = states.get(index);
      if (state?.isEnded !== false) return undefined;
      end(state);
      return state;
    },
    leave(index) {
      end(states.get(index));
      states.delete(index);
    },
    endAll() {
      for (const state of states.values()) end(state);
    },
    work: checks.work,
  };
}

/** Starts a block, or one that continues another. */
function startedFrom(other: WholeState | undefined): WholeState {
  return {
    isJudged: false,
    isRewritten: false,
    isEnded: false,
    content: other?.content ?? {},
    said: other?.said.copy() ?? createSaidFields(),
    built: undefined,
  };
}

async function judgeBlock({ guardrail, context, rewrite }: EventLine, state: WholeState): Promise<void> {
  const message = { content: [state.content] };
  const draft = draftMessage(message);
  const unsaid = unsaidIn(draft, state.said);
  const [inputs, others] = [true, false].map((isInput) =>
    unsaid.filter(({ field }) => INPUT_FIELDS.has(field) === isInput).map(({ text }) => ({ text })),
  );
  const name = draft.tools[0]?.toolName ?? field(state.content, 'name');
  const toolName = typeof name === 'string' && name !== '' ? name : 'unknown';
  await enforceSegments([
    {
      segments: [...draft.words, ...draft.thoughts, ...draft.others, ...(others ?? [])],
      enforce: (text, threads) => guardrail.enforceResponse(text, { ...context, threads }),
    },
    ...toolChecks(guardrail, draft.tools, context),
    ...(inputs?.length ? toolChecks(guardrail, [{ toolName, segments: inputs }], context) : []),
  ]);
  const built = restoreMessage(guardrail, draft.build(), context, false);
  state.isRewritten = built !== message;
  if (state.isRewritten) rewrite();
  [state.built] = list(field(built, 'content'));
  state.isJudged = true;
}

/** Returns the events to release for an event of a judged block. */
function leaving(event: AnyEvent, { isRewritten, built }: WholeState): AnyEvent[] {
  if (!isRewritten) return [event];
  // Events before the end describe a text that no longer exists.
  if (event.event === 'content-block-delta') return [];
  const isEnd = event.event === 'content-block-finish';
  return [{ ...quiet(event), content: isEnd ? built : bare(event['content']) }];
}

/** Returns the contents of a block after an event. The end event repeats all of them. */
function contentAfter(event: AnyEvent, state: WholeState): unknown {
  const { content } = event;
  if (event.event === 'content-block-finish' && isDraft(content)) return content;
  return { ...Object(state.content), ...grown(event, state) };
}

/** Returns the fields of a block that an event sets or adds to. */
function grown(event: AnyEvent, { content }: WholeState): Draft {
  const piece = pieceOf(event);
  const type = field(event['delta'], 'type');
  const data = field(event['delta'], 'data');
  const more: Draft = {};
  if (piece !== undefined) more[piece.kind.name] = piece.text;
  if (type === 'data-delta') more['data'] = data;
  for (const [name, value] of Object.entries(more)) more[name] = `${field(content, name) ?? ''}${value}`;
  const fields = field(event['delta'], 'fields');
  const own = event['content'];
  return { ...(isDraft(fields) && fields), ...(isDraft(own) && own), ...more };
}

/** Returns the contents of a block's events that are not judged as its content. */
function unsaidIn({ words, thoughts, others, tools }: MessageDraft, said: SaidFields): SaidText[] {
  const segments = [...words, ...thoughts, ...others, ...tools.flatMap((tool) => tool.segments)];
  const known = new Set(segments.flatMap(({ text }) => [text, ...(jsonWords(text) ?? [])]));
  for (const { toolName } of tools) known.add(toolName);
  let joined: string | undefined;
  const isKnown = (text: string): boolean => {
    if (known.has(text)) return true;
    joined ??= [...known].join('\n\n');
    return joined.includes(text);
  };
  return said.texts().filter(({ text }) => !isKnown(text));
}
