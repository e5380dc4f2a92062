import {
  type CheckContext,
  type Draft,
  type Guardrail,
  type HeldItems,
  judgeSegments,
  type Lane,
  openTextBlock,
  type TextBlock,
} from '../guard/index.js';
import { createRunningChecks, restoreMessage, sooner, toolChecks } from './checks.js';
import { type AnyEvent, bare, newsIn, stripped, TEXTS, type TextKind, without } from './event-parts.js';
import { draftMessage } from './message-draft.js';
import { isDraft } from './message-fields.js';
import { field, list } from './message-text.js';

/** How much may be held before the model has to wait: events, and UTF-16 code units. */
const MAX_HELD = { events: 4_000, chars: 200_000 };

/** Events while they are held. */
interface Entry {
  ready(): boolean;
  take(): readonly AnyEvent[];
}

/** A block of text or thoughts. */
interface TextState extends TextKind {
  /** What is open of it. */
  block: TextBlock | undefined;
  /** As it came, and as it left. */
  said: string;
  told: string;
  touched: boolean;
}

/** A block of anything else, which is judged when it is complete. */
interface WholeState {
  /** As far as it has come, then as it is judged. */
  content: unknown;
  ended: boolean;
  judged: boolean;
  rewritten: boolean;
}

/**
 * The events of one answer in order, each held until what it says has been judged. Those that are not rewritten are the
 * very ones that came. A provider's own events never pass: they say the same before it is judged.
 */
