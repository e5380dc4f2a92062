/** The engine's work on texts, counted by kind, so that tests can bound work instead of time. */
export interface Work {
  /** Characters read by passes over a text. */
  steps: number;
  /** Places that such a pass has handed on for a closer look. */
  candidates: number;
  /** Literals, words and rule sets that were compared with a text at a place. */
  comparisons: number;
  /** Expressions that were tried at a place or run over a part of a text. */
  tries: number;
  /** Characters in the parts that expressions searched. */
  searched: number;
}

/** The counter of the work. It is undefined outside tests, so that it costs only this check. */
export let meter: Work | undefined;

/** Runs a synchronous task and returns the work it did. Tests use it; tasks must not be nested. */
export function workOf(task: () => unknown): Work {
  const work: Work = { steps: 0, candidates: 0, comparisons: 0, tries: 0, searched: 0 };
  meter = work;
  try {
    task();
  } finally {
    meter = undefined;
  }
  return work;
}
