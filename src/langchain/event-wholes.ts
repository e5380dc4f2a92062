import { type Draft, enforceSegments } from '../guard/index.js';
import { createRunningChecks, restoreMessage, toolChecks } from './checks.js';
import { type AnyEvent, bare, type EventLine, pieceOf, quiet, recordsOf } from './event-parts.js';
import { createSaidFields, jsonWords, type SaidFields, type SaidText } from './event-said.js';
import { draftMessage, type MessageDraft } from './message-draft.js';
import { isDraft } from './message-fields.js';
import { field, list } from './message-text.js';

/** A block that is judged when it is complete. */
export interface WholeBlock {
  readonly judged: boolean;
  /** Once it is judged. */
  readonly rewritten: boolean;
}

/** The blocks of an answer that are no text, or not known to be. */
export interface WholeBlocks {
  /** Whether there is a block at an index, and whether more of it is awaited. */
  has(index: unknown): boolean;
  isOpen(index: unknown): boolean;
  /** An event of a block; one that starts makes a block of its own. */
  take(event: AnyEvent): void;
  /** Judges the block that is open at an index as far as it came. */
  end(index: unknown): WholeBlock | undefined;
  /** The same; what comes next at the index is not of the block. */
  leave(index: unknown): void;
  /** Judges all that are open. */
  endAll(): void;
  /** What is to be waited for. */
  work(): Promise<void> | undefined;
}

interface WholeState extends WholeBlock {
  judged: boolean;
  rewritten: boolean;
  ended: boolean;
  /** As far as it has come. */
  content: unknown;
  /** All that its events say. */
  readonly said: SaidFields;
  /** Once it is judged: as it leaves. */
  built: unknown;
}

/** Where blocks keep the input of a tool. */
const INPUTS: ReadonlySet<string> = new Set(['args', 'input', 'arguments']);

/** Holds the events of blocks until these have been judged. */
export function createWholeBlocks({ guardrail, context, hold, rewrite }: EventLine): WholeBlocks {
  const states = new Map<unknown, WholeState>();
  const checks = createRunningChecks();

  const judge = async (state: WholeState): Promise<void> => {
    const message = { content: [state.content] };
    const draft = draftMessage(message);
    const unsaid = unsaidIn(draft, state.said);
    const [inputs, others] = [true, false].map((isInput) =>
      unsaid.filter(({ field }) => INPUTS.has(field) === isInput).map(({ text }) => ({ text })),
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
    state.rewritten = built !== message;
    if (state.rewritten) rewrite();
    [state.built] = list(field(built, 'content'));
    state.judged = true;
  };

  const end = (state: WholeState | undefined): void => {
    if (state === undefined || state.ended) return;
    state.ended = true;
    checks.add(judge(state));
  };

  /** The block that an event is of: where the last one of its index has ended, that goes on in another. */
  const stateOf = (event: AnyEvent): WholeState => {
    const known = states.get(event['index']);
    if (event.event === 'content-block-start') end(known);
    else if (known?.ended === false) return known;
    const goesOn = event.event === 'content-block-start' ? undefined : known;
    const state: WholeState = {
      judged: false,
      rewritten: false,
      ended: false,
      content: goesOn?.content ?? {},
      said: goesOn?.said.copy() ?? createSaidFields(),
      built: undefined,
    };
    states.set(event['index'], state);
    return state;
  };

  return {
    has: (index) => states.has(index),
    isOpen: (index) => states.get(index)?.ended === false,
    take(event) {
      const state = stateOf(event);
      const isEnd = event.event === 'content-block-finish';
      state.said.add(recordsOf(event));
      const { content } = event;
      state.content =
        isEnd && isDraft(content) ? content : { ...Object(state.content), ...grown(event, state) };
      hold({
        ready: () => state.judged,
        take: () => {
          if (!state.rewritten) return [event];
          // What comes before the end tells of a text that is no longer there.
          if (event.event === 'content-block-delta') return [];
          return [{ ...quiet(event), content: isEnd ? state.built : bare(content) }];
        },
      });
      if (isEnd) end(state);
    },
    end(index) {
      const state = states.get(index);
      if (state?.ended !== false) return undefined;
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

/** The fields of a block as an event leaves them. */
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

/** What the events of a block say that is not judged as its content. */
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
