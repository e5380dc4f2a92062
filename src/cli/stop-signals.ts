import { EXIT } from './exit-codes.js';

/** Milliseconds in which a second signal is the same wish: `npx` passes on what the terminal has sent to all. */
const SAME_WISH_MS = 1_000;

/**
 * Calls back when the process is told to stop (Ctrl-C or SIGTERM). Who asks again later is served at once.
 * @returns ends the listening
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