export function createEventQueue(guardrail: Guardrail, context: CheckContext): HeldItems<AnyEvent> {
  const verifier = guardrail.openResponse(context);
  const texts = new Map<unknown, TextState>();
  const wholes = new Map<unknown, WholeState>();
  const queue: Entry[] = [];
  const checks = createRunningChecks();
  const said: string[] = [];

  const anyTouched = (): boolean =>
    verifier.rewritten ||
    [...texts.values()].some((state) => state.touched) ||
    [...wholes.values()].some((state) => state.rewritten);

  const openLane = (text: string): Lane => {
    const lane = verifier.openLane('other');
    lane.push(text);
    lane.close();
    return lane;
  };

  const closeTexts = (except?: unknown): void => {
    for (const [index, state] of texts) {
      const { block } = state;
      if (index === except || block === undefined) continue;
      block.close();
      state.block = undefined;
      queue.push({
        ready: () => block.isWhole(),
        take: () => {
          const rest = block.finish();
          if (rest === '') return [];
          state.told += rest;
          return [{ event: 'content-block-delta', index, delta: { type: state.delta, [state.name]: rest } }];
        },
      });
    }
  };

  /** A piece of a block's text, with what the event says beside it. */
  const pushText = (
    index: unknown,
    state: TextState,
    piece: string,
    beside: Draft,
    rewrite: (text: string, isStripped: boolean) => readonly AnyEvent[],
    event: AnyEvent,
  ): void => {
    if (state.block === undefined && piece !== '') {
      closeTexts(index);
      const restorer =
        state.kind === 'text' && guardrail.restores ? guardrail.openRestorer(context) : undefined;
      state.block = openTextBlock(state.kind, verifier, restorer);
    }
    const held = piece === '' ? undefined : state.block?.push(piece);
    state.said += piece;
    said.push(piece);
    const news = newsIn(beside, [state.said]);
    const lane = news === '' ? undefined : openLane(news);
    queue.push({
      ready: () =>
        (held === undefined || held.ready()) && (lane === undefined || lane.releasedTo === lane.length),
      take: () => {
        const { text, touched } = held?.take() ?? { text: '', touched: false };
        state.told += text;
        state.touched ||= touched;
        const isStripped = state.touched || lane?.rewritten === true;
        return touched || isStripped ? rewrite(text, isStripped) : [event];
      },
    });
  };

  const startText = (event: AnyEvent, content: Draft, kind: TextKind): void => {
    const state: TextState = { ...kind, block: undefined, said: '', told: '', touched: false };
    texts.set(event['index'], state);
    const own = content[kind.name];
    const beside = without(content, kind.name);
    pushText(
      event['index'],
      state,
      typeof own === 'string' ? own : '',
      beside,
      (text) => [
        { ...event, content: { ...stripped(beside), ...(own !== undefined && { [kind.name]: text }) } },
      ],
      event,
    );
  };

  const takeDelta = (event: AnyEvent, state: TextState): void => {
    const { delta, index } = event;
    const piece = field(delta, state.name) ?? field(delta, state.kind);
    const type = field(delta, 'type');
    if ((type === 'text-delta' || type === 'reasoning-delta') && typeof piece === 'string') {
      const key = typeof field(delta, state.name) === 'string' ? state.name : state.kind;
      pushText(
        index,
        state,
        piece,
        {},
        (text) => (text === '' ? [] : [{ ...event, delta: { ...Object(delta), [key]: text } }]),
        event,
      );
      return;
    }
    // Fields of the block beside its text, such as a signature or citations.
    pushText(
      index,
      state,
      '',
      isDraft(delta) ? delta : {},
      (_, isStripped) => (isStripped ? [] : [event]),
      event,
    );
  };

  const finishText = (event: AnyEvent, state: TextState): void => {
    const { index, content } = event;
    closeTexts();
    const own = field(content, state.name) ?? field(content, state.kind);
    const beside = isDraft(content) ? without(content, state.name) : {};
    const news = newsIn(beside, [state.said]);
    // A block that ends otherwise than it went on is judged as what it says it is.
    const other = typeof own === 'string' && own !== state.said ? openLane(own) : undefined;
    const lane = news === '' ? undefined : openLane(news);
    queue.push({
      ready: () => [other, lane].every((own) => own === undefined || own.releasedTo === own.length),
      take: () => {
        const isChanged = state.touched || state.told !== state.said || other?.rewritten === true;
        if (!isChanged && lane?.rewritten !== true) return [event];
        return [{ ...event, index, content: { ...stripped(beside), [state.name]: state.told } }];
      },
    });
  };

  const wholeOf = (index: unknown): WholeState => {
    const state = wholes.get(index) ?? { content: {}, ended: false, judged: false, rewritten: false };
    wholes.set(index, state);
    return state;
  };

  const pushWhole = (event: AnyEvent, state: WholeState): void => {
    queue.push({
      ready: () => state.judged,
      take: () => {
        if (!state.rewritten) return [event];
        // What comes before the end tells of a text that is no longer there.
        if (event.event === 'content-block-delta') return [];
        const isEnd = event.event === 'content-block-finish';
        return [{ ...event, content: isEnd ? state.content : bare(event['content']) }];
      },
    });
  };

  const judgeWhole = async (state: WholeState): Promise<void> => {
    const message = { content: [state.content] };
    const draft = draftMessage(message);
    await judgeSegments([
      {
        segments: [...draft.words, ...draft.thoughts, ...draft.others],
        enforce: (text) => guardrail.enforceResponse(text, context),
      },
      ...toolChecks(guardrail, draft.tools, context),
    ]);
    const built = restoreMessage(guardrail, draft.build(), context, false);
    state.rewritten = built !== message;
    [state.content] = list(field(built, 'content'));
    state.judged = true;
  };

  const endWhole = (state: WholeState): void => {
    if (state.ended) return;
    state.ended = true;
    checks.add(judgeWhole(state));
  };

  const takeWhole = (event: AnyEvent): void => {
    const state = wholeOf(event['index']);
    const fields = event['content'] ?? field(event['delta'], 'fields') ?? {};
    const isEnd = event.event === 'content-block-finish';
    state.content = isEnd ? fields : { ...Object(state.content), ...Object(fields) };
    pushWhole(event, state);
    if (isEnd) endWhole(state);
  };

  const finishMessage = (event: AnyEvent): void => {
    closeTexts();
    const metadata = isDraft(event['responseMetadata']) ? event['responseMetadata'] : {};
    const texts = [...said, said.join('')];
    const news = newsIn(metadata, texts);
    const lane = news === '' ? undefined : openLane(news);
    queue.push({
      ready: () => lane === undefined || lane.releasedTo === lane.length,
      take: () =>
        anyTouched() || lane?.rewritten === true
          ? [
              {
                ...event,
                ...(isDraft(event['responseMetadata']) && { responseMetadata: stripped(metadata) }),
              },
            ]
          : [event],
    });
  };

  const startBlock = (event: AnyEvent): void => {
    const content = isDraft(event['content']) ? event['content'] : {};
    const kind = TEXTS.get(content['type']);
    if (kind !== undefined) {
      startText(event, content, kind);
      return;
    }
    closeTexts();
    verifier.settleBlocks();
    takeWhole(event);
  };

  const take = (event: AnyEvent): void => {
    const state = texts.get(event['index']);
    if (event.event === 'provider') return;
    if (event.event === 'content-block-start') startBlock(event);
    else if (event.event === 'content-block-delta' && state !== undefined) takeDelta(event, state);
    else if (event.event === 'content-block-finish' && state !== undefined) finishText(event, state);
    else if (event.event.startsWith('content-block-')) takeWhole(event);
    else if (event.event === 'message-finish') finishMessage(event);
    else queue.push({ ready: () => true, take: () => [event] });
  };

  return {
    take,
    end() {
      closeTexts();
      verifier.end();
      // A block that nothing ended is judged as far as it came.
      for (const state of wholes.values()) endWhole(state);
    },
    ready() {
      const events: AnyEvent[] = [];
      while (queue[0]?.ready() === true) events.push(...(queue.shift()?.take() ?? []));
      return events;
    },
    work: () => sooner(verifier.work(), checks.work()),
    isFull: () => queue.length > MAX_HELD.events || verifier.heldChars > MAX_HELD.chars,
  };
}
