import type { LaneBuffer } from './lane-buffer.js';
import { type LaneStretch, type Window, windowOf } from './window.js';

/** What the planner goes by. Lengths are UTF-16 code units. */
export interface WindowPlan {
  readonly minWindow: number;
  readonly maxWindow: number;
  readonly contextChars: number;
  readonly lookahead: number;
  /** No more text comes. */
  readonly ended: boolean;
  /** A finding may still grow: it is judged again once there is a good deal more of it. */
  readonly growing: boolean;
  /** The text has left already. */
  readonly observing: boolean;
  /** What a scan under way judges already. */
  readonly beside?: Window | undefined;
}

/** What may still grow is judged again once an eighth more has come. */
const GROWTH = 8;

/** How much is waited for at the most before the first scan: models send a few characters at a time. */
const MAX_FIRST = 24;

/** A stretch that may be judged now. */
interface Look extends LaneStretch {
  /** How much text follows on the lane's end, as far as it is there to be seen. */
  readonly beyond: number;
  /** Whether the word at its end is over. */
  readonly isWhole: boolean;
}

/**
 * Plans the next scan of a stream that is verified as it flows. Returns undefined while it would release too little to
 * be worth it. The end of a block that is closed waits for a look at the next block of its kind, or for the end of the
 * stream; of one that was settled, because the call of a tool follows, only what may still be growing waits.
 */
export function planWindow(lanes: readonly LaneBuffer[], plan: WindowPlan): Window | undefined {
  const { due, room, fresh, unseen, gain: observed } = freshText(lanes, plan);
  if (fresh.size === 0) return undefined;
  const looks: Look[] = [];
  /** What reads on from a lane: the next block of its kind that says something. */
  const next = new Map<LaneBuffer['kind'], { readonly lane: LaneBuffer; readonly look: Look | undefined }>();
  let gain = observed;
  let held = 0;
  for (const lane of lanes.toReversed()) {
    if (lane.length === 0) continue;
    let after = lane.apart ? undefined : next.get(lane.kind);
    if (after !== undefined && after.look === undefined && isHeldWhole(lane)) {
      const look = lookAgain(after.lane, plan);
      if (look !== undefined) looks.unshift(look);
      after = { lane: after.lane, look };
    }
    const look = lookAt(lane, fresh.get(lane), after, plan);
    if (look !== undefined) {
      looks.unshift(look);
      gain += look.releaseTo - lane.clearedTo;
      held += look.to - lane.clearedTo;
    }
    if (!lane.apart) next.set(lane.kind, { lane, look });
  }
  // The first text is waited for: its first piece is worth a scan, and less than that would not leave.
  const piece = lanes.find(({ length }) => length > 0)?.firstLength ?? 1;
  const first = Math.min(piece, MAX_FIRST);
  const least = lanes.some((lane) => lane.clearedTo > 0) ? plan.minWindow : first;
  if (!due && gain < least && room > 0) return undefined;
  // A finding that grew at every chunk would be judged as a whole at every chunk.
  if (plan.growing && !plan.ended && unseen * GROWTH < Math.max(1, held)) return undefined;
  return windowOf(looks, plan.contextChars);
}

/** Whether a block is closed, and its end is held. */
function isHeldWhole(lane: LaneBuffer): boolean {
  return lane.closed && lane.readableTo === lane.length && lane.clearedTo < lane.length;
}

/** Returns the lanes that have text which was not looked at, and up to where it is to be judged. */
function freshText(lanes: readonly LaneBuffer[], plan: WindowPlan) {
  const fresh = new Map<LaneBuffer, { readonly to: number; readonly last: boolean }>();
  let room = plan.maxWindow;
  let gain = 0;
  let unseen = 0;
  let due = plan.ended;
  for (const lane of lanes) {
    const scannedTo = scannedIn(lane, plan);
    const to = Math.min(lane.readableTo, scannedTo + room);
    const isEnd = plan.ended && to === lane.length;
    const settling =
      !plan.ended && lane.settled && lane.clearedTo < Math.min(to, lane.settleTo(plan.lookahead));
    const last = isEnd || settling;
    const waiting = isEnd ? lane.clearedTo < to || scannedTo < to : settling || to > lane.seenTo;
    if (!waiting) continue;
    room -= to - scannedTo;
    unseen += Math.max(0, to - lane.seenTo);
    if (plan.observing) gain += to - scannedTo;
    due ||= last;
    fresh.set(lane, { to, last });
  }
  return { fresh, room, unseen, gain, due };
}

/** Returns up to where a lane is judged, once the scan under way has passed. */
function scannedIn(lane: LaneBuffer, { beside }: WindowPlan): number {
  const judged = beside?.pieces.find((piece) => piece.lane === lane)?.to ?? 0;
  return Math.max(lane.scannedTo, judged);
}

function lookAt(
  lane: LaneBuffer,
  fresh: { readonly to: number; readonly last: boolean } | undefined,
  after: { readonly lane: LaneBuffer; readonly look: Look | undefined } | undefined,
  plan: WindowPlan,
): Look | undefined {
  const judged = scannedIn(lane, plan);
  const to = fresh?.to ?? Math.min(lane.readableTo, Math.max(lane.seenTo, judged));
  if (fresh === undefined && lane.clearedTo >= to) return undefined;
  const judgedTo = Math.min(judged, to);
  // Text that has not left is read whole, because it can still be replaced; text that has left is only context.
  const leavesTo = plan.beside?.pieces.find((piece) => piece.lane === lane)?.releaseTo ?? 0;
  const from = Math.min(judgedTo, Math.max(lane.clearedTo, leavesTo));
  const stretch = { lane, from, to, releaseTo: to, overlap: judgedTo - from };
  const isEnd = lane.closed && to === lane.length;
  const nothingFollows = lane.apart || (plan.ended && after === undefined);
  if (isEnd && nothingFollows) return { ...stretch, beyond: Number.POSITIVE_INFINITY, isWhole: true };

  const follows = isEnd ? after?.look : undefined;
  const beyond = follows === undefined ? 0 : follows.to + follows.beyond;
  const wordStart = lane.wordStart(to);
  // A word that is not finished yet is not released in part.
  const wordsTo = follows?.isWhole === true ? to : wordStart;
  const ahead = lane.unitsSaying(plan.lookahead, to);
  const seen = Math.min(to, to + beyond - ahead, lane.decidedTo, wordsTo);
  const settledTo = lane.settled ? Math.min(to, lane.settleTo(plan.lookahead)) : 0;
  const releaseTo = Math.max(lane.clearedTo, seen, settledTo);
  // Nothing would come of looking at it, but that what begins in it may end in the block that follows.
  const isIdle = fresh === undefined && releaseTo === lane.clearedTo;
  if (isIdle && after?.look?.from !== 0) return undefined;
  return { ...stretch, releaseTo, beyond, isWhole: follows?.isWhole === true || wordStart > 0 };
}

/** Looks again at the beginning of a block that has been judged, as what follows on one that was not. */
function lookAgain(lane: LaneBuffer, { ended, lookahead }: WindowPlan): Look | undefined {
  const to = Math.min(lane.clearedTo, Math.max(1, lookahead));
  if (to === 0) return undefined;
  const isWhole = lane.wordStart(to) > 0;
  // All text behind it has been judged too.
  return ended
    ? { lane, from: 0, to, releaseTo: to, overlap: to, beyond: Number.POSITIVE_INFINITY, isWhole: true }
    : { lane, from: 0, to, releaseTo: to, overlap: to, beyond: 0, isWhole };
}
