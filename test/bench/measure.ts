/** Medians and ratios of tasks that take turns, so that a busy moment of the machine hits all of them. */

export type Task = () => unknown;

/** Median microseconds of each task. A task that returns a promise is awaited. */
export async function medians(
  rounds: number,
  tasks: Readonly<Record<string, Task>>,
): Promise<Map<string, number>> {
  const times = new Map(Object.keys(tasks).map((name) => [name, [] as number[]]));
  const warmUp = Math.max(3, Math.ceil(rounds / 20));
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      const start = performance.now();
      const answer = task();
      if (answer instanceof Promise) await answer;
      if (round >= 0) times.get(name)?.push((performance.now() - start) * 1000);
    }
  }
  return new Map(
    [...times].map(([name, list]) => [
      name,
      list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0,
    ]),
  );
}

/** Prints each task against the first. */
export async function compare(rounds: number, tasks: Readonly<Record<string, Task>>): Promise<void> {
  const all = await medians(rounds, tasks);
  const baseline = [...all.values()][0] ?? 0;
  for (const [name, median] of all) {
    const added = median - baseline;
    console.log(
      `  ${name.padEnd(44)} ${median.toFixed(median < 100 ? 1 : 0).padStart(8)} us  ${(median / baseline).toFixed(2)}x  ${added >= 0 ? '+' : ''}${added.toFixed(0)} us`,
    );
  }
}

/** Prints MB/s of each task over a text (UTF-16 units taken as bytes), and its share of the first task's speed. */
export async function throughput(
  units: number,
  rounds: number,
  tasks: Readonly<Record<string, Task>>,
): Promise<void> {
  const all = await medians(rounds, tasks);
  const baseline = [...all.values()][0] ?? 0;
  for (const [name, median] of all) {
    console.log(
      `  ${name.padEnd(44)} ${(units / median).toFixed(1).padStart(8)} MB/s  1/${(median / baseline).toFixed(1)} of the loop`,
    );
  }
}
