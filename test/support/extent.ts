import { env } from 'node:process';

/**
 * Whether all of the tests run (`npm run test:full`): every combination on every major, properties at their full length. By
 * default one major of each framework has every combination, the others each item of it once, and properties are tried
 * less often.
 */
export const isFull = env['TESTS'] === 'full';

/** How much of their full length properties are tried for by default. */
const SHARE = 0.2;

/** The fewest times a property is tried. */
const LEAST_RUNS = 5;

/**
 * Returns how often a property is tried, of the number of times that its full length has. `FC_RUNS` is the share of it that
 * is tried, such as `3` for three times as many.
 */
export function runs(full: number): number {
  const { FC_RUNS: asked } = env;
  const share = asked === undefined ? (isFull ? 1 : SHARE) : Number(asked);
  return Math.max(Math.min(LEAST_RUNS, full), Math.round(full * share));
}

/** The majors on which every combination is tried. */
const WHOLE_MAJORS: ReadonlySet<string> = new Set(['ai 7', '1.2.13']);

/** Whether every combination is tried on a major of a framework, by its name or version. */
export function isWholeOn(major: string): boolean {
  return isFull || WHOLE_MAJORS.has(major);
}

/**
 * Returns the items that are tried at one of so many turns: all where every combination is, else those whose turn it is. Over
 * all turns each item comes, and at each turn at least one.
 */
export function atTurn<Item>(
  items: readonly Item[],
  isWhole: boolean,
  turn: number,
  turns: number,
): readonly Item[] {
  if (isWhole) return items;
  if (items.length <= turns) return items.slice(turn % items.length, (turn % items.length) + 1);
  return items.filter((_, index) => index % turns === turn % turns);
}

/** Returns the rows of a table with their places in it, by which they take turns. */
export function numbered<Row extends readonly [string, unknown]>(
  rows: readonly Row[],
): readonly (readonly [Row[0], Row[1], number])[] {
  return rows.map(([name, made], turn) => [name, made, turn]);
}

/**
 * Returns the fewest cells, taken in order, in which each value of each aspect comes; all where every combination is tried.
 * @param aspectsOf what is to come once, by name
 */
export function covering<Cell>(
  cells: readonly Cell[],
  isWhole: (cell: Cell) => boolean,
  aspectsOf: (cell: Cell) => readonly string[],
): readonly Cell[] {
  const seen = new Set<string>();
  return cells.filter((cell) => {
    const aspects = aspectsOf(cell);
    const isNew = aspects.some((aspect) => !seen.has(aspect));
    if (!isNew && !isWhole(cell)) return false;
    for (const aspect of aspects) seen.add(aspect);
    return true;
  });
}
