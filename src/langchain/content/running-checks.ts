/** Checks that run side by side. The first refusal counts. */
export interface RunningChecks {
  add(check: Promise<unknown>): void;
  /** Returns a promise to wait for, or undefined if all checks are done. */
  work(): Promise<void> | undefined;
}

/** Starts with no checks. */
export function createRunningChecks(): RunningChecks {
  let pending = 0;
  let all: Promise<unknown> = Promise.resolve();
  return {
    add(check) {
      pending += 1;
      const done = check.then(() => {
        pending -= 1;
      });
      all = Promise.all([all, done]);
      all.catch(() => undefined);
    },
    work: () => (pending > 0 ? all.then(() => undefined) : undefined),
  };
}

/** Returns a promise that settles when the first of two promises does. */
export function sooner(
  first: Promise<void> | undefined,
  second: Promise<void> | undefined,
): Promise<void> | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Promise.race([first, second]);
}
