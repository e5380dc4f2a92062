import { isFailedScan, SEVERITIES, type Severity } from '../../scan/index.js';
import { type OutLine, parseOutLine, wholeLines } from '../batch/out-lines.js';
import { openTally, type VerdictTally } from '../batch/tally.js';
import { CommandError, EXIT } from '../exit-codes.js';

/** The counts of one stretch of time, or of one stretch of items. */
export interface TimeStretch {
  readonly from: number;
  readonly severities: Map<Severity, number>;
  readonly categories: Map<string, number>;
}

/** The data that a report shows of a batch. */
export interface Collected {
  readonly tally: VerdictTally;
  /** The counts of each category by severity. */
  readonly severitiesOf: ReadonlyMap<string, ReadonlyMap<Severity, number>>;
  readonly severities: ReadonlyMap<Severity, number>;
  /** Whether stretches begin at milliseconds since the epoch. If not, they begin at places in the input. */
  readonly isTime: boolean;
  readonly stretches: readonly TimeStretch[];
  /** The width of a stretch, in milliseconds or items. */
  readonly width: number;
  /** The worst items, the worst first. */
  readonly worst: readonly OutLine[];
}

const MAX_STRETCHES = 48;

/** Adds to a count, one by default. */
export function countUp<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Rates how bad an item is, as one number. An item that was not judged is not known to be bad. */
function badness({ result }: OutLine): number {
  if (isFailedScan(result)) return 0.5;
  const action = { allow: 0, warn: 0.3, block: 0.6 }[result.action];
  return SEVERITIES.indexOf(result.severity) + action;
}

/** Makes stretches whose width doubles as more time passes, so that their number is bounded. */
function openTimeline(isTime: boolean) {
  let width = isTime ? 1_000 : 1;
  let stretches = new Map<number, TimeStretch>();
  const stretchAt = (place: number): TimeStretch => {
    const from = Math.floor(place / width) * width;
    const known = stretches.get(from);
    if (known !== undefined) return known;
    const fresh: TimeStretch = { from, severities: new Map(), categories: new Map() };
    stretches.set(from, fresh);
    return fresh;
  };
  const isTooWide = (): boolean => {
    const places = [...stretches.keys()];
    return Math.max(...places) - Math.min(...places) >= width * MAX_STRETCHES;
  };
  const widen = (): void => {
    width *= 2;
    const before = [...stretches.values()];
    stretches = new Map();
    for (const { from, severities, categories } of before) {
      const into = stretchAt(from);
      for (const [key, count] of severities) countUp(into.severities, key, count);
      for (const [key, count] of categories) countUp(into.categories, key, count);
    }
  };
  return {
    add(place: number, { result }: OutLine): void {
      const known = stretches.size;
      const stretch = stretchAt(place);
      countUp(stretch.severities, result.severity);
      for (const name of result.categories) if (name !== 'safe') countUp(stretch.categories, name);
      if (stretches.size > known) while (isTooWide()) widen();
    },
    close: () => ({ width, stretches: [...stretches.values()].sort((a, b) => a.from - b.from) }),
  };
}

/**
 * Reads the output of a batch. Only the worst of its items are kept.
 * @throws CommandError if the file is not the output of a batch
 */
export async function collectOutput(path: string, top: number): Promise<Collected> {
  const tally = openTally();
  const severities = new Map<Severity, number>();
  const severitiesOf = new Map<string, Map<Severity, number>>();
  let worst: OutLine[] = [];
  let timeline: ReturnType<typeof openTimeline> | undefined;
  let isTime = false;
  let count = 0;
  for await (const { text } of wholeLines(path)) {
    const line = parseOutLine(text);
    if (line === undefined) {
      throw new CommandError(
        EXIT.failed,
        `Line ${count + 1} is no verdict of a batch.`,
        'Name the OUT of airs-guardrails batch.',
      );
    }
    const time = Date.parse(line.at ?? '');
    if (timeline === undefined) {
      isTime = Number.isFinite(time);
      timeline = openTimeline(isTime);
    }
    timeline.add(isTime && Number.isFinite(time) ? time : line.index, line);
    count++;
    tally.add(line.result);
    countUp(severities, line.result.severity);
    for (const name of tally.categories.keys()) {
      if (!line.result.categories.includes(name)) continue;
      const own = severitiesOf.get(name) ?? new Map<Severity, number>();
      severitiesOf.set(name, own);
      countUp(own, line.result.severity);
    }
    if (badness(line) === 0) continue;
    worst.push(line);
    if (worst.length >= 2 * top + 100) worst = worstOf(worst, top);
  }
  const { width, stretches } = timeline?.close() ?? { width: 1, stretches: [] };
  return { tally, severities, severitiesOf, isTime, stretches, width, worst: worstOf(worst, top) };
}

function worstOf(lines: readonly OutLine[], top: number): OutLine[] {
  return [...lines].sort((a, b) => badness(b) - badness(a) || a.index - b.index).slice(0, top);
}
