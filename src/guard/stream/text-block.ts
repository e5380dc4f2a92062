import type { Redaction } from '../policy.js';
import type { Restorer } from '../restoring.js';
import { parses } from '../values.js';
import { watchJson } from './json-watch.js';
import type { Lane, LaneKind } from './lane.js';
import type { Verifier } from './verifier.js';

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

/** Opens a block; its words are judged by the verifier. */
export function openTextBlock(
  kind: Extract<LaneKind, 'text' | 'reasoning'>,
  verifier: Verifier,
  restorer: Restorer | undefined,
): TextBlock {
  const lane = verifier.openLane(kind);
  const beside: Lane[] = [];
  let closed = false;
  let isJson = false;
  const json = watchJson();

  const isWhole = (): boolean => closed && [lane, ...beside].every((own) => own.releasedTo === own.length);

  const judge = (kindOfText: LaneKind, text: string): void => {
    const own = verifier.openLane(kindOfText);
    own.push(text);
    own.close();
    beside.push(own);
  };

  return {
    push(piece) {
      const from = lane.length;
      lane.push(piece);
      const to = lane.length;
      json.push(piece);
      return {
        ready: () => lane.releasedTo >= to && (to <= json.escapeAt || isWhole()),
        take() {
          const leaving = lane.take(from, to);
          const text = restorer === undefined ? leaving : restorer.push(leaving);
          // What the provider attached (annotations, log probabilities) may quote the text that was replaced before it.
          const isAfterOne = (lane.redactions[0]?.start ?? Number.POSITIVE_INFINITY) < Math.max(to, 1);
          return { text, touched: text !== piece || isAfterOne };
        },
      };
    },
    judgeBeside: (text) => judge('other', text),
    close() {
      if (closed) return;
      closed = true;
      lane.close();
      if (!json.end()) return;
      isJson = true;
      const leaving = lane.read(0, lane.length);
      // What JSON says without its escapes is judged too; a finding there has no place that could be replaced.
      if (json.escapeAt < lane.length && parses(leaving))
        judge('reasoning', JSON.stringify(JSON.parse(leaving)));
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
      // Who parses the answer would fail on it, and know less of why.
      if (isJson && lane.rewritten && !parses(lane.read(0, lane.length))) return verifier.refuse();
      return restorer?.end() ?? '';
    },
  };
}
