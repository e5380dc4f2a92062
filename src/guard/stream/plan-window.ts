import type { LaneBuffer } from './lane-buffer.js';
import { type LaneStretch, type Window, windowOf } from './window.js';

/** The facts that the planner uses. Lengths are UTF-16 code units. */
export interface WindowPlan {
  readonly minWindow: number;
  readonly maxWindow: number;
  readonly contextChars: number;
  readonly lookahead: number;
  /** True if no more text comes. */
  readonly ended: boolean;
  /** True if a finding may still grow. It is judged again when much more of it has come. */
  readonly growing: boolean;
  /** True if the text has already left. */
  readonly observing: boolean;
  /** The window that a scan under way already judges. */
  readonly beside?: Window | undefined;
}

/** A growing finding is judged again when one eighth more text has come. */
const GROWTH = 8;

/** The most text to wait for before the first scan. Models send a few characters at a time. */
const MAX_FIRST = 24;

/** A stretch that may be judged now. */
interface Look extends LaneStretch {
  /** The length of text after the lane's end that is already visible. */
  readonly beyond: number;
  /** Whether the word at its end is complete. */
  readonly isWhole: boolean;
}

/**
 * Plans the next scan of a stream that is verified while it flows. Returns undefined while the scan would release too
 * little. The end of a closed block waits for the beginning of the next block of its kind, or for the end of the
 * stream. A block that was settled because a tool call follows holds back only data that may still be growing.
 */
export function planWindow(lanes: readonly LaneBuffer[], plan: WindowPlan): Window | undefined {
  const { due, room, fresh, unseen, gain: observed } = freshText(lanes, plan);
  if (fresh.size === 0) return undefined;
  const looks: Look[] = [];
  /** The block that continues a lane: the next block of its kind with text. */
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
  // The first scan waits for the first piece. Less than a piece could not leave.
  const piece = lanes.find(({ length }) => length > 0)?.firstLength ?? 1;
  const first = Math.min(piece, MAX_FIRST);
  const least = lanes.some((lane) => lane.clearedTo > 0) ? plan.minWindow : first;
  if (!due && gain < least && room > 0) return undefined;
  // Without this rule, a finding that grows with every chunk would be judged again in full for every chunk.
  if (plan.growing && !plan.ended && unseen * GROWTH < Math.max(1, held)) return undefined;
  return windowOf(looks, plan.contextChars);
}

/** Tells whether a block is closed while its end is still held. */
function isHeldWhole(lane: LaneBuffer): boolean {
  return lane.closed && lane.readableTo === lane.length && lane.clearedTo < lane.length;
}

/** Returns the lanes with text that was not looked at, and the end of the text to judge in each. */
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

/** Returns the end of the text in a lane that is judged once the scan under way has passed. */
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
  // Text that has not left is read in full, because it can still be replaced. Text that has left is only context.
  const leavesTo = plan.beside?.pieces.find((piece) => piece.lane === lane)?.releaseTo ?? 0;
  const from = Math.min(judgedTo, Math.max(lane.clearedTo, leavesTo));
  const stretch = { lane, from, to, releaseTo: to, overlap: judgedTo - from };
  const isEnd = lane.closed && to === lane.length;
  const nothingFollows = lane.apart || (plan.ended && after === undefined);
  if (isEnd && nothingFollows) return { ...stretch, beyond: Number.POSITIVE_INFINITY, isWhole: true };

  const follows = isEnd ? after?.look : undefined;
  const beyond = follows === undefined ? 0 : follows.to + follows.beyond;
  const wordStart = lane.wordStart(to);
  // An unfinished word is not released in part.
  const wordsTo = follows?.isWhole === true ? to : wordStart;
  const ahead = lane.unitsSaying(plan.lookahead, to);
  const seen = Math.min(to, to + beyond - ahead, lane.decidedTo, wordsTo);
  const settledTo = lane.settled ? Math.min(to, lane.settleTo(plan.lookahead)) : 0;
  const releaseTo = Math.max(lane.clearedTo, seen, settledTo);
  // A look at this lane gains nothing, unless a finding that begins in it may end in the next block.
  const isIdle = fresh === undefined && releaseTo === lane.clearedTo;
  if (isIdle && after?.look?.from !== 0) return undefined;
  return { ...stretch, releaseTo, beyond, isWhole: follows?.isWhole === true || wordStart > 0 };
}

/** Looks again at the beginning of a judged block, because it follows a block that was not judged. */
function lookAgain(lane: LaneBuffer, { ended, lookahead }: WindowPlan): Look | undefined {
  const to = Math.min(lane.clearedTo, Math.max(1, lookahead));
  if (to === 0) return undefined;
  const isWhole = lane.wordStart(to) > 0;
  // All text after it was judged too.
  return ended
    ? { lane, from: 0, to, releaseTo: to, overlap: to, beyond: Number.POSITIVE_INFINITY, isWhole: true }
    : { lane, from: 0, to, releaseTo: to, overlap: to, beyond: 0, isWhole };
}
