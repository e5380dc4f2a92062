import {
  type CheckContext,
  createEntryQueue,
  type Draft,
  type Guardrail,
  type HeldItems,
  type Lane,
  type Verifier,
} from '../../guard/index.js';
import { STREAMED_TEXTS } from '../content/block-kinds.js';
import { metadataTexts, saysSomething } from '../content/metadata.js';
import { sooner } from '../content/running-checks.js';
import { field, isDraft } from '../fields.js';
import { type AnyEvent, type EventLine, hasPassed, newsIn, pieceOf, stripped } from './events.js';
import { createTextBlocks, type TextBlocks } from './text-blocks.js';
import { createWholeBlocks, type WholeBlocks } from './whole-blocks.js';

/** How many events and UTF-16 code units may be held before the model has to wait. */
const MAX_HELD = { events: 4_000, chars: 200_000 };

/** The answer whose events are held. */
interface Answer {
  readonly line: EventLine;
  readonly texts: TextBlocks;
  readonly wholes: WholeBlocks;
  isRewritten: boolean;
}

/**
 * Holds the events of one answer in order, each until its contents have been judged. An event that is not rewritten is
 * released as the same object. A provider's own events never pass, because they contain the same text before it is
 * judged.
 */
export function createEventQueue(guardrail: Guardrail, context: CheckContext): HeldItems<AnyEvent> {
  const verifier = guardrail.openResponse(context);
  const queue = createEntryQueue<AnyEvent>();
  const line: EventLine = {
    guardrail,
    context,
    verifier,
    hold: (event) => queue.push(event),
    judge: (text) => judgeAlone(verifier, text),
    rewrite() {
      answer.isRewritten = true;
    },
  };
  const texts = createTextBlocks(line);
  const wholes = createWholeBlocks(line);
  const answer: Answer = { line, texts, wholes, isRewritten: false };
  return {
    push: (event) => pushEvent(answer, event),
    end() {
      texts.close();
      verifier.end();
      // A block without an end is judged as far as it came.
      wholes.endAll();
    },
    drain: () => queue.drain(),
    work: () => sooner(verifier.work(), wholes.work()),
    isFull: () => queue.length > MAX_HELD.events || verifier.heldChars > MAX_HELD.chars,
  };
}

/** Judges a text in a lane of its own. Returns no lane if there is no text. */
function judgeAlone(verifier: Verifier, text: string): Lane | undefined {
  if (text === '') return undefined;
  const lane = verifier.openLane('other');
  lane.push(text);
  lane.close();
  return lane;
}

function pushEvent(answer: Answer, event: AnyEvent): void {
  if (event.event === 'provider') return;
  if (event.event === 'content-block-start') pushStart(answer, event);
  else if (event.event === 'content-block-delta') pushDelta(answer, event);
  else if (event.event === 'content-block-finish') pushFinish(answer, event);
  else if (event.event === 'message-start' || event.event === 'message-finish') pushMessage(answer, event);
  else pushOther(answer, event);
}

/** Holds the start or the end of a message, which is judged field by field. */
function pushMessage(answer: Answer, event: AnyEvent): void {
  const { line, texts } = answer;
  if (event.event === 'message-finish') texts.close();
  const said = texts.said();
  const { event: _, ...fields } = event;
  const judged = Object.entries(fields).map(([name, value]) => {
    // The metadata may repeat the answer.
    const metadata = name === 'responseMetadata' && isDraft(value) ? value : undefined;
    const news = metadata === undefined ? metadataTexts(name, value).join('\n') : newsIn(metadata, said);
    return { name, value, metadata, lane: line.judge(news) };
  });
  line.hold({
    ready: () => judged.every(({ lane }) => hasPassed(lane)),
    take: () => {
      if (!answer.isRewritten && !line.verifier.rewritten) return [event];
      const kept = judged.flatMap(({ name, value, metadata, lane }): [string, unknown][] => {
        if (metadata !== undefined) return [[name, stripped(metadata)]];
        return lane?.rewritten === true || saysSomething(name, value) ? [] : [[name, value]];
      });
      return [{ ...Object.fromEntries(kept), event: event.event }];
    },
  });
}

/** Holds an event of an unknown type. */
function pushOther({ line }: Answer, event: AnyEvent): void {
  const news = Object.entries(event).flatMap(([name, value]) => metadataTexts(name, value));
  const lane = line.judge(news.join('\n'));
  line.hold({
    ready: () => hasPassed(lane),
    take: () => (lane?.rewritten === true ? [] : [event]),
  });
}

/** Holds an event of a block that is judged when it is complete. */
function pushWhole({ line, texts, wholes }: Answer, event: AnyEvent): void {
  if (!wholes.isOpen(event['index']) || event.event === 'content-block-start') {
    texts.close();
    line.verifier.settleBlocks();
  }
  wholes.push(event);
}

function pushStart(answer: Answer, event: AnyEvent): void {
  const { index, content } = event;
  const kind = STREAMED_TEXTS.get(field(content, 'type'));
  if (kind === undefined) {
    answer.texts.leave(index);
    pushWhole(answer, event);
  } else {
    answer.wholes.leave(index);
    answer.texts.start(event, kind);
  }
}

function pushDelta(answer: Answer, event: AnyEvent): void {
  const { texts, wholes } = answer;
  const { index } = event;
  const piece = pieceOf(event);
  const state = texts.at(index);
  const isOfText = state === undefined ? !wholes.has(index) : piece?.kind.kind === state.kind;
  if (piece !== undefined && isOfText) texts.push(event, piece);
  else if (state !== undefined && piece === undefined && isOfBlock(event)) texts.pushFields(event, state);
  else pushWhole(answer, event);
}

function pushFinish(answer: Answer, event: AnyEvent): void {
  const { texts, wholes } = answer;
  const { index, content } = event;
  const state = texts.at(index);
  if (state === undefined || (isDraft(content) && !isText(content))) {
    texts.leave(index);
    pushWhole(answer, event);
    return;
  }
  texts.finish(event, state, wholes.end(index));
}

function isText({ type }: Draft): boolean {
  return type === undefined || STREAMED_TEXTS.has(type);
}

/** Tells whether a delta sets fields of a text block. */
function isOfBlock(event: AnyEvent): boolean {
  const { delta, content } = event;
  if (field(delta, 'type') === 'data-delta') return false;
  const fields = delta ? field(delta, 'fields') : content;
  return !isDraft(fields) || isText(fields);
}
