/** What the engine has done on texts, counted by kind, so that tests can bound work instead of time. */
export interface Work {
  /** Characters that passes over a text have walked. */
  steps: number;
  /** Places that such a pass has handed on to be looked at again. */
  candidates: number;
  /** Literals, words and rule sets that were compared with a text at a place. */
  comparisons: number;
  /** Expressions that were tried at a place or run over a part of a text. */
  tries: number;
  /** Characters that expressions were let loose on. */
  searched: number;
}

/** Where work is counted; undefined but for tests, so that all it costs is a look at it. */
export let meter: Work | undefined;

/** Runs a task that does not wait and returns the work it did. Tests use it; tasks must not be nested. */
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
