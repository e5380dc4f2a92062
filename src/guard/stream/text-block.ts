import type { Redaction } from '../policy/redacted-span.js';
import type { Restorer } from '../redaction/restore.js';
import { parses } from '../segments/values.js';
import { createJsonPrefix } from './json-prefix.js';
import type { Lane, LaneKind } from './lane.js';
import type { Verifier } from './verifier-face.js';

/** A piece of a block, held until it may leave. */
export interface HeldText {
  ready(): boolean;
  /** The piece as it leaves, once, in order. */
  take(): { readonly text: string; readonly touched: boolean };
}

/** One block of text or reasoning that comes in pieces. */
export interface TextBlock {
  push(piece: string): HeldText;
  /** A text that belongs to the block, such as what a citation quotes: the block is not whole before it has passed. */
  judgeBeside(text: string): void;
  /** No more of it comes. */
  close(): void;
  /** Whether any of it may leave. */
  readonly begun: boolean;
  /** Whether it is closed and all of it may leave. */
  isWhole(): boolean;
  /** Whether anything in it, or beside it, has been replaced. */
  readonly rewritten: boolean;
  readonly redactions: readonly Redaction[];
  /**
   * Once it is whole: what a vault still holds back.
   * @throws GuardrailViolationError where JSON has been rewritten so that it no longer parses
   */
  finish(): string;
}

/**
 * Opens a block; its words are judged by the verifier. A restorer that is a function is asked for one that escapes what
 * it puts back, as JSON needs it, and for one that does not.
 */
export function openTextBlock(
  kind: Extract<LaneKind, 'text' | 'reasoning'>,
  verifier: Verifier,
  restorer: Restorer | ((json: boolean) => Restorer) | undefined,
): TextBlock {
  const lane = verifier.openLane(kind);
  const beside: Lane[] = [];
  let closed = false;
  const arrivals = verifier.arrivalsOf(kind);
  const restore = restoring(restorer);
  const prefix = createJsonPrefix();

  const isWhole = (): boolean => closed && [lane, ...beside].every((own) => own.releasedTo === own.length);

  return {
    push(piece) {
      const from = lane.length;
      lane.push(piece);
      const to = lane.length;
      const arrival = arrivals.push(lane, piece);
      prefix.push(piece);
      return {
        ready: () => lane.releasedTo >= to && arrival.ready(),
        take() {
          const leaving = lane.take(from, to);
          // A finding that only shows in the order of arrival has no place in a block.
          if (arrival.take() !== piece && leaving === piece) return verifier.refuse();
          // Without what is replaced, words of other blocks before and behind it would meet, and nobody has judged them so.
          if (arrival.takesTurn && lane.isInsideReplaced(from)) return verifier.refuse();
          const text = restore?.push(leaving) ?? leaving;
          // What the provider attached (annotations, log probabilities) may quote the text that was replaced before it.
          const isAfterOne = (lane.redactions[0]?.start ?? Number.POSITIVE_INFINITY) < Math.max(to, 1);
          return { text, touched: text !== piece || isAfterOne };
        },
      };
    },
    judgeBeside(text) {
      const own = verifier.openLane('other');
      own.push(text);
      own.close();
      beside.push(own);
    },
    close() {
      if (closed) return;
      closed = true;
      lane.close();
    },
    get begun() {
      return lane.releasedTo > 0;
    },
    isWhole,
    get rewritten() {
      return [lane, ...beside].some((own) => own.rewritten);
    },
    get redactions() {
      return lane.redactions;
    },
    finish() {
      for (const own of beside) own.take(0, own.length);
      // A parser of the answer would fail on it, and say less about why.
      if (prefix.complete && lane.rewritten && !parses(lane.read(0, lane.length))) return verifier.refuse();
      return restore?.end() ?? '';
    },
  };
}

/** Puts back what a vault holds: escaped as long as the text, from its beginning on, may be JSON. */
function restoring(restorer: Restorer | ((json: boolean) => Restorer) | undefined): Restorer | undefined {
  if (typeof restorer !== 'function') return restorer;
  const prefix = createJsonPrefix();
  // Both hold back the same, so either can go on from the other.
  const escaping = restorer(true);
  const plain = restorer(false);
  return {
    push(text) {
      prefix.push(text);
      const escaped = escaping.push(text);
      const restored = plain.push(text);
      return prefix.begun && prefix.viable ? escaped : restored;
    },
    end() {
      escaping.end();
      return plain.end();
    },
  };
}
