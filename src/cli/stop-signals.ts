import { EXIT } from './exit-codes.js';

/**
 * Milliseconds within which a second signal counts as the same request: `npx` passes on a signal that the terminal has
 * already sent to all processes.
 */
const SAME_WISH_MS = 1_000;

/**
 * Calls back when the process is told to stop (Ctrl-C or SIGTERM). A later second signal ends the process at once.
 * @returns a function that stops listening
 */
export function onStopSignal(stop: () => void): () => void {
  let asked: number | undefined;
  const listener = (): void => {
    if (asked === undefined) {
      asked = performance.now();
      stop();
    } else if (performance.now() - asked > SAME_WISH_MS) {
      process.exit(EXIT.interrupted);
    }
  };
  process.on('SIGINT', listener).on('SIGTERM', listener);
  return () => void process.off('SIGINT', listener).off('SIGTERM', listener);
}
