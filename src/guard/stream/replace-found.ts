import type { DetectedSpan } from '../../scan/index.js';
import type { Replace } from '../redaction/redact-text.js';
import { type PlacedFinding, placeSpans, type Window } from './window.js';

/** The result of replacing the findings of a scan. */
export type Replaced =
  /** Some findings were replaced. */
  | 'replaced'
  /** All findings may still grow. They are searched for again when more text has come. */
  | 'growing'
  /** A finding has no place that can be replaced, or a part of it has left. */
  | 'refused';

/** The settings for replacing findings. */
export interface Replacing {
  readonly replace: Replace;
  readonly maxWindow: number;
}

/**
 * Replaces the findings of a verdict in a window. A finding that spans several lanes leaves its replacement in the
 * first.
 */
export function replaceFound(
  window: Window,
  spans: readonly DetectedSpan[],
  { replace, maxWindow }: Replacing,
): Replaced {
  const placed = placeSpans(window, spans);
  if (placed.length === 0) return 'refused';
  const isGrowing = ({ places }: PlacedFinding): boolean => {
    const last = places.at(-1);
    if (last === undefined || last.end <= last.piece.releaseTo) return false;
    // The next window begins with it and sees more of it, unless it fills a window by itself.
    const filled = places.reduce((sum, { piece, start }) => sum + piece.to - Math.max(0, start), 0);
    return filled < maxWindow;
  };
  const growing = placed.filter(isGrowing);
  const still = new Set(growing);
  if (growing.length > 0) {
    for (const { lane, to } of window.pieces) lane.scannedTo = Math.max(lane.scannedTo, to);
    for (const { piece, start } of growing.flatMap(({ places }) => places))
      piece.lane.scannedTo = Math.min(piece.lane.scannedTo, Math.max(0, start));
  }

  const certain = placed.filter((finding) => !still.has(finding));
  for (const finding of certain) if (!redact(finding, replace)) return 'refused';
  return certain.length > 0 ? 'replaced' : 'growing';
}

/** Replaces a finding. Returns false, with nothing replaced, if a place of it cannot be replaced. */
function redact({ label, places }: PlacedFinding, replace: Replace): boolean {
  const reached = places.flatMap(({ piece: { lane }, start, end }) => {
    const reach = lane.kind === 'reasoning' ? undefined : lane.reach(start, end);
    return reach === undefined ? [] : [{ lane, reach }];
  });
  const first = reached[0];
  if (first === undefined || reached.length < places.length) return false;
  const text = reached.map(({ reach }) => reach.text).join('');
  const { start } = first.reach;
  const placeholder = replace({ label, start, end: start + text.length }, text);
  for (const { lane, reach } of reached) {
    const own = lane === first.lane ? placeholder : '';
    lane.redact({ label, start: reach.start, end: reach.end, placeholder: own });
  }
  return true;
}
