import type { LaneBuffer } from './lane.js';
import { readsOn, type Stretch, type Window, windowOf } from './window.js';

/** What the planner goes by. Lengths are UTF-16 code units. */
export interface Plan {
  readonly minWindow: number;
  readonly maxWindow: number;
  readonly contextChars: number;
  readonly lookahead: number;
  /** No more text comes. */
  readonly ended: boolean;
  /** The text has left already. */
  readonly observing: boolean;
  /** What a scan under way judges already. */
  readonly beside?: Window | undefined;
}

/** A stretch that may be judged now. */
interface Look extends Stretch {
  /** How much text follows on the lane's end, as far as it is there to be seen. */
  readonly beyond: number;
  /** Whether the word at its end is over. */
  readonly isWhole: boolean;
}

/**
 * The next scan of a stream that is verified as it flows, or undefined while it would release too little to be worth it.
 * The end of a block that is closed waits for a look at what follows, or for the end of the stream.
 */
export function planWindow(lanes: readonly LaneBuffer[], plan: Plan): Window | undefined {
  const { due, room, fresh, gain: observed } = freshText(lanes, plan);
  if (fresh.size === 0) return undefined;
  const looks: Look[] = [];
  /** What reads on from a lane: the next block of its kind that says something. */
  const next = new Map<LaneBuffer['kind'], { readonly lane: LaneBuffer; readonly look: Look | undefined }>();
  let gain = observed;
  for (const lane of lanes.toReversed()) {
    if (lane.length === 0) continue;
    const after = lane.kind === 'other' ? undefined : next.get(lane.kind);
    const look = lookAt(lane, fresh.get(lane), after, plan);
    if (look !== undefined) {
      looks.unshift(look);
      if (fresh.has(lane) || after !== undefined) gain += look.releaseTo - lane.releasedTo;
    }
    next.set(lane.kind, { lane, look });
  }
  // The first text is waited for: whatever can be released is worth a scan.
  const least = lanes.some((lane) => lane.releasedTo > 0) ? plan.minWindow : 1;
  if (!due && gain < least && room > 0) return undefined;
  return windowOf(looks, plan.contextChars);
}

/** The lanes that have text which was not looked at, and up to where it is to be judged. */
function freshText(lanes: readonly LaneBuffer[], plan: Plan) {
  const fresh = new Map<LaneBuffer, { readonly to: number; readonly last: boolean }>();
  let room = plan.maxWindow;
  let gain = 0;
  let due = plan.ended;
  for (const lane of lanes) {
    const scannedTo = scannedIn(lane, plan);
    const to = Math.min(lane.readableTo, scannedTo + room);
    const last = (plan.ended || lane.settled) && to === lane.length;
    const waiting = last ? lane.releasedTo < to || scannedTo < to : to > lane.seenTo;
    if (!waiting) continue;
    room -= to - scannedTo;
    if (plan.observing) gain += to - scannedTo;
    due ||= last;
    fresh.set(lane, { to, last });
  }
  return { fresh, room, gain, due };
}

/** Up to where a lane is judged, once the scan under way has passed. */
function scannedIn(lane: LaneBuffer, { beside }: Plan): number {
  const judged = beside?.pieces.find((piece) => piece.lane === lane)?.to ?? 0;
  return Math.max(lane.scannedTo, judged);
}

function lookAt(
  lane: LaneBuffer,
  fresh: { readonly to: number; readonly last: boolean } | undefined,
  after: { readonly lane: LaneBuffer; readonly look: Look | undefined } | undefined,
  plan: Plan,
): Look | undefined {
  const to = fresh?.to ?? lane.length;
  const judgedTo = Math.min(scannedIn(lane, plan), to);
  // What has not left is read as text that can still be replaced, what has left as context.
  const from = Math.max(Math.min(judgedTo, lane.releasedTo), judgedTo - plan.contextChars);
  const stretch = { lane, from, to, releaseTo: to, overlap: judgedTo - from, beyond: 0, isWhole: true };
  if (fresh?.last === true) return stretch;

  const follows = lane.closed && to === lane.length ? after?.look : undefined;
  if (fresh === undefined) {
    // The end of a closed block goes along with whatever is judged next, unless there is text that reads on from it.
    const held = lane.closed && lane.releasedTo < to && lane.readableTo === to;
    if (!held || (after !== undefined && follows === undefined)) return undefined;
    if (after === undefined) return stretch;
  }
  const beyond = follows === undefined ? 0 : follows.to + follows.beyond;
  const wordStart = lane.wordStart(to);
  // A word that is not finished yet is not released in part.
  const wordsTo = follows?.isWhole === true ? to : wordStart;
  const settled = Math.min(to, to + beyond - plan.lookahead, lane.decidedTo, wordsTo);
  const releaseTo = Math.max(lane.releasedTo, settled);
  // Nothing would come of looking at it.
  const isIdle = fresh === undefined && releaseTo === lane.releasedTo;
  if (isIdle && follows !== undefined && !readsOn(follows, stretch)) return undefined;
  return { ...stretch, releaseTo, beyond, isWhole: follows?.isWhole === true || wordStart > 0 };
}
