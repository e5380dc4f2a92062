import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandError, EXIT } from '../exit-codes.js';

/** The right to write OUT. */
export interface Ownership {
  /**
   * Checks that no other run has taken over OUT.
   * @throws CommandError if another run has
   */
  check(): void;
  release(): void;
}

/** Milliseconds that the previous run has to finish its current write. */
const GRACE_MS = 250;

/**
 * Takes the right to write OUT. A run may outlive the process that started it, because a killed `npx` leaves its child
 * running. So a run checks before each write whether OUT is still its own, and stops if it is not.
 */
export async function takeOwnership(out: string): Promise<Ownership> {
  const path = `${out}.owner`;
  const token = randomUUID();
  const hadOwner = existsSync(path);
  writeFileSync(path, token);
  if (hadOwner) await pause(GRACE_MS);
  const isOwn = (): boolean => {
    try {
      return readFileSync(path, 'utf8') === token;
    } catch {
      return false;
    }
  };
  return {
    check() {
      if (!isOwn()) {
        throw new CommandError(
          EXIT.failed,
          'Another run writes the same OUT now; this one stops.',
          'Nothing is lost: the other one goes on.',
        );
      }
    },
    release() {
      if (isOwn()) rmSync(path, { force: true });
    },
  };
}
