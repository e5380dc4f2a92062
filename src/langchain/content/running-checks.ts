/** Checks that run side by side; the first refusal counts. */
export interface RunningChecks {
  add(check: Promise<unknown>): void;
  /** What is to be waited for; nothing where all are done. */
  work(): Promise<void> | undefined;
}

/** Starts with none. */
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

/** The sooner of two things to wait for. */
export function sooner(
  first: Promise<void> | undefined,
  second: Promise<void> | undefined,
): Promise<void> | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Promise.race([first, second]);
}
