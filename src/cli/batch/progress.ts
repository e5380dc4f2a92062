import type { Terminal } from '../terminal.js';
import { type BatchPace, clockText, paceLine, rateText } from './pace.js';

/** Shows the progress of a run. */
export interface ProgressView {
  show(pace: BatchPace): void;
  stop(): void;
}

/** Milliseconds between two plain lines. The interval is short enough that a reader does not doubt the run. */
const LINE_EVERY_MS = 5_000;
const BAR_EVERY_MS = 100;

/** Opens a bar if somebody watches and the size is known, or else plain lines. */
export async function openProgressView(terminal: Terminal, hasSize: boolean): Promise<ProgressView> {
  return terminal.isWatched && hasSize ? openBar(terminal) : openLines(terminal);
}

async function openBar(terminal: Terminal): Promise<ProgressView> {
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({
    format: `${terminal.paintNote('cyan', '{bar}')} {percentage} % | {items} items | {rate} | {left} left`,
    barCompleteChar: '\u2588',
    barIncompleteChar: '\u2591',
    barsize: 30,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    fps: 1_000 / BAR_EVERY_MS,
    // The run handles Ctrl-C itself.
    gracefulExit: false,
  });
  bar.start(100, 0, { items: 0, rate: '-', left: '-' });
  let last = 0;
  return {
    show({ items, fraction = 0, perSecond, leftMs }) {
      if (performance.now() - last < BAR_EVERY_MS) return;
      last = performance.now();
      bar.update(Math.floor(fraction * 100), {
        items: items.toLocaleString('en'),
        rate: rateText(perSecond),
        left: clockText(leftMs),
      });
    },
    stop: () => bar.stop(),
  };
}

function openLines(terminal: Terminal): ProgressView {
  let last = performance.now();
  return {
    show(pace) {
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      terminal.note(paceLine(pace));
    },
    stop: () => undefined,
  };
}
