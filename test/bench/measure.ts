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

/** What has been measured in this run, by what it was called: `title: task`. Microseconds, MB/s or what the name says. */
const figures = new Map<string, number>();

/** Keeps a figure for the tables. */
export function record(name: string, value: number): void {
  figures.set(name, value);
}

/** @throws for a figure that this run has not measured */
export function figure(name: string): number {
  const value = figures.get(name);
  if (value === undefined) throw new Error(`Nothing was measured as "${name}"`);
  return value;
}

/** Measures microseconds of each task, and prints them against the first. */
export async function compare(
  title: string,
  rounds: number,
  tasks: Readonly<Record<string, Task>>,
): Promise<void> {
  console.log(`\n${title}`);
  const all = await medians(rounds, tasks);
  const baseline = [...all.values()][0] ?? 0;
  for (const [name, median] of all) {
    record(`${title}: ${name}`, median);
    const added = median - baseline;
    console.log(
      `  ${name.padEnd(44)} ${median.toFixed(median < 100 ? 1 : 0).padStart(8)} us  ${(median / baseline).toFixed(2)}x  ${added >= 0 ? '+' : ''}${added.toFixed(0)} us`,
    );
  }
}

/** Measures and prints MB/s of each task over a text (UTF-16 units taken as bytes), and its share of the first task's speed. */
export async function throughput(
  title: string,
  units: number,
  rounds: number,
  tasks: Readonly<Record<string, Task>>,
): Promise<void> {
  console.log(`\n${title}`);
  const all = await medians(rounds, tasks);
  const baseline = [...all.values()][0] ?? 0;
  for (const [name, median] of all) {
    record(`${title}: ${name}`, units / median);
    console.log(
      `  ${name.padEnd(44)} ${(units / median).toFixed(1).padStart(8)} MB/s  1/${(median / baseline).toFixed(1)} of the first`,
    );
  }
}
