import {
  type CheckContext,
  createEntryQueue,
  type Draft,
  type Guardrail,
  type HeldItems,
} from '../guard/index.js';
import { sooner } from './checks.js';
import { type AnyEvent, type EventLine, hasPassed, newsIn, pieceOf, stripped, TEXTS } from './event-parts.js';
import { createTextBlocks } from './event-texts.js';
import { createWholeBlocks } from './event-wholes.js';
import { isDraft } from './message-fields.js';
import { field } from './message-text.js';
import { metadataTexts, saysSomething } from './metadata-texts.js';

/** How much may be held before the model has to wait: events, and UTF-16 code units. */
const MAX_HELD = { events: 4_000, chars: 200_000 };

/**
 * The events of one answer in order, each held until what it says has been judged. Those that are not rewritten are the
 * very ones that came. A provider's own events never pass: they say the same before it is judged.
 */
export function createEventQueue(guardrail: Guardrail, context: CheckContext): HeldItems<AnyEvent> {
  const verifier = guardrail.openResponse(context);
  const queue = createEntryQueue<AnyEvent>();
  let rewritten = false;

  const line: EventLine = {
    guardrail,
    context,
    verifier,
    hold: (event) => queue.push(event),
    judge(text) {
      if (text === '') return undefined;
      const lane = verifier.openLane('other');
      lane.push(text);
      lane.close();
      return lane;
    },
    rewrite() {
      rewritten = true;
    },
  };
  const texts = createTextBlocks(line);
  const wholes = createWholeBlocks(line);

  /** The start and the end of a message, field by field. */
  const takeMessage = (event: AnyEvent): void => {
    if (event.event === 'message-finish') texts.close();
    const said = texts.said();
    const { event: _, ...fields } = event;
    const judged = Object.entries(fields).map(([name, value]) => {
      // It may repeat the answer.
      const metadata = name === 'responseMetadata' && isDraft(value) ? value : undefined;
      const news = metadata === undefined ? metadataTexts(name, value).join('\n') : newsIn(metadata, said);
      return { name, value, metadata, lane: line.judge(news) };
    });
    queue.push({
      ready: () => judged.every(({ lane }) => hasPassed(lane)),
      take: () => {
        if (!rewritten && !verifier.rewritten) return [event];
        const kept = judged.flatMap(({ name, value, metadata, lane }): [string, unknown][] => {
          if (metadata !== undefined) return [[name, stripped(metadata)]];
          return lane?.rewritten === true || saysSomething(name, value) ? [] : [[name, value]];
        });
        return [{ ...Object.fromEntries(kept), event: event.event }];
      },
    });
  };

  /** Events that nothing is known of. */
  const takeOther = (event: AnyEvent): void => {
    const news = Object.entries(event).flatMap(([name, value]) => metadataTexts(name, value));
    const lane = line.judge(news.join('\n'));
    queue.push({
      ready: () => hasPassed(lane),
      take: () => (lane?.rewritten === true ? [] : [event]),
    });
  };

  const takeWhole = (event: AnyEvent): void => {
    if (!wholes.isOpen(event['index']) || event.event === 'content-block-start') {
      texts.close();
      verifier.settleBlocks();
    }
    wholes.take(event);
  };

  const startBlock = (event: AnyEvent): void => {
    const { index, content } = event;
    const kind = TEXTS.get(field(content, 'type'));
    if (kind === undefined) {
      texts.leave(index);
      takeWhole(event);
    } else {
      wholes.leave(index);
      texts.start(event, kind);
    }
  };

  const takeDelta = (event: AnyEvent): void => {
    const { index } = event;
    const piece = pieceOf(event);
    const state = texts.at(index);
    const isOfText = state === undefined ? !wholes.has(index) : piece?.kind.kind === state.kind;
    if (piece !== undefined && isOfText) texts.piece(event, piece);
    else if (state !== undefined && piece === undefined && isOfBlock(event)) texts.fields(event, state);
    else takeWhole(event);
  };

  const finishBlock = (event: AnyEvent): void => {
    const { index, content } = event;
    const state = texts.at(index);
    if (state === undefined || (isDraft(content) && !isText(content))) {
      texts.leave(index);
      takeWhole(event);
      return;
    }
    texts.finish(event, state, wholes.end(index));
  };

  const push = (event: AnyEvent): void => {
    if (event.event === 'provider') return;
    if (event.event === 'content-block-start') startBlock(event);
    else if (event.event === 'content-block-delta') takeDelta(event);
    else if (event.event === 'content-block-finish') finishBlock(event);
    else if (event.event === 'message-start' || event.event === 'message-finish') takeMessage(event);
    else takeOther(event);
  };

  return {
    push,
    end() {
      texts.close();
      verifier.end();
      // A block that nothing ended is judged as far as it came.
      wholes.endAll();
    },
    drain: () => queue.drain(),
    work: () => sooner(verifier.work(), wholes.work()),
    isFull: () => queue.length > MAX_HELD.events || verifier.heldChars > MAX_HELD.chars,
  };
}

function isText({ type }: Draft): boolean {
  return type === undefined || TEXTS.has(type);
}

/** Whether a delta sets fields of a block of text. */
function isOfBlock(event: AnyEvent): boolean {
  const { delta, content } = event;
  if (field(delta, 'type') === 'data-delta') return false;
  const fields = delta ? field(delta, 'fields') : content;
  return !isDraft(fields) || isText(fields);
}
