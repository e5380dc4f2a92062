/** The progress of a run, as it is shown. */
export interface BatchPace {
  readonly items: number;
  /** The fraction that is done, 0..1. It is absent if the size of the input is not known. */
  readonly fraction?: number;
  readonly perSecond: number;
  /** The estimated milliseconds that are left. */
  readonly leftMs?: number;
}

/**
 * Returns the progress of a run at one moment. Speed is measured from the start of this run, so that work done before
 * does not make it look faster.
 */
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

/** Returns a duration as `1:02:03` or `2:03`, or `-` if it is not known. */
export function clockText(milliseconds: number | undefined): string {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return '-';
  const seconds = Math.round(milliseconds / 1_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Returns the scans per second in readable form. */
export function rateText(perSecond: number): string {
  return `${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)}/s`;
}

/** Returns the progress in one line. */
export function paceLine({ items, fraction, perSecond, leftMs }: BatchPace): string {
  const parts = [
    `${items.toLocaleString('en')} items`,
    ...(fraction === undefined ? [] : [`${Math.floor(fraction * 100)} %`]),
    rateText(perSecond),
    ...(leftMs === undefined ? [] : [`${clockText(leftMs)} left`]),
  ];
  return parts.join(', ');
}
