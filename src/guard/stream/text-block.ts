import type { Redaction } from '../policy/redacted-span.js';
import type { Restorer } from '../redaction/restore.js';
import { parses } from '../segments/values.js';
import { createJsonPrefix } from './json-prefix.js';
import type { Lane, LaneKind } from './lane.js';
import type { Verifier } from './verifier-face.js';

/** A piece of a block, held until it may leave. */
export interface HeldText {
  ready(): boolean;
  /** Returns the piece as it leaves. Call it once, in order. */
  take(): { readonly text: string; readonly touched: boolean };
}

/** One block of text or reasoning that comes in pieces. */
export interface TextBlock {
  push(piece: string): HeldText;
  /**
   * Judges a text that belongs to the block, such as the quote of a citation. The block is not whole until it has
   * passed.
   */
  judgeBeside(text: string): void;
  /** Ends the block. */
  close(): void;
  /** Whether any of it may leave. */
  readonly begun: boolean;
  /** Tells whether it is closed and all of it may leave. */
  isWhole(): boolean;
  /** Whether anything in it, or in a text beside it, was replaced. */
  readonly rewritten: boolean;
  readonly redactions: readonly Redaction[];
  /**
   * Returns the text that a restorer still holds back. Call it when the block is whole.
   * @throws GuardrailViolationError if JSON was rewritten so that it no longer parses
   */
  finish(): string;
}

/**
 * Opens a block whose words the verifier judges. A restorer that is a function is called twice: for a restorer that
 * escapes originals, as JSON needs it, and for one that does not.
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
          // A finding that shows only in the order of arrival has no place in a block.
          if (arrival.take() !== piece && leaving === piece) return verifier.refuse();
          // Without the replaced text, words of other blocks before and after it would meet, and nobody has judged them
          // together.
          if (arrival.takesTurn && lane.isInsideReplaced(from)) return verifier.refuse();
          const text = restore?.push(leaving) ?? leaving;
          // Attachments of the provider (annotations, log probabilities) may quote text that was replaced before them.
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
      // A parser of the answer would fail later, with a less clear error.
      if (prefix.complete && lane.rewritten && !parses(lane.read(0, lane.length))) return verifier.refuse();
      return restore?.end() ?? '';
    },
  };
}

/** Puts originals back. They are escaped as long as the text so far may be JSON. */
function restoring(restorer: Restorer | ((json: boolean) => Restorer) | undefined): Restorer | undefined {
  if (typeof restorer !== 'function') return restorer;
  const prefix = createJsonPrefix();
  // Both hold back the same text, so either can continue the other.
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
