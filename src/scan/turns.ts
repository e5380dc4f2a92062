import { firstIndex } from './first-index.js';

/**
 * The labels in front of the turns of a text that holds several. The service takes turns without a label for an attack,
 * and also turns with a label of the system (reported live, 2026-08), so no other role has one.
 */
const TURN_LABELS: ReadonlyMap<string, string> = new Map([
  ['user', 'user: '],
  ['assistant', 'assistant: '],
]);

/** Returns the label of a role, or `undefined` if the role has none. */
export function turnLabel(role: string): string | undefined {
  return TURN_LABELS.get(role);
}

/**
 * A label in a text: its offset in the text without labels, and its length. Both are in UTF-16 code units; places are
 * ascending.
 */
export interface TurnPlace {
  readonly at: number;
  readonly length: number;
}

/** Finds the labels at these offsets of a text. Offsets without a label are left out. */
export function turnPlaces(text: string, turns: readonly number[]): TurnPlace[] {
  const places: TurnPlace[] = [];
  let removed = 0;
  let behind = 0;
  for (const start of [...new Set(turns)].sort((one, other) => one - other)) {
    if (!Number.isInteger(start) || start < behind) continue;
    const label = [...TURN_LABELS.values()].find((known) => text.startsWith(known, start));
    if (label === undefined) continue;
    places.push({ at: start - removed, length: label.length });
    removed += label.length;
    behind = start + label.length;
  }
  return places;
}

/**
 * Returns a function that maps offsets of a text with labels to offsets of the text without them. An offset inside a
 * label maps to the beginning of its turn.
 */
export function withoutTurns(places: readonly TurnPlace[]): (offset: number) => number {
  let added = 0;
  const starts = places.map(({ at, length }) => {
    const start = at + added;
    added += length;
    return { start, at, after: added };
  });
  return (offset) => {
    const index = firstIndex(starts.length, (at) => (starts[at]?.start ?? 0) > offset) - 1;
    const last = starts[index];
    return last === undefined ? offset : Math.max(last.at, offset - last.after);
  };
}

/**
 * Finds the turn labels in a text that came without offsets, such as over the wire. Labels stand at the beginning of
 * the text and in front of paragraphs. A text that does not begin with a label has none.
 */
export function turnsIn(text: string): number[] {
  const labels = [...TURN_LABELS.values()];
  const isLabelled = (at: number): boolean => labels.some((label) => text.startsWith(label, at));
  if (!isLabelled(0)) return [];
  const turns = [0];
  for (let gap = text.indexOf('\n\n'); gap >= 0; gap = text.indexOf('\n\n', gap + 1))
    if (isLabelled(gap + 2)) turns.push(gap + 2);
  return turns;
}
