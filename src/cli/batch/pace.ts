/** How far a run is, as it is shown. */
export interface BatchPace {
  readonly items: number;
  /** 0..1; absent where the size of the input is not known. */
  readonly fraction?: number;
  readonly perSecond: number;
  /** Milliseconds that are left, as far as one can say. */
  readonly leftMs?: number;
}

/** How far a run is at a moment. Bytes count from where the run began, so that what was done before makes nothing look fast. */
export function paceOf(run: {
  readonly items: number;
  readonly newItems: number;
  readonly bytes: number;
  readonly newBytes: number;
  readonly totalBytes: number | undefined;
  readonly elapsedMs: number;
}): BatchPace {
  const { items, newItems, bytes, newBytes, totalBytes, elapsedMs } = run;
  const perSecond = elapsedMs > 0 ? (newItems * 1_000) / elapsedMs : 0;
  if (totalBytes === undefined || totalBytes === 0) return { items, perSecond };
  const fraction = Math.min(1, bytes / totalBytes);
  const left = Math.max(0, totalBytes - bytes);
  return {
    items,
    fraction,
    perSecond,
    ...(newBytes > 0 && { leftMs: (left / newBytes) * elapsedMs }),
  };
}

/** A duration as `1:02:03` or `2:03`; `-` where it is not known. */
export function clockText(milliseconds: number | undefined): string {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return '-';
  const seconds = Math.round(milliseconds / 1_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Scans a second, as people read it. */
export function rateText(perSecond: number): string {
  return `${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)}/s`;
}

/** A pace in one line. */
export function paceLine({ items, fraction, perSecond, leftMs }: BatchPace): string {
  const parts = [
    `${items.toLocaleString('en')} items`,
    ...(fraction === undefined ? [] : [`${Math.floor(fraction * 100)} %`]),
    rateText(perSecond),
    ...(leftMs === undefined ? [] : [`${clockText(leftMs)} left`]),
  ];
  return parts.join(', ');
}
