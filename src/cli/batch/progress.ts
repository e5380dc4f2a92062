import type { Terminal } from '../terminal.js';
import { type BatchPace, clockText, paceLine, rateText } from './pace.js';

/** Shows how far a run is. */
export interface ProgressView {
  show(pace: BatchPace): void;
  stop(): void;
}

/** Milliseconds between two plain lines; the first comes sooner than a reader gets nervous. */
const LINE_EVERY_MS = 5_000;
const BAR_EVERY_MS = 100;

/** A bar where somebody watches and the size is known, else plain lines. */
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
    // Ctrl-C is the run's to handle.
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
